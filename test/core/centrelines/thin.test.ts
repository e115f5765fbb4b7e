import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/maths';
import { isLineEnd, isSimple } from '../../../src/core/centrelines/simple-point';
import { thin } from '../../../src/core/centrelines/thin';
import { labelComponents, type Vec3 } from '../../../src/core/volume';

type Shape = (x: number, y: number, z: number) => boolean;

const size: Vec3 = [34, 31, 28];

function paint(shape: Shape): Uint8Array {
  const [nx, ny, nz] = size;
  return Uint8Array.from({ length: nx * ny * nz }, (_, at) =>
    shape((at % nx) - 16, (Math.floor(at / nx) % ny) - 15, Math.floor(at / (nx * ny)) - 14) ? 1 : 0,
  );
}

function maskOf(voxels: Int32Array): Uint8Array {
  const mask = new Uint8Array(size[0] * size[1] * size[2]);
  for (const at of voxels) mask[at] = 1;
  return mask;
}

/** Pieces, tunnels and cavities: by components and by the Euler number of the closed cubes. */
function betti(mask: Uint8Array, box = size): [number, number, number] {
  const pieces = labelComponents(mask, box, 26).count;
  const cavities =
    labelComponents(
      mask.map((value) => 1 - value),
      size,
      6,
    ).count - 1;
  const [nx, ny, nz] = box;
  // cells of the cubes on a lattice of doubled coordinates: the number of odd ones is the dimension
  const [wx, wy] = [2 * nx + 1, 2 * ny + 1];
  const cells = new Uint8Array(wx * wy * (2 * nz + 1));
  mask.forEach((value, at) => {
    if (value === 0) return;
    const [i, j, k] = [2 * (at % nx) + 1, 2 * (Math.floor(at / nx) % ny) + 1, 2 * Math.floor(at / (nx * ny)) + 1];
    for (const c of [-1, 0, 1])
      for (const b of [-1, 0, 1]) for (const a of [-1, 0, 1]) cells[((k + c) * wy + j + b) * wx + i + a] = 1;
  });
  let euler = 0;
  cells.forEach((value, at) => {
    if (value === 0) return;
    const odd = ((at % wx) & 1) + ((Math.floor(at / wx) % wy) & 1) + (Math.floor(at / (wx * wy)) & 1);
    euler += odd % 2 === 0 ? 1 : -1;
  });
  return [pieces, pieces + cavities - euler, cavities];
}

const thinned = (mask: Uint8Array): Uint8Array => maskOf(thin(mask, size));
const count = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + value, 0);

const ball: Shape = (x, y, z) => x * x + y * y + z * z < 90;
const torus: Shape = (x, y, z) => (Math.sqrt(x * x + y * y) - 9) ** 2 + z * z < 10;
const tube = (x: number, y: number, z: number, ax: number, ay: number, az: number, length: number): number => {
  const t = Math.max(0, Math.min(length, x * ax + y * ay + z * az));
  return Math.sqrt((x - t * ax) ** 2 + (y - t * ay) ** 2 + (z - t * az) ** 2);
};
const box: Shape = (x, y, z) => Math.max(Math.abs(x), Math.abs(y), Math.abs(z)) < 12;
const letterY: Shape = (x, y, z) =>
  Math.min(tube(x, y, z, 0, 0, -1, 12), tube(x, y, z, 0.8, 0, 0.6, 14), tube(x, y, z, -0.6, 0.64, 0.48, 14)) < 2.3;

describe('thin', () => {
  it.each<[string, Shape, [number, number, number]]>([
    ['a ball', ball, [1, 0, 0]],
    ['a hollow ball', (x, y, z) => ball(x, y, z) && x * x + y * y + z * z > 30, [1, 0, 1]],
    ['a torus', torus, [1, 1, 0]],
    ['a Y', letterY, [1, 0, 0]],
    ['two tubes side by side', (x, y) => Math.min((x - 4) ** 2 + y * y, (x + 4) ** 2 + y * y) < 8, [2, 0, 0]],
  ])('keeps the topology of %s', (_, shape, wanted) => {
    const mask = paint(shape);
    expect(betti(mask)).toEqual(wanted);
    expect(betti(thinned(mask))).toEqual(wanted);
  });

  it.each([0.2, 0.4, 0.6])('keeps the topology of random clutter (%s set)', (share) => {
    const draw = random(21);
    const noise = paint((x, y, z) => draw.uniform() < share && box(x, y, z));
    expect(betti(thinned(noise))).toEqual(betti(noise));
  });

  it('leaves lines one voxel wide', () => {
    const line = thinned(paint((x, y, z) => Math.abs(z) < 10 && x * x + y * y < 7));
    expect(count(line)).toBeLessThanOrEqual(20);
    // the ends give way by no more than the radius
    expect(count(line)).toBeGreaterThanOrEqual(15);
    const ring = thinned(paint(torus));
    expect(count(ring)).toBeLessThan(2 * Math.PI * 9 * 1.1);
  });

  it.each<Vec3>([
    [0, 0, 1],
    [1, 1, 0],
    [1, 0, 1],
    [1, 1, 1],
  ])('does not eat a line of even width from its end: direction %s %s %s', (...d) => {
    const norm = Math.sqrt(d[0] ** 2 + d[1] ** 2 + d[2] ** 2);
    // the axis lies between voxels
    const mask = paint((i, j, k) => {
      const p = [i - 0.5, j - 0.5, k - 0.5];
      const t = (p[0] * d[0] + p[1] * d[1] + p[2] * d[2]) / norm;
      return Math.abs(t) <= 11 && p[0] ** 2 + p[1] ** 2 + p[2] ** 2 - t * t < 1.2;
    });
    const line = thinned(mask);
    const steps = Math.floor(22 / norm);
    expect(count(line)).toBeGreaterThanOrEqual(steps - 3);
  });
});

describe('isSimple', () => {
  it('agrees with removing the voxel and counting pieces, tunnels and cavities', () => {
    const draw = random(5);
    let simple = 0;
    for (let n = 0; n < 400; n += 1) {
      const around = draw.integer(1 << 27) | (1 << 13);
      const mask = new Uint8Array(125);
      for (let bit = 0; bit < 27; bit += 1) {
        const at = (1 + Math.floor(bit / 9)) * 25 + (1 + (Math.floor(bit / 3) % 3)) * 5 + 1 + (bit % 3);
        mask[at] = (around >> bit) & 1;
      }
      const before = betti(mask, [5, 5, 5]);
      mask[62] = 0;
      const same = betti(mask, [5, 5, 5]).every((value, b) => value === before[b]);
      expect(isSimple(around)).toBe(same);
      if (same) simple += 1;
    }
    expect(simple).toBeGreaterThan(20);
  });

  it('knows the end of a line', () => {
    expect(isLineEnd((1 << 13) | (1 << 4))).toBe(true);
    expect(isLineEnd(1 << 13)).toBe(false);
    expect(isLineEnd((1 << 13) | 3)).toBe(false);
  });
});
