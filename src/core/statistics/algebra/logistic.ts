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
  readonly deviance: number;
  /** Standard errors from the information at the maximum. */
  readonly se: Float64Array;
  /** Whether the estimates run away: the outcome is separated. */
  readonly separated: boolean;
}

/**
 * Fits y (0 or 1) on the columns. `offset` is added to the linear predictor; `start` are first coefficients.
 * Without columns only the deviance of the offset is given.
 */
export function fitLogistic(
  columns: readonly Float64Array[],
  y: Float64Array,
  offset: Float64Array = new Float64Array(y.length),
  start: Float64Array = new Float64Array(columns.length),
): LogisticFit {
  let coefficients = start;
  let eta = predict(columns, coefficients, offset);
  let deviance = devianceOf(eta, y);
  let growth = Infinity;
  for (let step = 0; step < MOST_STEPS && columns.length > 0; step += 1) {
    const weights = eta.map(weightAt);
    const roots = weights.map(Math.sqrt);
    const factorised = householder(
      columns.map((column) => column.map((value, i) => value * roots[i])),
      0,
    );
    const working = eta.map((value, i) => (value - offset[i] + (y[i] - probability(value)) / weights[i]) * roots[i]);
    const next = factorised.solve(working);
    const nextEta = predict(columns, next, offset);
    const change = nextEta.reduce((largest, value, i) => Math.max(largest, Math.abs(value - eta[i])), 0);
    const nextDeviance = devianceOf(nextEta, y);
    if (!Number.isFinite(nextDeviance) || nextDeviance > deviance + 1e-8 * (deviance + 0.1)) {
      const halved = halfWay(columns, y, offset, coefficients, next, deviance);
      if (halved === null) break;
      growth = change;
      coefficients = halved;
      eta = predict(columns, coefficients, offset);
      deviance = devianceOf(eta, y);
      continue;
    }
    const settled = Math.abs(nextDeviance - deviance) < DEVIANCE_ENDS_BELOW * (Math.abs(nextDeviance) + 0.1);
    coefficients = next;
    eta = nextEta;
    deviance = nextDeviance;
    growth = change;
    if (settled) break;
  }
  const roots = eta.map((value) => Math.sqrt(weightAt(value)));
  const information = householder(
    columns.map((column) => column.map((value, i) => value * roots[i])),
    0,
  );
  const inverse = information.inverse();
  return {
    coefficients,
    deviance,
    se: Float64Array.from(inverse, (row, i) => Math.sqrt(row[i])),
    separated: columns.length > 0 && growth > STILL_GROWING,
  };
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
