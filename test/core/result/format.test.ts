import { describe, expect, test } from 'vitest';
import {
  columnDecimals,
  decimalsFor,
  formatCsa,
  formatDate,
  formatNumber,
  formatP,
  formatPoints,
  formatRange,
  formatRangeInWords,
  formatSigned,
  formatSignedRange,
  formatTime,
  withUnit,
} from '../../../src/core/result/format';

describe('digits from the interval', () => {
  test.each([
    [2.15, 1],
    [8.5, 0],
    [1, 1],
    [3.54, 1],
    [3.55, 0],
    [3.5499999, 1],
    [9.49, 0],
    [9.5, 0],
    [9.99, 0],
    [0.95, 1],
    [0.94, 1],
    [0.36, 1],
    [12, 0],
    [150, 0],
    [85, 0],
  ])('half-width %f shows %i decimals in a column that allows one', (half, decimals) => {
    expect(decimalsFor(half, 1)).toBe(decimals);
  });

  test('the rule itself, in a column that allows many', () => {
    // two digits of the half-width up to 0.354, one up to 0.949, then 1.0 with two
    expect(decimalsFor(0.1, 9)).toBe(2);
    expect(decimalsFor(0.354, 9)).toBe(2);
    expect(decimalsFor(0.355, 9)).toBe(1);
    expect(decimalsFor(0.949, 9)).toBe(1);
    expect(decimalsFor(0.95, 9)).toBe(1);
    expect(decimalsFor(0.999, 9)).toBe(1);
    expect(decimalsFor(1, 9)).toBe(1);
    expect(decimalsFor(0.0096, 9)).toBe(3);
  });

  test('without a half-width the column default stands', () => {
    expect(decimalsFor(0, 2)).toBe(2);
    expect(decimalsFor(Number.NaN, 2)).toBe(2);
    expect(decimalsFor(Infinity, 2)).toBe(2);
  });

  test('the widest interval of a column decides for all of it', () => {
    expect(columnDecimals([[43.6, 47.9], null, [15, 16.8]], 'percent')).toBe(1);
    expect(
      columnDecimals(
        [
          [40, 52],
          [15, 16.8],
        ],
        'percent',
      ),
    ).toBe(0);
    expect(columnDecimals([[206, 223]], 'ml')).toBe(0);
    expect(columnDecimals([null], 'litres')).toBe(2);
  });
});

describe('figures', () => {
  test('thousands, signs and zero', () => {
    expect(formatNumber(1234.5, 1)).toBe('1\u202f234.5');
    expect(formatNumber(1234567, 0)).toBe('1\u202f234\u202f567');
    expect(formatNumber(999.4, 0)).toBe('999');
    expect(formatNumber(-0.3, 1)).toBe('\u22120.3');
    expect(formatNumber(-0.04, 1)).toBe('0.0');
    expect(formatSigned(0.8, 1)).toBe('+0.8');
    expect(formatSigned(0.04, 1)).toBe('0.0');
    expect(formatSigned(-2, 0)).toBe('\u22122');
  });

  test('intervals: a dash in tables, words in sentences and beside a sign', () => {
    expect(formatRange([43.6, 47.9], 1)).toBe('43.6–47.9');
    expect(formatRange([-0.8, 8.4], 1)).toBe('\u22120.8 to 8.4');
    expect(formatRangeInWords([43.6, 47.9], 1)).toBe('43.6 to 47.9');
    expect(formatSignedRange([0.8, 8.4], 1)).toBe('+0.8 to +8.4');
  });

  test('units, areas, points, p, dates', () => {
    expect(withUnit('45.8', '%')).toBe('45.8\u202f%');
    expect(withUnit('45.8', '')).toBe('45.8');
    expect(formatCsa(1.25)).toBe('1.25');
    expect(formatCsa(5.04)).toBe('5.0');
    expect(formatPoints(1.7)).toBe('±1.7\u202fpoints');
    expect(formatP(0.0351)).toBe('0.035');
    expect(formatP(1e-9)).toBe('<\u202f0.001');
    expect(formatDate('2026-03-12T08:10:00')).toBe('12 Mar 2026');
    expect(formatDate('unknown')).toBe('unknown');
    expect(formatTime('2026-03-12T08:10:00')).toBe('08:10');
    expect(formatTime('2026-03-12')).toBe('');
  });
});
