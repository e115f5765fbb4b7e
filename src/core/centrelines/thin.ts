/**
 * Thinning of a mask to lines one voxel wide, with the topology of the mask.
 *
 * Layers are peeled from six sides in turn. Within a layer, voxels go by the parity of their indices: two of one
 * parity do not touch, so a vessel two voxels wide cannot be eaten from its end, one voxel after the other. Every
 * removal is tested on the mask as it then is, so the topology cannot change.
 */
import type { Vec3 } from '../volume';
import { isLineEnd, isSimple } from './simple-point';

/** Voxels (ascending indices of the box) of the skeleton of `mask`. */
export function thin(mask: Uint8Array, size: Vec3): Int32Array {
  const padded = pad(mask, size);
  let alive = padded.voxels;
  const { set, wide } = padded;
  const offsets = neighbourOffsets(wide);
  const sides = [-wide[0] * wide[1], wide[0] * wide[1], -wide[0], wide[0], -1, 1];
  let removed = 1;
  while (removed > 0) {
    removed = 0;
    for (const side of sides) {
      const border = alive.filter((at) => set[at] !== 0 && set[at + side] === 0);
      for (let parity = 0; parity < 8; parity += 1) {
        removed += removeSimple(border, parity, padded, offsets);
      }
    }
    alive = alive.filter((at) => set[at] !== 0);
  }
  return alive.map((at) => boxIndex(at, wide, size));
}

/** Takes those of a parity away that are simple, and no line ends, when their turn comes; returns how many. */
function removeSimple(voxels: Int32Array, parity: number, { set, wide }: Padded, offsets: Int32Array): number {
  let removed = 0;
  for (const at of voxels) {
    if (parityOf(at, wide) !== parity) continue;
    let around = 0;
    for (let bit = 0; bit < 27; bit += 1) around |= set[at + offsets[bit]] << bit;
    if (isLineEnd(around) || !isSimple(around)) continue;
    set[at] = 0;
    removed += 1;
  }
  return removed;
}

interface Padded {
  /** Copy of the mask with one unset voxel around it, so that no neighbour is out of bounds. */
  readonly set: Uint8Array;
  readonly wide: Vec3;
  /** Its set voxels, ascending. */
  readonly voxels: Int32Array;
}

function pad(mask: Uint8Array, [nx, ny, nz]: Vec3): Padded {
  const wide: Vec3 = [nx + 2, ny + 2, nz + 2];
  const set = new Uint8Array(wide[0] * wide[1] * wide[2]);
  let total = 0;
  for (const value of mask) total += value;
  const voxels = new Int32Array(total);
  let n = 0;
  for (let row = 0; row < ny * nz; row += 1) {
    const k = Math.floor(row / ny);
    const into = ((k + 1) * wide[1] + (row - k * ny) + 1) * wide[0] + 1;
    for (let i = 0; i < nx; i += 1) {
      if (mask[row * nx + i] === 0) continue;
      set[into + i] = 1;
      voxels[n] = into + i;
      n += 1;
    }
  }
  return { set, wide, voxels };
}

function parityOf(at: number, wide: Vec3): number {
  const i = at % wide[0];
  const row = (at - i) / wide[0];
  const j = row % wide[1];
  return (i & 1) | ((j & 1) << 1) | ((((row - j) / wide[1]) & 1) << 2);
}

function boxIndex(at: number, wide: Vec3, size: Vec3): number {
  const i = at % wide[0];
  const row = (at - i) / wide[0];
  const j = row % wide[1];
  const k = (row - j) / wide[1];
  return ((k - 1) * size[1] + j - 1) * size[0] + i - 1;
}

/** Offsets of the 27 neighbours in the order of their bits. */
function neighbourOffsets(wide: Vec3): Int32Array {
  const offsets: number[] = [];
  for (let c = -1; c <= 1; c += 1) {
    for (let b = -1; b <= 1; b += 1) {
      for (let a = -1; a <= 1; a += 1) offsets.push((c * wide[1] + b) * wide[0] + a);
    }
  }
  return Int32Array.from(offsets);
}
