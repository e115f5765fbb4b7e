/**
 * Thinning of a mask to lines one voxel wide, with the topology of the mask.
 *
 * Layers are peeled from six sides in turn. Within a layer, voxels go by the parity of their indices: two of one
 * parity do not touch, so a vessel two voxels wide cannot be eaten from its end, one voxel after the other. Every
 * removal is tested on the mask as it then is, so the topology cannot change.
 */
import { setVoxels, type Vec3 } from '../volume';
import { isLineEnd, isSimple } from './simple-point';

/** State of a voxel of the mask. */
const SET = 1;
/** Tested and kept since its neighbourhood last changed: a further test would say the same. */
const SETTLED = 2;
const PARITIES = 8;

/** Voxels (ascending indices of the box) of the skeleton of `mask`. */
export function thin(mask: Uint8Array, size: Vec3): Int32Array {
  const padded = pad(mask, size);
  const { state, wide } = padded;
  const offsets = neighbourOffsets(wide);
  const sides = [-wide[0] * wide[1], wide[0] * wide[1], -wide[0], wide[0], -1, 1];
  let alive = byParity(padded.voxels, wide);
  let removed = 1;
  while (removed > 0) {
    removed = 0;
    for (const side of sides) {
      const borders = alive.map((voxels) => borderOf(voxels, state, side));
      for (const border of borders) removed += removeSimple(border, state, offsets);
    }
    alive = alive.map((voxels) => voxels.filter((at) => state[at] !== 0));
  }
  const left = padded.voxels.filter((at) => state[at] !== 0);
  return left.map((at) => boxIndex(at, wide, size));
}

/** Voxels with nothing on one side; what is removed while they are gone through adds none. */
function borderOf(voxels: Int32Array, state: Uint8Array, side: number): Int32Array {
  let count = 0;
  for (const at of voxels) if (state[at] !== 0 && state[at + side] === 0) count += 1;
  const border = new Int32Array(count);
  let n = 0;
  for (const at of voxels) {
    if (state[at] === 0 || state[at + side] !== 0) continue;
    border[n] = at;
    n += 1;
  }
  return border;
}

/** Takes those away that are simple, and no line ends, when their turn comes; returns how many. */
function removeSimple(voxels: Int32Array, state: Uint8Array, offsets: Int32Array): number {
  let removed = 0;
  for (const at of voxels) {
    if ((state[at] & SETTLED) !== 0) continue;
    let around = 0;
    for (let bit = 0; bit < 27; bit += 1) around |= (state[at + offsets[bit]] & SET) << bit;
    if (isLineEnd(around) || !isSimple(around)) {
      state[at] |= SETTLED;
      continue;
    }
    state[at] = 0;
    for (let bit = 0; bit < 27; bit += 1) state[at + offsets[bit]] &= SET;
    removed += 1;
  }
  return removed;
}

/** The voxels of each parity, ascending. */
function byParity(voxels: Int32Array, wide: Vec3): Int32Array[] {
  const counts = new Int32Array(PARITIES);
  for (const at of voxels) counts[parityOf(at, wide)] += 1;
  const lists = Array.from(counts, (count) => new Int32Array(count));
  counts.fill(0);
  for (const at of voxels) {
    const parity = parityOf(at, wide);
    lists[parity][counts[parity]] = at;
    counts[parity] += 1;
  }
  return lists;
}

interface Padded {
  /** SET in the mask, 0 elsewhere, with one voxel of 0 around it, so that no neighbour is out of bounds. */
  readonly state: Uint8Array;
  readonly wide: Vec3;
  /** Its set voxels, ascending. */
  readonly voxels: Int32Array;
}

function pad(mask: Uint8Array, [nx, ny, nz]: Vec3): Padded {
  const wide: Vec3 = [nx + 2, ny + 2, nz + 2];
  const state = new Uint8Array(wide[0] * wide[1] * wide[2]);
  const voxels = setVoxels(mask);
  voxels.forEach((at, n) => {
    const i = at % nx;
    const row = (at - i) / nx;
    const j = row % ny;
    voxels[n] = (((row - j) / ny + 1) * wide[1] + j + 1) * wide[0] + i + 1;
    state[voxels[n]] = SET;
  });
  return { state, wide, voxels };
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
