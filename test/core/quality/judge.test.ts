import { describe, expect, test } from 'vitest';
import { defaultParameters as p } from '../../../src/core/parameters';
import { allowsBv5, judgeQuality, withholdFineCalibres, type QualityInput } from '../../../src/core/quality';
import { toResultJson } from '../../../src/core/result';
import type { Geometry } from '../../../src/core/volume';
import { exampleInput, exampleMeasurement } from '../result/example';

const fine: QualityInput = {
  geometry: exampleMeasurement.geometry,
  facts: { kernel: 'B40f', sliceThicknessMm: 1 },
  estimates: exampleMeasurement.estimates,
  lungs: {
    rightMl: 3400,
    leftMl: 2900,
    meanHu: -832,
    uncertainMl: 25,
    cutOff: [],
    cutOffMm2: [],
  },
  sharpening: 0,
  motionPercent: 0.4,
  arteryVeinHu: 10,
  bv5HalfWidthPoints: 2.15,
};
const estimate = (value: number): QualityInput['estimates']['noiseHu'] => ({ value, low: value, high: value, how: '' });
const geometryWith = (spacingMm: Geometry['spacingMm'], direction = fine.geometry.direction): Geometry => ({
  ...fine.geometry,
  spacingMm,
  direction,
});

/** Verdict of one check and the codes that come with the whole judgement. */
function judged(changes: Partial<QualityInput>, id: string): [string | undefined, string[]] {
  const { checks, issues } = judgeQuality({ ...fine, ...changes }, p);
  return [checks.find((check) => check.id === id)?.verdict, issues.map((issue) => issue.code)];
}

function cut(cutOff: QualityInput['lungs']['cutOff'], cutOffMm2: number[]): [string | undefined, string[]] {
  return judged({ lungs: { ...fine.lungs, cutOff, cutOffMm2 } }, 'coverage');
}

