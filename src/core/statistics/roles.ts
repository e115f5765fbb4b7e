/**
 * The kinds of values that tests read, from data of any origin: a number where a number belongs, or a plain sentence
 * on what stands there instead. Missing is null.
 */
import type { ReadValue, Role, RoleShape } from './contract';

/** A column; null is a missing value. */
export type Numbers = readonly (number | null)[];
export type Labels = readonly (string | null)[];
/** Columns under their names, in their order. */
export type Named<T> = readonly (readonly [name: string, values: T])[];

const problem = (text: string): { readonly problem: string } => ({ problem: text });
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function readNumbers(value: unknown): ReadValue<Numbers> {
  if (!Array.isArray(value)) return problem('a list of numbers is needed');
  const out: (number | null)[] = [];
  for (const item of value as readonly unknown[]) {
    if (item === null || item === undefined) out.push(null);
    else if (typeof item === 'number') out.push(Number.isFinite(item) ? item : null);
    else if (typeof item === 'boolean') out.push(item ? 1 : 0);
    else return problem(`${JSON.stringify(strangest(value, item))} is not a number`);
  }
  return { value: out };
}

/** Of a column of texts the one that is no number: one such makes texts of all. */
function strangest(items: readonly unknown[], first: unknown): unknown {
  return items.find((item) => typeof item === 'string' && !Number.isFinite(Number(item))) ?? first;
}

function readLabels(value: unknown): ReadValue<Labels> {
  if (!Array.isArray(value)) return problem('a list of values is needed');
  const out: (string | null)[] = [];
  for (const item of value as readonly unknown[]) {
    if (item === null || item === undefined) out.push(null);
    else if (typeof item === 'string' || typeof item === 'number' || typeof item === 'boolean') out.push(String(item));
    else return problem(`${JSON.stringify(item)} is not a category`);
  }
  return { value: out };
}

function readNamed<T>(value: unknown, each: (value: unknown) => ReadValue<T>): ReadValue<Named<T>> {
  const entries = isRecord(value) ? Object.entries(value) : pairsOf(value);
  if (entries === null) return problem('named lists are needed');
  const out: (readonly [string, T])[] = [];
  for (const [name, values] of entries) {
    const read = each(values);
    if ('problem' in read) return problem(`${name}: ${read.problem}`);
    out.push([name, read.value]);
  }
  return { value: out };
}

/** Pairs of name and list: a record would bring names like "2" and "1" into another order. */
function pairsOf(value: unknown): (readonly [string, unknown])[] | null {
  if (!Array.isArray(value)) return null;
  const pairs = (value as readonly unknown[]).filter(
    (pair): pair is [string, unknown] => Array.isArray(pair) && pair.length === 2 && typeof pair[0] === 'string',
  );
  return pairs.length === value.length ? pairs : null;
}

const required = <T>(kind: string, read: (value: unknown) => ReadValue<T>, shape: RoleShape = 'scalar'): Role<T> => ({
  kind,
  shape,
  required: true,
  read: (value) => (value === undefined ? problem('is missing') : read(value)),
});

const optional = <T>(role: Role<T>, fallback: T): Role<T> => ({
  kind: role.kind,
  shape: role.shape,
  required: false,
  read: (value) => (value === undefined || value === null ? { value: fallback } : role.read(value)),
});

export const numbers: Role<Numbers> = required('numbers', readNumbers, 'column');
export const labels: Role<Labels> = required('categories', readLabels, 'column');
export const namedNumbers: Role<Named<Numbers>> = required(
  'named numbers',
  (value) => readNamed(value, readNumbers),
  'columns',
);
/** Predictors of a regression: a list with any text in it is a category. */
export const predictors: Role<Named<Numbers | Labels>> = required(
  'named numbers or categories',
  (value) =>
    readNamed<Numbers | Labels>(value, (column) => {
      const plain = readNumbers(column);
      return 'problem' in plain ? readLabels(column) : plain;
    }),
  'columns',
);
export const optionalNumbers: Role<Numbers | null> = {
  kind: numbers.kind,
  shape: 'column',
  required: false,
  read: (value) => (value === undefined || value === null ? { value: null } : readNumbers(value)),
};

