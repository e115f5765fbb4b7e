/**
 * Thinning of a mask to lines one voxel wide, with the topology of the mask.
 *
 * Layers are peeled from six sides in turn; within a side, darker voxels go first, so that lines settle on the
 * bright axis of a vessel. Every removal is tested on the mask as it then is, so the topology cannot change.
 */
import type { Vec3 } from '../volume';
import { isLineEnd, isSimple } from './simple-point';

const LEVELS = 4096;
const LOWEST_HU = -1024;

/**
 * Voxels (ascending indices of the box) of the skeleton of `mask`. `brightness` gives the order of removal; it is
 * read at mask voxels only.
 */
export function thin(mask: Uint8Array, brightness: Int16Array, size: Vec3): Int32Array {
  const padded = pad(mask, size);
  let alive = padded.voxels;
  const { set, wide } = padded;
  const offsets = neighbourOffsets(wide);
  const sides = [-wide[0] * wide[1], wide[0] * wide[1], -wide[0], wide[0], -1, 1];
  const level = (at: number): number => {
    const hu = brightness[boxIndex(at, wide, size)];
    return Math.max(0, Math.min(LEVELS - 1, hu - LOWEST_HU));
  };
  let removed = 1;
  while (removed > 0) {
    removed = 0;
    for (const side of sides) {
      const border = removable(alive, set, side, offsets);
      for (const at of sorted(border, level)) {
        const around = neighbourhood(set, at, offsets);
        if (isLineEnd(around) || !isSimple(around)) continue;
        set[at] = 0;
        removed += 1;
      }
    }
    alive = alive.filter((at) => set[at] !== 0);
  }
  return alive.map((at) => boxIndex(at, wide, size));
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

function neighbourhood(set: Uint8Array, at: number, offsets: Int32Array): number {
  let bits = 0;
  for (let n = 0; n < 27; n += 1) bits |= set[at + offsets[n]] << n;
  return bits;
}

/** Voxels with nothing on one side of them that could go. */
function removable(alive: Int32Array, set: Uint8Array, side: number, offsets: Int32Array): Int32Array {
  const found = new Int32Array(alive.length);
  let n = 0;
  for (const at of alive) {
    if (set[at] === 0 || set[at + side] !== 0) continue;
    const around = neighbourhood(set, at, offsets);
    if (isLineEnd(around) || !isSimple(around)) continue;
    found[n] = at;
    n += 1;
  }
  return found.subarray(0, n);
}

/** By rising level, equal ones in the order given. */
function sorted(voxels: Int32Array, level: (at: number) => number): Int32Array {
  const starts = new Int32Array(LEVELS + 1);
  const levels = new Int32Array(voxels.length);
  for (let n = 0; n < voxels.length; n += 1) {
    levels[n] = level(voxels[n]);
    starts[levels[n] + 1] += 1;
  }
  for (let l = 0; l < LEVELS; l += 1) starts[l + 1] += starts[l];
  const out = new Int32Array(voxels.length);
  for (let n = 0; n < voxels.length; n += 1) {
    out[starts[levels[n]]] = voxels[n];
    starts[levels[n]] += 1;
  }
  return out;
}
