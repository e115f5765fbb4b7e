import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import { defaultParameters } from '../../../src/core/parameters';
import { discreteGaussian, ridgeScale } from '../../../src/core/vessels/scale';
import type { Grid, Vec3 } from '../../../src/core/volume';
import { addSheet, addThinTube, type Blur } from './tube-image';

const size: Vec3 = [19, 19, 15];
const contrastHu = 900;
const directions: Vec3[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 0],
  [1, -1, 0],
  [1, 0, 1],
  [0, 1, -1],
  [1, 1, 1],
  [-1, 2, 1],
  [3, 1, -2],
  [1, 4, 0.5],
  [0.3, 0.2, 1],
];

/** Ridge strength in mm² of five slices around the middle. */
function strengths(hu: Float32Array, grid: Grid, blur: Blur): Float32Array {
  const scale = ridgeScale(grid.spacingMm, blur.sigmaMm, blur.sigmaZMm, defaultParameters);
  const { strength } = plainKernels.ridge({
    hu,
    size: grid.size,
    from: 5,
    to: 10,
    mask: new Uint8Array(5 * size[0] * size[1]).fill(1),
    taps: scale.taps,
    differences: scale.differences,
    lowestHu: -1024,
    highestHu: 3071,
  });
  return strength.map((value) => (scale.mm4 * value) / contrastHu);
}

const inTheMiddle = (values: Float32Array): number => values[(2 * size[1] + 9) * size[0] + 9];

/** Highest strength among the voxels around the middle. */
function nearTheMiddle(values: Float32Array): number {
  let best = 0;
  for (let k = 1; k <= 3; k += 1) {
    for (let j = 8; j <= 10; j += 1) {
      for (let i = 8; i <= 10; i += 1) best = Math.max(best, values[(k * size[1] + j) * size[0] + i]);
    }
  }
  return best;
}

const air = (): Float32Array => new Float32Array(size[0] * size[1] * size[2]).fill(-870);

describe('ridge strength', () => {
  it.each(directions)('is the area of a thin tube through a voxel centre, well sampled: direction %s %s %s', (...d) => {
    const grid: Grid = { size, spacingMm: [0.5, 0.5, 0.5] };
    const blur = { sigmaMm: 0.62, sigmaZMm: 0.62 };
    const hu = air();
    addThinTube(hu, grid, [4.5, 4.5, 3.5], d, 1, contrastHu, blur);
    expect(Math.abs(inTheMiddle(strengths(hu, grid, blur)) - 1)).toBeLessThan(0.08);
  });

  const clinical: readonly [string, Vec3, Blur][] = [
    ['0.7 mm', [0.7, 0.7, 0.7], { sigmaMm: 0.6, sigmaZMm: 0.6 }],
    ['0.9 × 1 mm', [0.9, 0.9, 1], { sigmaMm: 0.6, sigmaZMm: 0.45 }],
    ['0.7 × 1.25 mm', [0.7, 0.7, 1.25], { sigmaMm: 0.58, sigmaZMm: 0.6 }],
    ['0.7 × 2 mm', [0.7, 0.7, 2], { sigmaMm: 0.65, sigmaZMm: 0.9 }],
  ];

  it.each(clinical)('is right on average and never lost between voxels of %s', (_, spacingMm, blur) => {
    const grid = { size, spacingMm };
    const draw = random(11);
    let sum = 0;
    const each = 6;
    for (const direction of directions) {
      for (let n = 0; n < each; n += 1) {
        const place = [9, 9, 7].map((q, axis) => (q + draw.uniform() - 0.5) * spacingMm[axis]);
        const hu = air();
        addThinTube(hu, grid, [place[0], place[1], place[2]], direction, 1.25, contrastHu, blur);
        const best = nearTheMiddle(strengths(hu, grid, blur));
        expect(best, `direction ${direction.join(' ')}`).toBeGreaterThan(defaultParameters.growMm2);
        sum += best;
      }
    }
    const mean = sum / (each * directions.length) / 1.25;
    expect(mean).toBeGreaterThan(0.85);
    expect(mean).toBeLessThan(1.1);
  });

  it.each(clinical.slice(0, 3))(
    'does not follow a fissure of half a millimetre: voxels of %s',
    (_, spacingMm, blur) => {
      const grid = { size, spacingMm };
      const sigmaMm = Math.max(blur.sigmaMm, blur.sigmaZMm);
      const draw = random(13);
      for (const normal of directions) {
        const place = [9, 9, 7].map((q, axis) => (q + draw.uniform() - 0.5) * spacingMm[axis]);
        const hu = air();
        addSheet(hu, grid, [place[0], place[1], place[2]], normal, 0.5, contrastHu, sigmaMm);
        const best = nearTheMiddle(strengths(hu, grid, { sigmaMm, sigmaZMm: sigmaMm }));
        expect(best, `normal ${normal.join(' ')}`).toBeLessThan(defaultParameters.growMm2);
      }
    },
  );
});

describe('discreteGaussian', () => {
  it.each([0.01, 0.07, 0.3, 1, 4])('has sum 1 and variance %s', (variance) => {
    const half = discreteGaussian(variance);
    let sum = half[0];
    let second = 0;
    for (let t = 1; t < half.length; t += 1) {
      sum += 2 * half[t];
      second += 2 * half[t] * t * t;
    }
    expect(sum).toBeCloseTo(1, 6);
    // the tail that is cut off takes a little variance with it
    expect(Math.abs(second - variance)).toBeLessThan(0.006 * variance + 5e-4);
  });

  it('is no smoothing at all at variance 0', () => {
    expect(Array.from(discreteGaussian(0))).toEqual([1]);
  });
});
