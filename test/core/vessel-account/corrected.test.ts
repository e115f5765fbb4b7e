import { describe, expect, test } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { inlineParallel } from '../../../src/core/parallel';
import { defaultParameters } from '../../../src/core/parameters';
import { acceptedAfter, alterable, correctedMask, correctedMeasurement } from '../../../src/core/vessel-account';
import type { Change } from '../../../src/core/vessel-account';
import { account, measurement } from '../../app/samples';

const all = account();
const here = inlineParallel(plainKernels);
const correct = (accepted: Uint8Array) => correctedMeasurement(measurement(), all, accepted, defaultParameters, here);
const change = (kind: Change['kind'], stations: readonly number[]): Change => ({
  at: '',
  kind,
  what: 'vessel',
  reason: 'other',
  summary: '',
  stations,
});

describe('figures after changes by hand', () => {
  test('are the sums over what counts, with intervals of their own; lungs and quality stay', async () => {
    const before = measurement();
    const after = await correct(
      acceptedAfter(all, [change('leave_out', alterable(all, all.ledger.accepted, [2], 'leave_out'))]),
    );
    expect(after.volumes.tbvMl).toBeCloseTo(0.068, 9);
    expect(after.percent.bv5).toBeCloseTo((100 * 8) / 68, 9);
    expect(after.volumes.tbvMlPerL).toBeCloseTo(0.068 / 6.29, 9);
    const [low, high] = after.intervals.percent.bv5 ?? [0, 0];
    expect(low).toBeLessThan(after.percent.bv5 ?? 0);
    expect(high).toBeGreaterThan(after.percent.bv5 ?? 0);
    expect(after.vessels).toMatchObject({ branches: 2, stations: 8, lengthMm: 8 });
    expect(after.vessels.rejected.at(-1)).toEqual({ reason: 'by_hand', count: 1, ml: expect.closeTo(0.009, 9) });
    expect(after.lungs).toEqual(before.lungs);
    expect(after.quality).toEqual(before.quality);
  });

  test('what was left out and counts again leaves its reason', async () => {
    const stations = alterable(all, all.ledger.accepted, [0, 3], 'count');
    expect(stations).toEqual([11, 12]);
    const m = { ...measurement().vessels, rejected: [{ reason: 'sheet', count: 1, ml: 0.004 }] };
    const accepted = acceptedAfter(all, [change('count', stations)]);
    const after = await correctedMeasurement({ ...measurement(), vessels: m }, all, accepted, defaultParameters, here);
    expect(after.vessels.rejected).toEqual([]);
    expect(after.volumes.bv5Ml).toBeCloseTo(0.021, 9);
  });

  test('changes add up in their order, and the last on a station holds', () => {
    const list = [change('leave_out', [0, 1]), change('count', [1])];
    expect([...acceptedAfter(all, list).subarray(0, 2)]).toEqual([0, 1]);
    expect([...acceptedAfter(all, list, 1).subarray(0, 2)]).toEqual([0, 0]);
    expect(all.ledger.accepted[0]).toBe(1);
  });
});

/** A grid of 1 mm voxels with two vessels along z, 6 mm apart, and the mask that shows both. */
describe('the mask after changes by hand', () => {
  const size = [16, 9, 6] as const;
  const grid = { ...all.grid, size, spacingMm: [1, 1, 1] as const };
  const at = (i: number, j: number, k: number): number => i + 16 * (j + 9 * k);
  const csaMm2 = all.ledger.csaMm2.map((_, s) => (s < 8 ? 7 : 0.1));
  const points = Float64Array.from(csaMm2, () => 0);
  const places = new Float64Array(3 * points.length);
  for (let s = 0; s < 8; s += 1) places.set([s < 4 ? 4 : 10, 4, s % 4], 3 * s);
  const two = { ...all, grid, points: places, ledger: { ...all.ledger, csaMm2 } };
  const mask = new Uint8Array(16 * 9 * 6);
  for (let k = 0; k < 4; k += 1) {
    for (const x of [4, 10]) {
      for (const [di, dj] of [
        [0, 0],
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ]) {
        mask[at(x + di, 4 + dj, k)] = 3;
      }
    }
  }
  const lungs = new Uint8Array(mask.length).fill(1);
  const accepted = all.ledger.accepted.slice();
  accepted.fill(0, 4, 8);

  test('clears what is left out and keeps its neighbour', () => {
    const out = correctedMask(mask, lungs, grid, two, accepted, defaultParameters);
    expect(out[at(10, 4, 1)]).toBe(0);
    expect(out[at(11, 4, 3)]).toBe(0);
    expect(out[at(4, 4, 1)]).toBe(3);
    expect(out[at(5, 4, 3)]).toBe(3);
    expect(mask[at(10, 4, 1)]).toBe(3);
  });

  test('paints what counts anew, within the lungs alone', () => {
    const none = { ...two, ledger: { ...two.ledger, accepted } };
    const outside = lungs.slice();
    outside[at(10, 5, 1)] = 0;
    const empty = new Uint8Array(mask.length);
    const out = correctedMask(empty, outside, grid, none, all.ledger.accepted, defaultParameters);
    expect(out[at(10, 4, 1)]).toBe(3);
    expect(out[at(10, 5, 1)]).toBe(0);
    expect(out[at(4, 4, 1)]).toBe(0);
  });
});
