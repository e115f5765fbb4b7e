/** How many cases a study needs, what it can find, or with what power: each from the others. */
import type { StatisticOutcome } from './contract';
import { statistic } from './define';
import { zeroBetween, zeroFrom } from './distributions/find-root';
import { correlationPower, proportionsPower, tPower } from './power';
import { statisticRefusals } from './refusals';
import { choice, choiceOr, optionalNumber, shareOr } from './roles';

const designs = ['t_two_sample', 'mann_whitney', 't_paired', 'correlation', 'two_proportions'] as const;

/** Efficiency of Mann–Whitney against t for the shape of the values. */
const efficiency = {
  normal: 3 / Math.PI,
  minimum: 0.864,
  uniform: 1,
  logistic: (Math.PI * Math.PI) / 9,
  double_exponential: 1.5,
} as const;
const shapes = ['normal', 'minimum', 'uniform', 'logistic', 'double_exponential'] as const;

/** The size of a group in steps above 2, and the largest effect looked for. */
const FEWEST = 2;
/** Fisher's z of a correlation has variance 1/(n − 3). */
const FEWEST_PAIRS = 4;
const LARGEST_R = 1 - 1e-12;

export const sampleSize = statistic({
  id: 'sample_size',
  label: 'Sample size and power',
  r: 'power.t.test(strict = TRUE) | pwr::pwr.r.test | power.prop.test',
  assumptions: ['The effect and the spread are as stated; the test is two-sided.'],
  inputs: {
    design: choice(designs),
    n: optionalNumber(FEWEST),
    power: optionalNumber(0, 1),
    delta: optionalNumber(),
    sd: optionalNumber(0),
    r: optionalNumber(-1, 1),
    p1: optionalNumber(0, 1),
    p2: optionalNumber(0, 1),
    alpha: shareOr(0.05),
    distribution: choiceOr(shapes, 'normal'),
  },
  options: {},
  run(input): StatisticOutcome {
    const { design, alpha } = input;
    switch (design) {
      case 't_two_sample':
        return bySize(input, (n, effect) => tPower(n, effect, 2, alpha), 1, groupSizes);
      case 'mann_whitney':
        return bySize(input, (n, effect) => tPower(n, effect, 2, alpha), efficiency[input.distribution], groupSizes);
      case 't_paired':
        return bySize(
          input,
          (n, effect) => tPower(n, effect, 1, alpha),
          1,
          (n) => ({ n_pairs: n }),
        );
      case 'correlation':
        return ofCorrelation(input);
      case 'two_proportions':
        return ofProportions(input);
      default:
        return design satisfies never;
    }
  },
});

interface Plan {
  readonly n: number | null;
  readonly power: number | null;
  readonly delta: number | null;
  readonly sd: number | null;
  readonly r: number | null;
  readonly p1: number | null;
  readonly p2: number | null;
  readonly alpha: number;
}

const groupSizes = (n: number): Readonly<Record<string, number>> => ({ n_per_group: n, n_total: 2 * n });

/** Whole cases; a size that is whole but for rounding is not raised. */
const whole = (n: number): number => Math.ceil(n - 1e-9);

const incomplete = (name: string, what: string): StatisticOutcome =>
  statisticRefusals.malformed_input(name, `${what} is needed`);

/** Designs with a difference and its spread. A test of efficiency e with n cases does what t does with n·e. */
function bySize(
  plan: Plan,
  power: (n: number, effect: number) => number,
  efficient: number,
  sizes: (n: number) => Readonly<Record<string, number>>,
): StatisticOutcome {
  const sd = plan.sd ?? 1;
  if (sd === 0) return statisticRefusals.malformed_input('sd', 'a spread above 0 is needed');
  if (plan.n !== null && plan.delta !== null) {
    return { power: power(plan.n * efficient, plan.delta / sd), method: 'power' };
  }
  if (plan.power === null || plan.power <= plan.alpha || plan.power >= 1) {
    return incomplete('power', 'a power between alpha and 1');
  }
  const wanted = plan.power;
  if (plan.n !== null) {
    const size = plan.n * efficient;
    const effect = zeroFrom((d) => power(size, d) - wanted, 0.1, 1, 1, 0);
    return effect === null
      ? incomplete('power', 'a reachable power')
      : { delta: effect * sd, method: 'detectable difference' };
  }
  if (plan.delta === null || plan.delta === 0) return incomplete('delta', 'a difference other than 0');
  const effect = plan.delta / sd;
  if (power(FEWEST, effect) >= wanted) {
    return { n_exact: FEWEST / efficient, ...sizes(whole(FEWEST / efficient)), method: 'size' };
  }
  const exact = zeroFrom((n) => power(n, effect) - wanted, FEWEST, 10, 1, FEWEST - 1e-9);
  if (exact === null) return incomplete('delta', 'a difference that can be found');
  return { n_exact: exact / efficient, ...sizes(whole(exact / efficient)), method: 'size' };
}

function ofCorrelation({ n, power, r, alpha }: Plan): StatisticOutcome {
  if (n !== null && n < FEWEST_PAIRS) return incomplete('n', `a number of ${FEWEST_PAIRS} cases or more`);
  if (n !== null && r !== null) return { power: correlationPower(n, r, alpha), method: 'power' };
  if (power === null || power <= alpha || power >= 1) return incomplete('power', 'a power between alpha and 1');
  if (n !== null) {
    const lack = (value: number): number => correlationPower(n, value, alpha) - power;
    return !(lack(LARGEST_R) > 0)
      ? incomplete('n', 'more cases')
      : { r: zeroBetween(lack, 0, LARGEST_R), method: 'detectable correlation' };
  }
  if (r === null || r === 0 || Math.abs(r) === 1) return incomplete('r', 'a correlation other than 0 and ±1');
  const exact = zeroFrom((size) => correlationPower(size, r, alpha) - power, 5, 20, 1, 4);
  return exact === null
    ? incomplete('r', 'a correlation that can be found')
    : { n_exact: exact, n: whole(exact), method: 'size' };
}

function ofProportions({ n, power, p1, p2, alpha }: Plan): StatisticOutcome {
  if (p1 === null) return incomplete('p1', 'a share');
  if (n !== null && p2 !== null) return { power: proportionsPower(n, p1, p2, alpha), method: 'power' };
  if (power === null || power <= alpha || power >= 1) return incomplete('power', 'a power between alpha and 1');
  if (n !== null) {
    const top = 1 - 1e-9;
    const below = zeroFrom((value) => proportionsPower(n, p1, value, alpha) - power, p1 + (top - p1) / 4, top, 1, p1);
    return below === null || below > 1 ? incomplete('n', 'more cases') : { p2: below, method: 'detectable share' };
  }
  if (p2 === null || p1 === p2) return incomplete('p2', 'a second share that differs');
  const exact = zeroFrom((size) => proportionsPower(size, p1, p2, alpha) - power, 2, 50, 1, 0);
  return exact === null
    ? incomplete('p2', 'a difference that can be found')
    : { n_exact: exact, ...groupSizes(whole(exact)), method: 'size' };
}
