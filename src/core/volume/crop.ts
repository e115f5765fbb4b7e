/** A box of a volume as an array and a geometry of its own. */
import { sharedFloat32, sharedInt16 } from './arrays';
import type { Geometry, Vec3 } from './geometry';
import type { Box } from './grid';

/** HU of a box, i fastest; on shared memory. */
export function cropHu(hu: Int16Array | Float32Array, size: Vec3, box: Box): Int16Array | Float32Array {
  const n = box.size[0] * box.size[1] * box.size[2];
  const out = hu instanceof Int16Array ? sharedInt16(n) : sharedFloat32(n);
  eachRow(size, box, (whole, part, length) => out.set(hu.subarray(whole, whole + length), part));
  return out;
}

/** Geometry of a box: same axes, origin at its first voxel. */
export function cropGeometry(g: Geometry, box: Box): Geometry {
  const [i, j, k] = box.from;
  const d = g.direction;
  const a = i * g.spacingMm[0];
  const b = j * g.spacingMm[1];
  const c = k * g.spacingMm[2];
  return {
    ...g,
    size: box.size,
    originMm: [
      g.originMm[0] + d[0] * a + d[1] * b + d[2] * c,
      g.originMm[1] + d[3] * a + d[4] * b + d[5] * c,
      g.originMm[2] + d[6] * a + d[7] * b + d[8] * c,
    ],
  };
}

function eachRow(size: Vec3, box: Box, row: (whole: number, part: number, length: number) => void): void {
  const [nx, ny, nz] = box.size;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const whole = ((box.from[2] + k) * size[1] + box.from[1] + j) * size[0] + box.from[0];
      row(whole, (k * ny + j) * nx, nx);
    }
  }
}
