/** Differences of two ways of measuring over their mean, with bias and limits of agreement. */
import { formatNumber, formatSigned } from '../../result';
import { dot, figure, frameFor, type FigureText } from './frame';
import type { Ink } from './ink';
import { rangeOf } from './scale';
import { element, words } from './svg';

export interface BlandAltmanData {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly bias: number;
  readonly low: number;
  readonly high: number;
  readonly keys?: readonly string[];
}

export function blandAltmanPlot({ x, y, bias, low, high, keys }: BlandAltmanData, text: FigureText, ink: Ink): string {
  const means = x.map((value, i) => (value + y[i]) / 2);
  const differences = x.map((value, i) => value - y[i]);
  const frame = frameFor({ x: rangeOf(means), y: rangeOf(differences, Float64Array.of(low, high, 0)) }, text.caption);
  const level = (value: number, name: string, dashed: boolean): string[] => [
    element('line', {
      x1: frame.left,
      x2: frame.right,
      y1: frame.y.at(value),
      y2: frame.y.at(value),
      stroke: ink.main,
      'stroke-width': dashed ? 1.2 : 2,
      'stroke-dasharray': dashed ? '5 4' : null,
    }),
    words(name, frame.left + 6, frame.y.at(value) - 5, {
      'font-size': 11,
      fill: ink.label,
      // readable over points
      stroke: ink.paper,
      'stroke-width': 3,
      'paint-order': 'stroke',
    }),
  ];
  const decimals = frame.y.decimals + 1;
  const dots = Array.from(means, (value, i) =>
    dot(frame.x.at(value), frame.y.at(differences[i]), false, ink, keys?.[i] ?? null),
  );
  return figure(frame, text, ink, [
    ...dots,
    ...level(high, `+1.96 SD ${formatNumber(high, decimals)}`, true),
    ...level(bias, `bias ${formatSigned(bias, decimals)}`, false),
    ...level(low, `\u22121.96 SD ${formatNumber(low, decimals)}`, true),
  ]);
}
