/** Wilcoxon's signed-rank test of pairs; Friedman's post hoc comparisons use it too. */
import { statistic } from './define';
import { normalFactor, normalTwoSided } from './distributions/normal-tails';
import { signedRankDistribution } from './distributions/rank-sum';
import { completePairs } from './missing';
import { exactInterval, normalEnds, walshAverages, type RankInterval } from './pairwise-order';
import { rank, tieTerm } from './ranks';
import { statisticRefusals } from './refusals';
import { confLevel, flagOr, flagOrNull, numbers } from './roles';
import { median } from './summary';

/** From this many differences on R takes the normal approximation unless told otherwise. */
const EXACT_BELOW = 50;
/** Above this the exact distribution takes too long to count. */
const EXACT_MOST = 1000;

/** Ranks of the differences that are not zero. */
export interface SignedRanks {
  readonly differences: Float64Array;
  readonly zeros: number;
  /** Sum of the ranks of positive differences. */
  readonly v: number;
  readonly ties: readonly number[];
}

/** Differences x − y, rounded to ten decimals so that 1.1 − 1.0 ties with 2.1 − 2.0. */
export function signedRanks(x: Float64Array, y: Float64Array): SignedRanks {
  const all = x.map((value, i) => rounded(value - y[i]));
  const differences = all.filter((difference) => difference !== 0);
  const { ranks, ties } = rank(differences.map(Math.abs));
  const v = ranks.reduce((sum, r, i) => (differences[i] > 0 ? sum + r : sum), 0);
  return { differences, zeros: all.length - differences.length, v, ties };
}

const rounded = (value: number): number => (Math.abs(value) < 1e5 ? Math.round(value * 1e10) / 1e10 : value);

export interface SignedRankP {
  readonly p: number;
  readonly method: 'exact' | 'normal';
}

/** p of V: exact below 50 differences without ties and zeros, else normal with continuity correction. */
export function signedRankP(ranked: SignedRanks, exact: boolean | null = null, correct = true): SignedRankP {
  const n = ranked.differences.length;
  const half = (n * (n + 1)) / 4;
  const { v } = ranked;
  if (isExact(ranked, exact)) {
    return { p: Math.min(1, 2 * signedRankDistribution(n).lower(Math.min(v, 2 * half - v))), method: 'exact' };
  }
  const correction = correct ? Math.sign(v - half) * 0.5 : 0;
  return { p: normalTwoSided((v - half - correction) / sigma(n, tieTerm(ranked.ties))), method: 'normal' };
}

function isExact({ differences, ties, zeros }: SignedRanks, asked: boolean | null): boolean {
  return (asked ?? differences.length < EXACT_BELOW) && ties.length === 0 && zeros === 0;
}

function sigma(n: number, ties: number): number {
  return Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24 - ties / 48);
}

export const wilcoxonPaired = statistic({
  id: 'wilcoxon_paired',
  label: "Wilcoxon's signed-rank test",
  r: 'wilcox.test(round(x - y, 10), conf.int = TRUE, tol.root = 1e-12)',
  assumptions: ['Differences are distributed symmetrically about their median.', 'Pairs are independent.'],
  inputs: { x: numbers, y: numbers },
  options: { exact: flagOrNull, correct: flagOr(true), conf_level: confLevel },
  run(input, options) {
    const { x, y, missing } = completePairs(input.x, input.y);
    if (x.length === 0) return statisticRefusals.too_few_values(0, 1);
    const ranked = signedRanks(x, y);
    const n = ranked.differences.length;
    if (n === 0) return statisticRefusals.all_zero_differences();
    const exact = isExact(ranked, options.exact);
    if (exact && n > EXACT_MOST) return statisticRefusals.too_many_values(n, EXACT_MOST);
    const { p, method } = signedRankP(ranked, options.exact, options.correct);
    const averages = walshAverages(ranked.differences);
    const interval = exact
      ? exactInterval(averages, signedRankDistribution(n), options.conf_level)
      : normalInterval(ranked, averages, options.conf_level, options.correct);
    const asked = options.exact ?? n < EXACT_BELOW;
    return {
      estimate: averages.median(),
      ci_low: interval.low,
      ci_high: interval.high,
      conf_level_reached: interval.levelReached,
      statistic: ranked.v,
      p_value: p,
      method,
      rank_biserial: (4 * ranked.v) / (n * (n + 1)) - 1,
      n: x.length,
      n_zero: ranked.zeros,
      n_missing: missing,
      ...(asked &&
        !exact && {
          notes: ['Ties or zero differences: an exact p is not defined, the normal approximation is used.'],
        }),
    };
  },
});

/**
 * Interval where the statistic crosses ±z. Where the extremes of the data do not reach ±z, alpha is doubled until they
 * do, as R does; from alpha 1 on only the median is left.
 */
function normalInterval(
  { differences }: SignedRanks,
  averages: ReturnType<typeof walshAverages>,
  level: number,
  correct: boolean,
): RankInterval {
  const n = differences.length;
  const highest = standardisedAt(differences, Math.min(...differences), correct);
  const lowest = standardisedAt(differences, Math.max(...differences), correct);
  if (!Number.isFinite(highest) || !Number.isFinite(lowest)) return { low: NaN, high: NaN, levelReached: 0 };
  let alpha = 1 - level;
  while (alpha < 1 && (highest < normalFactor(1 - alpha) || lowest > -normalFactor(1 - alpha))) alpha *= 2;
  if (alpha >= 1) {
    const middle = median(differences);
    return { low: middle, high: middle, levelReached: 0 };
  }
  const reached = 1 - level < alpha * 0.75 ? 1 - alpha : level;
  const shiftedSigma = sigma(n, tieTerm(rank(differences).ties));
  return { ...normalEnds(averages, shiftedSigma, normalFactor(1 - alpha), correct), levelReached: reached };
}

/** The standardised statistic of the differences less `shift`; values that become zero drop out. */
function standardisedAt(differences: Float64Array, shift: number, correct: boolean): number {
  const moved = differences.map((value) => value - shift).filter((value) => value !== 0);
  const n = moved.length;
  const { ranks, ties } = rank(moved.map(Math.abs));
  const centred = ranks.reduce((sum, r, i) => (moved[i] > 0 ? sum + r : sum), 0) - (n * (n + 1)) / 4;
  const correction = correct ? Math.sign(centred) * 0.5 : 0;
  return (centred - correction) / sigma(n, tieTerm(ties));
}
