/**
 * Cores of thick vessels: what remains of the half-contrast region after opening with a ball.
 *
 * Whether the ball fits is asked between the voxels, on its sphere: a distance between voxel centres overstates
 * the radius by half a voxel and would let vessels of 5–10 mm² in.
 */
import { NEAR_HILUM, type CoarseField } from '../lungs';
import type { Parallel, Piece, Task } from '../parallel';
import { piecesOf } from '../parallel';
import type { Parameters } from '../parameters';
import { sharedUint8, type Vec3 } from '../volume';
import { backgroundRows } from './background';
import { keepPieces } from './grow';
import { halfLevel, levelAt, type HalfLevel } from './half-level';
import { isBlob, isBorder, pieceShape } from './piece-shape';
import { isAbove, sphereSteps } from './sphere';
import type { CandidateInput } from './types';

const SLICES = 12;
/** Values of the working mask. */
const ABOVE_HALF = 1;
const BALL_FITS = 2;

interface CoreTaskInput {
  readonly hu: Int16Array | Float32Array;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  readonly distanceMm: Float32Array;
  readonly background: CoarseField;
  readonly level: HalfLevel;
  readonly ballMm: number;
  /** Written slice by slice. */
  readonly fits: Uint8Array;
}

/** Slices from … to: voxels of the lung field above half contrast, and those around which the ball fits. */
export const coreTask: Task<CoreTaskInput, null> = {
  id: 'vessels/core',
  run: (input, piece) => {
    fitBalls(input, piece);
    return null;
  },
};

export interface Cores {
  /** 1 inside the core of a thick vessel; lung field only. */
  readonly core: Uint8Array;
  readonly coreMl: number;
  /** Voxels of thick pieces that are no vessels, by their shape or place. */
  readonly notVessels: Int32Array;
  readonly notVesselsMl: number;
}

export async function findCore(input: CandidateInput, parameters: Parameters, parallel: Parallel): Promise<Cores> {
  const { grid, distanceMm, labels, background } = input.lungs;
  const { size, spacingMm } = grid;
  const fits = sharedUint8(size[0] * size[1] * size[2]);
  const task: CoreTaskInput = {
    hu: input.hu,
    size,
    spacingMm,
    distanceMm,
    background,
    level: halfLevel(input.lungs, input.bloodHu, parameters),
    ballMm: parameters.coreBallMm,
    fits,
  };
  await parallel.map(coreTask, task, piecesOf(size[2], SLICES));
  // the ball may sit between voxels: half a voxel more gives the rim back, held in by half contrast
  const core = stampBalls(fits, size, spacingMm, parameters.coreBallMm + Math.min(...spacingMm) / 2);
  const voxelMl = (spacingMm[0] * spacingMm[1] * spacingMm[2]) / 1000;
  const least = parameters.coreLeastMl / voxelMl;
  const others: number[] = [];
  const kept = keepPieces(core, size, (voxels) => {
    if (voxels.length < least) return false;
    const atHilum = voxels.some((at) => distanceMm[at] > -parameters.stemDepthMm && (labels[at] & NEAR_HILUM) !== 0);
    const isRound = !atHilum && isBlob(pieceShape(voxels, size, spacingMm), parameters);
    const isVessel = !isRound && !isBorder(voxels, distanceMm, parameters);
    if (!isVessel) for (const at of voxels) others.push(at);
    return isVessel;
  });
  return {
    core,
    coreMl: kept * voxelMl,
    notVessels: Int32Array.from(others),
    notVesselsMl: others.length * voxelMl,
  };
}

function fitBalls(input: CoreTaskInput, piece: Piece): void {
  const { hu, size, spacingMm, distanceMm, level, fits } = input;
  const [nx, ny] = size;
  const sphere = sphereSteps(spacingMm, input.ballMm);
  const background = new Float64Array(nx);
  const readBackground = backgroundRows(input.background, spacingMm, nx);
  for (let k = piece.from; k < piece.to; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      readBackground(j, k, background);
      const row = (k * ny + j) * nx;
      for (let i = 0; i < nx; i += 1) {
        if (distanceMm[row + i] >= 0) continue;
        const halfHu = levelAt(level, row + i, background[i]);
        if (hu[row + i] <= halfHu) continue;
        fits[row + i] = isAbove(hu, size, i, j, k, sphere, halfHu) ? ABOVE_HALF | BALL_FITS : ABOVE_HALF;
      }
    }
  }
}

/** Voxels above half contrast within the ball of any voxel where it fits. */
function stampBalls(fits: Uint8Array, size: Vec3, spacingMm: Vec3, ballMm: number): Uint8Array {
  const [nx, ny, nz] = size;
  const core = sharedUint8(fits.length);
  const rows = ballRows(spacingMm, ballMm);
  for (let at = 0; at < fits.length; at += 1) {
    if ((fits[at] & BALL_FITS) === 0) continue;
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    for (const [dj, dk, reach] of rows) {
      if (j + dj < 0 || j + dj >= ny || k + dk < 0 || k + dk >= nz) continue;
      const row = ((k + dk) * ny + j + dj) * nx;
      const to = row + Math.min(nx - 1, i + reach);
      for (let q = row + Math.max(0, i - reach); q <= to; q += 1) if (fits[q] !== 0) core[q] = 1;
    }
  }
  return core;
}

/** Rows of a ball: offset along j and k, half length along i, in voxels. */
export function ballRows([dx, dy, dz]: Vec3, radiusMm: number): [number, number, number][] {
  const rows: [number, number, number][] = [];
  for (let dk = -Math.floor(radiusMm / dz); dk * dz <= radiusMm; dk += 1) {
    for (let dj = -Math.floor(radiusMm / dy); dj * dy <= radiusMm; dj += 1) {
      const left = radiusMm * radiusMm - dk * dz * dk * dz - dj * dy * dj * dy;
      if (left >= 0) rows.push([dj, dk, Math.floor(Math.sqrt(left) / dx)]);
    }
  }
  return rows;
}
