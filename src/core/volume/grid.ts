/**
 * The frame in which the measurement works: millimetres along i, j, k from voxel (0, 0, 0) of a box.
 *
 * The scanner's blur is aligned with the slices, so vessels are sized in this frame; `geometry.ts`
 * turns the finished stations into LPS. A point (x, y, z) mm lies at voxel (x/dx, y/dy, z/dz).
 */
import type { Vec3 } from './geometry';

export interface Grid {
  readonly size: Vec3;
  readonly spacingMm: Vec3;
}

/** A box of the CT grid: its first voxel and its size in voxels. */
export interface Box {
  readonly from: Vec3;
  readonly size: Vec3;
}
