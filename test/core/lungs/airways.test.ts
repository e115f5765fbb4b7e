import { describe, expect, it } from 'vitest';
import { growAirways } from '../../../src/core/lungs/airways';
import type { CoarseScan } from '../../../src/core/lungs/coarse-scan';
import { defaultParameters } from '../../../src/core/parameters';

const size = [40, 40, 40] as const;
const step = 2;

/** Lung of one HU with lumens and air spaces drawn into it. */
function scanOf(parenchymaHu: number, lumen: (x: number, y: number, z: number) => number | null): CoarseScan {
  const hu = new Float32Array(size[0] * size[1] * size[2]);
  let n = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      for (let i = 0; i < size[0]; i += 1, n += 1) hu[n] = lumen(i * step, j * step, k * step) ?? parenchymaHu;
    }
  }
  return {
    size,
    spacingMm: [step, step, step],
    hu,
    frame: { axes: [0, 1, 2], flipped: [false, false, false] },
    ctStart: [0, 0, 0],
    ctStep: [1, 1, 1],
  };
}

const within = (x: number, y: number, radiusMm: number): boolean => (x - 40) ** 2 + (y - 40) ** 2 < radiusMm * radiusMm;

/** A windpipe of 8 mm radius in its wall above 40 mm, a bronchus of 4 mm below, 4 mm of mucus between. */
function tree(x: number, y: number, z: number): number | null {
  if (!within(x, y, 12)) return null;
  if (z >= 40) return within(x, y, 8) ? -990 : 0;
  if (z >= 36) return 0;
  return within(x, y, 8) ? (within(x, y, 4) ? -990 : 0) : null;
}

function grown(scan: CoarseScan): { of: (x: number, y: number, z: number) => number; voxels: number } {
  const air = Uint8Array.from(scan.hu, (hu) => (hu < -480 ? 1 : 0));
  const seeds: number[] = [];
  for (let n = 30 * 1600; n < air.length; n += 1) {
    const [x, y] = [(n % 40) * step, (Math.trunc(n / 40) % 40) * step];
    if (within(x, y, 8)) seeds.push(n);
  }
  const mask = growAirways(scan, air, seeds, defaultParameters);
  return {
    of: (x, y, z) => mask[(z / step) * 1600 + (y / step) * 40 + x / step],
    voxels: mask.reduce((sum, value) => sum + value, 0),
  };
}

describe('growAirways', () => {
  it('follows the lumen down from the seeds and goes on beyond a plug', () => {
    const airways = grown(scanOf(-860, tree));
    expect(airways.of(40, 40, 44)).toBe(1);
    expect(airways.of(40, 40, 10)).toBe(1);
    expect(airways.of(50, 40, 10)).toBe(0);
    expect(airways.of(10, 10, 10)).toBe(0);
  });

  it('finds a lumen beyond a longer plug where it lies in soft tissue, not in the lung', () => {
    const beyondPlug =
      (around: number) =>
      (x: number, y: number, z: number): number | null =>
        z >= 36 || !within(x, y, 12) ? tree(x, y, z) : within(x, y, 4) && z < 30 ? -990 : z >= 30 ? 0 : around;
    expect(grown(scanOf(-860, beyondPlug(0))).of(40, 40, 10)).toBe(1);
    expect(grown(scanOf(-860, beyondPlug(-860))).of(40, 40, 10)).toBe(0);
  });

  it('takes no emphysema for a lumen beyond a plug, however much plain air it holds', () => {
    // every second block an air space, the rest just below the level of the search
    const emphysema = (x: number, y: number, z: number): number | null =>
      tree(x, y, z) ?? ((x / step + y / step + z / step) % 2 === 0 && y < 26 && x < 60 ? -990 : null);
    const airways = grown(scanOf(-895, emphysema));
    const healthy = grown(scanOf(-860, tree));
    expect(airways.of(40, 40, 10)).toBe(1);
    expect(airways.voxels).toBe(healthy.voxels);
  });

  it('lowers its level where a lumen runs out into the lung', () => {
    const open = (x: number, y: number, z: number): number | null => {
      if (z >= 36 && z < 40 && within(x, y, 4)) return -990;
      return z < 36 && z > 30 && within(x, y, 12) ? -990 : tree(x, y, z);
    };
    expect(grown(scanOf(-895, open)).of(10, 10, 10)).toBe(0);
    expect(grown(scanOf(-895, open)).of(40, 40, 10)).toBe(1);
  });
});
