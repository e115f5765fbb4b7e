/** A chart with two axes, labels with units and a key, light for paper: what the plots of the document share. */
import { log } from '../../maths';
import { formatNumber } from '../../result';
import { printInk as ink } from '../../statistics';
import { linearScale } from '../../statistics/plots/scale';
import { element, pathThrough, words } from '../../statistics/plots/svg';

export interface Axis {
  readonly label: string;
  readonly low: number;
  readonly high: number;
  /** Logarithmic, with these ticks. */
  readonly ticks?: readonly number[];
}

export interface ChartText {
  readonly title: string;
  readonly caption: string;
}

export interface Place {
  x(value: number): number;
  y(value: number): number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Key {
  readonly name: string;
  readonly colour: string;
  readonly dashed?: boolean;
}

/** Colours told apart by most eyes (Okabe and Ito 2008), darkest first. */
export const colours = ['#0072B2', '#D55E00', '#009E73', '#CC79A7', '#7A7A7A', '#B8860B', '#56B4E9'] as const;

const width = 680;
/** Room for title and key; a chart with a y axis has its label below the key. */
const topOfRows = 60;
const topOfAxis = 84;
const keyLine = 18;
const right = width - 20;

/** Rows: names on the left instead of a y axis. */
export interface Rows {
  readonly names: readonly string[];
}

export function chart(
  text: ChartText,
  xAxis: Axis,
  yAxis: Axis | Rows,
  keys: readonly Key[],
  marks: (place: Place) => readonly string[],
): string {
  const isRows = 'names' in yAxis;
  const legend = legendOf(keys);
  const top = (isRows ? topOfRows : topOfAxis) + keyLine * (legend.lines - 1);
  const left = isRows ? 176 : 64;
  const bottom = isRows ? top + 24 * yAxis.names.length : top + 296;
  const height = bottom + 78;
  const x = scaleOf(xAxis, left, right);
  const y = isRows
    ? { ticks: [], decimals: 0, at: (row: number) => top + 24 * (row + 0.5) }
    : scaleOf(yAxis, bottom, top);
  const small = { 'font-size': 11.5, fill: ink.label };
  const line = (x1: number, y1: number, x2: number, y2: number): string =>
    element('line', { x1, x2, y1, y2, stroke: ink.grid });
  const place: Place = { x: (value) => x.at(value), y: (value) => y.at(value), left, right, top, bottom };
  const rowMarks = isRows
    ? yAxis.names.flatMap((name, row) => [
        line(left, y.at(row), right, y.at(row)),
        words(name, left - 10, y.at(row) + 4, { ...small, fill: ink.text, 'text-anchor': 'end' }),
      ])
    : [words(yAxis.label, left - 48, top - 12, small)];
  return svg(height, text.title, [
    ...x.ticks.map((tick) => line(x.at(tick), top, x.at(tick), bottom)),
    ...y.ticks.map((tick) => line(left, y.at(tick), right, y.at(tick))),
    ...x.ticks.map((tick) =>
      words(formatNumber(tick, decimalsOf(tick, x.decimals)), x.at(tick), bottom + 17, {
        ...small,
        'text-anchor': 'middle',
      }),
    ),
    ...y.ticks.map((tick) =>
      words(formatNumber(tick, decimalsOf(tick, y.decimals)), left - 8, y.at(tick) + 4, {
        ...small,
        'text-anchor': 'end',
      }),
    ),
    ...rowMarks,
    words(xAxis.label, right, bottom + 36, { ...small, 'text-anchor': 'end' }),
    ...legend.marks,
    ...marks(place),
    words(text.caption, 16, height - 14, { 'font-size': 12, fill: ink.text }),
  ]);
}

const decimalsOf = (tick: number, decimals: number | null): number =>
  decimals ?? (String(tick).split('.')[1] ?? '').length;

function scaleOf(
  axis: Axis,
  start: number,
  end: number,
): { readonly ticks: readonly number[]; readonly decimals: number | null; at(value: number): number } {
  if (axis.ticks === undefined) return linearScale(axis.low, axis.high, start, end);
  const [from, to] = [log(axis.low), log(axis.high)];
  return {
    ticks: axis.ticks,
    decimals: null,
    at: (value) => start + ((log(value) - from) / (to - from)) * (end - start),
  };
}

/** Keys in as many lines as they need. */
function legendOf(keys: readonly Key[]): { readonly lines: number; readonly marks: readonly string[] } {
  let at = 16;
  let line = 0;
  const marks = keys.flatMap(({ name, colour, dashed }) => {
    const room = 24 + 6.4 * name.length + 18;
    if (at > 16 && at + room > width) {
      at = 16;
      line += 1;
    }
    const y = 40 + keyLine * line;
    const mark = element('line', {
      x1: at,
      x2: at + 18,
      y1: y,
      y2: y,
      stroke: colour,
      'stroke-width': 2.4,
      'stroke-dasharray': dashed ? '4 3' : null,
    });
    const label = words(name, at + 24, y + 4, { 'font-size': 11.5, fill: ink.text });
    at += room;
    return [mark, label];
  });
  return { lines: line + 1, marks };
}

function svg(height: number, title: string, content: readonly string[]): string {
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${width} ${height}`,
      width,
      height,
      'font-family': ink.font,
      role: 'img',
      'aria-label': title,
    },
    element('rect', { width, height, fill: ink.paper }),
    words(title, 16, 22, { 'font-size': 13.5, 'font-weight': 600, fill: ink.text }),
    ...content,
  )}\n`;
}

export const bar = (x1: number, y1: number, x2: number, y2: number, colour: string, thickness = 2): string =>
  element('line', { x1, y1, x2, y2, stroke: colour, 'stroke-width': thickness });

export const point = (cx: number, cy: number, colour: string, filled = true): string =>
  element('circle', { cx, cy, r: 3.4, fill: filled ? colour : ink.paper, stroke: colour, 'stroke-width': 1.4 });

export const curve = (points: readonly (readonly [number, number])[], colour: string, dashed = false): string =>
  element('path', {
    d: pathThrough(points),
    fill: 'none',
    stroke: colour,
    'stroke-width': 2,
    'stroke-dasharray': dashed ? '5 4' : null,
  });

export const note = (text: string, x: number, y: number): string =>
  words(text, x, y, {
    'font-size': 11,
    fill: ink.label,
    stroke: ink.paper,
    'stroke-width': 3,
    'paint-order': 'stroke',
  });
