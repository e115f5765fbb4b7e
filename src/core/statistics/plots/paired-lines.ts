/** The same patients under several conditions: a line each, the mean as a thick one; who fell is dashed. */
import { mean } from '../summary';
import { dot, figure, frameFor, type FigureText } from './frame';
import type { Ink } from './ink';
import { rangeOf } from './scale';
import { element, pathThrough } from './svg';

export interface PairedData {
  readonly names: readonly string[];
  /** A column a condition, all of one length, in the order of the patients. */
  readonly columns: readonly Float64Array[];
  readonly keys?: readonly string[];
}

export function pairedPlot({ names, columns, keys }: PairedData, text: FigureText, ink: Ink): string {
  const frame = frameFor({ x: null, y: rangeOf(...columns) }, text.caption);
  const room = (frame.right - frame.left) / columns.length;
  const place = (i: number): number => frame.left + room * (i + 0.5);
  const last = columns[columns.length - 1];
  const lines = Array.from(columns[0], (first, row) =>
    element('path', {
      d: pathThrough(columns.map((column, i): [number, number] => [place(i), frame.y.at(column[row])])),
      fill: 'none',
      stroke: ink.mark,
      'stroke-opacity': '0.6',
      'stroke-dasharray': last[row] < first ? '4 3' : null,
    }),
  );
  const dots = columns.flatMap((column, i) =>
    Array.from(column, (value, row) => dot(place(i), frame.y.at(value), i > 0, ink, keys?.[row] ?? null)),
  );
  const centre = element('path', {
    d: pathThrough(columns.map((column, i): [number, number] => [place(i), frame.y.at(mean(column))])),
    fill: 'none',
    stroke: ink.main,
    'stroke-width': 3,
  });
  const categories = names.map((name, i) => ({ at: place(i), name }));
  return figure(frame, text, ink, [...lines, ...dots, centre], categories);
}
