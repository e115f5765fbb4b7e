import { describe, expect, it } from 'vitest';
import { coarserGrid, blockSums, readCoarser } from '../../../src/core/lungs/coarser';
import { ctIndex, inCtOrder } from '../../../src/core/lungs/coarse-scan';
import type { PatientGrid } from '../../../src/core/lungs/coarse-scan';
import { localMean, smooth } from '../../../src/core/lungs/gaussian';
import { close, dilate, erode, fillHoles, open } from '../../../src/core/lungs/morphology';
import { plateSystem, thinPlate } from '../../../src/core/lungs/thin-plate';
import { floodFromSeeds } from '../../../src/core/lungs/watershed';
import { plainKernels } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import { inlineParallel } from '../../../src/core/parallel';
import type { Grid, Vec3 } from '../../../src/core/volume';

function eachVoxel({ size }: Grid, visit: (n: number, i: number, j: number, k: number) => void): void {
  let n = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) for (let i = 0; i < size[0]; i += 1, n += 1) visit(n, i, j, k);
  }
}

function maskWhere(grid: Grid, inside: (x: number, y: number, z: number) => boolean): Uint8Array {
  const mask = new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]);
  const [hx, hy, hz] = grid.spacingMm;
  eachVoxel(grid, (n, i, j, k) => {
    mask[n] = inside(i * hx, j * hy, k * hz) ? 1 : 0;
  });
  return mask;
}

const count = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0);

describe('inCtOrder', () => {
  it('puts values back where their CT voxels are', () => {
    const grid: PatientGrid = {
      frame: { axes: [2, 0, 1], flipped: [true, false, true] },
      size: [3, 4, 5],
      spacingMm: [6, 4, 2],
      ctStart: [16, 0.5, 9],
      ctStep: [-3, 2, -1],
    };
    const values = new Float32Array(60);
    // the value names the CT voxel of its centre
    eachVoxel(grid, (n, x, y, z) => {
      const ct = [ctIndex(grid, 1, y), ctIndex(grid, 2, z), ctIndex(grid, 0, x)];
      values[n] = ct[0] + 100 * ct[1] + 10_000 * ct[2];
    });
    const ordered = inCtOrder(grid, values);
    expect(ordered.grid).toEqual({ size: [4, 5, 3], spacingMm: [4, 2, 6] });
    expect(ordered.firstCtVoxel).toEqual([0.5, 5, 10]);
    eachVoxel(ordered.grid, (n, i, j, k) => {
      expect(ordered.values[n]).toBe(0.5 + 2 * i + 100 * (5 + j) + 10_000 * (10 + 3 * k));
    });
  });
});

describe('morphology', () => {
  const grid: Grid = { size: [31, 25, 21], spacingMm: [1, 1.25, 1.5] };
  const ball = (radius: number): Uint8Array =>
    maskWhere(grid, (x, y, z) => (x - 15) ** 2 + (y - 15) ** 2 + (z - 15) ** 2 <= radius * radius);

  it('grows and shrinks a ball by its radius', () => {
    const radius = (mask: Uint8Array): number => Math.cbrt((count(mask) * 1.25 * 1.5 * 3) / (4 * Math.PI));
    // from voxel centre to voxel centre: half a voxel less
    expect(Math.abs(radius(dilate(ball(6), grid, 4)) - 10)).toBeLessThan(0.6);
    expect(Math.abs(radius(erode(ball(11), grid, 4)) - 7)).toBeLessThan(0.6);
  });

  it('closes a slit narrower than the ball and leaves a wide one; opening does the reverse', () => {
    const slit = (width: number): Uint8Array => maskWhere(grid, (x) => Math.abs(x - 15) > width / 2);
    expect(count(close(slit(4), grid, 3))).toBe(grid.size[0] * grid.size[1] * grid.size[2]);
    expect(count(close(slit(10), grid, 3))).toBe(count(slit(10)));
    const plate = (width: number): Uint8Array => maskWhere(grid, (x) => Math.abs(x - 15) < width / 2);
    expect(count(open(plate(4), grid, 3))).toBe(0);
    expect(count(open(plate(12), grid, 3))).toBe(count(plate(12)));
  });

  it('does not erode at the faces of the box', () => {
    const full = new Uint8Array(grid.size[0] * grid.size[1] * grid.size[2]).fill(1);
    expect(count(erode(full, grid, 5))).toBe(full.length);
  });

  it('fills a hole that is closed all round, and none that reaches a face', () => {
    const hollow = maskWhere(grid, (x, y, z) => {
      const r2 = (x - 15) ** 2 + (y - 15) ** 2 + (z - 15) ** 2;
      return r2 <= 121 && r2 > 36;
    });
    expect(count(fillHoles(hollow, grid))).toBe(count(ball(11)));
    const tube = maskWhere(grid, (x, y) => {
      const r2 = (x - 15) ** 2 + (y - 15) ** 2;
      return r2 <= 121 && r2 > 36;
    });
    expect(fillHoles(tube, grid)).toEqual(tube);
  });
});