/** Rows of counts, all of one length. */
export const table: Role<readonly (readonly number[])[]> = required(
  'table of counts',
  (value) => {
    if (!Array.isArray(value)) return problem('rows of counts are needed');
    const rows: number[][] = [];
    for (const row of value as readonly unknown[]) {
      const read = readNumbers(row);
      if ('problem' in read) return problem(read.problem);
      const counts = read.value.filter((count) => count !== null);
      if (counts.length !== read.value.length || counts.some((count) => count < 0 || !Number.isInteger(count))) {
        return problem('counts are whole numbers from 0 up');
      }
      rows.push(counts);
    }
    if (rows.length < 2 || rows[0].length < 2) return problem('at least two rows and two columns are needed');
    if (rows.some((row) => row.length !== rows[0].length)) return problem('all rows need the same length');
    return { value: rows };
  },
  'table',
);

/** One number within limits. */
export function number(low = -Infinity, high = Infinity): Role<number> {
  return required('number', (value) => {
    if (typeof value !== 'number' || Number.isNaN(value)) return problem(`${JSON.stringify(value)} is not a number`);
    if (value < low || value > high) return problem(`${value} is outside ${low} to ${high}`);
    return { value };
  });
}

export const count = (low = 0): Role<number> => {
  const any = number(low);
  return required('whole number', (value) => {
    const read = any.read(value);
    return 'value' in read && !Number.isInteger(read.value) ? problem(`${read.value} is not a whole number`) : read;
  });
};

export const optionalNumber = (low = -Infinity, high = Infinity): Role<number | null> => {
  const role = number(low, high);
  return {
    kind: role.kind,
    shape: 'scalar',
    required: false,
    read: (value) => (value === undefined || value === null ? { value: null } : role.read(value)),
  };
};

export const numberOr = (fallback: number, low = -Infinity, high = Infinity): Role<number> =>
  optional(number(low, high), fallback);

export const countOr = (fallback: number, low = 0): Role<number> => optional(count(low), fallback);

/** A share above 0 and below 1: level, power, alpha. */
export const shareOr = (fallback: number): Role<number> => {
  const role = number(0, 1);
  return optional(
    required('number between 0 and 1', (value) => {
      const read = role.read(value);
      return 'value' in read && (read.value === 0 || read.value === 1)
        ? problem(`${read.value} is not between 0 and 1`)
        : read;
    }),
    fallback,
  );
};

export const confLevel: Role<number> = shareOr(0.95);

export const flagOr = (fallback: boolean): Role<boolean> =>
  optional(
    required('true or false', (value) =>
      typeof value === 'boolean' ? { value } : problem(`${JSON.stringify(value)} is not true or false`),
    ),
    fallback,
  );

/** True, false, or null: left to the test. */
export const flagOrNull: Role<boolean | null> = {
  kind: 'true, false or left to the test',
  shape: 'scalar',
  required: false,
  read: (value) => {
    if (value === undefined || value === null) return { value: null };
    return typeof value === 'boolean' ? { value } : problem(`${JSON.stringify(value)} is not true or false`);
  },
};

export function choice<const T extends readonly string[]>(choices: T): Role<T[number]> {
  const known = (value: unknown): value is T[number] => typeof value === 'string' && choices.includes(value);
  return required(`one of: ${choices.join(', ')}`, (value) =>
    known(value) ? { value } : problem(`${JSON.stringify(value)} is not one of ${choices.join(', ')}`),
  );
}

export const choiceOr = <const T extends readonly string[]>(choices: T, fallback: T[number]): Role<T[number]> =>
  optional(choice(choices), fallback);

export const text: Role<string> = required('name', (value) =>
  typeof value === 'string' ? { value } : problem(`${JSON.stringify(value)} is not a name`),
);

export const texts: Role<readonly string[]> = required('names', (value) =>
  Array.isArray(value) && value.every((item) => typeof item === 'string')
    ? { value }
    : problem('a list of names is needed'),
);
