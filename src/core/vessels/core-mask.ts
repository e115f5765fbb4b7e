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
import { setVoxels, sharedUint8, type Vec3 } from '../volume';
import { backgroundRows } from './background';
import { darkInCore, tissueLevel } from './core-tissue';
import { keepPieces } from './grow';
import { halfLevel, levelAt, type HalfLevel } from './half-level';
import { hilumMiddles } from './near-hilum';
import { isBlob, isBorder, isDetachedLump, pieceShape } from './piece-shape';
import { isAbove, sphereSteps } from './sphere';
import { LUMP, type BallRow, type CandidateInput } from './types';

const SLICES = 12;
/** In the working mask: above half contrast; each further step is one larger ball that fits. */
const ABOVE_HALF = 1;
/** Larger balls over the opening ball, for nodules that sit on vessels: each half as large again. */
const LUMP_SCALES = [1.5, 2.25, 3.375];

interface CoreTaskInput {
  readonly hu: Int16Array | Float32Array;
  readonly size: Vec3;
  readonly spacingMm: Vec3;
  readonly distanceMm: Float32Array;
  readonly background: CoarseField;
  readonly level: HalfLevel;
  /** Rising. */
  readonly ballsMm: readonly number[];
  /** Written slice by slice. */
  readonly fits: Uint8Array;
}

/** Slices from … to: voxels of the lung field above half contrast, and how many of the balls fit around each. */
export const coreTask: Task<CoreTaskInput, null> = {
  id: 'vessels/core',
  run: (input, piece) => {
    fitBalls(input, piece);
    return null;
  },
};

export interface Cores {
  /** VESSEL_CORE inside the core of a thick vessel, LUMP in what is as thick but no vessel; lung field only. */
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
  const ballsMm = [1, ...LUMP_SCALES].map((scale) => scale * parameters.coreBallMm);
  const task: CoreTaskInput = {
    hu: input.hu,
    size,
    spacingMm,
    distanceMm,
    background,
    level: halfLevel(input.lungs, input.bloodHu, parameters),
    ballsMm,
    fits,
  };
  await parallel.map(coreTask, task, piecesOf(size[2], SLICES));
  // a ball may sit between voxels: half a voxel more gives the rim back, held in by half contrast
  const stamps = ballsMm.map((mm) => ballRows(spacingMm, mm + Math.min(...spacingMm) / 2));
  const above = setVoxels(fits);
  const core = stampBalls(fits, above, 1, size, stamps[0]);
  const voxelMm3 = spacingMm[0] * spacingMm[1] * spacingMm[2];
  const others: number[] = [];
  const isRound = (voxels: Int32Array): boolean =>
    !voxels.some((at) => distanceMm[at] > -parameters.stemDepthMm && (labels[at] & NEAR_HILUM) !== 0) &&
    isBlob(pieceShape(voxels, size, spacingMm), parameters);
  const middles = hilumMiddles(input.lungs);
  const rim = ballRows(spacingMm, parameters.blobRimMm);
  // a nodule or consolidation on a thick vessel: with a ball too large for the vessel it stands alone
  for (let ball = 1; ball < ballsMm.length; ball += 1) {
    const lumps = stampBalls(fits, above, ball + 1, size, stamps[ball]);
    const leastMm3 = ballVolume(parameters.lumpRadiiLeast * ballsMm[ball]);
    keepPieces(lumps, size, (voxels) => {
      const isLump =
        voxels.length * voxelMm3 >= leastMm3 &&
        (isRound(voxels) || isDetachedLump(voxels, ballsMm[ball], input.lungs, middles, parameters));
      if (isLump) takeOut(core, voxels, size, rim, others);
      return false;
    });
  }
  const least = (1000 * parameters.coreLeastMl) / voxelMm3;
  const kept = keepPieces(core, size, (voxels) => {
    if (voxels.length < least) return false;
    const isVessel = !isRound(voxels) && !isBorder(voxels, distanceMm, parameters);
    if (!isVessel) for (const at of voxels) others.push(at);
    return isVessel;
  });
  const edgeMm = parameters.coreEdgeSigmas * Math.max(input.psfSigmaMm, input.psfSigmaZMm) + Math.max(...spacingMm) / 2;
  const levelHu = tissueLevel(input, parameters);
  const tissue = darkInCore(input.hu, core, setVoxels(core), grid, levelHu, ballRows(spacingMm, edgeMm));
  for (const at of others) core[at] = LUMP;
  // what is left of the vessel keeps its candidates: its surface may lie near
  for (const at of tissue) core[at] = LUMP;
  return {
    core,
    coreMl: ((kept - tissue.length) * voxelMm3) / 1000,
    notVessels: Int32Array.from(others),
    notVesselsMl: (others.length * voxelMm3) / 1000,
  };
}

const ballVolume = (radiusMm: number): number => (4 / 3) * Math.PI * radiusMm * radiusMm * radiusMm;

function fitBalls(input: CoreTaskInput, piece: Piece): void {
  const { hu, size, spacingMm, distanceMm, level, fits } = input;
  const [nx, ny] = size;
  const spheres = input.ballsMm.map((mm) => sphereSteps(spacingMm, mm));
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
        let balls = 0;
        while (balls < spheres.length && isAbove(hu, size, i, j, k, spheres[balls], halfHu)) balls += 1;
        fits[row + i] = ABOVE_HALF + balls;
      }
    }
  }
}

/** Of the voxels `above` half contrast those within the ball, given by its rows, of any voxel around which `balls` fit. */
function stampBalls(
  fits: Uint8Array,
  above: Int32Array,
  balls: number,
  size: Vec3,
  rows: readonly BallRow[],
): Uint8Array {
  const [nx, ny, nz] = size;
  const core = sharedUint8(fits.length);
  for (const at of above) {
    if (fits[at] < ABOVE_HALF + balls) continue;
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

/** Unsets the core in a lump and in the rim about it, which a ball that fits into the lump leaves out. */
function takeOut(
  core: Uint8Array,
  lump: Int32Array,
  [nx, ny, nz]: Vec3,
  rim: readonly BallRow[],
  others: number[],
): void {
  for (const at of lump) {
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    for (const [dj, dk, reach] of rim) {
      if (j + dj < 0 || j + dj >= ny || k + dk < 0 || k + dk >= nz) continue;
      const row = ((k + dk) * ny + j + dj) * nx;
      const to = row + Math.min(nx - 1, i + reach);
      for (let q = row + Math.max(0, i - reach); q <= to; q += 1) {
        if (core[q] !== 0) others.push(q);
        core[q] = 0;
      }
    }
  }
}

export function ballRows([dx, dy, dz]: Vec3, radiusMm: number): BallRow[] {
  const rows: BallRow[] = [];
  for (let dk = -Math.floor(radiusMm / dz); dk * dz <= radiusMm; dk += 1) {
    for (let dj = -Math.floor(radiusMm / dy); dj * dy <= radiusMm; dj += 1) {
      const left = radiusMm * radiusMm - dk * dz * dk * dz - dj * dy * dj * dy;
      if (left >= 0) rows.push([dj, dk, Math.floor(Math.sqrt(left) / dx)]);
    }
  }
  return rows;
}
