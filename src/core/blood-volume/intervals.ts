/**
 * How far the figures may be off: the ledger binned again and again under perturbed assumptions.
 *
 * Percentages are not limited by counting noise but by terms that all stations share, so joint samples draw
 * each source once for all stations it concerns; 5th and 95th percentiles are the interval, and each source alone
 * gives its own half width. The spread of every source is a parameter with its reason; one factor on top
 * is fixed once on phantoms, so that nine of ten intervals hold the truth.
 */
import { normalQuantile } from '../maths';
import { piecesOf, type Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import type { Intervals, PartIntervals, Range } from '../result/types';
import {
  drawnSources,
  plainDraw,
  sampleStride,
  sampleTask,
  sharedDraws,
  sourceNames,
  sumSample,
  type SourceName,
} from './interval-samples';
import { intervalTable, type IntervalContext, type IntervalTable } from './interval-table';
import { latinSquare } from './latin-square';
import { LEFT_SIDE, RIGHT_SIDE, type Ledger } from './ledger';

const level = 0.9;
const samplesAPiece = 10;

/** Ranges of all volumes and percentages, whole and by side, and what each source adds; null without blood in range. */
export async function measureIntervals(
  blood: { readonly ledger: Ledger },
  context: IntervalContext,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Intervals> {
  const table = intervalTable(blood.ledger, context, parameters);
  const count = Math.round(parameters.intervalSamples);
  const uniforms = latinSquare(count, sharedDraws, parameters.intervalSeed);
  const pieces = piecesOf(count, samplesAPiece);
  const outputs = await parallel.map(sampleTask, { table, uniforms, parameters }, pieces);
  const samples = outputs.flatMap((output) =>
    Array.from({ length: output.length / sampleStride }, (_, k) =>
      output.subarray(sampleStride * k, sampleStride * (k + 1)),
    ),
  );
  const measured = sumSample(table, null, [], parameters, new Float64Array(12));
  const part = (bins: (sums: Float64Array) => Float64Array): PartIntervals =>
    partIntervals(bins(measured), samples.map(bins), parameters.intervalWidening);
  const side = (at: number) => (sums: Float64Array) => sums.subarray(4 * at, 4 * at + 4);
  return {
    level,
    ...part(bothSides),
    sides: { left: part(side(LEFT_SIDE)), right: part(side(RIGHT_SIDE)) },
    sources: sourceNames.map((name) => ({
      name,
      points:
        tbvOf(bothSides(measured)) > 0 ? parameters.intervalWidening * pointsOf(name, table, samples, parameters) : 0,
    })),
  };
}

/** Half width of the interval of BV5's share under one source. */
function pointsOf(
  name: SourceName,
  table: IntervalTable,
  samples: readonly Float64Array[],
  parameters: Parameters,
): number {
  const n = drawnSources.indexOf(name);
  if (n < 0) {
    const reach = normalQuantile((1 + level) / 2);
    const ends = [-reach, reach].map((z) =>
      shareOf(bothSides(sumSample(table, plainDraw(z), [name], parameters, new Float64Array(12))), 1),
    );
    return Math.abs(ends[1] - ends[0]) / 2;
  }
  const from = 12 + 4 * n;
  const [low, high] = percentiles(samples.map((sample) => shareOf(sample.subarray(from, from + 4), 1)));
  return (high - low) / 2;
}

function bothSides(sums: Float64Array): Float64Array {
  return Float64Array.from({ length: 4 }, (_, b) => sums[b] + sums[4 + b] + sums[8 + b]);
}

function partIntervals(measured: Float64Array, samples: readonly Float64Array[], widen: number): PartIntervals {
  const range = (value: (bins: Float64Array) => number): Range => {
    const middle = value(measured);
    const [low, high] = percentiles(samples.map(value));
    return [middle - widen * Math.max(0, middle - low), middle + widen * Math.max(0, high - middle)];
  };
  const volume = (value: (bins: Float64Array) => number): Range => {
    const [low, high] = range(value);
    return [Math.max(0, low), high];
  };
  const share = (bin: number): Range | null => {
    if (!(tbvOf(measured) > 0)) return null;
    const [low, high] = range((bins) => shareOf(bins, bin));
    return [Math.max(0, low), Math.min(100, high)];
  };
  return {
    volumes: {
      tbvMl: volume(tbvOf),
      bv5Ml: volume((bins) => bins[1]),
      bv5To10Ml: volume((bins) => bins[2]),
      bv10Ml: volume((bins) => bins[3]),
      belowMl: volume((bins) => bins[0]),
    },
    percent: { bv5: share(1), bv5To10: share(2), bv10: share(3) },
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
