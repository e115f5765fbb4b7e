/** Hysteresis: pieces of the mask that hold a seed and are large enough; pinholes closed. */
import { setVoxels, type Vec3 } from '../volume';

/** Values of `members` while it is grown. */
export const NOT_A_MEMBER = 0;
export const MEMBER = 1;
export const SEED = 2;
const VISITED = 4;

/**
 * Keeps, in place, the 26-connected pieces of `members` with at least one SEED and `leastVoxels` voxels: 1 there,
 * 0 elsewhere. Returns the number of voxels kept.
 */
export function keepSeeded(members: Uint8Array, size: Vec3, leastVoxels: number): number {
  return keepPieces(members, size, (voxels, seeded) => seeded && voxels.length >= leastVoxels);
}

/**
 * Asks for each 26-connected piece of `members` whether to keep it, in the order of their first voxels; in place.
 * `voxels` is only valid during the call. Returns the number of voxels kept.
 */
export function keepPieces(
  members: Uint8Array,
  size: Vec3,
  keep: (voxels: Int32Array, seeded: boolean) => boolean,
): number {
  const all = setVoxels(members);
  const queue = new Int32Array(all.length);
  let kept = 0;
  for (const start of all) {
    if (members[start] !== MEMBER && members[start] !== SEED) continue;
    const { length, seeded } = collect(members, size, start, queue);
    const voxels = queue.subarray(0, length);
    const stays = keep(voxels, seeded);
    for (const at of voxels) members[at] = stays ? VISITED : NOT_A_MEMBER;
    if (stays) kept += length;
  }
  for (const at of all) if (members[at] !== NOT_A_MEMBER) members[at] = 1;
  return kept;
}

/** Piece around `start`, into `queue`; its voxels are marked as visited. */
function collect(
  members: Uint8Array,
  [nx, ny, nz]: Vec3,
  start: number,
  queue: Int32Array,
): { length: number; seeded: boolean } {
  let seeded = members[start] === SEED;
  members[start] = VISITED;
  queue[0] = start;
  let length = 1;
  for (let head = 0; head < length; head += 1) {
    const at = queue[head];
    const i = at % nx;
    const row = (at - i) / nx;
    const j = row % ny;
    const k = (row - j) / ny;
    const iFrom = i > 0 ? at - 1 : at;
    const iTo = i < nx - 1 ? at + 1 : at;
    for (let dk = k > 0 ? -1 : 0; dk <= (k < nz - 1 ? 1 : 0); dk += 1) {
      for (let dj = j > 0 ? -1 : 0; dj <= (j < ny - 1 ? 1 : 0); dj += 1) {
        const shift = (dk * ny + dj) * nx;
        for (let next = iFrom + shift; next <= iTo + shift; next += 1) {
          const value = members[next];
          if (value !== MEMBER && value !== SEED) continue;
          if (value === SEED) seeded = true;
          members[next] = VISITED;
          queue[length] = next;
          length += 1;
        }
      }
    }
  }
  return { length, seeded };
}

/**
 * Sets the unset voxels that lie between set ones along at least two axes: holes and tunnels of one voxel.
 * The gap between two parallel vessels lies between them along one axis only and stays. Returns how many were set.
 */
export function fillPinholes(mask: Uint8Array, allowed: (at: number) => boolean, [nx, ny, nz]: Vec3): number {
  const holes: number[] = [];
  const slice = nx * ny;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = (k * ny + j) * nx;
      for (let at = row + 1; at < row + nx - 1; at += 1) {
        if (mask[at] !== 0) continue;
        const alongI = mask[at - 1] & mask[at + 1];
        const alongJ = j > 0 && j < ny - 1 ? mask[at - nx] & mask[at + nx] : 0;
        if (alongI + alongJ === 0) continue;
        const alongK = k > 0 && k < nz - 1 ? mask[at - slice] & mask[at + slice] : 0;
        if (alongI + alongJ + alongK >= 2 && allowed(at)) holes.push(at);
      }
    }
  }
  for (const at of holes) mask[at] = 1;
  return holes.length;
}
