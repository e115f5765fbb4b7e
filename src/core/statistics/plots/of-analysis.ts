/** Which figure belongs to a test, made from what the test ran on and what it found. */
import type { AnalysisResult } from '../analyses';
import { isRefusal } from '../contract';
import { completeRows, complete } from '../missing';
import { namedNumbers, numbers, type Numbers } from '../roles';
import { outcome } from '../outcome';
import { rocCurve, scored } from '../roc';
import { sentence } from '../words';
import { blandAltmanPlot } from './bland-altman-plot';
import { boxPlot } from './boxes';
import type { FigureText } from './frame';
import type { FigureMarks } from './figure-marks';
import { histogram } from './histogram';
import type { Ink } from './ink';
import { pairedPlot } from './paired-lines';
import { rocPlot } from './roc-plot';
import { scatterPlot } from './scatter';

type Fields = AnalysisResult['fields'];

const nameOf = (value: unknown, fallback = ''): string => (typeof value === 'string' ? value : fallback);
const numbersOf = (value: unknown): Numbers | null => {
  const read = numbers.read(value);
  return 'value' in read ? read.value : null;
};

/** The figure of a test, or null where it has none or could not be done. */
export function figureOf(one: AnalysisResult, ink: Ink, marks: FigureMarks | null = null): string | null {
  const { test, result, input, fields } = one;
  if (input === null || isRefusal(result) || fields.plot === false) return null;
  const label = (name: unknown): string => (marks === null ? nameOf(name) : marks.label(nameOf(name)));
  const text: FigureText = {
    title: marks?.bare ? '' : nameOf(fields.title, titleOf(fields, one.id)),
    xLabel: label(fields.x),
    yLabel: label(fields.y),
    caption: marks?.bare ? '' : sentence(result, test),
  };
  const level = typeof result.conf_level === 'number' ? result.conf_level : 0.95;
  switch (test) {
    case 'pearson':
    case 'spearman':
    case 'kendall':
    case 'ccc':
      return scatter(input, text, test === 'pearson', level, ink, marks);
    case 't_test_welch':
    case 't_test_student':
    case 'mann_whitney':
    case 'effect_size':
      return twoBoxes(input, one, text, ink, marks);
    case 'kruskal_wallis':
    case 'anova_one_way':
      return boxes(input.groups, one, text, ink, marks);
    case 't_test_paired':
    case 'wilcoxon_paired':
      return pairs(input, fields, text, ink, marks);
    case 'friedman':
      return conditions(input.conditions, text, ink, marks);
    case 'bland_altman':
      return blandAltman(input, result, text, ink, marks);
    case 'roc':
    case 'roc_compare':
      return roc(one, text, ink);
    case 'descriptive':
    case 'shapiro_wilk': {
      const column = numbersOf(input.x);
      if (column === null) return null;
      return histogram(complete(column).values, { ...text, yLabel: 'n' }, ink);
    }
    default:
      return null;
  }
}

function titleOf({ x, y, by }: Fields, id: string): string {
  if (typeof x === 'string' && typeof by === 'string') return `${x} by ${by}`;
  if (typeof x === 'string' && typeof y === 'string') return `${y} and ${x}`;
  return typeof x === 'string' ? x : id;
}

type Input = Readonly<Record<string, unknown>>;

interface Pair {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly keys?: readonly string[];
  readonly filled?: readonly boolean[];
}

/** The complete pairs, with the keys of their rows. */
function pairOf({ x, y }: Input, marks: FigureMarks | null): Pair | null {
  const left = numbersOf(x);
  const right = numbersOf(y);
  if (left === null || right === null) return null;
  const { columns, kept } = completeRows([left, right]);
  const pair = { x: columns[0], y: columns[1] };
  if (marks === null || left.length !== marks.keys.length) return pair;
  return { ...pair, keys: kept.map((row) => marks.keys[row]), filled: kept.map((row) => marks.filled[row]) };
}

function scatter(
  input: Input,
  text: FigureText,
  line: boolean,
  level: number,
  ink: Ink,
  marks: FigureMarks | null,
): string | null {
  const pair = pairOf(input, marks);
  return pair && scatterPlot({ ...pair, line, level }, text, ink);
}

