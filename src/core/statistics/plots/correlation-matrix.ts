/** Correlations of several columns with each other: number, size and colour of a square say the same thing. */
import { formatR } from '../../result';
import { captionWords, document, WIDTH } from './frame';
import type { Ink } from './ink';
import { element, px, words } from './svg';

export interface MatrixData {
  readonly names: readonly string[];
  /** r of row and column; null where it cannot be told. */
  readonly r: readonly (readonly (number | null)[])[];
}

const LABEL_ROOM = 150;
const TOP = 44;

export function correlationMatrix({ names, r }: MatrixData, title: string, caption: string, ink: Ink): string {
  const cell = (WIDTH - LABEL_ROOM - 20) / names.length;
  const height = TOP + cell * names.length + 130;
  const content = names.flatMap((name, row) => {
    const y = TOP + cell * row;
    return [
      words(name, LABEL_ROOM - 8, y + cell / 2 + 4, { 'font-size': 11, 'text-anchor': 'end', fill: ink.text }),
      ...names.map((_, column) => square(r[row][column], LABEL_ROOM + cell * column, y, cell, ink)),
      words(name, 0, 0, {
        'font-size': 11,
        'text-anchor': 'end',
        fill: ink.label,
        transform: `translate(${px(LABEL_ROOM + cell * (row + 0.5) + 4)} ${px(TOP + cell * names.length + 14)}) rotate(-35)`,
      }),
    ];
  });
  return document(ink, title, height, [...content, ...captionWords(caption, height, ink)]);
}

function square(r: number | null, x: number, y: number, cell: number, ink: Ink): string {
  const border = element('rect', { x, y, width: cell, height: cell, fill: 'none', stroke: ink.grid });
  if (r === null) return border;
  const side = (cell - 4) * Math.sqrt(Math.abs(r));
  const inner = element('rect', {
    x: x + (cell - side) / 2,
    y: y + (cell - side) / 2,
    width: side,
    height: side,
    fill: r < 0 ? ink.other : ink.main,
    'fill-opacity': '0.35',
  });
  const number = words(formatR(r), x + cell / 2, y + cell / 2 + 4, {
    'font-size': Math.min(12, cell / 3),
    'text-anchor': 'middle',
    fill: ink.text,
  });
  return border + inner + number;
}
