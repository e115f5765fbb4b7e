import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/maths';
import { labelComponents, largestComponent } from '../../../src/core/volume';
import type { Vec3 } from '../../../src/core/volume';

/** Flood fill from voxel to voxel: slow, and nothing in common with runs. */
function flood(mask: Uint8Array, [nx, ny, nz]: Vec3, connectivity: 6 | 26): Int32Array {
  const labels = new Int32Array(mask.length);
  let count = 0;
  for (let start = 0; start < mask.length; start += 1) {
    if (mask[start] === 0 || labels[start] !== 0) continue;
    count += 1;
    labels[start] = count;
    const queue = [start];
    for (const at of queue) {
      const i = at % nx;
      const j = Math.floor(at / nx) % ny;
      const k = Math.floor(at / (nx * ny));
      for (let dk = -1; dk <= 1; dk += 1) {
        for (let dj = -1; dj <= 1; dj += 1) {
          for (let di = -1; di <= 1; di += 1) {
            if (connectivity === 6 && Math.abs(di) + Math.abs(dj) + Math.abs(dk) !== 1) continue;
            if (i + di < 0 || i + di >= nx || j + dj < 0 || j + dj >= ny || k + dk < 0 || k + dk >= nz) continue;
            const to = at + (dk * ny + dj) * nx + di;
            if (mask[to] === 0 || labels[to] !== 0) continue;
            labels[to] = count;
            queue.push(to);
          }
        }
      }
    }
  }
  return labels;
}

describe('labelComponents', () => {
  for (const connectivity of [6, 26] as const) {
    for (const share of [0.08, 0.3, 0.6]) {
      it(`equals a flood fill on random masks, ${connectivity} neighbours, ${share * 100} % filled`, () => {
        const size: Vec3 = [23, 17, 11];
        const draw = random(7);
        const mask = Uint8Array.from({ length: size[0] * size[1] * size[2] }, () => (draw.uniform() < share ? 3 : 0));
        const got = labelComponents(mask, size, connectivity);
        expect(got.labels).toEqual(flood(mask, size, connectivity));
        const counts = new Uint32Array(got.count + 1);
        for (const label of got.labels) counts[label] += 1;
        expect(got.counts).toEqual(counts);
      });
    }
  }

  it('holds voxels that touch by a corner apart with 6 neighbours and together with 26', () => {
    const mask = Uint8Array.from([1, 0, 0, 0, 0, 0, 0, 1]);
    expect(labelComponents(mask, [2, 2, 2], 6).count).toBe(2);
    expect(labelComponents(mask, [2, 2, 2], 26).count).toBe(1);
  });

  it('does not join the end of a row with the start of the next', () => {
    const mask = Uint8Array.from([0, 0, 1, 1, 0, 0]);
    expect(labelComponents(mask, [3, 2, 1], 6).count).toBe(2);
    expect(labelComponents(mask, [3, 2, 1], 26).count).toBe(2);
  });

  it('names the largest component, the first of equals, and 0 for an empty mask', () => {
    expect(largestComponent(labelComponents(Uint8Array.from([1, 0, 1, 1, 0, 1, 1]), [7, 1, 1], 6))).toBe(2);
    expect(largestComponent(labelComponents(new Uint8Array(8), [2, 2, 2], 6))).toBe(0);
  });
});
