/**
 * Profile-likelihood intervals as R's confint() gives them for a logistic model: the signed root of the deviance's rise
 * is taken at a few steps, laid on a spline, and read off between 3 × as many points along straight lines. That is
 * within about 1e-3 of the exact crossing; an interval that equals R's needs the same steps.
 */
import { cubicSpline } from './algebra/cubic-spline';
import { fitLogistic, type LogisticFit } from './algebra/logistic';
import { normalFactor } from './distributions/normal-tails';

/** Steps to each side, as shares of the farthest root wanted. */
const STEPS = 5;
const MOST_STEPS = 9;
const POINTS_EACH = 3;

/** Low and high end for one coefficient; NaN where the profile does not reach so far. */
export function profileInterval(
  columns: readonly Float64Array[],
  y: Float64Array,
  fit: LogisticFit,
  index: number,
  level: number,
): readonly [low: number, high: number] {
  const farthest = normalFactor(1 - (1 - level) / 4);
  const points = [
    ...walk(columns, y, fit, index, farthest, -1).toReversed(),
    { value: fit.coefficients[index], root: 0 },
    ...walk(columns, y, fit, index, farthest, 1),
  ];
  const values = Float64Array.from(points, (point) => point.value);
  const spline = cubicSpline(
    values,
    Float64Array.from(points, (point) => point.root),
  );
  const count = POINTS_EACH * points.length;
  const [first] = values;
  const span = values[values.length - 1] - first;
  const grid = Array.from({ length: count }, (_, i) => {
    const value = first + (span * i) / (count - 1);
    return { value, root: spline(value) };
  });
  const factor = normalFactor(level);
  return [crossing(grid, -factor), crossing(grid, factor)];
}

interface ProfilePoint {
  readonly value: number;
  /** Signed root of the rise of the deviance above its least. */
  readonly root: number;
}

function walk(
  columns: readonly Float64Array[],
  y: Float64Array,
  fit: LogisticFit,
  index: number,
  farthest: number,
  side: 1 | -1,
): ProfilePoint[] {
  const others = columns.filter((_, i) => i !== index);
  let eta = fit.eta;
  const points: ProfilePoint[] = [];
  let root = 0;
  for (let step = 1; step <= MOST_STEPS && Math.abs(root) < farthest; step += 1) {
    const value = fit.coefficients[index] + (side * step * farthest * fit.se[index]) / STEPS;
    const offset = columns[index].map((x) => x * value);
    const refit = fitLogistic(others, y, { offset, eta });
    eta = refit.eta;
    root = side * Math.sqrt(Math.max(0, refit.deviance - fit.deviance));
    points.push({ value, root });
  }
  return points;
}

/** Where the polyline through the points reaches the root. */
function crossing(points: readonly ProfilePoint[], root: number): number {
  for (let i = 1; i < points.length; i += 1) {
    const a = points[i - 1];
    const b = points[i];
    if (a.root <= root && root <= b.root) {
      return a.value + ((b.value - a.value) * (root - a.root)) / (b.root - a.root);
    }
  }
  return NaN;
}
