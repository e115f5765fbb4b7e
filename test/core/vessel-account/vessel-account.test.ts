import { describe, expect, test } from 'vitest';
import {
  alongMm,
  beyond,
  crossSection,
  fitProfile,
  orientTrees,
  stationsOutward,
  stationTable,
  straightened,
} from '../../../src/core/vessel-account';
import type { Volume } from '../../../src/core/volume';
import { account } from '../../app/samples';

const all = account();
const isVessel = (branch: number): boolean => all.branches.rejected[branch] === null;
const tree = orientTrees(all, isVessel);

describe('the tree of the vessels', () => {
  test('goes out from the thickest branch; what was left out stands alone', () => {
    expect([...tree.parent]).toEqual([-1, 0, 0, -1]);
    expect(tree.children).toEqual([[1, 2], [], [], []]);
    expect(beyond(tree, 0)).toEqual([0, 1, 2]);
    expect(beyond(tree, 3)).toEqual([3]);
  });

  test('stations run outwards whichever way the branch was followed', () => {
    const { branches } = all;
    expect(stationsOutward(all, tree, 1)).toEqual([4, 5, 6, 7]);
    const turned = { ...all, branches: { ...branches, ends: Int32Array.of(-1, 0, -1, 0, -1, 0, -1, -1) } };
    expect(stationsOutward(turned, orientTrees(turned, isVessel), 1)).toEqual([7, 6, 5, 4]);
    expect([...alongMm(all, [7, 6, 5, 4])]).toEqual([0, 1, 2, 3]);
  });
});

describe('the stations of the vessels', () => {
  test('are those that count; others on request', () => {
    const table = stationTable(all);
    expect([...new Set(table.branch)]).toEqual([10, 11, 12]);
    expect(table.csaMm2).toHaveLength(11);
    expect(table.csaLowMm2[0]).toBeCloseTo(12 / Math.exp(0.1645), 2);
    const leftOut = stationTable(all, (s) => all.ledger.accepted[s] === 0);
    expect([...leftOut.branch]).toEqual([13, 13]);
  });
});

/** A tube of radius r along z at (10, 10) mm on fine voxels, blurred only by them. */
function tubeVolume(radiusMm: number, bloodHu: number, backgroundHu: number): Volume {
  const size = [41, 41, 9] as const;
  const step = 0.5;
  const hu = new Float32Array(41 * 41 * 9);
  for (let k = 0; k < 9; k += 1) {
    for (let j = 0; j < 41; j += 1) {
      for (let i = 0; i < 41; i += 1) {
        const far = Math.hypot(i * step - 10, j * step - 10) > radiusMm;
        hu[i + 41 * (j + 41 * k)] = far ? backgroundHu : bloodHu;
      }
    }
  }
  return {
    geometry: { size, spacingMm: [step, step, 1], originMm: [0, 0, 0], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
    hu,
    paddingHu: null,
  };
}

describe('a vessel looked at', () => {
  const csa = Math.PI * 2 * 2;
  const volume = tubeVolume(2, 38, -860);
  const one = {
    ...all,
    ledger: { ...all.ledger, csaMm2: all.ledger.csaMm2.map(() => csa) },
    grid: volume.geometry,
    points: Float64Array.from({ length: 39 }, (_, n) => (n % 3 < 2 ? 10 : Math.floor(n / 3) % 8)),
    context: { ...all.context, psf: { ...all.context.psf, sigmaMm: 0.2, sigmaZMm: 0.2 } },
  };

  test('across: blood in the middle, background at the rim', () => {
    const hu = crossSection(volume, one, 2, 4, 33);
    expect(hu[16 * 33 + 16]).toBe(38);
    expect(hu[0]).toBe(-860);
    expect(hu.filter((value) => value > -411).length / hu.length).toBeCloseTo(csa / 64, 1);
  });

  test('the model of the measured size fits it, one of another size does not', () => {
    const fits = fitProfile(volume, one, 2, 4, 33);
    expect(fits.mm[0]).toBe(-4);
    expect(fits.hu[16]).toBe(38);
    const thin = { ...one, ledger: { ...one.ledger, csaMm2: one.ledger.csaMm2.map(() => 4) } };
    expect(fits.misfitHu).toBeLessThan(0.5 * fitProfile(volume, thin, 2, 4, 33).misfitHu);
  });

  test('straightened: as long as the vessel, blood along the middle row', () => {
    const strip = straightened(volume, one, [0, 1, 2, 3], 5, 0.5);
    expect(strip?.lengthMm).toBe(3);
    expect([strip?.columns, strip?.rows]).toEqual([7, 21]);
    expect(Array.from(strip?.hu.subarray(7 * 10, 7 * 11) ?? [])).toEqual([38, 38, 38, 38, 38, 38, 38]);
    expect(strip?.hu[0]).toBe(-860);
    expect(straightened(volume, one, [0], 5, 0.5)).toBeNull();
  });
});
