/** Bootstrap intervals with R's random stream: percentile and bias-corrected accelerated. */
import { normalCdf, normalQuantile } from '../maths';
import { statistic } from './define';
import { complete, completePairs } from './missing';
import { correlation } from './pair-sums';
import { rank } from './ranks';
import { rStream } from './random/r-stream';
import { statisticRefusals } from './refusals';
import { choice, confLevel, countOr, numberOr, numbers, optionalNumbers, type Numbers } from './roles';
import { mean, median, quantile, sorted, standardDeviation, sum } from './summary';

const ofOne = { mean, median, sd: standardDeviation };
const ofPairs = {
  pearson: correlation,
  spearman: (x: Float64Array, y: Float64Array): number => correlation(rank(x).ranks, rank(y).ranks),
};
const ofGroups = {
  mean_difference: (x: Float64Array, y: Float64Array): number => mean(x) - mean(y),
  median_difference: (x: Float64Array, y: Float64Array): number => median(x) - median(y),
};
const names = ['mean', 'median', 'sd', 'pearson', 'spearman', 'mean_difference', 'median_difference'] as const;
type Name = (typeof names)[number];

export const bootstrapCi = statistic({
  id: 'bootstrap_ci',
  label: 'Bootstrap interval',
  r: 'set.seed(seed); loop of sample.int(n, n, TRUE); quantile(type = 7); BCa with jackknife',
  assumptions: ['Cases are independent; the sample stands for the population.'],
  inputs: { x: numbers, y: optionalNumbers },
  options: {
    statistic: choice(names),
    replicates: countOr(2000, 10),
    seed: numberOr(42, -2147483648, 2147483647),
    conf_level: confLevel,
  },
  run({ x, y }, { statistic: name, replicates, seed, conf_level: level }) {
    const sample = sampleOf(name, x, y);
    if (sample === null) return statisticRefusals.malformed_input('y', `${name} needs a second column`);
    const fewest = Math.min(...sample.sizes);
    if (fewest < 2) return statisticRefusals.too_few_values(fewest, 2);
    const estimate = sample.value(null);
    if (Number.isNaN(estimate)) return statisticRefusals.constant_input();
    const stream = rStream(seed);
    const values = Float64Array.from({ length: replicates }, () =>
      sample.value(sample.sizes.map((size) => stream.indices(size))),
    ).filter((value) => !Number.isNaN(value));
    const ascending = sorted(values);
    const tail = (1 - level) / 2;
    const bca = sample.sizes.length === 1 ? accelerated(ascending, estimate, sample.leftOut(), tail) : null;
    return {
      estimate,
      ci_low: quantile(ascending, tail),
      ci_high: quantile(ascending, 1 - tail),
      ...(bca !== null && { bca_low: bca[0], bca_high: bca[1] }),
      conf_level: level,
      se: standardDeviation(values),
      replicates: values.length,
      seed,
      ...sample.counts,
      method: 'percentile and BCa, Mersenne-Twister',
      ...(values.length < replicates && {
        notes: [`${replicates - values.length} replicates had no spread and were left out.`],
      }),
    };
  },
});

/** What is resampled: one list of cases, or two groups each on its own. */
interface Sample {
  readonly sizes: readonly number[];
  readonly counts: Readonly<Record<string, number>>;
  /** The statistic of the cases with these indices; of all as they are for null. */
  value(indices: readonly Uint32Array[] | null): number;
  /** The statistic without each case in turn. */
  leftOut(): Float64Array;
}

const pick = (values: Float64Array, indices: Uint32Array | undefined): Float64Array =>
  indices === undefined ? values : Float64Array.from(indices, (i) => values[i]);

function sampleOf(name: Name, columnX: Numbers, columnY: Numbers | null): Sample | null {
  if (name === 'mean' || name === 'median' || name === 'sd') {
    const { values, missing } = complete(columnX);
    return cases([values], ([x]) => ofOne[name](x), missing);
  }
  if (columnY === null) return null;
  if (name === 'pearson' || name === 'spearman') {
    const { x, y, missing } = completePairs(columnX, columnY);
    return cases([x, y], ([left, right]) => ofPairs[name](left, right), missing);
  }
  const x = complete(columnX);
  const y = complete(columnY);
  return {
    sizes: [x.values.length, y.values.length],
    counts: { n_x: x.values.length, n_y: y.values.length, n_missing: x.missing + y.missing },
    value: (indices) => ofGroups[name](pick(x.values, indices?.[0]), pick(y.values, indices?.[1])),
    leftOut: () => new Float64Array(),
  };
}

function cases(
  columns: readonly Float64Array[],
  value: (columns: readonly Float64Array[]) => number,
  missing: number,
): Sample {
  const n = columns[0].length;
  const at = (indices: Uint32Array | undefined): number => value(columns.map((column) => pick(column, indices)));
  return {
    sizes: [n],
    counts: { n, n_missing: missing },
    value: (indices) => at(indices?.[0]),
    leftOut: () =>
      Float64Array.from({ length: n }, (_, out) =>
        at(Uint32Array.from({ length: n - 1 }, (__, i) => (i < out ? i : i + 1))),
      ),
  };
}

/** BCa (Efron 1987): bias from the share below the estimate, ties half; acceleration from the jackknife. */
function accelerated(
  ascending: Float64Array,
  estimate: number,
  leftOut: Float64Array,
  tail: number,
): readonly [number, number] {
  let below = 0;
  for (const value of ascending) below += value < estimate ? 1 : value === estimate ? 0.5 : 0;
  const bias = normalQuantile(below / ascending.length);
  const centre = mean(leftOut);
  const squares = sum(leftOut.map((v) => (centre - v) * (centre - v)));
  const cubes = sum(leftOut.map((v) => (centre - v) * (centre - v) * (centre - v)));
  const acceleration = squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
  const end = (p: number): number => {
    const z = bias + normalQuantile(p);
    const share = normalCdf(bias + z / (1 - acceleration * z));
    return Number.isNaN(share) ? NaN : quantile(ascending, share);
  };
  return [end(tail), end(1 - tail)];
}
