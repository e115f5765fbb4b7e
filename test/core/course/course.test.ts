/** The course of a patient: axes, boxes by condition, what repeating alone brings. */
import { describe, expect, test } from 'vitest';
import {
  byCondition,
  courseLayout,
  differenceHalfWidth,
  repeatability,
  ticksBetween,
  timeFits,
  type CourseFrame,
  type CourseSample,
  type Lane,
} from '../../../src/core/course';

const frame: CourseFrame = { width: 640, left: 54, right: 20, top: 20, laneHeight: 100, laneGap: 20 };
const pf: Lane = { key: 'pf', name: 'P/F', unit: 'mmHg', decimals: 0, leastSpan: 40, colour: 'grey' };
const bv5: Lane = { ...pf, key: 'bv5', name: 'BV5', decimals: 1, leastSpan: 10, colour: 'bv5' };
const at = (id: string, hours: number | null, value: number | null): CourseSample => ({
  id,
  hours,
  values: { pf: value },
});

describe('ticks', () => {
  test('hold all values, are round, and do not blow up noise', () => {
    expect(ticksBetween(130, 216, 40)).toEqual([100, 150, 200, 250]);
    expect(ticksBetween(150, 152, 40)).toEqual([140, 160]);
    expect(ticksBetween(7.31, 7.42, 0.1)).toEqual([7.3, 7.35, 7.4, 7.45]);
    expect(ticksBetween(-3, 4, 5)).toEqual([-5, 0, 5]);
  });
});

describe('the axis', () => {
  const three = [at('a', 0, 100), at('b', 3, 120), at('c', 12, 140)];

  test('of time keeps distances: 3 h lie a quarter of the way to 12 h', () => {
    const { x, timeTicks } = courseLayout(three, [pf], frame, 'time');
    const [a, b, c] = ['a', 'b', 'c'].map((id) => x.get(id) ?? NaN);
    expect((b - a) / (c - a)).toBeCloseTo(0.25, 12);
    expect(timeTicks.map(({ text }) => text)).toEqual(['0 h', '2 h', '4 h', '6 h', '8 h', '10 h', '12 h']);
  });

  test('of order puts all at the same distance', () => {
    const { x } = courseLayout(three, [pf], frame, 'order');
    const [a, b, c] = ['a', 'b', 'c'].map((id) => x.get(id) ?? NaN);
    expect(b - a).toBeCloseTo(c - b, 12);
  });

  test('of time is refused where a time is missing or two lie on each other', () => {
    expect(timeFits(three)).toBe(true);
    expect(timeFits([...three, at('d', null, 1)])).toBe(false);
    expect(timeFits([at('a', 0, 1), at('b', 0.1, 1), at('c', 12, 1)])).toBe(false);
  });
});

describe('a lane', () => {
  test('higher values lie higher, a missing one is passed over, an interval lies around its value', () => {
    const scan: CourseSample = { id: 's', hours: 5, values: { bv5: 45 }, ends: { bv5: [42, 49] } };
    const { lanes, bottom } = courseLayout(
      [at('a', 0, 100), at('b', 3, null), at('c', 12, 140), scan],
      [pf, bv5],
      frame,
      'time',
    );
    const [first, second] = lanes;
    expect(first.points.map(({ id, text }) => [id, text])).toEqual([
      ['a', '100'],
      ['c', '140'],
    ]);
    expect(first.points[1].y).toBeLessThan(first.points[0].y);
    expect(second.points).toHaveLength(1);
    const [point] = second.points;
    const [top, low] = point.interval ?? [NaN, NaN];
    expect(top).toBeLessThan(point.y);
    expect(low).toBeGreaterThan(point.y);
    expect(bottom).toBe(240);
  });
});

describe('by condition', () => {
  const value = (patientId: string, condition: string, v: number) => ({ patientId, condition, value: v });
  const rows = [
    value('A', 'supine', 100),
    value('A', 'prone', 140),
    value('B', 'supine', 120),
    value('B', 'prone', 150),
    value('C', 'supine', 90),
    value('A', 'supine', 110),
  ];

  test('a patient counts once: the median of the patient’s own values', () => {
    const { conditions, boxes, lines } = byCondition(rows, ['supine', 'ino', 'prone']);
    expect(conditions).toEqual(['supine', 'prone']);
    expect(lines.find(({ patientId }) => patientId === 'A')?.values).toEqual([105, 140]);
    expect(lines.find(({ patientId }) => patientId === 'C')?.values).toEqual([90, null]);
    // 90, 105, 120
    expect(boxes[0]).toMatchObject({ n: 3, median: 105, q1: 97.5, q3: 112.5, low: 90, high: 120 });
  });

  test('whiskers end at the last value within 1.5 boxes', () => {
    const { boxes } = byCondition(
      [10, 11, 12, 13, 40].map((v, i) => value(String(i), 'x', v)),
      [],
    );
    expect(boxes[0]).toMatchObject({ low: 10, high: 13 });
  });
});

describe('repeatability', () => {
  test('is 1.96 × √2 × the SD within, pooled over groups by their degrees of freedom', () => {
    // 100, 110: variance 50; 70, 76, 82: variance 36; (50 + 72) / 3
    const found = repeatability([[100, 110], [70, 76, 82], [200]]);
    expect(found?.withinSd).toBeCloseTo(Math.sqrt(122 / 3), 12);
    expect(found?.limit).toBeCloseTo(1.96 * Math.sqrt((2 * 122) / 3), 12);
    expect(found).toMatchObject({ groups: 2, values: 5 });
    expect(repeatability([[100], []])).toBeNull();
  });

  test('of two intervals: half-widths 3 and 4 make 5', () => {
    expect(differenceHalfWidth([40, 46], [41, 49])).toBe(5);
  });
});
