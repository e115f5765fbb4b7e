/**
 * The least standard deviation with which any unbiased rule can size a vessel: the Cramér–Rao bound.
 *
 * The image of a straight vessel of unknown place across the axis, size and background level, with known blur and
 * blood, in white noise, on the voxels within reach of one station. The Fisher information is the sum over voxels of
 * the products of the model's derivatives over the noise's variance; the bound of the radius is the root of the
 * corresponding element of its inverse. For a thin vessel whose place and background are known it becomes
 * 2√π·σ·n·p/contrast for one layer of voxels (pixel p, noise n).
 */
import { makeTubeImage, planeAcross, prepareTube, tubeWithGradient, type Psf } from '../calibre';
import type { Vec3 } from '../volume';

export interface BoundInput {
  readonly csaMm2: number;
  /** Unit vector of the axis, in voxel axes. */
  readonly tangent: Vec3;
  readonly spacingMm: Vec3;
  readonly psf: Psf;
  readonly noiseHu: number;
  /** Blood minus background, HU. */
  readonly contrastHu: number;
  /** Voxels within so far of the station along the axis take part, mm. */
  readonly alongHalfMm: number;
  /** Voxels within so far beyond the vessel's radius take part, mm. */
  readonly beyondMm: number;
  /** Where the station lies between the voxels, in voxels; the middle of one by default. */
  readonly shift?: Vec3;
}

const unknowns = 4;

/** Standard deviation of the CSA, mm²; Infinity where the voxels do not determine it. */
export function leastCsaSdMm2(input: BoundInput): number {
  const { csaMm2, tangent, spacingMm, psf, noiseHu, contrastHu } = input;
  const radiusMm = Math.sqrt(csaMm2 / Math.PI);
  const image = makeTubeImage();
  prepareTube(image, radiusMm, tangent[2], psf);
  const frame = new Float64Array(6);
  planeAcross(tangent[0], tangent[1], tangent[2], frame);
  const window = radiusMm + input.beyondMm;
  const reach = Math.sqrt(window * window + input.alongHalfMm * input.alongHalfMm);
  const shift = input.shift ?? [0, 0, 0];
  const [ni, nj, nk] = spacingMm.map((step) => Math.ceil(reach / step) + 1);
  const information = new Float64Array(unknowns * unknowns);
  const gradient = new Float64Array(4);
  for (let k = -nk; k <= nk; k += 1) {
    for (let j = -nj; j <= nj; j += 1) {
      for (let i = -ni; i <= ni; i += 1) {
        const x = (i - shift[0]) * spacingMm[0];
        const y = (j - shift[1]) * spacingMm[1];
        const z = (k - shift[2]) * spacingMm[2];
        if (Math.abs(x * tangent[0] + y * tangent[1] + z * tangent[2]) > input.alongHalfMm) continue;
        const u = x * frame[0] + y * frame[1] + z * frame[2];
        const v = x * frame[3] + y * frame[4] + z * frame[5];
        if (u * u + v * v > window * window) continue;
        tubeWithGradient(image, u, v, gradient);
        // background + (blood − background)·D by u, v, radius and background
        const d = [gradient[1] * contrastHu, gradient[2] * contrastHu, gradient[3] * contrastHu, 1 - gradient[0]];
        for (let a = 0; a < unknowns; a += 1) {
          for (let b = 0; b < unknowns; b += 1) information[a * unknowns + b] += (d[a] * d[b]) / (noiseHu * noiseHu);
        }
      }
    }
  }
  const variance = inverseElement(information, 2);
  return variance > 0 ? 2 * Math.PI * radiusMm * Math.sqrt(variance) : Infinity;
}

/** Element (n, n) of the inverse of a symmetric positive matrix, by Gauss's elimination; NaN where there is none. */
function inverseElement(matrix: Float64Array, n: number): number {
  const rows = Array.from({ length: unknowns }, (_, a) => [
    ...matrix.subarray(a * unknowns, (a + 1) * unknowns),
    a === n ? 1 : 0,
  ]);
  for (let a = 0; a < unknowns; a += 1) {
    if (!(rows[a][a] > 0)) return Number.NaN;
    for (let b = 0; b < unknowns; b += 1) {
      if (b === a) continue;
      const factor = rows[b][a] / rows[a][a];
      for (let c = a; c <= unknowns; c += 1) rows[b][c] -= factor * rows[a][c];
    }
  }
  return rows[n][unknowns] / rows[n][n];
}
