/** Changes of all patients side by side, largest first; those that reach the limit are filled. */
import { figure, frameFor, type FigureText } from './frame';
import type { Ink } from './ink';
import { rangeOf } from './scale';
import { element } from './svg';

export function waterfall(values: Float64Array, threshold: number | null, text: FigureText, ink: Ink): string {
  const falling = values.toSorted((a, b) => b - a);
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
