/** A pasted line of a gas analyser or spreadsheet: `pH 7,42 pCO2 38 pO2 71` to fields, and what could not be placed. */
import { fieldOfColumn } from './units';

export interface PlacedValue {
  /** Column name with its unit: `pao2_kpa`. */
  readonly column: string;
  readonly value: number;
  /** The number as it stood there. */
  readonly text: string;
}

export interface Printout {
  readonly placed: readonly PlacedValue[];
  /** Parts of the line that were not understood. */
  readonly left: readonly string[];
}

/** Names of analysers for a field, longest first where one begins another. */
const names: readonly (readonly [pattern: string, stem: string, ownUnit: string])[] = [
  ['p(?:a|art)?\\s?co2(?:\\([at]\\))?', 'paco2', 'mmhg'],
  ['p(?:a|art)?\\s?o2(?:\\([at]\\))?', 'pao2', 'mmhg'],
  ['ph(?:\\([at]\\))?', 'ph', ''],
  ['c?hco3(?:std|act)?-?', 'hco3', 'mmol_l'],
  ['be(?:\\(?(?:b|ecf)\\)?)?|base excess', 'base_excess', 'mmol_l'],
  ['s(?:a|p)?o2(?:\\(a\\))?', 'sao2', 'percent'],
  ['c?thb|hgb|hb', 'hb', 'g_dl'],
  ['c?lac(?:tate)?', 'lactate', 'mmol_l'],
  ['f?methb', 'methb', 'percent'],
  ['f?cohb', 'cohb', 'percent'],
  ['fio2|fo2(?:\\(i\\))?', 'fio2', ''],
  ['temp(?:erature)?|\\bt', 'temperature', 'c'],
];

const units: Readonly<Record<string, string>> = {
  kpa: 'kpa',
  mmhg: 'mmhg',
  'g/l': 'g_l',
  'g/dl': 'g_dl',
  'mmol/l': 'mmol_l',
  'mg/dl': 'mg_dl',
  '%': 'percent',
};

const NUMBER = '([-+\u2212]?\\d+(?:[.,]\\d+)?)';
const UNIT = '(kPa|mmHg|g\\/dL|g\\/L|mmol\\/L|mg\\/dL|%)?';
const pair = new RegExp(
  `(${names.map(([pattern]) => `(?:${pattern})`).join('|')})\\s*[:=]?\\s*${NUMBER}\\s*${UNIT}`,
  'gi',
);

/** Columns of a row without names, in the order of the print-out; a row of a spreadsheet may end early. */
const inOrder = ['ph', 'paco2_mmhg', 'pao2_mmhg', 'hco3_mmol_l', 'sao2_percent', 'hb_g_dl', 'lactate_mmol_l', 'fio2'];
const CELL = /^[-+\u2212]?\d+(?:[.,]\d+)?$/;
/** pH comes first: nothing else of a print-out lies there. */
const PH_RANGE = [6.5, 8] as const;

const numberOf = (text: string): number => Number(text.replace(',', '.').replace('\u2212', '-'));

/** Numbers alone, parted by tabs, semicolons or spaces, that begin with a pH; null where it is anything else. */
function readRow(line: string): Printout | null {
  const cells = line
    .trim()
    .split(/[\t;]|\s+/)
    .map((cell) => cell.trim());
  const isNumbers =
    cells.length >= 3 && cells.length <= inOrder.length && cells.every((cell) => cell === '' || CELL.test(cell));
  const first = numberOf(cells[0] ?? '');
  if (!isNumbers || !(first >= PH_RANGE[0] && first <= PH_RANGE[1])) return null;
  const placed = cells.flatMap((text, at): PlacedValue[] =>
    text === '' ? [] : [{ column: inOrder[at], value: numberOf(text), text }],
  );
  return { placed, left: [] };
}

/** Reads label–number pairs in any order, or a row of numbers in the print-out's; the first value of a field counts. */
export function readPrintout(line: string): Printout {
  const row = readRow(line);
  if (row !== null) return row;
  const placed: PlacedValue[] = [];
  const taken = new Set<string>();
  let rest = line;
  for (const match of line.matchAll(pair)) {
    const [whole, label, number, unit] = match;
    const found = names.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'i').test(label));
    if (found === undefined) continue;
    const [, stem, own] = found;
    const suffix = unit === undefined ? own : (units[unit.toLowerCase()] ?? own);
    const column = stem === 'fio2' || suffix === '' ? stem : `${stem}_${suffix}`;
    if (taken.has(stem) || fieldOfColumn(column) === null) continue;
    taken.add(stem);
    placed.push({ column, value: numberOf(number), text: number });
    rest = rest.replace(whole, '\n');
  }
  const left = rest.split('\n').map((part) => part.replace(/^[\s;,|]+|[\s;,|]+$/g, ''));
  return { placed, left: left.filter((part) => part !== '') };
}
