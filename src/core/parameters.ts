/**
 * Every number of the method, in one place, with unit, range and source.
 *
 * `parametersHash` of the values goes into each result, so two results can only be compared silently
 * where it agrees. No number from the method hides in a loop.
 */
export interface Parameter {
  readonly value: number;
  readonly unit: string;
  /** Values that still make sense; the command line refuses others. */
  readonly range: readonly [number, number];
  /** Where it comes from, or what it was measured on. */
  readonly source: string;
}

const p = (value: number, unit: string, range: readonly [number, number], source: string): Parameter => ({
  value,
  unit,
  range,
  source,
});

export const parameterTable = {
  binBelowMm2: p(1.25, 'mm²', [1.25, 1.25], 'definition of BV5 in the published BV5 work'),
  binBv5Mm2: p(5, 'mm²', [5, 5], 'definition of BV5 in the published BV5 work'),
  binBv10Mm2: p(10, 'mm²', [10, 10], 'definition of BV10 in the published BV5 work'),
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof parameterTable;
/** The values a measurement runs with. */
export type Parameters = Readonly<Record<ParameterName, number>>;

function valuesOf(table: typeof parameterTable): Parameters {
  const names = Object.keys(table) as ParameterName[];
  return Object.fromEntries(names.map((name) => [name, table[name].value])) as Parameters;
}

export const defaultParameters: Parameters = valuesOf(parameterTable);
