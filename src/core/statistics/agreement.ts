/** Whether two ways of measuring give the same: limits of agreement, concordance, intraclass correlation. */
import { householder } from './algebra/householder';
import { statistic } from './define';
import { fQuantileUpper, fUpper } from './distributions/fisher-f';
import { normalFactor } from './distributions/normal-tails';
import { atanh, tanh } from './distributions/small-arguments';
import { tFactor, tTwoSided } from './distributions/students-t';
import { completePairs, completeRows } from './missing';
import { centredProducts, correlation } from './pair-sums';
import { statisticRefusals } from './refusals';
import { choiceOr, confLevel, namedNumbers, numbers } from './roles';
import { isConstant, mean, standardDeviation, sum } from './summary';

/** The factor of the limits: 1.96 by convention, not 1.95996. */
const LIMIT = 1.96;
/** A spread below this share of the largest value is rounding. */
const ROUNDING = 1e-13;

export const blandAltman = statistic({
  id: 'bland_altman',
  label: 'Limits of agreement',
  r: 'by formula (Bland & Altman 1999): t intervals of bias and limits',
  assumptions: ['Differences are about normal and equally wide over the whole range.', 'Pairs are independent.'],
  inputs: { x: numbers, y: numbers },
  options: { conf_level: confLevel },
  run(input, options) {
    const { x, y, missing } = completePairs(input.x, input.y);
    const n = x.length;
    if (n < 3) return statisticRefusals.too_few_values(n, 3);
    const differences = x.map((value, i) => value - y[i]);
    const bias = mean(differences);
    const spread = standardDeviation(differences);
    // equal differences with rounding in their last bits
    const largest = x.reduce((most, value, i) => Math.max(most, Math.abs(value), Math.abs(y[i])), 0);
    const sd = spread < ROUNDING * largest ? 0 : spread;
    const t = tFactor(options.conf_level, n - 1);
    const seBias = sd / Math.sqrt(n);
    const seLimit = sd * Math.sqrt(1 / n + (LIMIT * LIMIT) / (2 * (n - 1)));
    const low = bias - LIMIT * sd;
    const high = bias + LIMIT * sd;
    return {
      bias,
      bias_low: bias - t * seBias,
      bias_high: bias + t * seBias,
      sd,
      loa_low: low,
      loa_high: high,
      loa_low_ci_low: low - t * seLimit,
      loa_low_ci_high: low + t * seLimit,
      loa_high_ci_low: high - t * seLimit,
      loa_high_ci_high: high + t * seLimit,
      conf_level: options.conf_level,
      ...slopeOnMean(x, y, sd === 0),
      p_value: sd === 0 ? NaN : tTwoSided(bias / seBias, n - 1),
      n,
      n_missing: missing,
      method: '1.96 SD limits, t intervals',
    };
  },
});

/** Whether the difference grows with the size of what is measured. */
function slopeOnMean(x: Float64Array, y: Float64Array, constant: boolean) {
  const means = x.map((value, i) => (value + y[i]) / 2);
  if (constant || isConstant(means)) return { slope: NaN, slope_p: NaN };
  const plane = householder([new Float64Array(x.length).fill(1), means]);
  if (plane.dependent !== null) return { slope: NaN, slope_p: NaN };
  const differences = x.map((value, i) => value - y[i]);
  const slope = plane.solve(differences)[1];
  const rss = sum(plane.residuals(differences).map((r) => r * r));
  const se = Math.sqrt((rss / (x.length - 2)) * plane.inverse()[1][1]);
  return { slope, slope_p: tTwoSided(slope / se, x.length - 2) };
}

export const concordance = statistic({
  id: 'ccc',
  label: 'Concordance correlation',
  r: "epiR::epi.ccc(x, y, ci = 'z-transform')",
  assumptions: ['Both columns are about normally distributed.', 'Pairs are independent.'],
  inputs: { x: numbers, y: numbers },
  options: { conf_level: confLevel },
  run(input, options) {
    const { x, y, missing } = completePairs(input.x, input.y);
    const n = x.length;
    if (n < 3) return statisticRefusals.too_few_values(n, 3);
    if (isConstant(x) || isConstant(y)) return statisticRefusals.constant_input();
    const varianceX = centredProducts(x, x) / n;
    const varianceY = centredProducts(y, y) / n;
    const shift = mean(y) - mean(x);
    const r = correlation(x, y);
    const p = (2 * r * Math.sqrt(varianceX * varianceY)) / (varianceX + varianceY + shift * shift);
    const u = shift / Math.sqrt(Math.sqrt(varianceX * varianceY));
    const p2 = p * p;
    const r2 = r * r;
    const u2 = u * u;
    const error = Math.sqrt(
      (((1 - r2) * p2 * (1 - p2)) / r2 + (2 * p2 * p * (1 - p) * u2) / r - (0.5 * p2 * p2 * u2 * u2) / r2) / (n - 2),
    );
    const half = (normalFactor(options.conf_level) * error) / (1 - p2);
    return {
      estimate: p,
      ci_low: tanh(atanh(p) - half),
      ci_high: tanh(atanh(p) + half),
      conf_level: options.conf_level,
      scale_shift: standardDeviation(y) / standardDeviation(x),
      location_shift: u,
      bias_correction: p / r,
      n,
      n_missing: missing,
      method: 'z interval, variances with n',
    };
  },
});

