/**
 * The fine lattice on which a scene is drawn before it is blurred: the CT grid divided evenly.
 *
 * Each lattice value stands for the mean over a small surrounding of width w: solids and tubes have an edge
 * that is a ramp of that width, which adds w²/12 to the variance along each axis. The blur that follows is
 * narrower by just that, so that the image has the PSF asked for and no more.
 */
import type { Geometry } from '../volume';
import type { ScanOptions } from './options';

export interface Lattice {
  /** Lattice steps a pixel and a slice. */
  readonly perPixel: number;
  readonly perSlice: number;
  readonly stepMm: number;
  readonly stepZMm: number;
  /** Width w of the edges, mm. */
  readonly edgeMm: number;
  /** Lattice lines beyond the image on every side, for the blur. */
  readonly margin: number;
  readonly marginZ: number;
  readonly columns: number;
  readonly rows: number;
  /** LPS position of the first lattice line of columns and rows, and of plane 0, mm. */
  readonly firstX: number;
  readonly firstY: number;
  readonly firstZ: number;
}

/** Tails of the blur are cut here, in standard deviations. */
const tails = 4.2;

export function latticeOf(scan: ScanOptions, geometry: Geometry): Lattice {
  const perPixel = Math.max(1, Math.ceil(scan.pixelMm / scan.subStepMm - 1e-9));
  const perSlice = Math.max(1, Math.ceil(scan.sliceSpacingMm / scan.subStepMm - 1e-9));
  const stepMm = scan.pixelMm / perPixel;
  const stepZMm = scan.sliceSpacingMm / perSlice;
  const widest = scan.sharpening > 0 ? Math.max(scan.psfSigmaMm, scan.sharpeningSigmaMm) : scan.psfSigmaMm;
  const margin = Math.ceil((tails * widest) / stepMm) + 1;
  const marginZ =
    Math.ceil((scan.sliceThicknessMm / 2 + tails * Math.max(scan.psfSigmaZMm, stepZMm / 3)) / stepZMm) + 1;
  const [x, y, z] = geometry.originMm;
  return {
    perPixel,
    perSlice,
    stepMm,
    stepZMm,
    edgeMm: Math.max(stepMm, stepZMm),
    margin,
    marginZ,
    columns: scan.columns * perPixel + 2 * margin,
    rows: scan.rows * perPixel + 2 * margin,
    firstX: x - ((perPixel - 1) / 2 + margin) * stepMm,
    firstY: y - ((perPixel - 1) / 2 + margin) * stepMm,
    firstZ: z - ((perSlice - 1) / 2 + marginZ) * stepZMm,
  };
}

/** Lattice planes that slice k is made of: from, to (exclusive). */
export function planesOfSlice(lattice: Lattice, k: number): [number, number] {
  return [k * lattice.perSlice, k * lattice.perSlice + lattice.perSlice + 2 * lattice.marginZ];
}
