/** Shapiro–Wilk's test of normality after Royston (1995, AS R94). */
import { atan2, exp, log, normalCdf, normalQuantile } from '../maths';
import { statistic } from './define';
import { complete } from './missing';
import { statisticRefusals } from './refusals';
import { numbers } from './roles';
import { mean, sorted } from './summary';

const FEWEST = 3;
const MOST = 5000;

/** c0 + c1·x + c2·x² + … */
const polynomial = (coefficients: readonly number[], x: number): number =>
  coefficients.reduceRight((sum, c) => sum * x + c, 0);

export const shapiroWilk = statistic({
  id: 'shapiro_wilk',
  label: 'Shapiro–Wilk test',
  r: 'shapiro.test(x)',
  assumptions: ['Values are independent. A large p does not show that a column is normal.'],
  inputs: { x: numbers },
  options: {},
  run({ x }) {
    const { values, missing } = complete(x);
    const n = values.length;
    if (n < FEWEST) return statisticRefusals.too_few_values(n, FEWEST);
    if (n > MOST) return statisticRefusals.too_many_values(n, MOST);
    const ascending = sorted(values);
    const range = ascending[n - 1] - ascending[0];
    if (range === 0) return statisticRefusals.constant_input();
    const lack = lackOfFit(ascending.map((value) => value / range));
    return { statistic: 1 - lack, p_value: probability(lack, n), n, n_missing: missing, method: 'Royston AS R94' };
  },
});

/** 1 − W, without the rounding that W near 1 would bring. */
function lackOfFit(ascending: Float64Array): number {
  const n = ascending.length;
  const half = weights(n);
  const a = Float64Array.from({ length: n }, (_, i) => {
    const mirror = n - 1 - i;
    if (i === mirror) return 0;
    return i < mirror ? -half[i] : half[mirror];
  });
  const meanA = mean(a);
  const meanX = mean(ascending);
  let aa = 0;
  let xx = 0;
  let ax = 0;
  for (let i = 0; i < n; i += 1) {
    const da = a[i] - meanA;
    const dx = ascending[i] - meanX;
    aa += da * da;
    xx += dx * dx;
    ax += da * dx;
  }
  const root = Math.sqrt(aa * xx);
  return ((root - ax) * (root + ax)) / (aa * xx);
}

/** Weights of the lower half of the order statistics, largest first. */
function weights(n: number): Float64Array {
  if (n === 3) return Float64Array.of(Math.sqrt(0.5));
  const half = n >> 1;
  const scores = Float64Array.from({ length: half }, (_, i) => normalQuantile((i + 1 - 0.375) / (n + 0.25)));
  const squares = 2 * scores.reduce((sum, m) => sum + m * m, 0);
  const small = 1 / Math.sqrt(n);
  const root = Math.sqrt(squares);
  const first = polynomial([0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056], small) - scores[0] / root;
  const fixed = [first];
  let left = squares - 2 * scores[0] * scores[0];
  let share = 1 - 2 * first * first;
  if (n > 5) {
    const second = polynomial([0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633], small) - scores[1] / root;
    fixed.push(second);
    left -= 2 * scores[1] * scores[1];
    share -= 2 * second * second;
  }
  const scale = Math.sqrt(left / share);
  return scores.map((m, i) => fixed[i] ?? -m / scale);
}

function probability(lack: number, n: number): number {
  if (n === 3) {
    const w = 1 - lack;
    const arcsine = atan2(Math.sqrt(w), Math.sqrt(Math.max(0, 1 - w)));
    return Math.max(0, (6 / Math.PI) * (arcsine - Math.PI / 3));
  }
  const y = log(lack);
  if (n <= 11) {
    const limit = polynomial([-2.273, 0.459], n);
    if (y >= limit) return 1e-99;
    const centre = polynomial([0.544, -0.39978, 0.025054, -6.714e-4], n);
    const spread = exp(polynomial([1.3822, -0.77857, 0.062767, -0.0020322], n));
    return normalCdf(-(-log(limit - y) - centre) / spread);
  }
  const logN = log(n);
  const centre = polynomial([-1.5861, -0.31082, -0.083751, 0.0038915], logN);
  const spread = exp(polynomial([-0.4803, -0.082676, 0.0030302], logN));
  return normalCdf(-(y - centre) / spread);
}
