import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import type { CoarseScan } from '../../../src/core/lungs/coarse-scan';
import { withoutMasses } from '../../../src/core/lungs/masses';
import { inlineParallel } from '../../../src/core/parallel';
import { defaultParameters } from '../../../src/core/parameters';

const size = [50, 40, 40] as const;
const step = 2;

/** Wall at x < 30 mm with a ball of `radiusMm` on it, half-way in; a field that begins `cutMm` beyond the wall. */
function bulge(radiusMm: number, cutMm: number) {
  const count = size[0] * size[1] * size[2];
  const hu = new Float32Array(count);
  const masses = new Uint8Array(count);
  const distanceMm = new Float32Array(count);
  for (let n = 0; n < count; n += 1) {
    const x = (n % 50) * step;
    const y = (Math.trunc(n / 50) % 40) * step - 40;
    const z = Math.trunc(n / 2000) * step - 40;
    const inBall = (x - 30) ** 2 + y * y + z * z < radiusMm * radiusMm;
    hu[n] = inBall || x < 30 ? 40 : -850;
    masses[n] = inBall && radiusMm >= defaultParameters.stemToRadiusMm ? 1 : 0;
    distanceMm[n] = 30 + cutMm - x;
  }
  const frame = { axes: [0, 1, 2] as const, flipped: [false, false, false] as const };
  const scan: CoarseScan = { size, spacingMm: [step, step, step], hu, frame, ctStart: [0, 0, 0], ctStep: [1, 1, 1] };
  const cut = withoutMasses(scan, distanceMm, masses, defaultParameters, inlineParallel(plainKernels));
  return { distanceMm, cut, at: (x: number) => 20 * 2000 + 20 * 50 + x / step };
}

describe('withoutMasses', () => {
  it('goes round a tumour that bulges into the field', async () => {
    const { cut, at } = bulge(20, 6);
    const surface = await cut;
    // inside the ball up to its top at x = 50, lung beyond it
    expect(surface[at(46)]).toBeGreaterThan(1);
    expect(Math.abs(surface[at(50)])).toBeLessThan(1.6);
    expect(surface[at(56)]).toBeLessThan(-4);
  });

  it('leaves the surface alone where nothing thick lies deep in it', async () => {
    const thin = bulge(8, 6);
    expect(await thin.cut).toBe(thin.distanceMm);
    const shallow = bulge(20, 19);
    expect(await shallow.cut).toBe(shallow.distanceMm);
  });
});
