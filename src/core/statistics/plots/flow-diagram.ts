/** Who entered, who was excluded and why, who was analysed: the flow of a cohort. */
import { document, WIDTH } from './frame';
import type { Ink } from './ink';
import { element, words } from './svg';

export interface FlowData {
  readonly entered: number;
  readonly excluded: Readonly<Record<string, number>>;
  readonly analysed: number;
}

const BOX = 150;
const LINE = 17;

export function flowDiagram({ entered, excluded, analysed }: FlowData, title: string, ink: Ink): string {
  const reasons = Object.entries(excluded);
  const out = entered - analysed;
  const side = [`${out} excluded`, ...reasons.map(([code, n]) => `${code} ${n}`)];
  const sideHeight = LINE * side.length + 14;
  const middle = 100 + sideHeight / 2;
  const last = Math.max(100 + sideHeight + 16, middle + 40);
  const height = last + 52;
  const left = 40;
  const centre = left + BOX / 2;
  return document(ink, title, height, [
    box(left, 44, BOX, [`${entered} entered`], ink),
    arrow(centre, 75, centre, last, ink),
    arrow(centre, middle, left + BOX + 60, middle, ink),
    box(left + BOX + 60, 100, WIDTH - left - BOX - 80, side, ink),
    box(left, last, BOX, [`${analysed} analysed`], ink),
  ]);
}

function box(x: number, y: number, width: number, lines: readonly string[], ink: Ink): string {
  const height = LINE * lines.length + 14;
  return (
    element('rect', { x, y, width, height, rx: 4, fill: 'none', stroke: ink.mark }) +
    lines.map((line, i) => words(line, x + 12, y + 20 + LINE * i, { 'font-size': 12, fill: ink.text })).join('')
  );
}

/** A straight line with its head at the end. */
function arrow(x1: number, y1: number, x2: number, y2: number, ink: Ink): string {
  const down = x1 === x2;
  const head = down
    ? `M${x2 - 4} ${y2 - 7}L${x2} ${y2}L${x2 + 4} ${y2 - 7}`
    : `M${x2 - 7} ${y2 - 4}L${x2} ${y2}L${x2 - 7} ${y2 + 4}`;
  return (
    element('line', { x1, y1, x2, y2, stroke: ink.mark }) + element('path', { d: head, fill: 'none', stroke: ink.mark })
  );
}
