/** Shape and place of a piece of bright tissue, to tell a thick vessel from a nodule and from misplaced border. */
import type { LungField } from '../lungs';
import { acos, cos } from '../maths';
import type { Parameters } from '../parameters';
import type { Vec3 } from '../volume';
import { isNearHilum, type HilumMiddles } from './near-hilum';

export interface PieceShape {
  /** Standard deviations of the voxels' positions along the three main axes, mm, falling. */
  readonly spreadMm: Vec3;
  /** Volume over that of a solid body of these spreads: 1.07 for a ball, 1 for a straight tube, less for a tree. */
  readonly fill: number;
}

/** `voxels`: indices of the box. A voxel's own extent is part of the spread. */
export function pieceShape(voxels: Int32Array, [nx, ny]: Vec3, [dx, dy, dz]: Vec3): PieceShape {
  const sum = [0, 0, 0];
  const square = [0, 0, 0, 0, 0, 0];
  const first = voxels[0];
  const origin = [first % nx, Math.floor(first / nx) % ny, Math.floor(first / (nx * ny))];
  for (const at of voxels) {
    const x = ((at % nx) - origin[0]) * dx;
    const y = ((Math.floor(at / nx) % ny) - origin[1]) * dy;
    const z = (Math.floor(at / (nx * ny)) - origin[2]) * dz;
    sum[0] += x;
    sum[1] += y;
    sum[2] += z;
    square[0] += x * x;
    square[1] += y * y;
    square[2] += z * z;
    square[3] += x * y;
    square[4] += x * z;
    square[5] += y * z;
  }
  const n = voxels.length;
  const [mx, my, mz] = sum.map((s) => s / n);
  const variances = eigenvalues(
    square[0] / n - mx * mx + (dx * dx) / 12,
    square[1] / n - my * my + (dy * dy) / 12,
    square[2] / n - mz * mz + (dz * dz) / 12,
    square[3] / n - mx * my,
    square[4] / n - mx * mz,
    square[5] / n - my * mz,
  );
  const [a, b, c] = variances.map((v) => Math.sqrt(Math.max(v, 1e-12)));
  return { spreadMm: [a, b, c], fill: (n * dx * dy * dz) / (4 * Math.PI * Math.sqrt(12) * a * b * c) };
}

/** A nodule, or several that touch: solid and not long. A short stem cut off at the hilum can look like it. */
export function isBlob({ spreadMm, fill }: PieceShape, parameters: Parameters): boolean {
  return fill > parameters.blobFillLeast && spreadMm[0] < parameters.blobElongationMost * spreadMm[2];
}

/**
 * A lump among the vessels: no vessel is thicker than what it comes from, so one that thick reaches the hilum as thick.
 * What does not is no vessel unless it is clearly longer than wide. `voxels` are a piece of the places where a ball fits
 * of `ballMm`, larger than the vessels about; a lump that vessels enter is less solid than a nodule. A stretch of vessel
 * in which the ball just fits is no wider than the ball.
 */
export function isDetachedLump(
  voxels: Int32Array,
  ballMm: number,
  lungs: LungField,
  middles: HilumMiddles,
  parameters: Parameters,
): boolean {
  const { size, spacingMm } = lungs.grid;
  const { spreadMm, fill } = pieceShape(voxels, size, spacingMm);
  return (
    fill > parameters.detachedFillLeast &&
    spreadMm[0] < parameters.detachedElongationMost * spreadMm[2] &&
    spreadMm[1] > parameters.detachedWidthLeast * ballMm &&
    !isNearHilum(voxels, lungs, middles, parameters)
  );
}

/** Tissue along the border of the lung field: chest wall, diaphragm or mediastinum inside a misplaced surface. */
export function isBorder(voxels: Int32Array, distanceMm: Float32Array, parameters: Parameters): boolean {
  let near = 0;
  for (const at of voxels) if (distanceMm[at] > -parameters.borderDepthMm) near += 1;
  return near > parameters.borderShareLeast * voxels.length;
}

/** Eigenvalues of a symmetric 3 × 3 matrix, falling (trigonometric solution of the cubic). */
function eigenvalues(xx: number, yy: number, zz: number, xy: number, xz: number, yz: number): Vec3 {
  const q = (xx + yy + zz) / 3;
  const [a, b, c] = [xx - q, yy - q, zz - q];
  const p = Math.sqrt((a * a + b * b + c * c + 2 * (xy * xy + xz * xz + yz * yz)) / 6);
  if (p === 0) return [q, q, q];
  const det = a * (b * c - yz * yz) - xy * (xy * c - yz * xz) + xz * (xy * yz - b * xz);
  const phi = acos(Math.max(-1, Math.min(1, det / (2 * p * p * p)))) / 3;
  const highest = q + 2 * p * cos(phi);
  const lowest = q + 2 * p * cos(phi + (2 * Math.PI) / 3);
  return [highest, 3 * q - highest - lowest, lowest];
}
