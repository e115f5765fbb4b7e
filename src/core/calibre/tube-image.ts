/**
 * The scanner's blur seen across a vessel: which two Gaussian widths a direction gives, in which axes.
 *
 * The point spread function is diag(σ², σ², σz²) along the voxel axes. Across a tube of direction t its
 * projection has σa² = σ²·tz² + σz²·(1 − tz²) along e1, the part of z across t, and σb = σ along
 * e2 = t × e1. Sharp kernels: (1 + a)·G(σ) − a·G(w·σ), w > 1, so the image is the same mix of two discs.
 */
import { discStride, writeDisc } from '../kernels';
import { discAt, discWithGradient, makeDisc, prepareDisc, type Disc } from './blurred-disc';

export interface Psf {
  /** Standard deviation within the slice, mm. */
  readonly sigmaMm: number;
  /** Along the slice normal, slice profile included, mm. */
  readonly sigmaZMm: number;
  /** Share a of the negative, wider Gaussian; 0 for soft kernels. */
  readonly sharpening: number;
  /** Width of the negative Gaussian within the slice over `sigmaMm`. */
  readonly sharpeningWidth: number;
}

export const widerSigmaMm = (psf: Psf): number => Math.max(psf.sigmaMm, psf.sigmaZMm);

/** Blur that measures out windows: wider where sharpening puts a dark ring around the vessel. */
export const windowSigmaMm = (psf: Psf): number => widerSigmaMm(psf) * (psf.sharpening > 0 ? 1.4 : 1);

/** Unit vectors e1 (out[0…2]) and e2 (out[3…5]) across the unit vector t; e1 lies towards z. */
export function planeAcross(tx: number, ty: number, tz: number, out: Float64Array): void {
  let x = -tz * tx;
  let y = -tz * ty;
  let z = 1 - tz * tz;
  let length = Math.sqrt(x * x + y * y + z * z);
  if (length < 1e-3) {
    x = 1 - tx * tx;
    y = -tx * ty;
    z = -tx * tz;
    length = Math.sqrt(x * x + y * y + z * z);
  }
  out[0] = x / length;
  out[1] = y / length;
  out[2] = z / length;
  out[3] = ty * out[2] - tz * out[1];
  out[4] = tz * out[0] - tx * out[2];
  out[5] = tx * out[1] - ty * out[0];
}

/** σa, the blur along e1 for a tube whose direction has the z component tz. */
export function sigmaAlongMm(sigmaMm: number, sigmaZMm: number, tz: number): number {
  return Math.sqrt(sigmaMm * sigmaMm * tz * tz + sigmaZMm * sigmaZMm * (1 - tz * tz));
}

/** A tube's image, prepared for one radius and direction. */
export interface TubeImage {
  sharpening: number;
  readonly narrow: Disc;
  readonly wide: Disc;
  readonly wideGradient: Float64Array;
}

export function makeTubeImage(): TubeImage {
  return { sharpening: 0, narrow: makeDisc(), wide: makeDisc(), wideGradient: new Float64Array(4) };
}

export function prepareTube(image: TubeImage, r: number, tz: number, psf: Psf): void {
  image.sharpening = psf.sharpening;
  prepareDisc(image.narrow, r, sigmaAlongMm(psf.sigmaMm, psf.sigmaZMm, tz), psf.sigmaMm);
  if (psf.sharpening > 0) {
    const wide = psf.sigmaMm * psf.sharpeningWidth;
    prepareDisc(image.wide, r, sigmaAlongMm(wide, psf.sigmaZMm, tz), wide);
  }
}

/** Share of blood at (u, v) mm from the axis in the plane of `planeAcross`; above 1 and below 0 with sharpening. */
export function tubeAt(image: TubeImage, u: number, v: number): number {
  const value = discAt(image.narrow, u, v);
  const a = image.sharpening;
  return a > 0 ? (1 + a) * value - a * discAt(image.wide, u, v) : value;
}

/** The same with its derivatives by u, v and r into out[0 … 3]. */
export function tubeWithGradient(image: TubeImage, u: number, v: number, out: Float64Array): void {
  discWithGradient(image.narrow, u, v, out);
  const a = image.sharpening;
  if (a > 0) {
    const wide = image.wideGradient;
    discWithGradient(image.wide, u, v, wide);
    for (let i = 0; i < 4; i += 1) out[i] = (1 + a) * out[i] - a * wide[i];
  }
}

/** Writes the discs of a tube's image for the kernels from `at` on; gives the nodes of each, 0 where there is no second. */
export function writeTube(
  values: Float32Array,
  at: number,
  r: number,
  tz: number,
  psf: Psf,
): readonly [number, number] {
  const a = psf.sharpening;
  const nodes = writeDisc(values, at, r, sigmaAlongMm(psf.sigmaMm, psf.sigmaZMm, tz), psf.sigmaMm, 1 + a);
  if (a === 0) return [nodes, 0];
  const wide = psf.sigmaMm * psf.sharpeningWidth;
  return [nodes, writeDisc(values, at + discStride, r, sigmaAlongMm(wide, psf.sigmaZMm, tz), wide, -a)];
}
