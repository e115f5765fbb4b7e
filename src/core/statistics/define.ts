/** Puts a test together: reads its input and options, runs it, and says what was assumed. */
import { isRefusal, type Json, type Role, type Statistic, type StatisticOutcome } from './contract';
import { statisticRefusals } from './refusals';

type Roles = Readonly<Record<string, Role<unknown>>>;
type Values<R extends Roles> = { readonly [K in keyof R]: R[K] extends Role<infer T> ? T : never };

/** What a test hands back: numbers that may be infinite or undefined, which files cannot hold. */
export type Numeric = Readonly<Record<string, Json>>;

interface Definition<I extends Roles, O extends Roles> {
  readonly id: string;
  readonly label: string;
  readonly r: string;
  readonly assumptions: readonly string[];
  readonly inputs: I;
  readonly options: O;
  run(input: Values<I>, options: Values<O>): StatisticOutcome;
}

/** Hides the types of a test behind reading and checking. */
export function statistic<I extends Roles, O extends Roles>(definition: Definition<I, O>): Statistic {
  const { id, label, r, assumptions, inputs, options } = definition;
  return {
    id,
    label,
    r,
    assumptions,
    inputs,
    options,
    run(rawInput, rawOptions) {
      const input = readAll(inputs, rawInput);
      if ('problem' in input) return statisticRefusals.malformed_input(input.name, input.problem);
      const chosen = readAll(options, rawOptions);
      if ('problem' in chosen) return statisticRefusals.malformed_input(chosen.name, chosen.problem);
      const outcome = definition.run(input.values, chosen.values);
      if (isRefusal(outcome)) return outcome;
      const ignored = Object.keys(rawOptions).filter((name) => !(name in options));
      const told = ignored.map((name) => `Option "${name}" is not known to this test and was not used.`);
      const notes = [...(Array.isArray(outcome.notes) ? outcome.notes : []), ...told];
      return { ...finite(outcome), assumptions, ...(notes.length > 0 && { notes }) };
    },
  };
}

type Read<R extends Roles> = { readonly values: Values<R> } | { readonly name: string; readonly problem: string };

function readAll<R extends Roles>(roles: R, raw: Readonly<Record<string, unknown>>): Read<R> {
  const values: Record<string, unknown> = {};
  for (const [name, role] of Object.entries(roles)) {
    const read = role.read(Object.hasOwn(raw, name) ? raw[name] : undefined);
    if ('problem' in read) return { name, problem: read.problem };
    values[name] = read.value;
  }
  if (!holdsAll(values, roles)) throw new Error('a role was passed over');
  return { values };
}

/** Each role has read the value under its own name, which is what Values<R> says. */
function holdsAll<R extends Roles>(values: object, roles: R): values is Values<R> {
  return Object.keys(roles).every((name) => Object.hasOwn(values, name));
}

/** The same with null where a number is not finite, and plain zero for −0. */
function finite(value: Readonly<Record<string, Json>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, finiteValue(item)]));
}

function finiteValue(value: Json): Json {
  if (typeof value === 'number') return Number.isFinite(value) ? value + 0 : null;
  if (typeof value !== 'object' || value === null) return value;
  return isList(value) ? value.map(finiteValue) : finite(value);
}

const isList = (value: object): value is readonly Json[] => Array.isArray(value);
