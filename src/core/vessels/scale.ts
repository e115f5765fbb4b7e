/**
 * Scale of the ridge filter: how much to smooth along each axis, and what its strength means in mm².
 *
 * Smoothed to an isotropic total blur σ, a thin tube of area CSA has the middle Hessian eigenvalue
 * −(Ib − Ibg)·CSA/(2πσ⁴), so strength · 2πσ⁴/(Ib − Ibg) is an area.
 */
import { exp } from '../maths';
import type { Parameters } from '../parameters';
import type { Vec3 } from '../volume';

export interface RidgeScale {
  /** Total blur after smoothing, mm. */
  readonly sigmaMm: number;
  /** Smoothing weights along i, j, k: centre first. */
  readonly taps: readonly [Float32Array, Float32Array, Float32Array];
  /** Factors on the differences ii, jj, kk, ij, ik, jk. */
  readonly differences: Float32Array;
  /** 2πσ⁴, mm⁴. */
  readonly mm4: number;
}

/** `psfSigmaMm` in the slice plane (i, j), `psfSigmaZMm` along k. */
export function ridgeScale(
  spacingMm: Vec3,
  psfSigmaMm: number,
  psfSigmaZMm: number,
  parameters: Parameters,
): RidgeScale {
  const sigmaMm =
    parameters.ridgeWidening *
    Math.max(psfSigmaMm, Math.min(psfSigmaZMm, parameters.ridgeSigmaZMostMm), parameters.ridgeSigmaLeastMm);
  const taps = (axis: 0 | 1 | 2, psfMm: number): Float32Array => {
    const variance = Math.max(0, sigmaMm * sigmaMm - psfMm * psfMm);
    return discreteGaussian(variance / (spacingMm[axis] * spacingMm[axis]));
  };
  return {
    sigmaMm,
    taps: [taps(0, psfSigmaMm), taps(1, psfSigmaMm), taps(2, psfSigmaZMm)],
    differences: differenceFactors(spacingMm, sigmaMm),
    mm4: 2 * Math.PI * sigmaMm * sigmaMm * sigmaMm * sigmaMm,
  };
}

/**
 * Half of the discrete Gaussian of a variance in voxels²: e^−t·I_n(t) (Lindeberg 1990). Unlike a sampled Gaussian
 * its variance is exact below one voxel. Weights under 1e-4 are left out, the rest sums to 1.
 */
export function discreteGaussian(variance: number): Float32Array {
  const half: number[] = [];
  for (let n = 0; n < 64; n += 1) {
    const weight = exp(-variance) * besselI(n, variance);
    if (n > 0 && weight < 1e-4) break;
    half.push(weight);
  }
  let sum = -half[0];
  for (const weight of half) sum += 2 * weight;
  return Float32Array.from(half, (weight) => weight / sum);
}

/** Modified Bessel function of the first kind by its power series. */
function besselI(n: number, x: number): number {
  let term = 1;
  for (let k = 1; k <= n; k += 1) term *= x / (2 * k);
  let sum = 0;
  for (let m = 0; term > 1e-18 * sum || m < 2; m += 1) {
    sum += term;
    term *= (x * x) / (4 * (m + 1) * (m + 1 + n));
  }
  return sum;
}

/**
 * Factors that make differences over whole voxels exact for a thin tube through a voxel centre. A second difference
 * at the top of a Gaussian of width σ gives 2(1 − e^−q)/h² with q = h²/2σ² in place of 1/σ²; the mixed ones are
 * set so that a tube half way between two axes, in mm, gets 1/σ² across it too.
 */
function differenceFactors([hx, hy, hz]: Vec3, sigmaMm: number): Float32Array {
  const two = 2 * sigmaMm * sigmaMm;
  const fall = (mm: number): number => exp(-(mm * mm) / two);
  const second = (h: number): number => two / 2 / (2 - 2 * fall(h));
  const mixed = (a: number, b: number): number => {
    const across = (2 * second(a) * (1 - fall(a * Math.SQRT1_2)) + 2 * second(b) * (1 - fall(b * Math.SQRT1_2))) / 2;
    const difference = 2 * fall((a - b) * Math.SQRT1_2) - 2 * fall((a + b) * Math.SQRT1_2);
    return (two / 2 - across) / difference;
  };
  const unit = 1 / ((two / 2) * (two / 2));
  return Float32Array.of(second(hx), second(hy), second(hz), mixed(hx, hy), mixed(hx, hz), mixed(hy, hz)).map(
    (factor) => factor * unit,
  );
}
