/**
 * Tube-fit kernel: the sums of one Gauss–Newton step over the voxels of a slab, as an interface.
 *
 * The model of a voxel is (1 − wall)(field + (blood − field)·share) + wall·wallHu: field, the background with two
 * slopes; share, the vessel's blurred disc and that of its neighbours less their overlap; Cauchy weights.
 * Its unknowns are, in this order, u, v, radius, background and both slopes.
 */
import type { BronchusWork } from './bronchus';
import { discStride } from './tube-image';

/** Voxels of a slab; each array holds `capacity` values, in single precision. */
export interface TubeSlab {
  /** Place across the axis, mm. */
  readonly u: Float32Array;
  readonly v: Float32Array;
  readonly hu: Float32Array;
  /** Weight before the robust one, above 0. */
  readonly weight: Float32Array;
  /** Share of other vessels, the outward normal of the strongest across the axis, how far it may overlap at all. */
  readonly neighbourShare: Float32Array;
  readonly neighbourU: Float32Array;
  readonly neighbourV: Float32Array;
  readonly touching: Float32Array;
  readonly wallShare: Float32Array;
  /** Answer of `sum`: |residual|, HU. */
  readonly residual: Float32Array;
  /** Place from the station, grid mm; what `shareNeighbours` reads. */
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  /** HU that the vessels leave; what `searchRing` reads. */
  readonly left: Float32Array;
}

/** The same names in the order of the kernel's memory. */
export const slabOrder = [
  'u',
  'v',
  'hu',
  'weight',
  'neighbourShare',
  'neighbourU',
  'neighbourV',
  'touching',
  'wallShare',
  'residual',
  'x',
  'y',
  'z',
  'left',
] as const;

/** Stations of other vessels at most: crowded hila hold about 200 within reach. */
export const mostNeighbours = 512;
/** Numbers of a station: x, y, z from the slab's own (mm), radius, tangent, way from the branch's start and to its end. */
export const stationStride = 12;
/** Integers of a branch: its first station in the list, the one behind its last, nodes of its discs. */
export const branchStride = 4;

/** Positions in `blur`. */
export const neighbourBlur = {
  /** Vessels whose surface is further away have no share. */
  limitMm: 0,
  sigmaSquare: 1,
  sigmaZSquare: 2,
  /** Stretched 1/σ, see `stretchedInverse`. */
  scale: 3,
  sharpening: 4,
  wideSigmaSquare: 5,
  wideScale: 6,
  /** Radius of the slab's own vessel. */
  radiusMm: 7,
  /** Both axes of the slab's plane. */
  frame: 8,
} as const;
export const neighbourBlurLength = 14;

/** The other vessels about a slab, branch after branch. */
export interface TubeNeighbours {
  readonly blur: Float32Array;
  readonly stations: Float32Array;
  readonly branches: Int32Array;
}

/** Positions in `values`: the state of the fit, then two discs (see `writeDisc`). */
export const fitValues = {
  u: 0,
  v: 1,
  backgroundHu: 2,
  slopeU: 3,
  slopeV: 4,
  bloodHu: 5,
  wallHu: 6,
  /** 1 over the residual at which the robust weight is a half. */
  robust: 7,
  /** Square of the distance from the axis beyond which bright residuals count `brightWeight`, mm². */
  rimSquareMm2: 8,
  brightWeight: 9,
  disc: 10,
  wideDisc: 10 + discStride,
} as const;
export const fitValuesLength = 10 + 2 * discStride;

/** Positions in `sums`: right side, lower triangle of the normal matrix by rows, and four sums for the summary. */
export const fitSums = { right: 0, matrix: 6, weights: 27, fixed: 28, squares: 29, plainSquares: 30 } as const;
export const fitSumsLength = 31;

/** Working memory of fits: valid until another kernel of the same maker runs. */
export interface TubeFit {
  readonly slab: TubeSlab;
  readonly neighbours: TubeNeighbours;
  readonly values: Float32Array;
  /** Answer of `sum`. */
  readonly sums: Float64Array;
  readonly bronchus: BronchusWork;
  /** Fills neighbourShare … touching of the first `count` voxels from the first `branches` branches. */
  shareNeighbours(count: number, branches: number): void;
  /** Sums over the first `count` voxels for discs of so many nodes; `wideNodes` 0 for an image of one disc. */
  sum(count: number, nodes: number, wideNodes: number): void;
  /** Sums over the first `count` voxels for a ring at every place: see `BronchusWork`. */
  searchRing(count: number): void;
  /** Sums over the first `count` voxels for a vessel and its bronchus. */
  sumBronchus(count: number): void;
  /** The k-th smallest (from 0) of the `count` residuals `sum` or `sumBronchus` has left; may reorder them. */
  kthResidual(count: number, k: number): number;
}

export type OpenTubeFit = (capacity: number) => TubeFit;
