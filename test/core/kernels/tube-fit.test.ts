import { describe, expect, it } from 'vitest';
import { fitSums, fitValues, plainKernels, writeDisc } from '../../../src/core/kernels';
import { exp } from '../../../src/core/maths';

/**
 * Share of blood at one place: a slab of one voxel with background 0, blood −1 and HU 0 leaves it as the residual; the
 * Jacobian of radius and axis then comes from the right side, which is weight · derivative · residual.
 */
function imageAt(u: number, v: number, r: number, sigmaA: number, sigmaB: number): [number, number, number, number] {
  const work = plainKernels.openTubeFit(4);
  work.slab.u[0] = u;
  work.slab.v[0] = v;
  work.slab.weight[0] = 1;
  work.values[fitValues.bloodHu] = -1;
  work.values[fitValues.rimSquareMm2] = 1e9;
  work.sum(1, writeDisc(work.values, fitValues.disc, r, sigmaA, sigmaB, 1), 0);
  const share = work.slab.residual[0];
  const [byU, byV, byR] = work.sums.slice(fitSums.right, fitSums.right + 3);
  return [share, byU / share, byV / share, -byR / share];
}

/** D by its definition: ∫ over the disc of the Gaussian, polar, midpoint rule. */
function shareByArea(u: number, v: number, r: number, sigmaA: number, sigmaB: number): number {
  const n = 240;
  let sum = 0;
  for (let i = 0; i < n; i += 1) {
    const rho = ((i + 0.5) * r) / n;
    for (let j = 0; j < n; j += 1) {
      const a = (rho * Math.cos((2 * Math.PI * j) / n) - u) / sigmaA;
      const b = (rho * Math.sin((2 * Math.PI * j) / n) - v) / sigmaB;
      sum += rho * exp(-0.5 * (a * a + b * b));
    }
  }
  return (sum * r) / (n * n * sigmaA * sigmaB);
}

describe('image of a tube in the tube-fit kernel', () => {
  it.each([
    [0, 0, 0.3, 0.6, 0.6],
    [0.4, -0.3, 0.63, 0.8, 0.6],
    [-1.1, 0.2, 0.8, 0.62, 0.6],
    [1.5, 1.2, 1.6, 1.2, 0.7],
    [0.9, -2.9, 3, 0.5, 0.5],
  ])('is the blurred disc at (%d, %d), r %d, σ %d and %d', (u, v, r, sigmaA, sigmaB) => {
    const [share, byU, byV, byR] = imageAt(u, v, r, sigmaA, sigmaB);
    expect(Math.abs(share - shareByArea(u, v, r, sigmaA, sigmaB))).toBeLessThan(3e-5);
    const d = 1e-3;
    const slope = (f: (x: number) => number): number => (f(d) - f(-d)) / (2 * d);
    expect(Math.abs(byU - slope((x) => shareByArea(u + x, v, r, sigmaA, sigmaB)))).toBeLessThan(4e-4);
    expect(Math.abs(byV - slope((x) => shareByArea(u, v + x, r, sigmaA, sigmaB)))).toBeLessThan(4e-4);
    expect(Math.abs(byR - slope((x) => shareByArea(u, v, r + x, sigmaA, sigmaB)))).toBeLessThan(4e-4);
  });

  it('is 1 − exp(−r²/2σ²) on the axis, for thick vessels too', () => {
    for (const r of [0.2, 0.6, 1, 2, 5, 11]) {
      expect(Math.abs(imageAt(0, 0, r, 0.6, 0.6)[0] - (1 - exp((-r * r) / 0.72)))).toBeLessThan(1e-5);
    }
  });

  it('is 0 far outside and 1 deep inside', () => {
    expect(Math.abs(imageAt(20, 5, 3, 0.6, 0.6)[0])).toBeLessThan(1e-5);
    expect(Math.abs(imageAt(3, 5, 12, 0.6, 0.6)[0] - 1)).toBeLessThan(1e-5);
  });
});
