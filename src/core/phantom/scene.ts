/**
 * A scene: everything that stands still in front of the scanner, as solids, sheets and tubes.
 *
 * Solids are signed distances on a coarse grid (negative inside, mm), interpolated linearly; that
 * interpolation *is* the shape, for drawing and for the truth alike. Tubes are straight pieces with
 * a radius at either end. All positions are LPS mm.
 */
import type { Vec3 } from '../volume';

/** Nodes every `stepMm` from `originMm`; a value between nodes is linear in each direction. */
export interface CoarseGrid {
  readonly size: Vec3;
  readonly stepMm: number;
  readonly originMm: Vec3;
}

/** Painted in order, each over those before it. */
export interface Layer {
  readonly distanceMm: Float32Array;
  /** Added to the distance: positive shrinks the solid. */
  readonly insetMm: number;
  /** HU inside, one for all or a value a node. */
  readonly hu: number | Float32Array;
}

/** A thin sheet about the zero of a field, inside the lungs, where `onlyAbove` is positive. */
export interface Sheet {
  readonly distanceMm: Float32Array;
  readonly onlyAbove: Float32Array | null;
  readonly thicknessMm: number;
  readonly hu: number;
}

/** What a tube is made of; painted in this order, the later over the earlier. */
export const HOLE = 0;
export const HILAR_TISSUE = 1;
export const AIRWAY_WALL = 2;
export const AIRWAY_LUMEN = 3;
export const SOLID = 4;
export const VEIN = 5;
export const ARTERY = 6;
export const TUBE_KINDS = 7;

/** Columns, one entry a piece: from a to b, radius linear between; equal ends make a ball. */
export interface Tubes {
  readonly count: number;
  /** ax, ay, az, ra, bx, by, bz, rb: 8 · count, mm. */
  readonly pieces: Float64Array;
  readonly kind: Uint8Array;
  /** Number of the branch that a piece belongs to. */
  readonly branch: Int32Array;
}

export interface MotionPhase {
  readonly tubes: Tubes;
  /** Share of the rotation; all shares sum to 1. */
  readonly share: number;
}

export interface Motion {
  readonly phases: readonly MotionPhase[];
  /** Nothing moves above this height, mm. */
  readonly belowMm: number;
}

export interface Scene {
  readonly grid: CoarseGrid;
  readonly airHu: number;
  readonly layers: readonly Layer[];
  readonly sheets: readonly Sheet[];
  readonly tubes: Tubes;
  /** HU of each tube kind. */
  readonly tubeHu: readonly number[];
  /** Distance to the surface of either lung field; they never overlap. */
  readonly rightLungMm: Float32Array;
  readonly leftLungMm: Float32Array;
  /** Distance to the mediastinal face about the hilum; null where there is no hilum. */
  readonly hilarFaceMm: Float32Array | null;
  /** Tubes that move while the scan is made; null where all stand still. */
  readonly motion: Motion | null;
}
