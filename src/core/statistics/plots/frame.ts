/** What every figure has around its marks: title, axes with labels, quiet horizontal lines, a caption with the numbers. */
import { formatNumber } from '../../result';
import type { Ink } from './ink';
import { linearScale, type Scale } from './scale';
import { element, words } from './svg';

export const WIDTH = 480;
const HEIGHT = 360;
const LEFT = 56;
const RIGHT = 20;
const TOP = 56;
const AXIS_ROOM = 44;
const LINE = 17;
const CAPTION_CHARACTERS = 76;

export interface FigureText {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  /** One line with estimate, interval, p and n; broken where it is too long. */
  readonly caption: string;
}

export interface Frame {
  readonly x: Scale;
  readonly y: Scale;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Axes {
  /** Range of the horizontal axis, or null for categories. */
  readonly x: readonly [low: number, high: number] | null;
  readonly y: readonly [low: number, high: number];
}

/** Places for the marks inside the frame. */
export function frameFor({ x, y }: Axes, caption: string): Frame {
  const right = WIDTH - RIGHT;
  const bottom = HEIGHT - AXIS_ROOM - LINE * captionLines(caption).length - 10;
  return {
    x: linearScale(x?.[0] ?? 0, x?.[1] ?? 1, LEFT, right),
    y: linearScale(y[0], y[1], bottom, TOP),
    left: LEFT,
    right,
    top: TOP,
    bottom,
  };
}

/** The whole figure around its marks. `categories` stand under the axis in place of ticks. */
export function figure(
  frame: Frame,
  text: FigureText,
  ink: Ink,
  marks: readonly string[],
  categories: readonly { readonly at: number; readonly name: string }[] | null = null,
): string {
  const { x, y, left, right, top, bottom } = frame;
  const small = { 'font-size': 11, fill: ink.label };
  const lines = y.ticks.map((tick) =>
    element('line', { x1: left, x2: right, y1: y.at(tick), y2: y.at(tick), stroke: ink.grid }),
  );
  const yWords = y.ticks.map((tick) =>
    words(formatNumber(tick, y.decimals), left - 8, y.at(tick) + 4, { ...small, 'text-anchor': 'end' }),
  );
  const under = categories ?? x.ticks.map((tick) => ({ at: x.at(tick), name: formatNumber(tick, x.decimals) }));
  const xWords = under.flatMap(({ at, name }) =>
    name.split('\n').map((line, i) => words(line, at, bottom + 16 + 13 * i, { ...small, 'text-anchor': 'middle' })),
  );
  return document(ink, text.title, HEIGHT, [
    words(text.yLabel, left, top - 12, small),
    ...lines,
    ...yWords,
    ...xWords,
    words(text.xLabel, right, bottom + 34, { ...small, 'text-anchor': 'end' }),
    ...marks,
    ...captionWords(text.caption, HEIGHT, ink),
  ]);
}

/** An SVG document with a title that a screen reader tells, too. */
export function document(ink: Ink, title: string, height: number, content: readonly string[]): string {
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${height}`,
      width: WIDTH,
      height,
      'font-family': ink.font,
      role: 'img',
      'aria-label': title,
    },
    element('rect', { width: WIDTH, height, fill: ink.paper }),
    words(title, 16, 24, { 'font-size': 13.5, 'font-weight': 600, fill: ink.text }),
    ...content,
  )}\n`;
}

/** Caption lines at the foot. */
export function captionWords(caption: string, height: number, ink: Ink): string[] {
  const lines = captionLines(caption);
  return lines.map((line, i) =>
    words(line, 16, height - 12 - LINE * (lines.length - 1 - i), { 'font-size': 12, fill: ink.text }),
  );
}

/** Breaks at spaces, never inside a number and its unit (those have no plain space). */
function captionLines(caption: string): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of caption.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > CAPTION_CHARACTERS) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, line];
}

/** A case as an open or filled circle; `key` lets a page find the case again, files leave it out. */
export function dot(x: number, y: number, filled: boolean, ink: Ink, key: string | null): string {
  return element('circle', {
    cx: x,
    cy: y,
    r: 3.2,
    fill: filled ? ink.mark : ink.paper,
    stroke: ink.mark,
    'stroke-width': 1.2,
    'data-case': key,
  });
}
