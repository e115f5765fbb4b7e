/** The distribution of one column in bars of equal width at round numbers. */
import { log } from '../../maths';
import { figure, frameFor, type FigureText } from './frame';
import type { Ink } from './ink';
import { linearScale, rangeOf } from './scale';
import { element } from './svg';

export function histogram(values: Float64Array, text: FigureText, ink: Ink): string {
  const [low, high] = rangeOf(values);
  // as many bars as Sturges has it, then to round borders
  const wanted = Math.ceil(log(Math.max(1, values.length)) / Math.LN2) + 1;
  const rough = linearScale(low, high, 0, 1);
  const coarse = rough.ticks[1] - rough.ticks[0];
  const bars = (rough.high - rough.low) / coarse;
  const width = coarse / Math.max(1, Math.round(wanted / bars));
  const count = Math.round((rough.high - rough.low) / width);
  const counts = new Float64Array(count);
  for (const value of values) {
    counts[Math.min(count - 1, Math.max(0, Math.floor((value - rough.low) / width + 1e-9)))] += 1;
  }
  const frame = frameFor({ x: [low, high], y: [0, Math.max(1, ...counts)] }, text.caption);
  const marks = Array.from(counts, (n, i) => {
    const left = frame.x.at(rough.low + i * width);
    const right = frame.x.at(rough.low + (i + 1) * width);
    return element('rect', {
      x: left + 0.5,
      y: frame.y.at(n),
      width: Math.max(0.5, right - left - 1),
      height: frame.bottom - frame.y.at(n),
      fill: ink.main,
      'fill-opacity': '0.75',
    });
  });
  return figure(frame, text, ink, marks);
}
