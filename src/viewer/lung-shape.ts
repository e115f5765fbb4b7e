/** The lungs as a coarse, smooth grid of shares 0…1, from which the 3-D view makes its glass. */
import type { Geometry } from '../core/volume';

export interface LungShape {
  /** Share of lung in each coarse voxel, i fastest, with a rim of zeros. */
  readonly shares: Float32Array;
  readonly size: readonly [number, number, number];
  /** Fine voxels in a coarse one, along i, j, k. */
  readonly block: readonly [number, number, number];
}

/** Coarse voxels of about `targetMm`; the mean over a block smooths as it shrinks. */
export function lungShape(g: Geometry, mask: Uint8Array, targetMm: number): LungShape {
  const block = [0, 1, 2].map((axis) => Math.max(1, Math.round(targetMm / g.spacingMm[axis])));
  const size = [0, 1, 2].map((axis) => Math.ceil(g.size[axis] / block[axis]) + 2);
  const shares = new Float32Array(size[0] * size[1] * size[2]);
  const weight = 1 / (block[0] * block[1] * block[2]);
  let at = 0;
  for (let k = 0; k < g.size[2]; k += 1) {
    const ck = Math.floor(k / block[2]) + 1;
    for (let j = 0; j < g.size[1]; j += 1) {
      const row = size[0] * (Math.floor(j / block[1]) + 1 + size[1] * ck) + 1;
      for (let i = 0; i < g.size[0]; i += 1, at += 1) {
        if (mask[at] !== 0) shares[row + Math.floor(i / block[0])] += weight;
      }
    }
  }
  return {
    shares: smoothed(shares, size),
    size: [size[0], size[1], size[2]],
    block: [block[0], block[1], block[2]],
  };
}

/** ¼ ½ ¼ along each axis: takes the steps of the blocks out of the surface. */
function smoothed(values: Float32Array, size: readonly number[]): Float32Array {
  const steps = [1, size[0], size[0] * size[1]];
  let from = values;
  for (const step of steps) {
    const to = from.slice();
    // the rim is zero and wider than the kernel, so ends need no case of their own
    for (let at = step; at < from.length - step; at += 1) {
      to[at] = 0.25 * from[at - step] + 0.5 * from[at] + 0.25 * from[at + step];
    }
    from = to;
  }
  return from;
}
