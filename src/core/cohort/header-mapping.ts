/** From the header of a file to fields: by name and synonym, with the unit that the header states or the values suggest. */
import { cohortFields, findCohortField, type CohortField } from './fields';

export interface MappedColumn {
  /** Column number in the file, from 0. */
  readonly column: number;
  readonly header: string;
  readonly field: CohortField;
  /** What one of the column's unit is in the field's own unit. */
  readonly perUnit: number;
  /** Word of the unit, empty where it has none. */
  readonly unit: string;
  readonly unitFrom: 'name' | 'header' | 'values' | 'default' | 'choice';
}

export interface HeaderMapping {
  /** The header of the file. */
  readonly headers: readonly string[];
  readonly columns: readonly MappedColumn[];
  /** Fields that two or more columns claim: none of these is taken until the user says which. */
  readonly contested: readonly { readonly field: string; readonly headers: readonly string[] }[];
  /** Column numbers kept as extra text. */
  readonly extra: readonly number[];
}

/** Names of the columns that are kept as text: their headers, told apart where two are alike or one is empty. */
export function extraNames({ headers, columns, extra }: HeaderMapping): ReadonlyMap<number, string> {
  const taken = new Set(columns.map(({ header }) => header));
  const names = new Map<number, string>();
  for (const column of extra) {
    const header = headers[column] === '' ? `column ${column + 1}` : headers[column];
    let name = header;
    for (let copy = 2; taken.has(name); copy += 1) name = `${header} (${copy})`;
    taken.add(name);
    names.set(column, name);
  }
  return names;
}

/** What a header says about its column. */
interface Reading {
  readonly field: CohortField;
  readonly unit: string | null;
  readonly isName: boolean;
}

/** Lower case, no accents, signs as spaces: what headers are compared by. */
export function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replace(/[_.:;,/\\()[\]{}"'°–—-]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const byWords = new Map(
  cohortFields.flatMap((field) =>
    [...field.words, field.name].map((words): [string, CohortField] => [plainWords(words), field]),
  ),
);

/** What tells columns of one name apart. */
export const COPY_MARK = / \(\d+\)$/;

/** The field of a header, with the unit it states; `wanted` are the user's own choices, header → field name or nothing. */
function readHeader(whole: string, wanted: ReadonlyMap<string, string>): Reading | null {
  if (wanted.get(whole) === '') return null;
  const chosen = findCohortField(wanted.get(whole) ?? '');
  // a second column of a name claims what the first claims
  const header = whole.replace(COPY_MARK, '');
  const named = findCohortField(header.trim());
  if (named !== null && chosen === null) return { field: named, unit: null, isName: true };
  const bracket = /[([]([^)\]]*)[)\]]/.exec(header);
  const unit = bracket?.[1].trim().toLowerCase() ?? null;
  const outside = bracket === null ? header : header.replace(bracket[0], ' ');
  const field = chosen ?? byWords.get(plainWords(outside)) ?? byWords.get(plainWords(header)) ?? null;
  if (field !== null && (unit === null || isUnit(field, unit))) return { field, unit, isName: false };
  // pCO2_mmHg, PaO2 kPa: the unit as last word
  const [, stem = '', last = ''] = /^(.*?)[\s_]+(\S+)$/.exec(header.trim()) ?? [];
  const withUnit = byWords.get(plainWords(stem)) ?? null;
  if (withUnit !== null && isUnit(withUnit, last.toLowerCase())) {
    return { field: withUnit, unit: last.toLowerCase(), isName: false };
  }
  return field === null ? null : { field, unit: null, isName: false };
}

const isUnit = (field: CohortField, unit: string): boolean => Object.hasOwn(field.units, unit);

/** Maps the columns. `valuesOf` gives the numbers of a column, for units that the header leaves open. */
export function mapHeader(
  header: readonly string[],
  valuesOf: (column: number) => readonly number[],
  wanted: ReadonlyMap<string, string> = new Map(),
  units: ReadonlyMap<string, string> = new Map(),
): HeaderMapping {
  const readings = header.map((text) => readHeader(text, wanted));
  const claims = new Map<string, number[]>();
  readings.forEach((reading, column) => {
    if (reading === null) return;
    const name = reading.field.name;
    claims.set(name, [...(claims.get(name) ?? []), column]);
  });
  const contested = [...claims].filter(([, columns]) => columns.length > 1);
  const free = new Set(contested.flatMap(([, columns]) => columns));
  const columns = readings.flatMap((reading, column): MappedColumn[] =>
    reading === null || free.has(column)
      ? []
      : [
          {
            column,
            header: header[column],
            ...(chosenUnit(reading, units.get(header[column])) ?? unitOf(reading, () => valuesOf(column))),
          },
        ],
  );
  const mapped = new Set(columns.map(({ column }) => column));
  return {
    headers: header,
    columns,
    contested: contested.map(([field, at]) => ({ field, headers: at.map((column) => header[column]) })),
    extra: header.map((_, column) => column).filter((column) => !mapped.has(column)),
  };
}

type UnitChoice = Pick<MappedColumn, 'field' | 'perUnit' | 'unit' | 'unitFrom'>;

/** The unit that the user settled, where the field has it. */
function chosenUnit({ field }: Reading, unit: string | undefined): UnitChoice | null {
  return unit !== undefined && isUnit(field, unit)
    ? { field, unit, perUnit: field.units[unit], unitFrom: 'choice' }
    : null;
}

function unitOf({ field, unit, isName }: Reading, values: () => readonly number[]): UnitChoice {
  if (unit !== null) return { field, unit, perUnit: field.units[unit], unitFrom: 'header' };
  const own = Object.entries(field.units).find(([, perUnit]) => perUnit === 1)?.[0] ?? '';
  if (isName) return { field, unit: own, perUnit: 1, unitFrom: 'name' };
  const guess = guessUnit(field.name, values);
  return guess === null
    ? { field, unit: own, perUnit: 1, unitFrom: 'default' }
    : { field, unit: guess, perUnit: field.units[guess], unitFrom: 'values' };
}

/** Medians below which a column without unit is in another unit. */
const guesses: readonly (readonly [field: string, unit: string, below: number])[] = [
  ['pao2_mmhg', 'kpa', 35],
  ['pvo2_mmhg', 'kpa', 10],
  ['paco2_mmhg', 'kpa', 15],
  ['pb_mmhg', 'kpa', 150],
  ['height_cm', 'm', 3],
];
/** Medians above which a column without unit is in another unit. */
const guessesAbove: readonly (readonly [field: string, unit: string, above: number])[] = [
  ['pb_mmhg', 'hpa', 820],
  ['hb_g_dl', 'g/l', 30],
];

function guessUnit(field: string, values: () => readonly number[]): string | null {
  const low = guesses.find(([name]) => name === field);
  const high = guessesAbove.find(([name]) => name === field);
  if (low === undefined && high === undefined) return null;
  const ascending = values().toSorted((a, b) => a - b);
  if (ascending.length === 0) return null;
  const middle = ascending[ascending.length >> 1];
  if (low !== undefined && middle < low[2]) return low[1];
  return high !== undefined && middle > high[2] ? high[1] : null;
}
