import { describe, expect, it } from 'vitest';
import { discAt, discWithGradient, makeDisc, prepareDisc } from '../../../src/core/calibre/blurred-disc';
import { gaussLegendre } from './tube-scenes';

/** The disc in polar nodes under a two-dimensional Gaussian: nothing in common with integrals over the rim. */
function polarSum(r: number, sigmaA: number, sigmaB: number): (u: number, v: number) => number {
  const inSigmas = r / Math.min(sigmaA, sigmaB);
  const rings = gaussLegendre(Math.ceil(8 + 2.2 * inSigmas));
  const spokes = Math.ceil(16 + 5 * inSigmas);
  const nodes = rings.flatMap(({ node, weight }) =>
    Array.from({ length: spokes }, (_, k) => {
      const rho = 0.5 * r * (1 + node);
      const angle = ((k + 0.5) / spokes) * 2 * Math.PI;
      return [rho * Math.cos(angle), rho * Math.sin(angle), (rho * weight * 0.5 * r) / spokes / (sigmaA * sigmaB)];
    }),
  );
  return (u, v) => {
    let sum = 0;
    for (const [x, y, weight] of nodes) {
      sum += weight * Math.exp(-0.5 * (((u - x) / sigmaA) ** 2 + ((v - y) / sigmaB) ** 2));
    }
    return sum;
  };
}

const blurs = [
  [0.6, 0.6],
  [0.9, 0.6],
  [1.4, 0.7],
  [0.3, 0.6],
] as const;
const radii = [0.15, 0.4, 0.63, 0.9, 1.26, 1.78, 2.6, 4, 9];

describe('image of a blurred disc', () => {
  it('agrees with a plain integral to 1e-4 for every size, blur and place', () => {
    const disc = makeDisc();
    let worst = 0;
    for (const [sigmaA, sigmaB] of blurs) {
      for (const r of radii) {
        prepareDisc(disc, r, sigmaA, sigmaB);
        const byPolarSum = polarSum(r, sigmaA, sigmaB);
        for (const share of [0, 0.3, 0.6, 0.9, 1, 1.1, 1.4, 2]) {
          for (const angle of [0, 0.5, 1.1, Math.PI / 2]) {
            const rho = share * (r + 0.5 * Math.max(sigmaA, sigmaB));
            const [u, v] = [rho * Math.cos(angle), rho * Math.sin(angle)];
            worst = Math.max(worst, Math.abs(discAt(disc, u, v) - byPolarSum(u, v)));
          }
        }
      }
    }
    expect(worst).toBeLessThan(1e-4);
  });

  it('has the peak 1 − exp(−r²/2σ²) of a round blur', () => {
    const disc = makeDisc();
    for (const r of radii) {
      prepareDisc(disc, r, 0.6, 0.6);
      expect(discAt(disc, 0, 0)).toBeCloseTo(1 - Math.exp((-r * r) / 0.72), 4);
    }
  });

  it('holds the area of the disc whatever the blur', () => {
    const disc = makeDisc();
    for (const [sigmaA, sigmaB] of blurs) {
      prepareDisc(disc, 1.1, sigmaA, sigmaB);
      const step = 0.1;
      let sum = 0;
      for (let u = -8; u <= 8; u += step) for (let v = -8; v <= 8; v += step) sum += discAt(disc, u, v) * step * step;
      expect(sum / (Math.PI * 1.21)).toBeCloseTo(1, 4);
    }
  });

  it('gives the derivatives that finite differences give', () => {
    const disc = makeDisc();
    const other = makeDisc();
    const gradient = new Float64Array(4);
    const step = 1e-3;
    for (const [sigmaA, sigmaB] of blurs) {
      for (const r of [0.5, 1.2, 3]) {
        prepareDisc(disc, r, sigmaA, sigmaB);
        for (const [u, v] of [
          [0.2, 0.1],
          [0.9, -0.6],
          [-1.3, 1.1],
          [r, 0],
        ]) {
          discWithGradient(disc, u, v, gradient);
          expect(gradient[0]).toBeCloseTo(discAt(disc, u, v), 12);
          const du = (discAt(disc, u + step, v) - discAt(disc, u - step, v)) / (2 * step);
          const dv = (discAt(disc, u, v + step) - discAt(disc, u, v - step)) / (2 * step);
          prepareDisc(other, r + step, sigmaA, sigmaB);
          const above = discAt(other, u, v);
          prepareDisc(other, r - step, sigmaA, sigmaB);
          const dr = (above - discAt(other, u, v)) / (2 * step);
          expect(Math.abs(gradient[1] - du)).toBeLessThan(4e-3);
          expect(Math.abs(gradient[2] - dv)).toBeLessThan(4e-3);
          expect(Math.abs(gradient[3] - dr)).toBeLessThan(4e-3);
        }
      }
    }
  });
});
