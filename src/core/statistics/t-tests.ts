/** Student's t in its forms: two groups with and without equal variances, pairs, one group against a value. */
import type { StatisticOutcome } from './contract';
import { statistic } from './define';
import { tFactor, tTwoSided } from './distributions/students-t';
import { complete, completePairs } from './missing';
import { statisticRefusals } from './refusals';
import { confLevel, numberOr, numbers, type Numbers } from './roles';
import { mean, standardDeviation, variance } from './summary';

/** Below this share of the mean a standard error is rounding, as in R. */
const ROUNDING = 10 * Number.EPSILON;

/** Standard error and degrees of freedom of a difference of means. */
interface Spread {
  readonly se: number;
  readonly df: number;
}

const groupsOptions = { conf_level: confLevel };
const independent = 'Values are independent, within and between the groups.';

export const welch = statistic({
  id: 't_test_welch',
  label: "Welch's t test",
  r: 't.test(x, y)',
  assumptions: ['Means are about normally distributed; the variances may differ.', independent],
  inputs: { x: numbers, y: numbers },
  options: groupsOptions,
  run: ({ x, y }, options) => twoGroups(x, y, options.conf_level, 'welch', welchSpread),
});

export const student = statistic({
  id: 't_test_student',
  label: "Student's t test",
  r: 't.test(x, y, var.equal = TRUE)',
  assumptions: ['Means are about normally distributed and the variances are equal.', independent],
  inputs: { x: numbers, y: numbers },
  options: groupsOptions,
  run: ({ x, y }, options) => twoGroups(x, y, options.conf_level, 'student', pooledSpread),
});

function welchSpread(x: Float64Array, y: Float64Array): Spread {
  const a = variance(x) / x.length;
  const b = variance(y) / y.length;
  return { se: Math.sqrt(a + b), df: ((a + b) * (a + b)) / ((a * a) / (x.length - 1) + (b * b) / (y.length - 1)) };
}

function pooledSpread(x: Float64Array, y: Float64Array): Spread {
  const df = x.length + y.length - 2;
  // a group of one has no variance of its own, and none to add
  const part = (group: Float64Array): number => (group.length > 1 ? (group.length - 1) * variance(group) : 0);
  return { se: Math.sqrt(((part(x) + part(y)) / df) * (1 / x.length + 1 / y.length)), df };
}

function twoGroups(
  columnX: Numbers,
  columnY: Numbers,
  level: number,
  method: 'welch' | 'student',
  spreadOf: (x: Float64Array, y: Float64Array) => Spread,
): StatisticOutcome {
  const { values: x, missing: missingX } = complete(columnX);
  const { values: y, missing: missingY } = complete(columnY);
  const fewest = Math.min(x.length, y.length);
  const least = method === 'welch' ? 2 : 1;
  if (fewest < least) return statisticRefusals.too_few_values(fewest, least);
  if (x.length + y.length < 3) return statisticRefusals.too_few_values(x.length + y.length, 3);
  const meanX = mean(x);
  const meanY = mean(y);
  const spread = spreadOf(x, y);
  if (spread.se <= ROUNDING * Math.max(Math.abs(meanX), Math.abs(meanY))) return statisticRefusals.constant_input();
  return {
    ...test(meanX - meanY, 0, spread, level),
    mean_x: meanX,
    mean_y: meanY,
    sd_x: standardDeviation(x),
    sd_y: standardDeviation(y),
    n_x: x.length,
    n_y: y.length,
    n: x.length + y.length,
    n_missing: missingX + missingY,
    method,
  };
}

function test(estimate: number, mu: number, { se, df }: Spread, level: number) {
  const half = tFactor(level, df) * se;
  const t = (estimate - mu) / se;
  return {
    estimate,
    ci_low: estimate - half,
    ci_high: estimate + half,
    conf_level: level,
    statistic: t,
    df,
    p_value: tTwoSided(t, df),
  };
}

export const paired = statistic({
  id: 't_test_paired',
  label: 'Paired t test',
  r: 't.test(x, y, paired = TRUE)',
  assumptions: ['Differences are about normally distributed.', 'Pairs are independent of each other.'],
  inputs: { x: numbers, y: numbers },
  options: { conf_level: confLevel },
  run(input, options) {
    const { x, y, missing } = completePairs(input.x, input.y);
    const differences = x.map((value, i) => value - y[i]);
    const outcome = oneGroup(differences, 0, options.conf_level);
    if ('error' in outcome) return outcome;
    return { ...outcome, sd_difference: standardDeviation(differences), n_missing: missing, method: 'paired' };
  },
});

export const oneSample = statistic({
  id: 't_test_one_sample',
  label: 'One-sample t test',
  r: 't.test(x, mu = mu)',
  assumptions: ['The mean is about normally distributed.', 'Values are independent.'],
  inputs: { x: numbers },
  options: { mu: numberOr(0), conf_level: confLevel },
  run({ x }, options) {
    const { values, missing } = complete(x);
    const outcome = oneGroup(values, options.mu, options.conf_level);
    return 'error' in outcome ? outcome : { ...outcome, mu: options.mu, n_missing: missing, method: 'one_sample' };
  },
});

function oneGroup(values: Float64Array, mu: number, level: number): StatisticOutcome {
  const n = values.length;
  if (n < 2) return statisticRefusals.too_few_values(n, 2);
  const centre = mean(values);
  const se = standardDeviation(values) / Math.sqrt(n);
  if (se <= ROUNDING * Math.abs(centre)) return statisticRefusals.constant_input();
  return { ...test(centre, mu, { se, df: n - 1 }, level), n };
}
