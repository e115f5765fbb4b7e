/**
 * The course of a patient as a picture: values under each other on one axis of time or of order, BV5 with its interval
 * at the times of the scans. Places and texts only; the page and the report draw them.
 */
import { formatNumber } from '../result/format';

export interface CourseSample {
  readonly id: string;
  /** Hours from any fixed moment; null where the time is not known. */
  readonly hours: number | null;
  readonly values: Readonly<Record<string, number | null>>;
  /** Beside a value: its interval. */
  readonly ends?: Readonly<Record<string, readonly [number, number]>>;
}

export interface Lane {
  /** Name of the value. */
  readonly key: string;
  readonly name: string;
  readonly unit: string;
  readonly decimals: number;
  /** The least span of the axis, so that noise is not drawn as large as a change. */
  readonly leastSpan: number;
  readonly colour: 'grey' | 'bv5';
}

export interface CourseFrame {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly laneHeight: number;
  readonly laneGap: number;
}

export interface LanePoint {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** Ends of the interval, from top to bottom. */
  readonly interval: readonly [number, number] | null;
}

export interface DrawnLane {
  readonly lane: Lane;
  readonly top: number;
  readonly bottom: number;
  readonly ticks: readonly { readonly y: number; readonly text: string }[];
  readonly points: readonly LanePoint[];
  readonly path: string;
}

export interface CourseLayout {
  readonly by: 'time' | 'order';
  readonly x: ReadonlyMap<string, number>;
  readonly lanes: readonly DrawnLane[];
  readonly bottom: number;
  readonly timeTicks: readonly { readonly x: number; readonly text: string }[];
}

/** Samples nearer than this share of the span cannot be told apart on an axis of time. */
const NEAREST_SHARE = 0.045;

/** Whether all times are known and far enough apart for an axis of time. */
export function timeFits(samples: readonly CourseSample[]): boolean {
  const hours = samples.flatMap(({ hours: at }) => at ?? []).toSorted((a, b) => a - b);
  const span = (hours.at(-1) ?? 0) - (hours[0] ?? 0);
  if (hours.length !== samples.length || !(span > 0)) return false;
  return hours.every((at, i) => i === 0 || at - (hours[i - 1] ?? at) >= NEAREST_SHARE * span);
}

export function courseLayout(
  samples: readonly CourseSample[],
  lanes: readonly Lane[],
  frame: CourseFrame,
  by: 'time' | 'order',
): CourseLayout {
  const x = by === 'time' ? placesInTime(samples, frame) : placesInOrder(samples, frame);
  const drawn = lanes.map((lane, row) => {
    const top = frame.top + row * (frame.laneHeight + frame.laneGap);
    return drawLane(lane, samples, x, top, top + frame.laneHeight);
  });
  return {
    by,
    x,
    lanes: drawn,
    bottom: drawn.at(-1)?.bottom ?? frame.top,
    timeTicks: by === 'time' ? timeTicks(samples, frame) : [],
  };
}

const inner = ({ width, left, right }: CourseFrame): number => width - left - right;

function placesInOrder(samples: readonly CourseSample[], frame: CourseFrame): ReadonlyMap<string, number> {
  const step = inner(frame) / Math.max(1, samples.length);
  return new Map(samples.map(({ id }, at) => [id, frame.left + (at + 0.5) * step]));
}

function spanOf(samples: readonly CourseSample[]): readonly [number, number] {
  const hours = samples.flatMap(({ hours: at }) => at ?? []);
  return hours.length === 0 ? [0, 1] : [Math.min(...hours), Math.max(...hours)];
}

/** Half a label of room at both ends. */
const EDGE = 24;

function placesInTime(samples: readonly CourseSample[], frame: CourseFrame): ReadonlyMap<string, number> {
  const [from, to] = spanOf(samples);
  const room = inner(frame) - 2 * EDGE;
  const place = (hours: number): number =>
    frame.left + EDGE + (to === from ? 0.5 : (hours - from) / (to - from)) * room;
  return new Map(samples.flatMap(({ id, hours }): [string, number][] => (hours === null ? [] : [[id, place(hours)]])));
}

/** Hours or days after the first sample, about five of them. */
function timeTicks(samples: readonly CourseSample[], frame: CourseFrame): CourseLayout['timeTicks'] {
  const [from, to] = spanOf(samples);
  const span = to - from;
  const step = [0.25, 0.5, 1, 2, 3, 6, 12, 24, 48, 72, 168, 336].find((one) => span / one <= 6) ?? 672;
  const room = inner(frame) - 2 * EDGE;
  const isDays = step >= 24;
  const ticks: { x: number; text: string }[] = [];
  for (let at = 0; at <= span * (1 + 1e-9); at += step) {
    const text = isDays
      ? `${formatNumber(at / 24, 0)} d`
      : `${formatNumber(at, step === 0.25 ? 2 : step < 1 ? 1 : 0)} h`;
    ticks.push({ x: frame.left + EDGE + (span === 0 ? 0.5 : at / span) * room, text });
  }
  return ticks;
}

function drawLane(
  lane: Lane,
  samples: readonly CourseSample[],
  x: ReadonlyMap<string, number>,
  top: number,
  bottom: number,
): DrawnLane {
  const found = samples.flatMap(({ id, values, ends }) => {
    const value = values[lane.key] ?? null;
    const at = x.get(id);
    return value === null || at === undefined ? [] : [{ id, x: at, value, ends: ends?.[lane.key] ?? null }];
  });
  const all = found.flatMap(({ value, ends }) => [value, ...(ends ?? [])]);
  const ticks =
    all.length === 0 ? [0, lane.leastSpan] : ticksBetween(Math.min(...all), Math.max(...all), lane.leastSpan);
  const [low, high] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  // room above for the text of the highest point
  const y = (value: number): number => bottom - ((value - low) / (high - low)) * (bottom - top - 18);
  const points = found.map(({ id, x: at, value, ends }) => ({
    id,
    x: at,
    y: y(value),
    text: formatNumber(value, lane.decimals),
    interval: ends === null ? null : ([y(ends[1]), y(ends[0])] as const),
  }));
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  const decimals = step >= 1 ? 0 : step >= 0.1 ? 1 : 2;
  return {
    lane,
    top,
    bottom,
    ticks: ticks.map((tick) => ({ y: y(tick), text: formatNumber(tick, decimals) })),
    points,
    path: points.map((point, i) => `${i === 0 ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`).join(''),
  };
}

const STEPS = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500];

/** Round values around low and high, about three steps of them. */
export function ticksBetween(low: number, high: number, leastSpan: number): number[] {
  const span = Math.max(high - low, leastSpan);
  const step = STEPS.find((one) => span / one <= 3) ?? 1000;
  // in whole steps: sums of 0.1 would not meet
  let at = Math.floor(low / step + 1e-9);
  const out = [at * step];
  while (out.length < 2 || (out.at(-1) ?? high) < high - 1e-9) {
    at += 1;
    out.push(at * step);
  }
  return out.map((tick) => Number(tick.toPrecision(12)));
}
