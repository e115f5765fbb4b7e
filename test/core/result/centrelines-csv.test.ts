import { assert, float, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centrelinesCsv, parseCsv, writeNumber } from '../../../src/core/result';
import { exampleStations } from './example';

const written = (value: number): string => {
  const bytes = new Uint8Array(64);
  return new TextDecoder().decode(bytes.subarray(0, writeNumber(bytes, 0, value)));
};

describe('numbers of 32 bits', () => {
  test.each([
    [0, '0'],
    [-0, '0'],
    [1, '1'],
    [-1, '-1'],
    [0.1, '0.1'],
    [Math.fround(0.7), '0.7'],
    [Math.fround(-0.001), '-0.001'],
    [Math.fround(123.456), '123.456'],
    [Math.fround(1 / 3), '0.33333334'],
    [Math.fround(16777216), '16777216'],
    [2147483647, '2147483647'],
    [-2147483648, '-2147483648'],
    [Math.fround(1.5e-7), '0.00000015'],
    [Math.fround(1e-30), '1e-30'],
    [Math.fround(3.4e38), '3.4e+38'],
    [Number.NaN, ''],
    [-Infinity, ''],
  ])('%f is %s', (value, text) => {
    expect(written(value)).toBe(text);
  });

  test('each reads back to the same bits, and no shorter text does', () => {
    assert(
      property(float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = written(value);
        expect(Math.fround(Number(text))).toBe(value + 0);
        const decimals = text.includes('e') ? 0 : (text.split('.')[1]?.length ?? 0);
        const shorter = decimals > 1 ? value.toFixed(decimals - 1) : '';
        expect(shorter === '' || Math.fround(Number(shorter)) !== value).toBe(true);
      }),
      { numRuns: 5000, seed: 1 },
    );
  });
});

describe('centrelines.csv', () => {
  test('one row a station, in order, with the sides in words', () => {
    const table = exampleStations(9000);
    const pieces = [...centrelinesCsv(table)];
    expect(pieces.length).toBeGreaterThan(2);
    const rows = parseCsv(pieces.map((piece) => new TextDecoder().decode(piece)).join(''));
    expect(rows[0]).toEqual(
      'vessel branch x_mm y_mm z_mm csa_mm2 csa_low_mm2 csa_high_mm2 length_mm ml side'.split(' '),
    );
    expect(rows).toHaveLength(9001);
    const number = (row: number, column: number): number => Math.fround(Number(rows[row + 1]?.[column]));
    for (const i of [0, 1, 4095, 4096, 8999]) {
      expect(number(i, 0)).toBe(table.vessel[i]);
      expect(number(i, 1)).toBe(table.branch[i]);
      expect(number(i, 2)).toBe(table.x[i]);
      expect(number(i, 3)).toBe(table.y[i]);
      expect(number(i, 4)).toBe(table.z[i]);
      expect(number(i, 5)).toBe(table.csaMm2[i]);
      expect(number(i, 6)).toBe(table.csaLowMm2[i]);
      expect(number(i, 7)).toBe(table.csaHighMm2[i]);
      expect(number(i, 8)).toBe(table.lengthMm[i]);
      expect(number(i, 9)).toBe(table.ml[i]);
    }
    expect(rows[1]?.[10]).toBe('right');
    expect(rows[2]?.[10]).toBe('left');
  });

  test('an unknown side and a missing limit are empty cells', () => {
    const table = exampleStations(1);
    table.side[0] = 0;
    table.csaLowMm2[0] = Number.NaN;
    const text = [...centrelinesCsv(table)].map((piece) => new TextDecoder().decode(piece)).join('');
    const row = parseCsv(text)[1];
    expect(row).toHaveLength(11);
    expect(row?.[6]).toBe('');
    expect(row?.[10]).toBe('');
  });

  test('no stations: the header alone', () => {
    expect([...centrelinesCsv(exampleStations(0))]).toHaveLength(1);
  });

  test('a row of the longest numbers fits', () => {
    const table = exampleStations(5000);
    for (const column of [table.x, table.y, table.z, table.csaMm2, table.csaLowMm2, table.csaHighMm2]) {
      column.fill(-0.0000123456789);
    }
    table.ml.fill(-1.2345678e-38);
    table.vessel.fill(-2147483648);
    const rows = parseCsv([...centrelinesCsv(table)].map((piece) => new TextDecoder().decode(piece)).join(''));
    expect(rows).toHaveLength(5001);
    expect(Math.fround(Number(rows[5000]?.[2]))).toBe(table.x[4999]);
    expect(Math.fround(Number(rows[5000]?.[9]))).toBe(table.ml[4999]);
  });
});
