import { describe, expect, test } from 'vitest';
import { rowOfResult, toResultJson, type MeasurementsRow } from '../../../src/core/result';
import { compareScans, histogramOf, type PairCheckId, type PairFigure } from '../../../src/core/scan-pair';
import { exampleInput } from '../result/example';

const row = rowOfResult(toResultJson({ ...exampleInput, edits: [] }));
const but = (over: Record<string, number | string | null>): MeasurementsRow => ({ ...row, ...over });
const figure = (b: MeasurementsRow, name: PairFigure) => compareScans(row, b).rows.find((one) => one.figure === name);
const verdict = (b: MeasurementsRow, id: PairCheckId) =>
  compareScans(row, b).checks.find((one) => one.id === id)?.verdict;

describe('two scans', () => {
  test('that are the same differ by nothing, and compare', () => {
    const pair = compareScans(row, row);
    expect(pair.rows.map(({ difference }) => difference)).toEqual(pair.rows.map(() => 0));
    expect(pair.checks.filter((check) => check.verdict !== 'good')).toEqual([]);
  });

  test('a difference has both intervals in it, added in squares, each side on its own', () => {
    const a = but({ percent_bv5: 40, intervals_percent_bv5_low: 37, intervals_percent_bv5_high: 44 });
    const b = but({ percent_bv5: 46, intervals_percent_bv5_low: 43, intervals_percent_bv5_high: 50 });
    const [found] = compareScans(a, b).rows;
    expect(found.difference).toBe(6);
    expect(found.interval).toEqual([6 - 5, 6 + 5]);
  });

  test('what is not given has no difference, and no interval where one is unknown', () => {
    expect(figure(but({ percent_bv5: null }), 'bv5')).toMatchObject({ difference: null, interval: null });
    expect(figure(but({ intervals_percent_bv5_low: null }), 'bv5')).toMatchObject({ difference: 0, interval: null });
  });

  test('other rules or another part of the lungs do not compare; scanner, slices, noise, breath limit', () => {
    expect(verdict(but({ program_parameters_hash: 'sha256:0' }), 'rules')).toBe('poor');
    expect(verdict(but({ lungs_cut_off: 'inferior' }), 'coverage')).toBe('poor');
    expect(verdict(but({ scan_model: 'Other' }), 'scanner')).toBe('limited');
    expect(verdict(but({ scan_kernel: 'B70f' }), 'kernel')).toBe('limited');
    const by = (name: string, factor: number): MeasurementsRow => but({ [name]: Number(row[name]) * factor });
    expect(verdict(by('scan_spacing_mm_z', 1.2), 'thickness')).toBe('good');
    expect(verdict(by('scan_spacing_mm_z', 1.3), 'thickness')).toBe('limited');
    expect(verdict(by('estimates_noise_hu_value', 1.4), 'noise')).toBe('good');
    expect(verdict(by('estimates_noise_hu_value', 1.6), 'noise')).toBe('limited');
    expect(verdict(by('lungs_total_ml', 1 / 1.15), 'lungs')).toBe('limited');
    expect(verdict(but({ quality_verdict: 'poor' }), 'quality')).toBe('poor');
    expect(verdict(but({ edits_at: '2026-03-12T09:00:00+01:00' }), 'by_hand')).toBe('limited');
  });

  test('bars come back from the row', () => {
    expect(histogramOf(row)?.ml).toEqual(exampleInput.measurement.histogram.ml);
    expect(histogramOf(but({ histogram_ml: null }))).toBeNull();
  });
});