describe('smooth', () => {
  it('spreads a point to a Gaussian of the wished width in mm along every axis', () => {
    const grid: Grid = { size: [41, 31, 25], spacingMm: [1, 1.5, 2] };
    const values = new Float32Array(41 * 31 * 25);
    values[(12 * 31 + 15) * 41 + 20] = 1;
    smooth(values, grid, 3);
    const moments = [0, 0, 0];
    let sum = 0;
    eachVoxel(grid, (n, i, j, k) => {
      sum += values[n];
      [i - 20, (j - 15) * 1.5, (k - 12) * 2].forEach((d, a) => (moments[a] += values[n] * d * d));
    });
    expect(sum).toBeCloseTo(1, 4);
    for (const moment of moments) expect(Math.sqrt(moment)).toBeCloseTo(3, 0);
  });

  it('keeps a level field, and averages only what counts', async () => {
    const grid: Grid = { size: [9, 8, 7], spacingMm: [1, 1, 1] };
    const level = new Float32Array(504).fill(-5);
    smooth(level, grid, 2);
    expect(Math.max(...level.map((v) => Math.abs(v + 5)))).toBeLessThan(1e-5);
    const values = new Float32Array(504).fill(1000);
    const weights = new Float32Array(504);
    for (let n = 0; n < 504; n += 5) {
      values[n] = -850;
      weights[n] = 1;
    }
    const { mean } = await localMean(values, weights, grid, 2, inlineParallel(plainKernels));
    expect(Math.max(...mean.map((v) => Math.abs(v + 850)))).toBeLessThan(1e-3);
  });
});

describe('coarser grid', () => {
  it('sums whole blocks and reads a linear field back at the finer voxels', () => {
    const grid: PatientGrid = {
      frame: { axes: [0, 1, 2], flipped: [false, false, false] },
      size: [8, 6, 9],
      spacingMm: [2, 2, 1.3],
      ctStart: [0, 0, 0],
      ctStep: [1, 1, 1],
    };
    const values = new Float32Array(432);
    eachVoxel(grid, (n, i, j, k) => (values[n] = 3 * i - j + 0.5 * k));
    const coarser = coarserGrid(grid, 4);
    expect(coarser.block).toEqual([2, 2, 3]);
    const ones = new Float32Array(432).fill(1);
    const sums = blockSums(grid, coarser, ones, values);
    const counts = blockSums(grid, coarser, ones);
    const means = sums.map((value, n) => value / counts[n]);
    for (const [i, j, k] of [
      [1, 1, 1],
      [3, 2, 4],
      [6, 4, 7],
    ] as const) {
      expect(readCoarser(means, coarser, i, j, k)).toBeCloseTo(3 * i - j + 0.5 * k, 4);
    }
  });
});

describe('thinPlate', () => {
  const grid: Grid = { size: [17, 15, 13], spacingMm: [4, 4, 5] };
  const voxels = Int32Array.from({ length: 17 * 15 * 13 }, (_, n) => n);
  const point = (n: number): Vec3 => [(n % 17) * 4, (Math.floor(n / 17) % 15) * 4, Math.floor(n / 255) * 5];
  const solve = (value: (p: Vec3) => number, known: (p: Vec3) => boolean): Float64Array => {
    const data = {
      voxels,
      value: Float64Array.from(voxels, (n) => value(point(n))),
      weight: Float64Array.from(voxels, (n) => (known(point(n)) ? 1 : 0)),
    };
    return thinPlate(plateSystem(grid, voxels, 2.5), data, new Float64Array(voxels.length), 2000);
  };
  const inHole = ([x, y, z]: Vec3): boolean => (x - 32) ** 2 + (y - 28) ** 2 + (z - 30) ** 2 < 14 ** 2;

  it('carries a plane across a hole exactly', () => {
    const plane = ([x, y, z]: Vec3): number => 0.7 * x - 0.2 * y + 0.4 * z - 9;
    const got = solve(plane, (p) => !inHole(p));
    expect(Math.max(...Array.from(voxels, (n) => Math.abs(got[n] - plane(point(n)))))).toBeLessThan(0.01);
  });

  it('carries the distance to a ball of 60 mm across a hole of 28 mm to a few tenths of a mm', () => {
    const ball = ([x, y, z]: Vec3): number => Math.hypot(x + 28, y - 28, z - 30) - 60;
    const got = solve(ball, (p) => !inHole(p));
    const hole = voxels.filter((n) => inHole(point(n)));
    expect(hole.length).toBeGreaterThan(100);
    expect(Math.max(...Array.from(hole, (n) => Math.abs(got[n] - ball(point(n)))))).toBeLessThan(1);
  });

  it('is drawn less by a single wrong value than by many', () => {
    const draw = random(9);
    const wrong = new Set(Array.from({ length: 12 }, () => draw.integer(voxels.length)));
    const data = {
      voxels,
      value: Float64Array.from(voxels, (n) => (wrong.has(n) ? 10 : 0)),
      weight: new Float64Array(voxels.length).fill(1),
    };
    const got = thinPlate(plateSystem(grid, voxels, 8), data, new Float64Array(voxels.length), 2000);
    expect(Math.max(...got)).toBeLessThan(3);
  });
});

describe('floodFromSeeds', () => {
  it('parts two basins at the narrow place between them', () => {
    const grid: Grid = { size: [30, 9, 1], spacingMm: [1, 1, 1] };
    // two rooms with a door one voxel wide at i = 12
    const mask = maskWhere(grid, (x, y) => x !== 12 || y === 4);
    const height = Float32Array.from(mask, (set, n) => (set === 0 ? 0 : n % 30 === 12 ? 0.2 : 2));
    const labels = new Uint8Array(270);
    labels[4 * 30 + 2] = 1;
    labels[4 * 30 + 28] = 2;
    floodFromSeeds(labels, height, mask, grid);
    const wrong = labels.filter((label, n) => n % 30 !== 12 && label !== (n % 30 < 12 ? 1 : 2));
    expect(wrong.length).toBe(0);
    expect(labels[12]).toBe(0);
  });
});
