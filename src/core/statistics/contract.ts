/**
 * What a statistic is: a name, what it reads, which options it knows, and a function from data to numbers.
 *
 * The panel, the command line and the export all work from these values; a new statistic is a file and a row in
 * `registry.ts`.
 */

export type Json = number | string | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The numbers of a test under their names in files. Not a number and infinite are null there. */
export type StatisticResult = Readonly<Record<string, Json>>;

/** Stands in place of a result where the data do not allow one. */
export interface StatisticRefusal {
  /** Stable code, see `refusals.ts`. */
  readonly error: string;
  readonly message: string;
  readonly action: string;
}

export type StatisticOutcome = StatisticResult | StatisticRefusal;

/** How a value under one name of the input or of the options is read. */
export interface Role<T> {
  /** What it is, in the panel's and the documentation's words: `numbers`, `one of: BH, holm`. */
  readonly kind: string;
  /** What of a table fits here: one column, several under names, counts of two columns, or none. */
  readonly shape: RoleShape;
  /** False where leaving it out is fine. */
  readonly required: boolean;
  /** The value as the test needs it, or what is wrong with it. `undefined` stands for left out. */
  read(value: unknown): ReadValue<T>;
}

export type RoleShape = 'column' | 'columns' | 'table' | 'scalar';

export type ReadValue<T> = { readonly value: T } | { readonly problem: string };

/** A statistic with its own types hidden, as the registry holds it. */
export interface Statistic {
  readonly id: string;
  /** Name for people: `Welch's t test`. */
  readonly label: string;
  /** The R call that gives the same numbers. */
  readonly r: string;
  readonly assumptions: readonly string[];
  /** Names of the input and what stands under them. */
  readonly inputs: Readonly<Record<string, Role<unknown>>>;
  readonly options: Readonly<Record<string, Role<unknown>>>;
  /** Runs on data of any origin: what does not fit is refused, never guessed. */
  run(input: Readonly<Record<string, unknown>>, options: Readonly<Record<string, unknown>>): StatisticOutcome;
}

export function isRefusal(outcome: object): outcome is StatisticRefusal {
  return 'error' in outcome;
}
