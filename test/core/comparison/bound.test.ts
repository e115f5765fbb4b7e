import { describe, expect, it } from 'vitest';
import { leastCsaSdMm2, type BoundInput } from '../../../src/core/comparison';

const input: BoundInput = {
  csaMm2: 2,
  tangent: [0, 0, 1],
  spacingMm: [0.7, 0.7, 1],
  psf: { sigmaMm: 0.6, sigmaZMm: 0.5, sharpening: 0, sharpeningWidth: 1.8 },
  noiseHu: 25,
  contrastHu: 900,
  alongHalfMm: 0.4,
  beyondMm: 2,
};

/** Disc of radius r blurred by σ at a distance rho from its middle, over rings. */
function blurredDisc(rho: number, r: number, sigma: number): number {
  let sum = 0;
  for (let i = 0; i < 60; i += 1) {
    const q = ((i + 0.5) / 60) * r;
    for (let k = 0; k < 36; k += 1) {
      const d2 = rho * rho + q * q - 2 * rho * q * Math.cos((2 * Math.PI * (k + 0.5)) / 36);
      sum += ((Math.exp(-d2 / (2 * sigma * sigma)) * q * r) / 60) * ((2 * Math.PI) / 36);
    }
  }
  return sum / (2 * Math.PI * sigma * sigma);
}

/** The least variance of the radius for an upright vessel on one layer of voxels: derivatives by differences. */
function boundByDifferences({ csaMm2, spacingMm, psf, noiseHu, contrastHu, beyondMm }: BoundInput): number {
  const r0 = Math.sqrt(csaMm2 / Math.PI);
  const model = (x: number, y: number, [u, v, r, b]: readonly number[]): number =>
    b + (contrastHu - b) * blurredDisc(Math.hypot(x - u, y - v), r, psf.sigmaMm);
  const matrix = Array.from({ length: 4 }, () => [0, 0, 0, 0]);
  for (let i = -9; i <= 9; i += 1) {
    for (let j = -9; j <= 9; j += 1) {
      const [x, y] = [i * spacingMm[0], j * spacingMm[1]];
      if (Math.hypot(x, y) > r0 + beyondMm) continue;
      const d = [0, 1, 2, 3].map((n) => {
        const h = n === 3 ? 1 : 1e-3;
        const at = (step: number): number =>
          model(
            x,
            y,
            [0, 0, r0, 0].map((value, m) => value + (m === n ? step : 0)),
          );
        return (at(h) - at(-h)) / (2 * h);
      });
      d.forEach((a, n) => d.forEach((b, m) => (matrix[n][m] += (a * b) / noiseHu ** 2)));
    }
  }
  // by symmetry the place of the axis does not mix with radius and background
  const [[rr, rb], [, bb]] = [
    [matrix[2][2], matrix[2][3]],
    [0, matrix[3][3]],
  ];
  return 2 * Math.PI * r0 * Math.sqrt(bb / (rr * bb - rb * rb));
}

describe('the least scatter of any size', () => {
  it('is that of the information matrix by differences of an integrated disc', () => {
    for (const csaMm2 of [1.25, 5, 12]) {
      const one = { ...input, csaMm2 };
      expect(leastCsaSdMm2(one) / boundByDifferences(one)).toBeCloseTo(1, 2);
    }
  });

  it('follows noise over contrast, and falls with the root of the voxels', () => {
    const sd = leastCsaSdMm2(input);
    expect(leastCsaSdMm2({ ...input, noiseHu: 50 }) / sd).toBeCloseTo(2, 9);
    expect(leastCsaSdMm2({ ...input, contrastHu: 450 }) / sd).toBeCloseTo(2, 9);
    expect(leastCsaSdMm2({ ...input, alongHalfMm: 1.2 }) / sd).toBeCloseTo(1 / Math.sqrt(3), 9);
  });

  it('comes near the formula for a thin vessel whose place and background are known', () => {
    const thin = { ...input, csaMm2: 0.4, beyondMm: 4 };
    const known = (2 * Math.sqrt(Math.PI) * 0.6 * 25 * 0.7) / 900;
    const ratio = leastCsaSdMm2(thin) / known;
    expect(ratio).toBeGreaterThan(1);
    expect(ratio).toBeLessThan(1.25);
  });
});
