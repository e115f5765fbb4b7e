/**
 * Bronchus kernel: a vessel and the ring at its side over the voxels of a slab, as an interface.
 *
 * The ring shows wall · O + inner · L over the lung, with O and L the blurred discs of its outer surface and of its lumen.
 * The search takes sums for a ring of fixed size at several places, from a table of its image over the distance. The fit
 * takes the sums of one Gauss–Newton step: the model of a voxel is background + contrast · (others + (1 − others) · own) +
 * ring, with Cauchy weights. Its unknowns are, in this order, u and v of the vessel, its radius, the background, u and v of
 * the ring, its lumen and the thickness of its wall.
 */
import { discStride } from './tube-image';

export const bronchusUnknowns = 8;

/** Positions in `values`; each image is a disc and the wider one of a sharp kernel (see `writeDisc`). */
export const bronchusValues = {
  /** HU of the wall over the lung, and of the air over the wall. */
  wallHu: 0,
  innerHu: 1,
  /** Of the search: the ring ends here. */
  reachMm: 2,
  u: 3,
  v: 4,
  ringU: 5,
  ringV: 6,
  backgroundHu: 7,
  contrastHu: 8,
  /** 1 over the residual at which the robust weight is a half. */
  robust: 9,
  /** Derivatives of the outer radius by the lumen and by the thickness of the wall. */
  outerByLumen: 10,
  outerByWall: 11,
  /** Squares of the distances beyond which vessel and ring show nothing, and within which the ring lies, mm². */
  ownSquareMm2: 12,
  ringSquareMm2: 13,
  supportSquareMm2: 14,
  own: 15,
  outer: 15 + 2 * discStride,
  lumen: 15 + 4 * discStride,
} as const;
export const bronchusValuesLength = 15 + 6 * discStride;

/** Positions in `nodes`: of both discs of an image, the second 0 where there is none. */
export const bronchusNodes = { own: 0, outer: 2, lumen: 4 } as const;
export const bronchusNodesLength = 6;

/** Positions in `sums`: right side, lower triangle of the normal matrix by rows, and three sums over the ring. */
export const bronchusSums = { right: 0, matrix: 8, left: 44, shown: 45, weights: 46 } as const;
export const bronchusSumsLength = 47;

/** Places a search looks at. */
export const bronchusPlaces = 16;
/** Entries of the table of a ring's image at most, and their distance, mm. */
export const ringTableSize = 256;
export const ringStepMm = 0.1;

/** Working memory, with the slab of `TubeFit`. */
export interface BronchusWork {
  readonly values: Float32Array;
  readonly nodes: Int32Array;
  /** u, v of each place to look at. */
  readonly places: Float32Array;
  /** Answer of `searchRing`: sums of weight · ring, weight · ring², weight · ring · left for each place. */
  readonly shown: Float32Array;
  /** Answer of `sumBronchus`. */
  readonly sums: Float64Array;
}
