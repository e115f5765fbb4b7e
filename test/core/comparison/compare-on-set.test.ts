import { describe, expect, it } from 'vitest';
import { compareOnSet, measureNaively } from '../../../src/core/comparison';
import { plainKernels } from '../../../src/core/kernels';
import { inlineParallel } from '../../../src/core/parallel';
import { chestOptions, makeTubes, randomTubes } from '../../../src/core/phantom';

const parallel = inlineParallel(plainKernels);

describe('rules of sizing on a calibration set', () => {
  it('are compared at true axes: the fit without bias and at the bound, the others as known', async () => {
    const scan = { pixelMm: 0.7, sliceSpacingMm: 0.7, sliceThicknessMm: 0.7, psfSigmaMm: 0.6, psfSigmaZMm: 0.566 };
    const options = randomTubes(11, [1.25, 5, 10], 9, { ...scan, noiseHu: 25, noiseCorrelationMm: 0 });
    const rows = await compareOnSet(await makeTubes(options, parallel), options, parallel);
    expect(rows.map((row) => Math.round(100 * row.csaMm2) / 100)).toEqual([1.25, 5, 10]);
    const [thin, middle, thick] = rows;
    for (const { rules, boundPercent, stations } of rows) {
      expect(stations).toBeGreaterThan(15);
      expect(Math.abs(rules.fit.biasPercent)).toBeLessThan(1.5);
      expect(rules.fit.sdPercent / boundPercent).toBeGreaterThan(0.6);
      expect(rules.fit.sdPercent / boundPercent).toBeLessThan(1.6);
      expect(Math.abs(rules.integrated.biasPercent)).toBeLessThan(4);
    }
    expect(thin.rules.threshold.biasPercent).toBe(-100);
    expect(thin.rules.half_peak.biasPercent).toBeGreaterThan(70);
    expect(middle.rules.half_contrast.biasPercent).toBeLessThan(-20);
    expect(thick.rules.half_contrast.biasPercent).toBeGreaterThan(-18);
  });
});

describe('the naive pipeline', () => {
  it('counts every voxel above the threshold once, by side, and reads sizes off the skeleton', async () => {
    const scan = { ...chestOptions.scan, pixelMm: 0.8, noiseHu: 0, columns: 60, rows: 50, slices: 40 };
    const tube = (x: number, csaMm2: number) =>
      ({ shape: 'straight', at: [x, 0.2, 0.1], along: [0, 0, 1], csaMm2, lengthMm: 60 }) as const;
    const options = { seed: 1, scan, lungHu: -870, bloodHu: 40, wallHu: 25, shapes: [tube(-12, 20), tube(12.1, 4)] };
    const { volume } = await makeTubes(options, parallel);
    const [nx, ny, nz] = volume.geometry.size;
    // right lung: x below the middle; a rim of voxels is no lung, and a mark is passed over
    const lungs = Uint8Array.from(volume.hu, (_, at) => {
      const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      const isRim = i < 2 || j < 2 || k < 2 || i >= nx - 2 || j >= ny - 2 || k >= nz - 2;
      return isRim ? 0 : i < nx / 2 ? 1 : 2 + 16;
    });
    const found = measureNaively(volume, lungs);
    const depth = (at: number): boolean => {
      const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
      return i >= 3 && j >= 3 && k >= 2 && i < nx - 3 && j < ny - 3 && k < nz - 2;
    };
    const voxelMl = (0.8 * 0.8 * 1) / 1000;
    const above = [...volume.hu.keys()].filter((at) => volume.hu[at] > -500 && depth(at)).length;
    const { total, right, left, stations } = found;
    expect(total.belowMl + total.tbvMl).toBeGreaterThan(0.9 * above * voxelMl);
    expect(total.belowMl + total.tbvMl).toBeLessThanOrEqual(above * voxelMl + 1e-9);
    expect(right.tbvMl + left.tbvMl).toBeCloseTo(total.tbvMl, 9);
    expect(right.bv10Ml).toBe(right.tbvMl);
    expect(right.tbvMl).toBeGreaterThan(3 * (left.tbvMl + left.belowMl));
    // the axes are where the tubes are
    for (let s = 0; s < stations.x.length; s += 1) {
      expect(Math.min(Math.abs(stations.x[s] + 12), Math.abs(stations.x[s] - 12.1))).toBeLessThan(1.2);
    }
    expect(stations.lengthMm.reduce((sum, mm) => sum + mm, 0)).toBeGreaterThan(2 * 25);
  });
});