describe('scan quality', () => {
  test('a good scan passes every check and raises nothing', () => {
    const { verdict, checks, issues } = judgeQuality(fine, p);
    expect(verdict).toBe('good');
    expect(issues).toEqual([]);
    expect(checks.map((check) => check.id)).toEqual(
      'coverage noise blur motion slices kernel lungs limit dense_lung contrast'.split(' '),
    );
    expect(checks.every((check) => check.verdict === 'good' && check.message.endsWith('.'))).toBe(true);
  });

  test.each([
    [30, 'good', []],
    [30.1, 'limited', []],
    [60, 'limited', []],
    [60.1, 'poor', ['noise_high']],
  ])('noise of %f HU is %s', (hu, verdict, codes) => {
    expect(judged({ estimates: { ...fine.estimates, noiseHu: estimate(hu) } }, 'noise')).toEqual([verdict, codes]);
  });

  test.each([
    [0.65, 'good', []],
    [0.66, 'limited', []],
    [0.9, 'limited', []],
    [0.91, 'poor', ['blur_high']],
  ])('blur of %f mm is %s', (mm, verdict, codes) => {
    expect(judged({ estimates: { ...fine.estimates, psfSigmaMm: estimate(mm) } }, 'blur')).toEqual([verdict, codes]);
  });

  test.each([
    [1.25, 'good', [], true],
    [1.5, 'limited', [], true],
    [1.505, 'limited', [], true],
    [1.6, 'limited', ['thick_slices'], true],
    [2, 'limited', ['thick_slices'], true],
    [2.5, 'poor', ['thick_slices'], true],
    [3, 'poor', ['thick_slices'], true],
    [3.004, 'poor', ['thick_slices'], true],
    [3.02, 'poor', ['slices_too_thick'], false],
    [5, 'poor', ['slices_too_thick'], false],
  ])('slices of %f mm are %s', (mm, verdict, codes, allowed) => {
    const geometry = geometryWith([0.7, 0.7, mm]);
    expect(judged({ geometry }, 'slices')).toEqual([verdict, codes]);
    expect(allowsBv5(geometry, null, p)).toBe(allowed);
    // the same by thickness, with slices that overlap
    expect(judged({ facts: { kernel: null, sliceThicknessMm: mm } }, 'slices')).toEqual([verdict, codes]);
    expect(allowsBv5(fine.geometry, mm, p)).toBe(allowed);
    // and whichever axis runs across the slices
    expect(judged({ geometry: geometryWith([mm, 0.7, 0.7]) }, 'slices')).toEqual([verdict, codes]);
  });

  test('a tilted stack counts by the distance of its slices, not along the sheared axis', () => {
    // 30° of tilt: an axis of 3.4 mm steps is 2.94 mm from slice to slice
    const geometry = geometryWith([0.7, 0.7, 3.4], [1, 0, 0, 0, 1, -0.5, 0, 0, Math.sqrt(0.75)]);
    expect(judged({ geometry }, 'slices')).toEqual(['poor', ['thick_slices']]);
  });

  test('a thickness of 0 or NaN says nothing', () => {
    for (const sliceThicknessMm of [0, Number.NaN, -1]) {
      expect(judged({ facts: { kernel: null, sliceThicknessMm } }, 'slices')).toEqual(['good', []]);
    }
  });

  test.each([
    ['B40f', 0, 'good', []],
    ['B70f', 0, 'limited', ['sharp_kernel']],
    ['B40f', 0.3, 'limited', ['sharp_kernel']],
    ['B40f', 0.6, 'poor', ['sharp_kernel']],
    [null, 0.3, 'limited', ['sharp_kernel']],
    [null, 0, 'good', []],
    ['LUNG', null, 'limited', ['sharp_kernel']],
    [null, null, undefined, []],
  ])('kernel %s with sharpening %s is %s', (kernel, sharpening, verdict, codes) => {
    expect(judged({ facts: { kernel, sliceThicknessMm: 1 }, sharpening }, 'kernel')).toEqual([verdict, codes]);
  });

  test.each([
    [2, 'good', []],
    [5, 'limited', ['motion']],
    [9, 'poor', ['motion']],
    [null, undefined, []],
  ])('motion in %s %% of the length is %s', (motionPercent, verdict, codes) => {
    expect(judged({ motionPercent }, 'motion')).toEqual([verdict, codes]);
  });

  test.each([
    [-781, 'good', []],
    [-750, 'limited', ['low_inspiration']],
    [-650, 'poor', ['low_inspiration']],
  ])('lungs of %i HU are %s', (meanHu, verdict, codes) => {
    expect(judged({ lungs: { ...fine.lungs, meanHu } }, 'lungs')).toEqual([verdict, codes]);
  });

  test.each([
    [1.2, 'good', []],
    [1.5, 'limited', ['detection_limit_high']],
    [2, 'poor', ['detection_limit_high']],
  ])('a detection limit of %f mm² is %s', (mm2, verdict, codes) => {
    const estimates = { ...fine.estimates, detectionLimitMm2: estimate(mm2) };
    expect(judged({ estimates }, 'limit')).toEqual([verdict, codes]);
  });

  test.each([
    [100, 'good', []],
    [630, 'limited', ['uncertain_lung']],
    [1000, 'poor', ['uncertain_lung']],
  ])('%i mL of dense lung of 6300 are %s', (uncertainMl, verdict, codes) => {
    expect(judged({ lungs: { ...fine.lungs, uncertainMl } }, 'dense_lung')).toEqual([verdict, codes]);
  });

  test('one lung alone is judged too', () => {
    expect(judged({ lungs: { ...fine.lungs, leftMl: null, uncertainMl: 200 } }, 'dense_lung')[0]).toBe('limited');
  });

  test.each([
    [59, 'good', []],
    [-90, 'limited', ['contrast_uneven']],
    [null, undefined, []],
  ])('%s HU between arteries and veins are %s', (arteryVeinHu, verdict, codes) => {
    expect(judged({ arteryVeinHu }, 'contrast')).toEqual([verdict, codes]);
  });

  test('a cut names its faces; a sliver is limited, more is poor', () => {
    expect(cut(['inferior'], [900])).toEqual(['limited', ['lungs_cut_off_inferior']]);
    expect(cut(['inferior', 'left'], [900, 700])).toEqual(['poor', ['lungs_cut_off_inferior', 'lungs_cut_off_left']]);
  });

  test('the verdict is the worst of the checks, and the issues tell the interval', () => {
    const noisy = { ...fine.estimates, noiseHu: estimate(40) };
    expect(judgeQuality({ ...fine, estimates: noisy }, p).verdict).toBe('limited');
    const { verdict, issues } = judgeQuality({ ...fine, estimates: noisy, motionPercent: 9 }, p);
    expect(verdict).toBe('poor');
    expect(issues[0]?.action).toBe('The intervals are wider: BV5 ±2.1 points.');
    const unknown = judgeQuality({ ...fine, motionPercent: 9, bv5HalfWidthPoints: null }, p);
    expect(unknown.issues[0]?.action).toBe('The intervals are wider.');
  });
});

describe('slices too thick for BV5', () => {
  const withheld = withholdFineCalibres(exampleMeasurement, p.bv10FromMm2);
  const json = toResultJson({ ...exampleInput, measurement: withheld, asMeasured: withheld });

  test('BV5, BV5–10 and every percentage are not given, wherever they stand', () => {
    const found = Object.entries(flat(json)).filter(
      ([path, value]) => /bv5|percent_bv|below/.test(path) && value !== null,
    );
    expect(found.map(([path]) => path).filter((path) => !/uncertain|program/.test(path))).toEqual([]);
    expect(json.histogram.edges_mm2[0]).toBeCloseTo(10, 9);
    expect(json.histogram.ml).toHaveLength(json.histogram.edges_mm2.length - 1);
  });

  test('TBV, BV10 and the lungs stay as they are', () => {
    expect(json.volumes).toMatchObject({ tbv_ml: exampleMeasurement.volumes.tbvMl, bv10_ml: 82, tbv_ml_per_l: 34.06 });
    expect(json.intervals.volumes.tbv_ml).toEqual([206, 223]);
    expect(json.sides.left.volumes.tbv_ml).toBe(exampleMeasurement.sides.left.volumes.tbvMl);
    expect(json.lungs).toEqual(toResultJson(exampleInput).lungs);
  });

  test('a histogram that ends below 10 mm² keeps no bar', () => {
    const small = { ...exampleMeasurement, histogram: { edgesMm2: [1.25, 5], ml: [3] } };
    expect(withholdFineCalibres(small, 10).histogram).toEqual({ edgesMm2: [], ml: [] });
  });
});

function flat(value: unknown, path = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [path]: value };
  const parts = Object.entries(value).map(([key, inner]) => flat(inner, path === '' ? key : `${path}_${key}`));
  return Object.assign({}, ...parts);
}
