/** Samples are spread evenly over every source and tied between none. */
import { expect, test } from 'vitest';
import { latinSquare } from '../../../src/core/blood-volume/latin-square';

const n = 200;
const dimensions = 12;
const samples = latinSquare(n, dimensions, 3);
const column = (d: number): number[] => Array.from({ length: n }, (_, k) => samples[k * dimensions + d]);

test('every part of each dimension holds one sample', () => {
  const middles = Array.from({ length: n }, (_, k) => (k + 0.5) / n);
  for (let d = 0; d < dimensions; d += 1) expect(column(d).toSorted((a, b) => a - b)).toEqual(middles);
});

test('dimensions do not go together', () => {
  for (let d = 1; d < dimensions; d += 1) {
    const [a, b] = [column(0), column(d)];
    const product = a.reduce((sum, value, k) => sum + (value - 0.5) * (b[k] - 0.5), 0) / n;
    // a correlation of 0.25 is 3.5 standard errors
    expect(Math.abs(12 * product)).toBeLessThan(0.25);
  }
});

test('the same seed gives the same samples, another one others', () => {
  expect(latinSquare(n, dimensions, 3)).toEqual(samples);
  expect(latinSquare(n, dimensions, 4)).not.toEqual(samples);
});
