/**
 * How far the figures may be off: the ledger binned again and again under perturbed assumptions.
 *
 * Percentages are not limited by counting noise but by terms that all stations share, so joint samples draw
 * each source once for all stations it concerns; 5th and 95th percentiles are the interval, and each source alone
 * gives its own half width. The spread of every source is a parameter with its reason; one factor on top
 * is fixed once on phantoms, so that nine of ten intervals hold the truth.
 */
import type { Parameters } from '../parameters';
import type { Intervals, Range } from '../result/types';
import { drawSamples, sourceNames, sumSample } from './interval-samples';
import { intervalTable, type IntervalContext } from './interval-table';
import type { Ledger } from './ledger';

const level = 0.9;

/** Ranges of all volumes and percentages and what each source adds; null where there is no blood in range. */
export function measureIntervals(
  blood: { readonly ledger: Ledger },
  context: IntervalContext,
  parameters: Parameters,
): Intervals {
  const table = intervalTable(blood.ledger, context, parameters);
  const draws = drawSamples(table, parameters);
  const point = sumSample(table, draws[0], [], parameters);
  const joint = draws.map((draw) => sumSample(table, draw, sourceNames, parameters));
  const widen = parameters.intervalWidening;
  const range = (value: (bins: Float64Array) => number): Range => {
    const middle = value(point);
    const [low, high] = percentiles(joint.map(value));
    return [middle - widen * Math.max(0, middle - low), middle + widen * Math.max(0, high - middle)];
  };
  const volume = (value: (bins: Float64Array) => number): Range => {
    const [low, high] = range(value);
    return [Math.max(0, low), high];
  };
  const measured = tbvOf(point) > 0;
  const share = (bin: number): Range | null => {
    if (!measured) return null;
    const [low, high] = range((bins) => shareOf(bins, bin));
    return [Math.max(0, low), Math.min(100, high)];
  };
  return {
    level,
    volumes: {
      tbvMl: volume(tbvOf),
      bv5Ml: volume((bins) => bins[1]),
      bv5To10Ml: volume((bins) => bins[2]),
      bv10Ml: volume((bins) => bins[3]),
      belowMl: volume((bins) => bins[0]),
    },
    percent: { bv5: share(1), bv5To10: share(2), bv10: share(3) },
    sources: sourceNames.map((name) => {
      if (!measured) return { name, points: 0 };
      const alone = draws.map((draw) => shareOf(sumSample(table, draw, [name], parameters), 1));
      const [low, high] = percentiles(alone);
      return { name, points: (widen * (high - low)) / 2 };
    }),
  };
}

function tbvOf(bins: Float64Array): number {
  return bins[1] + bins[2] + bins[3];
}

function shareOf(bins: Float64Array, bin: number): number {
  const tbv = tbvOf(bins);
  return tbv > 0 ? (100 * bins[bin]) / tbv : 0;
}

/** 5th and 95th percentile, linear between the order statistics. */
function percentiles(values: readonly number[]): [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (p: number): number => {
    const x = p * (sorted.length - 1);
    const i = Math.min(sorted.length - 2, Math.floor(x));
    return sorted.length < 2 ? sorted[0] : sorted[i] + (x - i) * (sorted[i + 1] - sorted[i]);
  };
  return [at((1 - level) / 2), at((1 + level) / 2)];
}
