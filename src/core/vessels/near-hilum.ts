/**
 * Whether a piece of bright tissue lies near the hilum. The marks of the lung field alone do not tell: consolidation at
 * the surface leaves dents like those of stems, and the marks are set about these too.
 */
import { LEFT, NEAR_HILUM, RIGHT, type LungField } from '../lungs';
import type { Parameters } from '../parameters';
import type { Vec3 } from '../volume';

/** Middle (median along each axis) of the marks of either side, voxels; null where there are none. */
export type HilumMiddles = readonly [Vec3 | null, Vec3 | null];

export function hilumMiddles({ grid, labels }: LungField): HilumMiddles {
  return [middleOf(labels, grid.size, RIGHT), middleOf(labels, grid.size, LEFT)];
}

function middleOf(labels: Uint8Array, [nx, ny, nz]: Vec3, side: number): Vec3 | null {
  const counts = [new Float64Array(nx), new Float64Array(ny), new Float64Array(nz)];
  let total = 0;
  for (let k = 0, at = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1, at += 1) {
        if ((labels[at] & NEAR_HILUM) === 0 || (labels[at] & side) === 0) continue;
        counts[0][i] += 1;
        counts[1][j] += 1;
        counts[2][k] += 1;
        total += 1;
      }
    }
  }
  if (total === 0) return null;
  const [x, y, z] = counts.map((count) => medianOf(count, total));
  return [x, y, z];
}

function medianOf(counts: Float64Array, total: number): number {
  let below = 0;
  for (const [n, count] of counts.entries()) {
    below += count;
    if (2 * below >= total) return n;
  }
  return counts.length - 1;
}

/** Whether marks about the middle of a hilum come within `detachedFromHilumMm` of the voxels; some stand for all. */
export function isNearHilum(
  voxels: Int32Array,
  { grid, labels }: LungField,
  middles: HilumMiddles,
  parameters: Parameters,
): boolean {
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const mm = parameters.detachedFromHilumMm;
  const [rx, ry, rz] = grid.spacingMm.map((step) => Math.floor(mm / step));
  const isHilum = (i: number, j: number, k: number): boolean => {
    if ((labels[(k * ny + j) * nx + i] & NEAR_HILUM) === 0) return false;
    return middles.some((middle) => {
      if (middle === null) return false;
      const [x, y, z] = [(i - middle[0]) * dx, (j - middle[1]) * dy, (k - middle[2]) * dz];
      return x * x + y * y + z * z < parameters.hilumExtentMm * parameters.hilumExtentMm;
    });
  };
  const isNear = (at: number): boolean => {
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    for (let c = Math.max(0, k - rz); c <= Math.min(nz - 1, k + rz); c += 1) {
      for (let b = Math.max(0, j - ry); b <= Math.min(ny - 1, j + ry); b += 1) {
        for (let a = Math.max(0, i - rx); a <= Math.min(nx - 1, i + rx); a += 1) {
          const [x, y, z] = [(a - i) * dx, (b - j) * dy, (c - k) * dz];
          if (x * x + y * y + z * z <= mm * mm && isHilum(a, b, c)) return true;
        }
      }
    }
    return false;
  };
  const step = Math.max(1, Math.floor(voxels.length / 100));
  for (let n = 0; n < voxels.length; n += step) if (isNear(voxels[n])) return true;
  return false;
}
