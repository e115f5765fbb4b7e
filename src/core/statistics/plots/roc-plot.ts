/** One or two ROC curves. */
import { figure, frameFor, type FigureText } from './frame';
import type { Ink } from './ink';
import { element, pathThrough, words } from './svg';

export interface RocCurve {
  readonly name: string;
  readonly points: readonly { readonly sensitivity: number; readonly specificity: number }[];
}

export function rocPlot(curves: readonly RocCurve[], text: FigureText, ink: Ink): string {
  const frame = frameFor({ x: [0, 1], y: [0, 1] }, text.caption);
  const chance = element('line', {
    x1: frame.x.at(0),
    x2: frame.x.at(1),
    y1: frame.y.at(0),
    y2: frame.y.at(1),
    stroke: ink.label,
    'stroke-dasharray': '2 4',
  });
  const lines = curves.flatMap(({ name, points }, i) => [
    element('path', {
      d: pathThrough(
        points.map((point): [number, number] => [frame.x.at(1 - point.specificity), frame.y.at(point.sensitivity)]),
      ),
      fill: 'none',
      stroke: i === 0 ? ink.main : ink.other,
      'stroke-width': 2,
      'stroke-dasharray': i === 0 ? null : '6 3',
    }),
    ...(curves.length > 1
      ? [
          words(name, frame.right - 8, frame.bottom - 14 - 16 * (curves.length - 1 - i), {
            'font-size': 11,
            'text-anchor': 'end',
            fill: i === 0 ? ink.main : ink.other,
          }),
        ]
      : []),
  ]);
  return figure(frame, text, ink, [chance, ...lines]);
}
