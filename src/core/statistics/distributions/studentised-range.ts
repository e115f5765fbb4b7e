/**
 * The studentised range of Tukey's comparisons, after Copenhaver & Holland (1988).
 *
 * R's ptukey and qtukey follow that paper, and with few degrees of freedom its quadrature is off in the fourth to
 * sixth digit. Intervals that equal R's need the same intervals, orders, cut-offs and search; they are kept here. Where
 * the tail is smaller than that error, it is integrated itself instead (`studentised-range-tail.ts`).
 */
import { exp, log, normalCdf, power } from '../../maths';
import { gaussLegendre, integrate } from './gauss-legendre';
import { logGamma } from './log-gamma';
import { rangeTail } from './studentised-range-tail';

/** Terms below e^−30 count as nothing. */
const LEAST_EXPONENT = -30;
/** Half-ranges from here on have probability 1. */
const HALF_RANGE_END = 8;
/** Above this many degrees of freedom the variance counts as known. */
const DF_AS_INFINITE = 25_000;
/** An interval of the outer integral that adds less than this ends it. */
const INTERVAL_ENDS_BELOW = 1e-14;
const MOST_INTERVALS = 50;
/** Below this the quadrature's own error is no longer small beside the tail. */
const OWN_TAIL_BELOW = 1e-7;
/** Distance of two steps at which the search for a quantile ends. */
const SEARCH_ENDS_BELOW = 1e-4;

const inner = gaussLegendre(12);
const outer = gaussLegendre(16);

/** P(Q > q) for the range of `groups` means over an independent estimate with `df` degrees of freedom; NaN for df < 2. */
export function studentisedRangeUpper(q: number, groups: number, df: number): number {
  const upper = 1 - studentisedRangeLower(q, groups, df);
  return upper < OWN_TAIL_BELOW ? rangeTail(q, groups, df > DF_AS_INFINITE ? Infinity : df) : upper;
}

function studentisedRangeLower(q: number, groups: number, df: number): number {
  if (df < 2) return NaN;
  if (q <= 0) return 0;
  if (!Number.isFinite(q)) return 1;
  if (df > DF_AS_INFINITE) return rangeLower(q, groups);
  const half = df / 2;
  const unit = df <= 100 ? 1 : df <= 800 ? 0.5 : df <= 5000 ? 0.25 : 0.125;
  // v = 2s², s² = χ²/df: log density of v
  const constant = half * log(df / 4) - logGamma(half);
  const density = (v: number): number => constant + (half - 1) * log(v) - (v * df) / 4;
  let total = 0;
  for (let i = 1; i <= MOST_INTERVALS; i += 1) {
    const middle = (2 * i - 1) * unit;
    const part = integrate(
      (v) => {
        const exponent = density(v);
        // the paper cuts off by the integrand times the half-width
        return exponent + log(unit) >= LEAST_EXPONENT ? exp(exponent) * rangeLower(q * Math.sqrt(v / 2), groups) : 0;
      },
      middle - unit,
      middle + unit,
      outer,
    );
    if (i * unit >= 1 && part <= INTERVAL_ENDS_BELOW) break;
    total += part;
  }
  return Math.min(1, total);
}

/** P(range ≤ w) of `groups` standard normals in Hartley's form: all within ±w/2, and the rest up to 8. */
function rangeLower(w: number, groups: number): number {
  const half = w / 2;
  if (half >= HALF_RANGE_END) return 1;
  const within = 2 * normalCdf(half) - 1;
  const all = within >= exp(-50 / groups) ? power(within, groups) : 0;
  const parts = w > 3 ? 2 : 3;
  const width = (HALF_RANGE_END - half) / parts;
  const least = exp(LEAST_EXPONENT / (groups - 1));
  let rest = 0;
  for (let i = 0; i < parts; i += 1) {
    rest += integrate(
      (z) => {
        if (z * z > -2 * LEAST_EXPONENT) return 0;
        const others = normalCdf(z) - normalCdf(z - w);
        return others >= least ? exp((-z * z) / 2) * power(others, groups - 1) : 0;
      },
      half + i * width,
      half + (i + 1) * width,
      inner,
    );
  }
  const total = all + (rest * 2 * groups) / Math.sqrt(2 * Math.PI);
  return total <= exp(LEAST_EXPONENT) ? 0 : Math.min(1, total);
}

/** The q that is exceeded with probability p, by secant steps that end as R's do: within about 1e-6 of the true value. */
export function studentisedRangeQuantileUpper(p: number, groups: number, df: number): number {
  if (df < 2) return NaN;
  const excess = (q: number): number => studentisedRangeLower(q, groups, df) - (1 - p);
  let before = point(firstGuess(p, groups, df), excess);
  let now = point(before.excess > 0 ? Math.max(0, before.q - 1) : before.q + 1, excess);
  for (let step = 1; step < 50; step += 1) {
    const q = Math.max(0, now.q - (now.excess * (now.q - before.q)) / (now.excess - before.excess));
    before = now;
    now = point(q, excess);
    if (Math.abs(now.q - before.q) < SEARCH_ENDS_BELOW) break;
  }
  return now.q;
}

const point = (q: number, excess: (q: number) => number) => ({ q, excess: excess(q) });

/** Factor of the start value for two groups, to the digits of the paper. */
const GUESS_AT_TWO = 14142 / 10_000;

/** Rational start value: the normal quantile of Odeh & Evans (1974, AS 70) with corrections for groups and df. */
function firstGuess(p: number, groups: number, df: number): number {
  const y = Math.sqrt(-2 * log(p / 2));
  const above = 0.322232421088 - y * (1 + y * (0.342242088547 + y * (0.204231210125 + y * 0.453642210148e-4)));
  const below =
    0.99348462606e-1 + y * (0.588581570495 + y * (0.531103462366 + y * (0.10353775285 + y * 0.38560700634e-2)));
  let t = y + above / below;
  const small = df < 120;
  if (small) t += (t * t * t + t) / df / 4;
  const slope = 0.8832 - 0.2368 * t + (small ? (1.208 * t - 1.214) / df : 0);
  return t * (slope * log(groups - 1) + GUESS_AT_TWO);
}
