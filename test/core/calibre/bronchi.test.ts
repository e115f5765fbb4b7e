/** A bronchus at the side of its artery: the wall is no blood, and nothing else is taken for a bronchus. */
import { describe, expect, it } from 'vitest';
import type { Vessel } from '../../../src/core/calibre';
import { psf, searchAndMeasure, type Measured } from '../blood-volume/measure-scene';
import { addNoise, bloodHu, gridOf, latticeScene, lungHu } from './tube-scenes';

const grid = gridOf(26, [0.7, 0.7, 0.8]);
const middle = 13;
const noiseHu = 20;
/** Places across an axis that leans, mm from it. */
const lean = 0.35;

interface Beside {
  readonly lumenMm: number;
  readonly wallMm: number;
  readonly gapMm: number;
}

/** A vessel of `radiusMm` through the scene, leaning, and a bronchus along it. */
async function measure(radiusMm: number, beside: Beside | null, other = 0): Promise<Measured> {
  const hu = latticeScene(
    grid,
    psf,
    (x, y, z) => {
      const along = z - middle;
      const u = x - middle - lean * along;
      const v = (y - middle) * Math.sqrt(1 + lean * lean);
      // across an axis that leans in x, distances along x shrink
      const rho = Math.hypot(u, v) / Math.sqrt(1 + lean * lean);
      if (rho < radiusMm) return bloodHu;
      if (beside !== null) {
        const outer = beside.lumenMm + beside.wallMm;
        const apart = (radiusMm + beside.gapMm + outer) * Math.sqrt(1 + lean * lean);
        const away = Math.hypot(u - apart, v) / Math.sqrt(1 + lean * lean);
        if (away < beside.lumenMm) return -1000;
        if (away < outer) return 30;
      }
      if (other > 0) {
        const apart = (radiusMm + 0.4 + other) * Math.sqrt(1 + lean * lean);
        if (Math.hypot(u, v - apart) / Math.sqrt(1 + lean * lean) < other) return bloodHu;
      }
      return lungHu;
    },
    0.2,
  );
  addNoise(hu, noiseHu, 5);
  return searchAndMeasure(hu, grid, noiseHu);
}

/** Median CSA of the longest vessel over the true one. */
function sizeOf({ vessels }: Measured, radiusMm: number): number {
  const kept = vessels.filter((vessel: Vessel) => vessel.rejected === null);
  const [longest] = kept.toSorted((a, b) => b.csaMm2.length - a.csaMm2.length);
  const sizes = longest.csaMm2.toSorted();
  return sizes[sizes.length >> 1] / (Math.PI * radiusMm * radiusMm);
}

describe('a bronchus beside an artery', { timeout: 120_000 }, () => {
  it.each([
    { radiusMm: 0.9, lumenMm: 0.65, wallMm: 0.34 },
    { radiusMm: 1.2, lumenMm: 0.9, wallMm: 0.4 },
    { radiusMm: 1.7, lumenMm: 1.25, wallMm: 0.45 },
  ])('leaves an artery of $radiusMm mm its size and its blood', async ({ radiusMm, lumenMm, wallMm }) => {
    const alone = await measure(radiusMm, null);
    const beside = await measure(radiusMm, { lumenMm, wallMm, gapMm: 0.15 });
    expect(Math.abs(sizeOf(beside, radiusMm) / sizeOf(alone, radiusMm) - 1)).toBeLessThan(0.04);
    expect(Math.abs(beside.mm3 / alone.mm3 - 1)).toBeLessThan(0.015);
  });

  it('is not made up beside a vessel that has another vessel at its side', async () => {
    const pair = await measure(1.2, null, 0.9);
    const [one, other] = [await measure(1.2, null), await measure(0.9, null)];
    expect(Math.abs(pair.mm3 / (one.mm3 + other.mm3) - 1)).toBeLessThan(0.03);
  });
});
