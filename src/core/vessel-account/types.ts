/**
 * What is known of every branch that was followed, also of those taken for something else: the page shows a single
 * vessel from it, and changes by hand are summed from it, without the voxels.
 */
import type { IntervalContext, Ledger } from '../blood-volume';
import type { RejectReason } from '../calibre';
import type { Measured } from '../result';
import type { Geometry, Vec3 } from '../volume';

/** Columns with one entry a branch. */
export interface Branches {
  readonly count: number;
  /** As in centrelines.csv. */
  readonly id: Int32Array;
  /** Number of the connected tree, counted from 0. */
  readonly tree: Int32Array;
  /** First station of each branch, and the number of stations at the end. */
  readonly first: Int32Array;
  /** Node at either end, −1 where it ends freely; two numbers a branch. */
  readonly ends: Int32Array;
  /** Median R² of the fits, 0…1. */
  readonly fitR2: Float64Array;
  readonly rejected: readonly (RejectReason | null)[];
}

export interface VesselAccount {
  readonly branches: Branches;
  /** Everything that is summed, a row a station. */
  readonly ledger: Ledger;
  /** The grid it was measured on: standard storage, not always that of the file; and the voxel where `points` begin. */
  readonly grid: Geometry;
  readonly from: Vec3;
  /** x, y, z of each station in millimetres along the axes of the grid, and its unit tangent. */
  readonly points: Float64Array;
  readonly tangents: Float64Array;
  readonly context: IntervalContext;
}

/** A measurement with the account of its vessels. */
export interface MeasuredVessels extends Measured {
  readonly account: VesselAccount;
}
