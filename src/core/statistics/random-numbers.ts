/** The first numbers of R's stream for a seed: to check that a bootstrap here draws what R draws. */
import { statistic } from './define';
import { rStream } from './random/r-stream';
import { count, number } from './roles';

export const randomNumbers = statistic({
  id: 'rng',
  label: "R's random stream",
  r: 'set.seed(seed); runif(5); rnorm(5); sample.int(n, n, TRUE)',
  assumptions: [],
  inputs: { seed: number(-2147483648, 2147483647), n: count(1) },
  options: {},
  run({ seed, n }) {
    const stream = rStream(seed);
    const five = (draw: () => number): number[] => Array.from({ length: 5 }, draw);
    const uniform = five(() => stream.uniform());
    const normal = five(() => stream.normal());
    return {
      uniform,
      normal,
      indices: Array.from(stream.indices(n), (i) => i + 1),
      method: 'Mersenne-Twister, inversion, rejection',
    };
  },
});
