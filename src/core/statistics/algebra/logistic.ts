/** Maximum-likelihood logistic regression by weighted least squares, and profiles of its likelihood. */
import { exp, log } from '../../maths';
import { log1p } from '../distributions/small-arguments';
import { householder } from './householder';

/** Relative change of the deviance at which the fit ends. */
const DEVIANCE_ENDS_BELOW = 1e-14;
const MOST_STEPS = 60;
/** A linear predictor that still grows by more than this when the deviance no longer falls has no finite end. */
const STILL_GROWING = 1e-3;

export interface LogisticFit {
  readonly coefficients: Float64Array;
  /** Linear predictor of each row, the offset included. */
  readonly eta: Float64Array;
  readonly deviance: number;
  /** Standard errors from the weights of the last step, as R has them. */
  readonly se: Float64Array;
  /** Whether the estimates run away: the outcome is separated. */
  readonly separated: boolean;
}

/** Where a fit begins, and what is added to its linear predictor. */
export interface LogisticStart {
  readonly offset: Float64Array;
  /** Linear predictor to start from. */
  readonly eta: Float64Array;
}

/** Where R begins: every case three to one for what it shows. The same steps end at the same digits. */
const startOf = (y: Float64Array): LogisticStart => ({
  offset: new Float64Array(y.length),
  eta: y.map((event) => (event === 1 ? 1 : -1) * log(3)),
});

/** Fits y (0 or 1) on the columns; without offset unless told otherwise. */
export function fitLogistic(
  columns: readonly Float64Array[],
  y: Float64Array,
  start: LogisticStart = startOf(y),
): LogisticFit {
  const { offset } = start;
  let eta = columns.length === 0 ? offset : start.eta;
  let coefficients: Float64Array | null = null;
  let deviance = devianceOf(eta, y);
  let growth = Infinity;
  let last = weighted(columns, eta);
  for (let step = 0; step < MOST_STEPS && columns.length > 0; step += 1) {
    last = weighted(columns, eta);
    const solved = weightedStep(last, y, offset, eta);
    const tried = devianceOf(predict(columns, solved, offset), y);
    const worse = !Number.isFinite(tried) || tried > deviance + 1e-8 * (deviance + 0.1);
    const next: Float64Array | null =
      worse && coefficients !== null ? halfWay(columns, y, offset, coefficients, solved, deviance) : solved;
    if (next === null) break;
    const nextEta = predict(columns, next, offset);
    const before = deviance;
    growth = eta.reduce((largest, value, i) => Math.max(largest, Math.abs(nextEta[i] - value)), 0);
    coefficients = next;
    eta = nextEta;
    deviance = devianceOf(eta, y);
    if (!worse && Math.abs(deviance - before) < DEVIANCE_ENDS_BELOW * (Math.abs(deviance) + 0.1)) break;
  }
  const inverse = last.factorised.inverse();
  return {
    coefficients: coefficients ?? new Float64Array(columns.length),
    eta,
    deviance,
    se: Float64Array.from(inverse, (row, i) => Math.sqrt(row[i])),
    separated: columns.length > 0 && growth > STILL_GROWING,
  };
}

/** The columns times the roots of their weights at this linear predictor, factorised. */
function weighted(columns: readonly Float64Array[], eta: Float64Array) {
  const weights = eta.map(weightAt);
  const roots = weights.map(Math.sqrt);
  const scaled = columns.map((column) => column.map((value, i) => value * roots[i]));
  return { weights, roots, factorised: householder(scaled, 0) };
}

/** One step of iteratively reweighted least squares. */
function weightedStep(
  { weights, roots, factorised }: ReturnType<typeof weighted>,
  y: Float64Array,
  offset: Float64Array,
  eta: Float64Array,
): Float64Array {
  return factorised.solve(
    eta.map((value, i) => (value - offset[i] + (y[i] - probability(value)) / weights[i]) * roots[i]),
  );
}

/** Steps back towards the last good coefficients until the deviance falls; null where it never does. */
function halfWay(
  columns: readonly Float64Array[],
  y: Float64Array,
  offset: Float64Array,
  from: Float64Array,
  to: Float64Array,
  deviance: number,
): Float64Array | null {
  let share = 0.5;
  for (let step = 0; step < 40; step += 1) {
    const between = from.map((value, i) => value + share * (to[i] - value));
    if (devianceOf(predict(columns, between, offset), y) <= deviance) return between;
    share /= 2;
  }
  return null;
}

function predict(columns: readonly Float64Array[], coefficients: Float64Array, offset: Float64Array): Float64Array {
  const eta = offset.slice();
  columns.forEach((column, j) => column.forEach((value, i) => (eta[i] += coefficients[j] * value)));
  return eta;
}

const probability = (eta: number): number => 1 / (1 + exp(-eta));

function weightAt(eta: number): number {
  const e = exp(-Math.abs(eta));
  return Math.max(e / ((1 + e) * (1 + e)), Number.MIN_VALUE * 1e20);
}

/** −2 log likelihood; log(1 + e^−η) keeps its digits on the far side. */
function devianceOf(eta: Float64Array, y: Float64Array): number {
  let total = 0;
  for (let i = 0; i < y.length; i += 1) {
    const margin = y[i] === 1 ? eta[i] : -eta[i];
    total += margin > 0 ? log1p(exp(-margin)) : log1p(exp(margin)) - margin;
  }
  return 2 * total;
}

/** Deviance of an outcome with this share of events. */
export function nullDeviance(events: number, n: number): number {
  const part = (k: number): number => (k === 0 ? 0 : -k * log(k / n));
  return 2 * (part(events) + part(n - events));
}
