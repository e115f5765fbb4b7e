import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import { inlineParallel } from '../../../src/core/parallel';
import { blockFor, blockMeans, sampleTrilinear } from '../../../src/core/volume';
import type { Vec3 } from '../../../src/core/volume';

const parallel = inlineParallel(plainKernels);

describe('blockMeans', () => {
  it('averages whole and cut blocks, after holding values to the range', async () => {
    const size: Vec3 = [7, 5, 11];
    const block: Vec3 = [3, 2, 1];
    const draw = random(3);
    const hu = Int16Array.from({ length: 385 }, () => Math.round(draw.uniform() * 4000 - 2500));
    const got = await blockMeans(hu, { size, spacingMm: [0.7, 1, 2] }, block, [-1024, 1000], parallel);
    expect(got.grid.size).toEqual([3, 3, 11]);
    expect(got.grid.spacingMm[0]).toBeCloseTo(2.1);
    for (let c = 0; c < 11; c += 1) {
      for (let b = 0; b < 3; b += 1) {
        for (let a = 0; a < 3; a += 1) {
          const inBlock: number[] = [];
          for (let j = 2 * b; j < Math.min(5, 2 * b + 2); j += 1) {
            for (let i = 3 * a; i < Math.min(7, 3 * a + 3); i += 1) {
              inBlock.push(Math.max(-1024, Math.min(1000, hu[(c * 5 + j) * 7 + i])));
            }
          }
          const mean = inBlock.reduce((s, v) => s + v, 0) / inBlock.length;
          expect(got.values[(c * 3 + b) * 3 + a]).toBeCloseTo(mean, 3);
        }
      }
    }
  });

  it('gives exactly the lower limit where nothing lies above it', async () => {
    const hu = new Int16Array(27).fill(-3024);
    const got = await blockMeans(hu, { size: [3, 3, 3], spacingMm: [1, 1, 1] }, [2, 2, 2], [-1024, 500], parallel);
    expect([...got.values]).toEqual(Array.from({ length: 8 }, () => -1024));
  });

  it('chooses blocks nearest to the wished edge, never below one voxel', () => {
    expect(blockFor([0.68, 0.68, 1.25], 2)).toEqual([3, 3, 2]);
    expect(blockFor([0.9, 0.9, 5], 2)).toEqual([2, 2, 1]);
  });
});

describe('sampleTrilinear', () => {
  const size: Vec3 = [4, 3, 5];
  const linear = (x: number, y: number, z: number): number => 2 * x - 3 * y + 0.5 * z + 7;
  const values = Float32Array.from({ length: 60 }, (_, n) => linear(n % 4, Math.floor(n / 4) % 3, Math.floor(n / 12)));

  it('is exact on a linear field', () => {
    for (const [x, y, z] of [
      [0.3, 1.7, 3.9],
      [3, 2, 4],
      [0, 0, 0],
      [2.5, 0.25, 1],
    ] as const) {
      expect(sampleTrilinear(values, size, x, y, z)).toBeCloseTo(linear(x, y, z), 5);
    }
  });

  it('holds the outermost value beyond the grid', () => {
    expect(sampleTrilinear(values, size, -2, 1, 9)).toBeCloseTo(linear(0, 1, 4), 5);
  });
});
