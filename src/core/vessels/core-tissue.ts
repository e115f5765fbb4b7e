/**
 * Fat, nodes and thick sheaths in the cores of thick vessels. All of it is brighter than half contrast, and no ball tells
 * it from the vessel that it lies against; but blood is brighter, and the blur darkens blood only near its surface.
 */
import { exp } from '../maths';
import type { Parameters } from '../parameters';
import type { Grid } from '../volume';
import { meanAround } from './blood-hu';
import type { BallRow, CandidateInput } from './types';

/** A seventh of the steps to a voxel's six neighbours, squared: variance of their mean along an axis, in steps². */
const meanVariance = 2 / 7;

/**
 * Half way from tissue to blood, HU: without contrast only fat is told from it. Never more than the axis of the thinnest
 * core shows through the blur.
 */
export function tissueLevel(input: CandidateInput, parameters: Parameters): number {
  const { bloodHu, lungs, psfSigmaMm, psfSigmaZMm } = input;
  const { bloodEnhancedHu, denseLungHu, fatHu, halfContrast, coreBallMm, coreAxisShare } = parameters;
  const tissueHu = bloodHu > bloodEnhancedHu ? denseLungHu : fatHu;
  const step = Math.max(...lungs.grid.spacingMm);
  const sigma = Math.max(psfSigmaMm, psfSigmaZMm);
  const peak = 1 - exp((-0.5 * coreBallMm * coreBallMm) / (sigma * sigma + meanVariance * step * step));
  const { meanHu } = lungs.summary;
  const axisHu = meanHu + coreAxisShare * peak * (bloodHu - meanHu);
  return Math.min(axisHu, tissueHu + halfContrast * (bloodHu - tissueHu));
}

/** Core voxels that lie further from everything as bright as blood than a ball, given by its rows, reaches. */
export function darkInCore(
  hu: Int16Array | Float32Array,
  core: Uint8Array,
  voxels: Int32Array,
  { size }: Pick<Grid, 'size'>,
  levelHu: number,
  ball: readonly BallRow[],
): Int32Array {
  const [nx, ny, nz] = size;
  const bright = new Uint8Array(voxels.length);
  const slotOf = new Map<number, number>();
  for (const [slot, at] of voxels.entries()) {
    slotOf.set(at, slot);
    bright[slot] = meanAround(hu, at, size) > levelHu ? 1 : 0;
  }
  const isNearBright = (at: number): boolean => {
    const i = at % nx;
    const j = Math.floor(at / nx) % ny;
    const k = Math.floor(at / (nx * ny));
    for (const [dj, dk, reach] of ball) {
      if (j + dj < 0 || j + dj >= ny || k + dk < 0 || k + dk >= nz) continue;
      const row = ((k + dk) * ny + j + dj) * nx;
      const to = row + Math.min(nx - 1, i + reach);
      for (let q = row + Math.max(0, i - reach); q <= to; q += 1) {
        const slot = core[q] === 0 ? undefined : slotOf.get(q);
        if (slot !== undefined && bright[slot] === 1) return true;
      }
    }
    return false;
  };
  return voxels.filter((at, slot) => bright[slot] === 0 && !isNearBright(at));
}
