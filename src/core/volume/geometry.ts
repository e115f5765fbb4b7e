/**
 * Where a volume lies in the patient: voxel indices (i, j, k) ↔ LPS millimetres.
 *
 * The only place of the program that converts. i runs fastest in memory; LPS is left, posterior,
 * superior, the DICOM patient frame.
 */
import { acos } from '../maths';

export type Vec3 = readonly [number, number, number];
/** Row-major 3 × 3. */
export type Mat3 = readonly [number, number, number, number, number, number, number, number, number];

export interface Geometry {
  /** Voxels along i, j, k. */
  readonly size: Vec3;
  /** Length of one voxel step along i, j, k in mm (for a sheared stack, along the sheared k axis). */
  readonly spacingMm: Vec3;
  /** LPS position of the centre of voxel (0, 0, 0). */
  readonly originMm: Vec3;
  /**
   * Columns are the unit vectors of the i, j and k axes in LPS, row-major storage:
   * (ix, jx, kx, iy, jy, ky, iz, jz, kz). Not orthogonal where the gantry was tilted.
   */
  readonly direction: Mat3;
}

/** LPS millimetres of a voxel index (fractions allowed). */
export function voxelToWorld(g: Geometry, i: number, j: number, k: number): [number, number, number] {
  const [dx, dy, dz] = g.spacingMm;
  const d = g.direction;
  const a = i * dx;
  const b = j * dy;
  const c = k * dz;
  return [
    g.originMm[0] + d[0] * a + d[1] * b + d[2] * c,
    g.originMm[1] + d[3] * a + d[4] * b + d[5] * c,
    g.originMm[2] + d[6] * a + d[7] * b + d[8] * c,
  ];
}

/** Voxel index (with fractions) of an LPS point. */
export function worldToVoxel(g: Geometry, x: number, y: number, z: number): [number, number, number] {
  const m = invert3(g.direction);
  const px = x - g.originMm[0];
  const py = y - g.originMm[1];
  const pz = z - g.originMm[2];
  return [
    (m[0] * px + m[1] * py + m[2] * pz) / g.spacingMm[0],
    (m[3] * px + m[4] * py + m[5] * pz) / g.spacingMm[1],
    (m[6] * px + m[7] * py + m[8] * pz) / g.spacingMm[2],
  ];
}

/** Volume of one voxel in mm³; right for sheared stacks too. */
export function voxelVolumeMm3(g: Geometry): number {
  return Math.abs(determinant3(g.direction)) * g.spacingMm[0] * g.spacingMm[1] * g.spacingMm[2];
}

/** Angle in degrees between the k axis and the normal of the slices: 0 for an untilted stack. */
export function shearDegrees(g: Geometry): number {
  return (acos(Math.min(1, Math.abs(determinant3(g.direction)))) * 180) / Math.PI;
}

export function voxelCount(g: Geometry): number {
  return g.size[0] * g.size[1] * g.size[2];
}

export function determinant3(m: Mat3): number {
  return m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) + m[2] * (m[3] * m[7] - m[4] * m[6]);
}

/** Inverse of a 3 × 3 matrix. Throws where it is singular: a `Geometry` never is. */
export function invert3(m: Mat3): Mat3 {
  const det = determinant3(m);
  if (!(Math.abs(det) > 1e-9)) throw new Error('direction matrix is singular');
  const s = 1 / det;
  return [
    (m[4] * m[8] - m[5] * m[7]) * s,
    (m[2] * m[7] - m[1] * m[8]) * s,
    (m[1] * m[5] - m[2] * m[4]) * s,
    (m[5] * m[6] - m[3] * m[8]) * s,
    (m[0] * m[8] - m[2] * m[6]) * s,
    (m[2] * m[3] - m[0] * m[5]) * s,
    (m[3] * m[7] - m[4] * m[6]) * s,
    (m[1] * m[6] - m[0] * m[7]) * s,
    (m[0] * m[4] - m[1] * m[3]) * s,
  ];
}
