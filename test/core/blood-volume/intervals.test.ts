/** Intervals answer to what makes a scan worse, hold the measured values, and are the same bits however they are cut. */
import { expect, test } from 'vitest';
import { measureIntervals, type Ledger } from '../../../src/core/blood-volume';
import { plainKernels } from '../../../src/core/kernels';
import { inlineParallel, type Parallel } from '../../../src/core/parallel';
import { defaultParameters } from '../../../src/core/parameters';
import type { Intervals, Range } from '../../../src/core/result';
import { scanOf, stationsOfLungs, type Scan } from './stations-of-lungs';

const here = inlineParallel(plainKernels);
const intervalsOf = (scan: Scan = {}, ledger: Ledger = stationsOfLungs(), parallel: Parallel = here) =>
  measureIntervals({ ledger }, scanOf(scan), defaultParameters, parallel);
const half = (range: Range | null): number => (range === null ? NaN : (range[1] - range[0]) / 2);
const source = (intervals: Intervals, name: string): number =>
  intervals.sources.find((entry) => entry.name === name)?.points ?? NaN;

const usual = await intervalsOf();

const bv5 = ({ percent }: Intervals): Range | null => percent.bv5;
const tbv = ({ volumes }: Intervals): Range | null => volumes.tbvMl;

test.each<[string, Scan, string, typeof bv5]>([
  ['thicker slices', { thicknessMm: 2.5 }, 'model', bv5],
  ['a sharp kernel', { sharpening: 0.5 }, 'model', bv5],
  ['more noise', { noiseHu: 55 }, 'model', bv5],
  ['uncertain lung', { uncertainMl: 400 }, 'uncertain_lung', bv5],
  ['a higher detection limit', { detectionLimitMm2: 1.2 }, 'recall', bv5],
  ['a blur known less well', { blurHalfMm: 0.15 }, 'blur', bv5],
  ['blood known less well', { bloodHalfHu: 40 }, 'blood_hu', tbv],
])('%s widens them through its own source', async (_, scan, name, figure) => {
  const worse = await intervalsOf(scan);
  expect(half(figure(worse))).toBeGreaterThan(half(figure(usual)));
  expect(source(worse, name)).toBeGreaterThan(1.2 * source(usual, name));
});

test('noisier sizes widen them', async () => {
  const noisy = await intervalsOf({}, stationsOfLungs({ logSd: 0.4 }));
  expect(source(noisy, 'station_scatter')).toBeGreaterThan(2 * source(usual, 'station_scatter'));
  expect(half(noisy.percent.bv5To10)).toBeGreaterThan(half(usual.percent.bv5To10));
});

test('blood measured in uncertain lung may be none', async () => {
  const ledger = stationsOfLungs();
  const thick = ledger.csaMm2.map((csa) => (csa > 12 ? 1 : 0));
  ledger.uncertain.set(thick);
  const doubtful = await intervalsOf({ uncertainMl: 400 }, ledger);
  const hidden = await intervalsOf({ uncertainMl: 400 });
  expect(doubtful.percent.bv10?.[0]).toBeLessThan(0.6 * (hidden.percent.bv10?.[0] ?? NaN));
  expect(doubtful.percent.bv5?.[1]).toBeGreaterThan(1.1 * (hidden.percent.bv5?.[1] ?? NaN));
});

test('tissue about the stems may be more or less than was taken off, never less than none', async () => {
  const bare = stationsOfLungs();
  bare.hilumMl.fill(0);
  bare.hilumCoreMl.fill(0);
  expect(source(await intervalsOf({}, bare), 'hilar_tissue')).toBe(0);
  expect(source(usual, 'hilar_tissue')).toBeGreaterThan(0.2);
  const without = { ...defaultParameters, hilarTissueSdMm: 0 };
  const certain = await measureIntervals({ ledger: stationsOfLungs() }, scanOf(), without, here);
  const ends = ({ volumes }: Intervals): Range => volumes.tbvMl ?? [NaN, NaN];
  const [low, high] = ends(usual);
  expect(low).toBeLessThan(0.99 * ends(certain)[0]);
  expect(high).toBeGreaterThan(ends(certain)[1]);
  // of the stems' blood near the hilum a shell as thick as the mean, no more
  const ledger = stationsOfLungs();
  const stemMl = ledger.hilumMl.reduce(
    (sum, ml, s) => sum + (2.5 * 0.2 * ml) / Math.sqrt(ledger.csaMm2[s] / Math.PI),
    0,
  );
  expect(high - ends(certain)[1]).toBeLessThan(stemMl);
});

test('what passes between BV5–10 and BV10 widens their intervals and not that of BV5', async () => {
  const even = { ...defaultParameters, modelMiddleFactor: 1 };
  const { percent } = await measureIntervals({ ledger: stationsOfLungs() }, scanOf(), even, here);
  expect(half(usual.percent.bv5)).toBeCloseTo(half(percent.bv5), 9);
  expect(half(usual.percent.bv5To10)).toBeGreaterThan(1.05 * half(percent.bv5To10));
  expect(half(usual.percent.bv10)).toBeGreaterThan(1.01 * half(percent.bv10));
});

test('they widen step by step with the thickness', async () => {
  const widths: number[] = [];
  for (const thicknessMm of [1, 1.5, 2, 3]) widths.push(half((await intervalsOf({ thicknessMm })).percent.bv5));
  expect(widths).toEqual(widths.toSorted((a, b) => a - b));
  expect(widths[3]).toBeGreaterThan(1.15 * widths[0]);
});

test('they hold the measured values, and a side is less certain than both', async () => {
  const ledger = stationsOfLungs();
  const sum = (take: (s: number) => boolean): number =>
    ledger.ml.reduce((total, ml, s) => (take(s) ? total + ml : total), 0);
  const isBv5 = (s: number): boolean => ledger.csaMm2[s] >= 1.25 && ledger.csaMm2[s] < 5;
  const tbvMl = sum((s) => ledger.csaMm2[s] >= 1.25);
  expectInside(usual.volumes.tbvMl, tbvMl);
  expectInside(usual.volumes.bv5Ml, sum(isBv5));
  expectInside(usual.percent.bv5, (100 * sum(isBv5)) / tbvMl);
  for (const part of [usual.sides.left, usual.sides.right]) {
    expect(half(part.percent.bv5)).toBeGreaterThan(half(usual.percent.bv5));
    expect(half(part.volumes.tbvMl)).toBeLessThan(half(usual.volumes.tbvMl));
  }
});

test('the same bits in one piece and in many', async () => {
  const oneByOne: Parallel = {
    map: (task, input, pieces) => {
      const single = pieces.flatMap(({ from, to }) =>
        Array.from({ length: to - from }, (_, k) => ({ from: from + k, to: from + k + 1 })),
      );
      return here.map(task, structuredClone(input), single);
    },
  };
  expect(await intervalsOf({}, stationsOfLungs(), oneByOne)).toEqual(usual);
});

test('without blood in range there is no share, and no source', async () => {
  const ledger = stationsOfLungs();
  ledger.accepted.fill(0);
  const none = await intervalsOf({}, ledger);
  expect(none.percent.bv5).toBeNull();
  expect(none.sources.every(({ points }) => points === 0)).toBe(true);
});

function expectInside(range: Range | null, value: number): void {
  expect(range).not.toBeNull();
  if (range === null) return;
  expect(range[0]).toBeLessThan(value);
  expect(range[1]).toBeGreaterThan(value);
}