/** Keys of the values of one group, in their order. */
function keysOf(fields: Fields, level: string, marks: FigureMarks | null): { readonly keys?: readonly string[] } {
  const by = marks?.table.columns.get(nameOf(fields.by));
  const values = marks?.table.columns.get(nameOf(fields.x, nameOf(fields.y)));
  if (marks === null || by === undefined || values === undefined) return {};
  return {
    keys: marks.keys.filter((_, row) => by[row] !== null && String(by[row]) === level && values[row] !== null),
  };
}

function twoBoxes(
  { x, y }: Input,
  { levels, fields }: AnalysisResult,
  text: FigureText,
  ink: Ink,
  marks: FigureMarks | null,
): string | null {
  const left = numbersOf(x);
  const right = numbersOf(y);
  if (left === null || right === null) return null;
  const names = levels.length === 2 ? levels : [nameOf(fields.x, 'x'), nameOf(fields.y, 'y')];
  const groups = [left, right].map((values, i) => ({
    name: names[i] ?? '',
    values: complete(values).values,
    ...(levels.length === 2 ? keysOf(fields, names[i] ?? '', marks) : {}),
  }));
  const yLabel = text.xLabel === '' ? text.yLabel : text.xLabel;
  return boxPlot(groups, { ...text, xLabel: '', yLabel }, ink);
}

function boxes(
  groups: unknown,
  { fields }: AnalysisResult,
  text: FigureText,
  ink: Ink,
  marks: FigureMarks | null,
): string | null {
  const read = namedNumbers.read(groups);
  if ('problem' in read) return null;
  const filled = read.value.map(([name, values]) => ({
    name,
    values: complete(values).values,
    ...keysOf(fields, name, marks),
  }));
  const yLabel = text.xLabel === '' ? text.yLabel : text.xLabel;
  return boxPlot(filled, { ...text, xLabel: '', yLabel }, ink);
}

function pairs(input: Input, { x, y }: Fields, text: FigureText, ink: Ink, marks: FigureMarks | null): string | null {
  const pair = pairOf(input, marks);
  if (pair === null) return null;
  const names = marks === null ? [nameOf(y, 'y'), nameOf(x, 'x')] : [text.yLabel, text.xLabel];
  // the test is x − y: y came first
  return pairedPlot({ names, columns: [pair.y, pair.x], keys: pair.keys }, { ...text, xLabel: '', yLabel: '' }, ink);
}

function conditions(named: unknown, text: FigureText, ink: Ink, marks: FigureMarks | null): string | null {
  const read = namedNumbers.read(named);
  if ('problem' in read) return null;
  const { columns, kept } = completeRows(read.value.map(([, values]) => values));
  const names = read.value.map(([name]) => (marks === null ? name : marks.label(name)));
  const keys = marks === null ? undefined : kept.map((row) => marks.keys[row] ?? '');
  return pairedPlot({ names, columns, keys }, text, ink);
}

function blandAltman(
  input: Input,
  result: AnalysisResult['result'],
  text: FigureText,
  ink: Ink,
  marks: FigureMarks | null,
): string | null {
  const pair = pairOf(input, marks);
  if (pair === null || isRefusal(result)) return null;
  const { bias, loa_low: low, loa_high: high } = result;
  if (typeof bias !== 'number' || typeof low !== 'number' || typeof high !== 'number') return null;
  const labels = { xLabel: `mean of ${text.xLabel} and ${text.yLabel}`, yLabel: `${text.xLabel} less ${text.yLabel}` };
  return blandAltmanPlot({ ...pair, bias, low, high }, { ...text, ...labels }, ink);
}

function roc({ input, fields }: AnalysisResult, text: FigureText, ink: Ink): string | null {
  const y = outcome.read(input?.y);
  if ('problem' in y || input === null) return null;
  const sign = fields.direction === '>' ? -1 : 1;
  const columns = Array.isArray(fields.columns) ? (fields.columns as readonly unknown[]) : [];
  const wanted = [
    { name: nameOf(fields.score, nameOf(fields.x, 'score')), values: input.score },
    { name: nameOf(fields.score_a, nameOf(columns[0], 'a')), values: input.score_a },
    { name: nameOf(fields.score_b, nameOf(columns[1], 'b')), values: input.score_b },
  ];
  const curves = wanted.flatMap(({ name, values }) => {
    const column = values === undefined ? null : numbersOf(values);
    if (column === null) return [];
    return [{ name, points: rocCurve(scored(y.value.values, column, sign)) }];
  });
  return rocPlot(curves, { ...text, xLabel: '1 \u2212 specificity', yLabel: 'sensitivity' }, ink);
}
