/** Changes of all patients side by side, largest first; those that reach the limit are filled. */
import { figure, frameFor, type FigureText } from './frame';
import type { Ink } from './ink';
import { rangeOf } from './scale';
import { element } from './svg';

export interface WaterfallData {
  readonly values: Float64Array;
  /** Keys of the rows of the values, for a page. */
  readonly keys?: readonly string[];
  readonly threshold: number | null;
}

export function waterfall({ values, keys, threshold }: WaterfallData, text: FigureText, ink: Ink): string {
  const order = Array.from(values, (_, i) => i).toSorted((a, b) => values[b] - values[a]);
  const falling = Float64Array.from(order, (i) => values[i]);
  const bounds = Float64Array.of(0, threshold ?? 0);
  const frame = frameFor({ x: null, y: rangeOf(falling, bounds) }, text.caption);
  const room = (frame.right - frame.left) / Math.max(1, falling.length);
  const zero = frame.y.at(0);
  const bars = Array.from(falling, (value, i) => {
    const end = frame.y.at(value);
    const reached = threshold !== null && value >= threshold - 1e-9;
    return element('rect', {
      x: frame.left + room * i + room * 0.1,
      y: Math.min(zero, end),
      width: room * 0.8,
      height: Math.max(0.5, Math.abs(end - zero)),
      fill: reached ? ink.main : ink.paper,
      stroke: reached ? ink.main : ink.mark,
      'data-case': keys?.[order[i]] ?? null,
    });
  });
  const level = (value: number, dashed: boolean): string =>
    element('line', {
      x1: frame.left,
      x2: frame.right,
      y1: frame.y.at(value),
      y2: frame.y.at(value),
      stroke: dashed ? ink.main : ink.mark,
      'stroke-dasharray': dashed ? '5 4' : null,
    });
  const limit = threshold === null ? [] : [level(threshold, true)];
  return figure(frame, text, ink, [...bars, level(0, false), ...limit], []);
}
