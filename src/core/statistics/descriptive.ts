/** One column: how many, where, how wide; counts of categories; a share with its interval. */
import { statistic } from './define';
import { betaQuantile } from './distributions/fisher-f';
import { normalFactor } from './distributions/normal-tails';
import { tFactor } from './distributions/students-t';
import { countedLevels } from './levels';
import { complete } from './missing';
import { statisticRefusals } from './refusals';
import { choiceOr, confLevel, count, labels, numbers } from './roles';
import { mean, quantile, sorted, standardDeviation } from './summary';

export const descriptive = statistic({
  id: 'descriptive',
  label: 'Mean, spread and quartiles',
  r: 'mean(x); sd(x); quantile(x, type = 7); t.test(x)$conf.int',
  assumptions: ['The interval of the mean takes means to be normally distributed.'],
  inputs: { x: numbers },
  options: { conf_level: confLevel },
  run({ x }, options) {
    const { values, missing } = complete(x);
    const n = values.length;
    if (n === 0) return statisticRefusals.too_few_values(0, 1);
    const ascending = sorted(values);
    const centre = mean(values);
    const sd = standardDeviation(values);
    const se = sd / Math.sqrt(n);
    const half = n > 1 ? tFactor(options.conf_level, n - 1) * se : NaN;
    const q1 = quantile(ascending, 0.25);
    const q3 = quantile(ascending, 0.75);
    return {
      mean: centre,
      ci_low: centre - half,
      ci_high: centre + half,
      conf_level: options.conf_level,
      sd,
      se,
      min: ascending[0],
      q1,
      median: quantile(ascending, 0.5),
      q3,
      max: ascending[n - 1],
      iqr: q3 - q1,
      n,
      n_missing: missing,
      method: 'quantiles of type 7, t interval of the mean',
    };
  },
});

export const frequency = statistic({
  id: 'frequency',
  label: 'Counts of categories',
  r: 'table(x)',
  assumptions: [],
  inputs: { x: labels },
  options: {},
  run({ x }) {
    const there = x.filter((label) => label !== null);
    const levels = countedLevels(there);
    const found = new Map<string, number>();
    for (const label of there) found.set(label, (found.get(label) ?? 0) + 1);
    const counts = levels.map((level) => found.get(level) ?? 0);
    return {
      levels,
      counts,
      percents: counts.map((k) => (100 * k) / there.length),
      n: there.length,
      n_missing: x.length - there.length,
      method: 'counts, levels in code-point order',
    };
  },
});

export const proportion = statistic({
  id: 'proportion',
  label: 'Share with interval',
  r: 'prop.test(k, n, correct = FALSE) | binom.test(k, n)',
  assumptions: ['Each case counts once and independently of the others.'],
  inputs: { k: count(), n: count() },
  options: { ci: choiceOr(['wilson', 'exact'], 'wilson'), conf_level: confLevel },
  run({ k, n }, options) {
    if (n === 0) return statisticRefusals.too_few_values(0, 1);
    if (k > n) return statisticRefusals.malformed_input('k', `${k} of ${n} is more than all`);
    const exact = options.ci === 'exact';
    const [low, high] = exact ? clopperPearson(k, n, options.conf_level) : wilson(k, n, options.conf_level);
    return {
      estimate: k / n,
      ci_low: low,
      ci_high: high,
      conf_level: options.conf_level,
      n,
      method: exact ? 'clopper_pearson' : 'wilson',
    };
  },
});

/** Wilson's score interval of k in n. */
function wilson(k: number, n: number, level: number): [number, number] {
  const z = normalFactor(level);
  const share = k / n;
  const square = (z * z) / n;
  const centre = (share + square / 2) / (1 + square);
  const half = (z / (1 + square)) * Math.sqrt((share * (1 - share)) / n + square / (4 * n));
  return [k === 0 ? 0 : centre - half, k === n ? 1 : centre + half];
}

function clopperPearson(k: number, n: number, level: number): [number, number] {
  const tail = (1 - level) / 2;
  return [k === 0 ? 0 : betaQuantile(tail, k, n - k + 1), k === n ? 1 : betaQuantile(1 - tail, k + 1, n - k)];
}
