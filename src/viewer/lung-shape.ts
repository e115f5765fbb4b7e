/** The lungs as a coarse, smooth grid of shares 0…1, from which the 3-D view makes its glass. */
import type { Geometry } from '../core/volume';

export interface LungShape {
  /** Share of lung in each coarse voxel, i fastest, with a rim of zeros. */
  readonly shares: Float32Array;
  readonly size: readonly [number, number, number];
  /** Fine voxels in a coarse one, along i, j, k. */
  readonly block: readonly [number, number, number];
}

/** Samples of a block along each axis: enough for a surface that is smoothed afterwards. */
const samplesAcross = 3;

/** Coarse voxels of about `targetMm`; the mean over a block smooths as it shrinks. */
export function lungShape(g: Geometry, mask: Uint8Array, targetMm: number): LungShape {
  const block = [0, 1, 2].map((axis) => Math.max(1, Math.round(targetMm / g.spacingMm[axis])));
  const blocks = [0, 1, 2].map((axis) => Math.ceil(g.size[axis] / block[axis]));
  const size = blocks.map((count) => count + 2);
  const shares = new Float32Array(size[0] * size[1] * size[2]);
  const [is, js, ks] = [0, 1, 2].map((axis) => sampleIndices(g.size[axis], block[axis], blocks[axis]));
  const weight = 1 / samplesAcross ** 3;
  for (let k = 0; k < ks.length; k += 1) {
    const ck = Math.floor(k / samplesAcross) + 1;
    for (let j = 0; j < js.length; j += 1) {
      const from = g.size[0] * (js[j] + g.size[1] * ks[k]);
      const to = size[0] * (Math.floor(j / samplesAcross) + 1 + size[1] * ck) + 1;
      for (let i = 0; i < is.length; i += 1) {
        if (mask[from + is[i]] !== 0) shares[to + Math.floor(i / samplesAcross)] += weight;
      }
    }
  }
  return {
    shares: smoothed(shares, size),
    size: [size[0], size[1], size[2]],
    block: [block[0], block[1], block[2]],
  };
}

/** Evenly spread indices, `samplesAcross` for each block; the last block may reach past the end. */
function sampleIndices(count: number, block: number, blocks: number): Int32Array {
  return Int32Array.from({ length: blocks * samplesAcross }, (_, n) => {
    const within = ((n % samplesAcross) + 0.5) / samplesAcross;
    return Math.min(count - 1, Math.floor((Math.floor(n / samplesAcross) + within) * block));
  });
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
