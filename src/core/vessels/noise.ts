/**
 * Noise of the scan: scatter inside small patches of soft tissue, of blood where there is contrast, and its grain.
 *
 * Most patches hold some anatomy, so a low percentile over many patches is read, not their mean; the factor makes
 * up for a percentile of pure noise being below its standard deviation.
 */
import type { Estimate } from '../estimates';
import type { LungField } from '../lungs';
import type { Parameters } from '../parameters';
import type { Vec3 } from '../volume';

export interface Noise {
  readonly estimate: Estimate;
  /** Correlation of the noise of neighbouring voxels along i, j and k. */
  readonly neighbourCorrelation: Vec3;
}

/** Edge of a patch in voxels. */
const EDGE = 7;
const INSIDE = EDGE * EDGE;
/** A plane is fitted to each patch. */
const FREEDOM = INSIDE - 3;

interface Patch {
  /** Index of its first voxel. */
  readonly at: number;
  readonly sd: number;
  readonly meanHu: number;
}

/** `hu` is the lung box, which holds the tissue between and around the lungs. Never refuses. */
export function estimateNoiseHu(hu: Int16Array | Float32Array, lungs: LungField, parameters: Parameters): Noise {
  const soft: Patch[] = [];
  const lung: Patch[] = [];
  eachPatch(hu, lungs, parameters, (patch, isLung) => {
    if (isLung) lung.push(patch);
    else if (patch.meanHu > parameters.noiseSoftFromHu && patch.meanHu < parameters.noiseSoftToHu) soft.push(patch);
  });
  const isSoft = soft.length >= parameters.noisePatchesLeast;
  const patches = isSoft ? soft : lung;
  const share = isSoft ? parameters.noiseSoftPercentile : parameters.noiseLungPercentile;
  const value = percentile(patches, share) * parameters.noisePercentileFactor;
  const inLung = percentile(lung, parameters.noiseLungPercentile) * parameters.noisePercentileFactor;
  const least = isSoft && inLung > 0 ? Math.min(value, inLung) : value;
  const tissue = isSoft ? 'soft tissue' : 'lung, for want of soft tissue';
  return {
    estimate: {
      value,
      low: Math.min(least, value * (1 - parameters.noiseRelativeError)),
      high: value * (1 + parameters.noiseRelativeError),
      how: `${patches.length} patches of ${EDGE} × ${EDGE} voxels in ${tissue}; in the lung ${inLung.toFixed(0)} HU`,
    },
    neighbourCorrelation: correlation(hu, lungs.grid.size, patches, value, parameters),
  };
}

/** Patches side by side on every few slices, wholly in the lung or wholly outside it. */
function eachPatch(
  hu: Int16Array | Float32Array,
  { grid, distanceMm }: LungField,
  parameters: Parameters,
  use: (patch: Patch, isLung: boolean) => void,
): void {
  const [nx, ny, nz] = grid.size;
  const step = Math.max(1, Math.floor(nz / parameters.noiseSlices));
  for (let k = 0; k < nz; k += step) {
    for (let j = 0; j + EDGE <= ny; j += EDGE) {
      for (let i = 0; i + EDGE <= nx; i += EDGE) {
        const at = (k * ny + j) * nx + i;
        const depth = distanceMm[at + 3 * nx + 3];
        const isLung = depth < -parameters.noiseLungDepthMm;
        if (!isLung && depth < parameters.noiseSoftDistanceMm) continue;
        const { meanHu, sd } = flatten(hu, at, nx, residual);
        use({ at, sd, meanHu }, isLung);
      }
    }
  }
}

const residual = new Float64Array(INSIDE);
const residualNext = new Float64Array(INSIDE);

/** Takes mean and slopes out of a patch; what is left goes into `left`. */
function flatten(
  hu: Int16Array | Float32Array,
  at: number,
  nx: number,
  left: Float64Array,
): { meanHu: number; sd: number } {
  let sum = 0;
  let alongI = 0;
  let alongJ = 0;
  const middle = (EDGE - 1) / 2;
  for (let b = 0; b < EDGE; b += 1) {
    for (let a = 0; a < EDGE; a += 1) {
      const value = hu[at + b * nx + a];
      left[b * EDGE + a] = value;
      sum += value;
      alongI += (a - middle) * value;
      alongJ += (b - middle) * value;
    }
  }
  const meanHu = sum / INSIDE;
  // sum of (a − middle)² over the patch
  const moment = (INSIDE * (EDGE * EDGE - 1)) / 12;
  let square = 0;
  for (let b = 0; b < EDGE; b += 1) {
    for (let a = 0; a < EDGE; a += 1) {
      const plane = meanHu + ((a - middle) * alongI + (b - middle) * alongJ) / moment;
      const rest = left[b * EDGE + a] - plane;
      left[b * EDGE + a] = rest;
      square += rest * rest;
    }
  }
  return { meanHu, sd: Math.sqrt(square / FREEDOM) };
}

/** Standard deviation below which a share of the patches lies; 0 without patches. */
function percentile(patches: readonly Patch[], share: number): number {
  const sorted = patches.map((patch) => patch.sd).toSorted((a, b) => a - b);
  return sorted.length === 0 ? 0 : sorted[Math.floor(share * (sorted.length - 1))];
}

/** From the patches that hold little but noise; along k from the slice above. */
function correlation(
  hu: Int16Array | Float32Array,
  [nx, ny]: Vec3,
  patches: readonly Patch[],
  noiseHu: number,
  parameters: Parameters,
): Vec3 {
  const sums = [0, 0, 0];
  const squares = [0, 0, 0];
  for (const { at, sd } of patches) {
    if (sd > parameters.noisePureFactor * noiseHu) continue;
    flatten(hu, at, nx, residual);
    for (let b = 0; b < EDGE; b += 1) {
      for (let a = 0; a < EDGE; a += 1) {
        const here = residual[b * EDGE + a];
        if (a > 0) addPair(sums, squares, 0, here, residual[b * EDGE + a - 1]);
        if (b > 0) addPair(sums, squares, 1, here, residual[(b - 1) * EDGE + a]);
      }
    }
    if (at + nx * ny + EDGE * nx > hu.length) continue;
    const above = flatten(hu, at + nx * ny, nx, residualNext);
    if (above.sd > parameters.noisePureFactor * noiseHu) continue;
    for (let n = 0; n < INSIDE; n += 1) addPair(sums, squares, 2, residual[n], residualNext[n]);
  }
  const ratio = (axis: number): number => (squares[axis] > 0 ? sums[axis] / squares[axis] : 0);
  return [ratio(0), ratio(1), ratio(2)];
}

function addPair(sums: number[], squares: number[], axis: number, a: number, b: number): void {
  sums[axis] += a * b;
  squares[axis] += (a * a + b * b) / 2;
}
