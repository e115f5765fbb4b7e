/** Distance from a few voxels to the border of the mask, without a distance transform of the whole box. */
import type { Vec3 } from '../volume';

interface Shell {
  readonly di: number;
  readonly dj: number;
  readonly dk: number;
  readonly mm: number;
}

/**
 * Makes a function that gives the distance in mm from a voxel of `mask` to the centre of the nearest unset voxel,
 * at most `mostMm`. Voxels beyond the box count as set.
 */
export function maskRadius(
  mask: Uint8Array,
  [nx, ny, nz]: Vec3,
  spacingMm: Vec3,
  mostMm: number,
): (voxel: number) => number {
  const shells = shellsWithin(spacingMm, mostMm);
  return (voxel) => {
    const i = voxel % nx;
    const j = Math.floor(voxel / nx) % ny;
    const k = Math.floor(voxel / (nx * ny));
    for (const { di, dj, dk, mm } of shells) {
      const a = i + di;
      const b = j + dj;
      const c = k + dk;
      if (a < 0 || b < 0 || c < 0 || a >= nx || b >= ny || c >= nz) continue;
      if (mask[(c * ny + b) * nx + a] === 0) return mm;
    }
    return mostMm;
  };
}

/** Steps to voxels within a distance, nearest first. */
function shellsWithin([dx, dy, dz]: Vec3, mostMm: number): Shell[] {
  const shells: Shell[] = [];
  const [ni, nj, nk] = [dx, dy, dz].map((step) => Math.floor(mostMm / step));
  for (let dk = -nk; dk <= nk; dk += 1) {
    for (let dj = -nj; dj <= nj; dj += 1) {
      for (let di = -ni; di <= ni; di += 1) {
        const mm = Math.sqrt(di * dx * di * dx + dj * dy * dj * dy + dk * dz * dk * dz);
        if (mm <= mostMm) shells.push({ di, dj, dk, mm });
      }
    }
  }
  return shells.toSorted((p, q) => p.mm - q.mm);
}
