/** ROC curves: the area with DeLong's interval, the best threshold, and two areas in the same cases. */
import { statistic } from './define';
import { normalFactor, normalTwoSided } from './distributions/normal-tails';
import { rowsWithAll } from './missing';
import { outcome } from './outcome';
import { placements } from './placements';
import { statisticRefusals } from './refusals';
import { choiceOr, confLevel, numbers, type Numbers } from './roles';
import { mean, sum, variance } from './summary';

/** `<`: high scores mean the event; `>`: low ones do. Never chosen from the data. */
const direction = choiceOr(['<', '>'], '<');

export interface Scored {
  readonly positive: Float64Array;
  readonly negative: Float64Array;
}

/** Scores of complete cases with and without the event, turned so that high means the event. */
export function scored(
  y: Numbers,
  score: Numbers,
  sign: 1 | -1,
  rows: readonly number[] = rowsWithAll([y, score]),
): Scored {
  const pick = (event: number): Float64Array =>
    Float64Array.from(
      rows.filter((row) => y[row] === event),
      (row) => sign * (score[row] ?? NaN),
    );
  return { positive: pick(1), negative: pick(0) };
}

/** Placements of the cases with the event among those without, and the other way round. */
function components({ positive, negative }: Scored) {
  return { positive: placements(positive, negative), negative: placements(negative, positive).map((v) => 1 - v) };
}

export const roc = statistic({
  id: 'roc',
  label: 'ROC curve',
  r: "pROC::roc(y, score, direction = direction); ci.auc(method = 'delong')",
  assumptions: ['Cases are independent.', 'The best threshold fits these data; in others it will do worse.'],
  inputs: { y: outcome, score: numbers },
  options: { direction, conf_level: confLevel },
  run({ y, score }, options) {
    const rows = rowsWithAll([y.values, score]);
    const sign = options.direction === '<' ? 1 : -1;
    const cases = scored(y.values, score, sign, rows);
    const m = cases.positive.length;
    const n = cases.negative.length;
    if (m === 0 || n === 0) return statisticRefusals.too_few_groups(m + n === 0 ? 0 : 1, 2);
    const parts = components(cases);
    const auc = mean(parts.positive);
    const se = Math.sqrt(variance(parts.positive) / m + variance(parts.negative) / n);
    const half = normalFactor(options.conf_level) * se;
    const best = bestThreshold(cases);
    return {
      auc,
      ci_low: Math.max(0, auc - half),
      ci_high: Math.min(1, auc + half),
      conf_level: options.conf_level,
      se,
      youden_j: best.sensitivity + best.specificity - 1,
      threshold: sign * best.threshold,
      sensitivity: best.sensitivity,
      specificity: best.specificity,
      event: y.event,
      direction: options.direction,
      n_positive: m,
      n_negative: n,
      n: m + n,
      n_missing: Math.max(y.values.length, score.length) - rows.length,
      method: 'delong',
    };
  },
});

export interface RocPoint {
  readonly threshold: number;
  readonly sensitivity: number;
  readonly specificity: number;
}

/** All points of the curve, from "every case is positive" to "none is"; thresholds lie midway between values. */
export function rocCurve({ positive, negative }: Scored): RocPoint[] {
  const values = new Float64Array([...positive, ...negative]).toSorted();
  const up = positive.toSorted();
  const down = negative.toSorted();
  const points: RocPoint[] = [{ threshold: -Infinity, sensitivity: 1, specificity: 0 }];
  let missed = 0;
  let spared = 0;
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] === values[i + 1]) continue;
    while (missed < up.length && up[missed] <= values[i]) missed += 1;
    while (spared < down.length && down[spared] <= values[i]) spared += 1;
    const threshold = i + 1 < values.length ? (values[i] + values[i + 1]) / 2 : Infinity;
    points.push({ threshold, sensitivity: 1 - missed / up.length, specificity: spared / down.length });
  }
  return points;
}

/** Most sensitivity + specificity; of several the most sensitive. */
function bestThreshold(cases: Scored): RocPoint {
  const m = cases.positive.length;
  const n = cases.negative.length;
  // in counts, so that rounding cannot part equals
  const gain = (point: RocPoint): number =>
    Math.round(point.sensitivity * m) * n + Math.round(point.specificity * n) * m;
  return rocCurve(cases).reduce((best, point) => (gain(point) > gain(best) ? point : best));
}

export const rocCompare = statistic({
  id: 'roc_compare',
  label: 'Two ROC curves in the same cases',
  r: "pROC::roc.test(roc(y, a), roc(y, b), method = 'delong', paired = TRUE)",
  assumptions: ['Both scores come from the same cases; cases are independent of each other.'],
  inputs: { y: outcome, score_a: numbers, score_b: numbers },
  options: { direction, conf_level: confLevel },
  run({ y, score_a: first, score_b: second }, options) {
    const rows = rowsWithAll([y.values, first, second]);
    const sign = options.direction === '<' ? 1 : -1;
    const a = components(scored(y.values, first, sign, rows));
    const b = components(scored(y.values, second, sign, rows));
    const m = a.positive.length;
    const n = a.negative.length;
    if (m === 0 || n === 0) return statisticRefusals.too_few_groups(m + n === 0 ? 0 : 1, 2);
    const less = (left: Float64Array, right: Float64Array): Float64Array => left.map((v, i) => v - right[i]);
    // the variance of the difference of paired areas is that of the differences of placements
    const se = Math.sqrt(variance(less(a.positive, b.positive)) / m + variance(less(a.negative, b.negative)) / n);
    const aucA = mean(a.positive);
    const aucB = mean(b.positive);
    const difference = aucA - aucB;
    const half = normalFactor(options.conf_level) * se;
    // one curve with itself: no difference, as in pROC
    const z = difference === 0 && se === 0 ? 0 : difference / se;
    return {
      auc_a: aucA,
      auc_b: aucB,
      difference,
      ci_low: difference - half,
      ci_high: difference + half,
      conf_level: options.conf_level,
      statistic: z,
      p_value: normalTwoSided(z),
      event: y.event,
      direction: options.direction,
      n: sum([m, n]),
      n_missing: Math.max(y.values.length, first.length, second.length) - rows.length,
      method: 'delong, paired',
    };
  },
});
