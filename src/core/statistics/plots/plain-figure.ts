/** Figures that need no test of their own: `correlation_matrix` of columns, `waterfall` of one. */
import { formatP } from '../../result';
import type { AnalysisFields } from '../analysis-input';
import { isRefusal } from '../contract';
import { pearson } from '../pearson';
import { spearman } from '../spearman';
import type { DataTable } from '../table';
import { correlationMatrix } from './correlation-matrix';
import type { FigureMarks } from './figure-marks';
import type { Ink } from './ink';
import { waterfall } from './waterfall';

/** A value counts as at the threshold within rounding. */
const AT = 1e-9;

/** The figure, or null where the fields ask for none or name columns that hold no numbers. */
export function plainFigure(
  fields: AnalysisFields,
  table: DataTable,
  ink: Ink,
  marks: FigureMarks | null = null,
): string | null {
  const label = (name: string): string => marks?.label(name) ?? name;
  const title = (otherwise: string): string => {
    if (marks?.bare) return '';
    return typeof fields.title === 'string' ? fields.title : otherwise;
  };
  const caption = marks?.bare ? '' : plainCaption(fields, table);
  const falling = waterfallOf(fields, table);
  if (falling !== null) {
    const { name, values, rows, threshold } = falling;
    const keys = marks === null ? undefined : rows.map((row) => marks.keys[row] ?? '');
    const text = { title: title(name), xLabel: '', yLabel: label(name), caption };
    return waterfall({ values, keys, threshold }, text, ink);
  }
  const matrix = matrixOf(fields, table);
  if (matrix === null) return null;
  const r = matrix.pairs.map((row) => row.map((pair) => pair?.r ?? null));
  return correlationMatrix({ names: matrix.names.map(label), r }, title('Correlations'), caption, ink);
}

/** What the figure says in one line, with n and, where there are tests, their p. */
export function plainCaption(fields: AnalysisFields, table: DataTable): string {
  const falling = waterfallOf(fields, table);
  if (falling !== null) {
    const { values, threshold } = falling;
    const n = `n ${values.length}, ${table.rows - values.length} missing`;
    if (threshold === null) return n;
    return `${values.filter((value) => value >= threshold - AT).length} of ${values.length} reach ${threshold}, ${n}`;
  }
  const matrix = matrixOf(fields, table);
  if (matrix === null) return '';
  const pairs = matrix.pairs.flatMap((row, i) =>
    row.flatMap((pair, j) => (j > i && pair !== null ? [{ ...pair, i, j }] : [])),
  );
  const how = matrix.isSpearman ? 'Spearman ρ' : 'Pearson r';
  if (pairs.length === 0) return `${how}: no two columns have enough values`;
  const sizes = pairs.map(({ n }) => n);
  const [low, high] = [sizes.reduce((a, b) => Math.min(a, b)), sizes.reduce((a, b) => Math.max(a, b))];
  const least = pairs.reduce((a, b) => (b.p < a.p ? b : a));
  return (
    `${how}, n ${low === high ? low : `${low} to ${high}`}, missing values pairwise; smallest of ${pairs.length} ` +
    `p ${formatP(least.p)}, not corrected`
  );
}

interface Waterfall {
  readonly name: string;
  readonly values: Float64Array;
  /** Rows of the values. */
  readonly rows: readonly number[];
  readonly threshold: number | null;
}

function waterfallOf({ plot, x, threshold }: AnalysisFields, table: DataTable): Waterfall | null {
  const column = plot === 'waterfall' && typeof x === 'string' ? table.columns.get(x) : undefined;
  if (column === undefined || typeof x !== 'string') return null;
  const rows = column.flatMap((value, row) => (typeof value === 'number' ? [row] : []));
  return {
    name: x,
    values: Float64Array.from(rows, (row) => Number(column[row])),
    rows,
    threshold: typeof threshold === 'number' ? threshold : null,
  };
}

interface PairOfColumns {
  readonly r: number;
  readonly p: number;
  readonly n: number;
}

function matrixOf({ plot, columns, method }: AnalysisFields, table: DataTable) {
  if (plot !== 'correlation_matrix' || !Array.isArray(columns)) return null;
  const names = (columns as readonly unknown[]).map(String);
  const held = names.map((name) => table.columns.get(name));
  if (held.some((column) => column === undefined || column.some((value) => typeof value === 'string'))) return null;
  const isSpearman = method === 'spearman';
  const pairs = held.map((x) =>
    held.map((y): PairOfColumns | null => {
      const result = (isSpearman ? spearman : pearson).run({ x, y }, {});
      if (isRefusal(result)) return null;
      const { estimate, p_value: p, n } = result;
      return typeof estimate === 'number' && typeof p === 'number' && typeof n === 'number'
        ? { r: estimate, p, n }
        : null;
    }),
  );
  return { names, pairs, isSpearman };
}