export const intraclass = statistic({
  id: 'icc',
  label: 'Intraclass correlation',
  r: 'psych::ICC(data, lmer = FALSE)',
  assumptions: [
    'ICC2: raters are a sample, agreement counts. ICC3: these raters only, consistency counts.',
    'Residuals are about normal; rows with a gap are left out.',
  ],
  inputs: { raters: namedNumbers },
  options: { type: choiceOr(['ICC2', 'ICC3'], 'ICC2'), conf_level: confLevel },
  run({ raters }, options) {
    const k = raters.length;
    if (k < 2) return statisticRefusals.too_few_groups(k, 2);
    const { columns, missing } = completeRows(raters.map(([, column]) => column));
    const n = columns[0].length;
    if (n < 2) return statisticRefusals.too_few_values(n, 2);
    const squares = meanSquares(columns);
    if (squares.subjects === 0 && squares.error === 0) return statisticRefusals.constant_input();
    const f = squares.subjects / squares.error;
    const df1 = n - 1;
    const df2 = (n - 1) * (k - 1);
    const interval = options.type === 'ICC2' ? agreement : consistency;
    return {
      ...interval(squares, n, k, (1 - options.conf_level) / 2),
      conf_level: options.conf_level,
      statistic: f,
      df1,
      df2,
      p_value: fUpper(f, df1, df2),
      n,
      n_raters: k,
      n_missing: missing,
      method: options.type === 'ICC2' ? 'ICC(2,1), absolute agreement' : 'ICC(3,1), consistency',
    };
  },
});

interface MeanSquares {
  readonly subjects: number;
  readonly raters: number;
  readonly error: number;
}

/** Two-way analysis of variance without repetition. */
function meanSquares(columns: readonly Float64Array[]): MeanSquares {
  const k = columns.length;
  const n = columns[0].length;
  const rows = Float64Array.from({ length: n }, (_, i) => sum(columns.map((column) => column[i])) / k);
  const means = Float64Array.from(columns, mean);
  const grand = mean(means);
  const subjects = k * sum(rows.map((r) => (r - grand) * (r - grand)));
  const raters = n * sum(means.map((m) => (m - grand) * (m - grand)));
  const error = sum(
    columns.map((column, j) =>
      sum(column.map((value, i) => (value - rows[i] - means[j] + grand) * (value - rows[i] - means[j] + grand))),
    ),
  );
  return { subjects: subjects / (n - 1), raters: raters / (k - 1), error: error / ((n - 1) * (k - 1)) };
}

/** ICC(2,1) with the interval of Shrout & Fleiss (1979), Satterthwaite's degrees of freedom. */
function agreement({ subjects, raters, error }: MeanSquares, n: number, k: number, tail: number) {
  const icc = (subjects - error) / (subjects + (k - 1) * error + (k * (raters - error)) / n);
  const fRaters = raters / error;
  const a = k * icc * fRaters;
  const b = n * (1 + (k - 1) * icc) - k * icc;
  const df = ((k - 1) * (n - 1) * (a + b) * (a + b)) / ((n - 1) * a * a + b * b);
  const below = fQuantileUpper(tail, n - 1, df);
  const above = fQuantileUpper(tail, df, n - 1);
  const rest = k * n - k - n;
  return {
    estimate: icc,
    ci_low: (n * (subjects - below * error)) / (below * (k * raters + rest * error) + n * subjects),
    ci_high: (n * (above * subjects - error)) / (k * raters + rest * error + n * above * subjects),
  };
}

/** ICC(3,1) with its F interval. */
function consistency({ subjects, error }: MeanSquares, n: number, k: number, tail: number) {
  const f = subjects / error;
  const df2 = (n - 1) * (k - 1);
  const below = f / fQuantileUpper(tail, n - 1, df2);
  const above = f * fQuantileUpper(tail, df2, n - 1);
  return {
    estimate: (subjects - error) / (subjects + (k - 1) * error),
    ci_low: (below - 1) / (below + k - 1),
    ci_high: (above - 1) / (above + k - 1),
  };
}
