/** Blood volume by CSA as bars on a logarithmic axis; pure arithmetic of the chart. */
import type { Measurement } from '../../core/result';
import { labelOfCsa, type CalibreName, type Lit } from '../../viewer';

export interface Bar {
  readonly fromMm2: number;
  readonly toMm2: number;
  readonly ml: number;
  readonly bin: CalibreName;
  /** Left edge, width and height as shares of the plot. */
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly lit: Lit;
}

export interface Tick {
  readonly mm2: number;
  readonly x: number;
  readonly isEdge: boolean;
}

export interface Chart {
  readonly bars: readonly Bar[];
  readonly ticks: readonly Tick[];
  /** Highest mL of the axis. */
  readonly topMl: number;
}

const names: readonly CalibreName[] = ['below', 'bv5', 'bv5_10', 'bv10'];
const binEdges: readonly number[] = [1.25, 5, 10];
const tickCandidates: readonly number[] = [0.5, 1.25, 2.5, 5, 10, 20, 40, 80, 160];
/** The axis of an empty chart: five bars a doubling, as in a full one. */
const emptyAxis: readonly [number, number] = [0.625, 160];

export function chartOf(histogram: Measurement['histogram'] | null): Chart {
  const edges = histogram?.edgesMm2 ?? [];
  const [low, high] = edges.length > 1 ? [edges[0], edges[edges.length - 1]] : emptyAxis;
  const place = (mm2: number): number => Math.log(mm2 / low) / Math.log(high / low);
  const ml = histogram?.ml ?? [];
  const topMl = niceTop(Math.max(0, ...ml));
  const bars = ml.map((value, index): Bar => {
    const fromMm2 = edges[index];
    const toMm2 = edges[index + 1];
    return {
      fromMm2,
      toMm2,
      ml: value,
      // the middle of the bar: edges of bins fall on limits of bars
      bin: names[labelOfCsa(Math.sqrt(fromMm2 * toMm2)) - 1],
      x: place(fromMm2),
      width: place(toMm2) - place(fromMm2),
      height: topMl > 0 ? Math.max(0, value) / topMl : 0,
      lit: {
        // the outermost bars hold what lies beyond
        fromMm2: index === 0 ? 0 : fromMm2,
        toMm2: index === ml.length - 1 ? Infinity : toMm2,
        side: 0,
      },
    };
  });
  const ticks = tickCandidates
    .filter((mm2) => mm2 >= low * 0.999 && mm2 <= high * 0.75)
    .filter((mm2) => binEdges.includes(mm2) || mm2 > 10)
    .map((mm2) => ({ mm2, x: place(mm2), isEdge: binEdges.includes(mm2) }));
  return { bars, ticks, topMl };
}

/** The next of 1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8 × 10ⁿ. */
export function niceTop(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find((nice) => nice * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}
