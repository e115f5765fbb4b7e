/** Pearson's correlation, alone and with other columns held fixed. */
import { householder } from './algebra/householder';
import { statistic } from './define';
import { atanh, tanh } from './distributions/small-arguments';
import { normalFactor } from './distributions/normal-tails';
import { tTwoSided } from './distributions/students-t';
import { completePairs, completeRows } from './missing';
import { correlation } from './pair-sums';
import { rank } from './ranks';
import { statisticRefusals } from './refusals';
import { choiceOr, confLevel, namedNumbers, numbers } from './roles';
import { isConstant, sum } from './summary';

/** Residuals below this share of their column are rounding. */
const ROUNDING = 1e-13;

export const pearson = statistic({
  id: 'pearson',
  label: "Pearson's correlation",
  r: 'cor.test(x, y)',
  assumptions: [
    'The relation is a straight line and both columns are about normally distributed.',
    'Pairs are independent; a single far value can make or break the result.',
  ],
  inputs: { x: numbers, y: numbers },
  options: { conf_level: confLevel },
  run(input, options) {
    const { x, y, missing } = completePairs(input.x, input.y);
    const n = x.length;
    if (n < 3) return statisticRefusals.too_few_values(n, 3);
    if (isConstant(x) || isConstant(y)) return statisticRefusals.constant_input();
    const r = correlation(x, y);
    return { ...test(r, n - 2, n - 3, options.conf_level), n, n_missing: missing, method: 't test, Fisher z interval' };
  },
});

/** t test and Fisher's z interval of r; the interval is absent without degrees of freedom or at r = ±1. */
function test(r: number, df: number, zDf: number, level: number) {
  const t = (Math.sqrt(df) * r) / Math.sqrt(1 - r * r);
  const half = zDf > 0 && Math.abs(r) < 1 ? normalFactor(level) / Math.sqrt(zDf) : NaN;
  return {
    estimate: r,
    ci_low: tanh(atanh(r) - half),
    ci_high: tanh(atanh(r) + half),
    conf_level: level,
    statistic: t,
    df,
    p_value: tTwoSided(t, df),
  };
}

/** Residuals carry rounding of their own: a line through them is one to the last few bits. */
const exactLine = (r: number): number => (1 - Math.abs(r) < ROUNDING ? Math.sign(r) : r);

/** Whether what is held fixed leaves nothing of a column: the correlation would be one of rounding. */
function isRounding(rest: Float64Array, column: Float64Array): boolean {
  const squares = (values: Float64Array): number => sum(values.map((value) => value * value));
  return squares(rest) <= ROUNDING * ROUNDING * squares(column);
}

export const partialCorrelation = statistic({
  id: 'partial_correlation',
  label: 'Partial correlation',
  r: 'cor(resid(lm(x ~ z)), resid(lm(y ~ z))), rank() first for Spearman',
  assumptions: ['What is held fixed acts along straight lines.', 'Rows are independent.'],
  inputs: { x: numbers, y: numbers, given: namedNumbers },
  options: { method: choiceOr(['pearson', 'spearman'], 'pearson'), conf_level: confLevel },
  run({ x, y, given }, { method, conf_level: level }) {
    const { columns, missing } = completeRows([x, y, ...given.map(([, column]) => column)]);
    const n = columns[0].length;
    const k = given.length;
    if (n < k + 3) return statisticRefusals.too_few_values(n, k + 3);
    if (columns.some(isConstant)) return statisticRefusals.constant_input();
    const [left, right, ...fixed] = method === 'spearman' ? columns.map((column) => rank(column).ranks) : columns;
    const plane = householder([new Float64Array(n).fill(1), ...fixed]);
    if (plane.dependent !== null) return statisticRefusals.collinear(given[plane.dependent - 1]?.[0] ?? '');
    const restX = plane.residuals(left);
    const restY = plane.residuals(right);
    if (isRounding(restX, left)) return statisticRefusals.collinear('x');
    if (isRounding(restY, right)) return statisticRefusals.collinear('y');
    const r = exactLine(correlation(restX, restY));
    return { ...test(r, n - 2 - k, n - k - 3, level), n, n_missing: missing, method };
  },
});
