/** Two columns against each other, with the least-squares line and the band of its mean. */
import { tFactor } from '../distributions/students-t';
import { centredProducts } from '../pair-sums';
import { mean } from '../summary';
import { dot, figure, frameFor, type FigureText, type Frame } from './frame';
import type { Ink } from './ink';
import { rangeOf } from './scale';
import { element, pathThrough } from './svg';

export interface ScatterData {
  readonly x: Float64Array;
  readonly y: Float64Array;
  /** Which points are filled: a second group. */
  readonly filled?: readonly boolean[];
  readonly keys?: readonly string[];
  readonly line: boolean;
  readonly level: number;
}

const STEPS = 48;

export function scatterPlot(data: ScatterData, text: FigureText, ink: Ink): string {
  const frame = frameFor({ x: rangeOf(data.x), y: rangeOf(data.y) }, text.caption);
  const dots = Array.from(data.x, (x, i) =>
    dot(frame.x.at(x), frame.y.at(data.y[i]), data.filled?.[i] ?? false, ink, data.keys?.[i] ?? null),
  );
  return figure(frame, text, ink, [...(data.line ? fitted(data, frame, ink) : []), ...dots]);
}

/** The line over the range of the data, and where its mean lies with the given confidence; cut to the frame. */
function fitted({ x, y, level }: ScatterData, frame: Frame, ink: Ink): string[] {
  const n = x.length;
  const spread = centredProducts(x, x);
  if (n < 3 || spread === 0) return [];
  const slope = centredProducts(x, y) / spread;
  const meanX = mean(x);
  const meanY = mean(y);
  const residual = Math.max(0, centredProducts(y, y) - slope * slope * spread) / (n - 2);
  const factor = tFactor(level, n - 2);
  const [low, high] = rangeOf(x);
  const within = (value: number): number => Math.min(frame.bottom, Math.max(frame.top, frame.y.at(value)));
  const at = Array.from({ length: STEPS + 1 }, (_, i) => {
    const value = low + ((high - low) * i) / STEPS;
    const centre = meanY + slope * (value - meanX);
    const half = factor * Math.sqrt(residual * (1 / n + ((value - meanX) * (value - meanX)) / spread));
    return { place: frame.x.at(value), centre, low: centre - half, high: centre + half };
  });
  const upper = at.map((point): [number, number] => [point.place, within(point.high)]);
  const lower = at.map((point): [number, number] => [point.place, within(point.low)]).toReversed();
  const line = [at[0], at[STEPS]].map((point): [number, number] => [point.place, frame.y.at(point.centre)]);
  return [
    element('path', { d: `${pathThrough([...upper, ...lower])}Z`, fill: ink.main, 'fill-opacity': '0.15' }),
    element('path', { d: pathThrough(line), stroke: ink.main, 'stroke-width': 2, fill: 'none' }),
  ];
}
