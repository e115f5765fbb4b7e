/** Groups as boxes of quartiles with every case as a point. */
import { quantile, sorted } from '../summary';
import { dot, figure, frameFor, type FigureText, type Frame } from './frame';
import type { Ink } from './ink';
import { rangeOf } from './scale';
import { element } from './svg';

export interface BoxGroup {
  readonly name: string;
  readonly values: Float64Array;
  readonly keys?: readonly string[];
}

/** Whiskers reach the farthest value within so many box lengths. */
const WHISKER = 1.5;
const BOX_SHARE = 0.5;
/** Steps of the golden section spread points evenly without chance. */
const SPREAD = 0.618033988749895;

export function boxPlot(groups: readonly BoxGroup[], text: FigureText, ink: Ink): string {
  const frame = frameFor({ x: null, y: rangeOf(...groups.map(({ values }) => values)) }, text.caption);
  const room = (frame.right - frame.left) / groups.length;
  const marks = groups.flatMap((group, i) => {
    const centre = frame.left + room * (i + 0.5);
    const half = (Math.min(room, 180) * BOX_SHARE) / 2;
    return [...box(group.values, centre, half, frame, ink), ...points(group, centre, half, i, frame, ink)];
  });
  const categories = groups.map(({ name, values }, i) => ({
    at: frame.left + room * (i + 0.5),
    name: `${shortened(name, room)}\nn ${values.length}`,
  }));
  return figure(frame, text, ink, marks, categories);
}

/** A name that fits into its room, at about six pixels a letter. */
function shortened(name: string, room: number): string {
  const most = Math.max(4, Math.floor(room / 6));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

function box(values: Float64Array, centre: number, half: number, frame: Frame, ink: Ink): string[] {
  if (values.length === 0) return [];
  const ascending = sorted(values);
  const [q1, middle, q3] = [0.25, 0.5, 0.75].map((share) => quantile(ascending, share));
  const reach = WHISKER * (q3 - q1);
  const inside = ascending.filter((value) => value >= q1 - reach && value <= q3 + reach);
  const [low, high] = rangeOf(inside);
  const y = (value: number): number => frame.y.at(value);
  const upright = (from: number, to: number): string =>
    element('line', { x1: centre, x2: centre, y1: y(from), y2: y(to), stroke: ink.mark });
  return [
    upright(q3, high),
    upright(low, q1),
    element('rect', {
      x: centre - half,
      y: y(q3),
      width: 2 * half,
      height: y(q1) - y(q3),
      fill: 'none',
      stroke: ink.mark,
      'stroke-width': 1.2,
    }),
    element('line', {
      x1: centre - half,
      x2: centre + half,
      y1: y(middle),
      y2: y(middle),
      stroke: ink.main,
      'stroke-width': 2.4,
    }),
  ];
}

function points(
  { values, keys }: BoxGroup,
  centre: number,
  half: number,
  group: number,
  frame: Frame,
  ink: Ink,
): string[] {
  return Array.from(values, (value, i) => {
    const place = ((i + 1) * SPREAD) % 1;
    return dot(centre + (place - 0.5) * 1.4 * half, frame.y.at(value), group % 2 === 1, ink, keys?.[i] ?? null);
  });
}
