/** For every voxel of a mask the nearest of a few seeds, as it is reached within the mask. */
import type { Vec3 } from '../volume';

/** Earlier half of the 26 neighbours in raster order. */
const earlier: readonly Vec3[] = [-1, 0, 1].flatMap((c) =>
  [-1, 0, 1].flatMap((b) =>
    [-1, 0, 1].flatMap((a): Vec3[] => (c < 0 || (c === 0 && (b < 0 || (b === 0 && a < 0))) ? [[a, b, c]] : [])),
  ),
);

/**
 * Position in `seeds` of the nearest seed, −1 outside the mask and in pieces without a seed. Owners are handed from
 * neighbour to neighbour in sweeps to and fro until none changes; of equally near seeds the first stays.
 */
export function nearestWithin(seeds: Int32Array, mask: Uint8Array, size: Vec3, spacingMm: Vec3): Int32Array {
  const [nx, ny, nz] = size;
  const owner = new Int32Array(mask.length).fill(-1);
  const voxels = new Int32Array(mask.reduce((sum, value) => sum + (value === 0 ? 0 : 1), 0));
  for (let at = 0, n = 0; at < mask.length; at += 1) if (mask[at] !== 0) voxels[n++] = at;
  seeds.forEach((at, n) => {
    owner[at] = n;
  });
  const square = (seed: number, i: number, j: number, k: number): number => {
    const at = seeds[seed];
    const a = ((at % nx) - i) * spacingMm[0];
    const b = ((Math.floor(at / nx) % ny) - j) * spacingMm[1];
    const c = (Math.floor(at / (nx * ny)) - k) * spacingMm[2];
    return a * a + b * b + c * c;
  };
  const visit = (at: number, sign: 1 | -1): boolean => {
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    const before = owner[at];
    let best = before;
    let least = best < 0 ? Infinity : square(best, i, j, k);
    for (const [a, b, c] of earlier) {
      const [p, q, r] = [i + sign * a, j + sign * b, k + sign * c];
      if (p < 0 || q < 0 || r < 0 || p >= nx || q >= ny || r >= nz) continue;
      const seed = owner[(r * ny + q) * nx + p];
      if (seed < 0 || seed === best) continue;
      const distance = square(seed, i, j, k);
      if (distance < least) {
        best = seed;
        least = distance;
      }
    }
    owner[at] = best;
    return best !== before;
  };
  let changed = true;
  while (changed) {
    changed = false;
    for (const at of voxels) if (visit(at, 1)) changed = true;
    for (let n = voxels.length - 1; n >= 0; n -= 1) if (visit(voxels[n], -1)) changed = true;
  }
  return owner;
}
