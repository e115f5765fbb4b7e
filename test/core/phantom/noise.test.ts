import { describe, expect, it } from 'vitest';
import { chestOptions } from '../../../src/core/phantom';
import type { ScanOptions } from '../../../src/core/phantom';
import { addNoise } from '../../../src/core/phantom/noise';

const scan = (change: Partial<ScanOptions>): ScanOptions => ({
  ...chestOptions.scan,
  columns: 160,
  rows: 160,
  noiseRim: 1,
  noiseHu: 20,
  ...change,
});
function slice(of: ScanOptions, k: number, seed = 1): Float32Array {
  const pixels = new Float32Array(of.columns * of.rows);
  addNoise(pixels, of, seed, k);
  return pixels;
}
const mean = (values: Float32Array, of: (v: number, i: number) => number): number =>
  values.reduce((sum, v, i) => sum + of(v, i), 0) / values.length;
const sd = (values: Float32Array): number => Math.sqrt(mean(values, (v) => v * v) - mean(values, (v) => v) ** 2);
const correlation = (a: Float32Array, b: Float32Array, shift = 0): number =>
  mean(a, (v, i) => v * b[(i + shift) % b.length]) / (sd(a) * sd(b));

/** Correlation of a pixel with its neighbour in the row. */
function grain(noiseCorrelationMm: number): number {
  const noise = slice(scan({ noiseCorrelationMm }), 4);
  return correlation(noise, noise, 1);
}

describe('noise', () => {
  it('has the standard deviation asked for, no offset, and a grain of its width', () => {
    for (const noiseCorrelationMm of [0.3, 0.6, 1]) {
      const noise = slice(scan({ noiseCorrelationMm }), 4);
      expect(sd(noise) / 20).toBeCloseTo(1, 1);
      expect(Math.abs(mean(noise, (v) => v))).toBeLessThan(0.5);
    }
    expect(grain(0.25)).toBeLessThan(0.1);
    expect(grain(0.6)).toBeGreaterThan(0.2);
    expect(grain(1)).toBeGreaterThan(0.6);
  });

  it('is shared between slices as far as they overlap, and nothing else', () => {
    const apart = scan({ sliceSpacingMm: 1, sliceThicknessMm: 1 });
    expect(Math.abs(correlation(slice(apart, 4), slice(apart, 5)))).toBeLessThan(0.05);
    const over = scan({ sliceSpacingMm: 1, sliceThicknessMm: 3 });
    // boxes of three layers share two of them one slice on, one of them two slices on
    expect(correlation(slice(over, 4), slice(over, 5))).toBeCloseTo(2 / 3, 1);
    expect(correlation(slice(over, 4), slice(over, 6))).toBeCloseTo(1 / 3, 1);
    expect(Math.abs(correlation(slice(over, 4), slice(over, 7)))).toBeLessThan(0.05);
    expect(sd(slice(over, 4)) / 20).toBeCloseTo(1, 1);
  });

  it('falls towards the corner, differs by seed and repeats', () => {
    const fading = slice(scan({ noiseRim: 0.5 }), 4);
    const corner = fading.filter((_, i) => i % 160 > 135 && i > 160 * 135);
    const middle = fading.filter((_, i) => Math.abs((i % 160) - 80) < 15 && Math.abs(i / 160 - 80) < 15);
    expect(sd(corner) / sd(middle)).toBeGreaterThan(0.5);
    expect(sd(corner) / sd(middle)).toBeLessThan(0.75);
    expect(slice(scan({}), 4)).toEqual(slice(scan({}), 4));
    expect(Math.abs(correlation(slice(scan({}), 4), slice(scan({}), 4, 2)))).toBeLessThan(0.05);
  });
});
