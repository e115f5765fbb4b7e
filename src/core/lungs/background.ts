/**
 * Regional HU of the parenchyma between the vessels: what blood volume is measured against.
 * A local mean that is drawn to the commonest value nearby, so that it follows emphysema and ground glass but not vessels.
 */
import type { Parameters } from '../parameters';
import { sharedFloat32 } from '../volume';
import type { Grid } from '../volume';
import { blockSums, coarserGrid, readCoarser } from './coarser';
import type { CoarserGrid } from './coarser';
import type { CoarseScan } from './coarse-scan';
import { localMean } from './gaussian';

/** Share of wider surroundings where the near ones are fully known. */
const LEAN = 0.02;

export interface Background {
  readonly grid: CoarserGrid;
  /** HU, in the frame of the coarse scan; beyond the lungs it goes on as it is at the border. */
  readonly values: Float32Array;
}

export function parenchymaBackground(scan: CoarseScan, distanceMm: Float32Array, parameters: Parameters): Background {
  const grid = coarserGrid(scan, parameters.backgroundEdgeMm);
  const weights = sharedFloat32(scan.hu.length);
  for (let n = 0; n < weights.length; n += 1) weights[n] = isParenchyma(scan, distanceMm, n, parameters) ? 1 : 0;
  let values = filled(scan, grid, weights, parameters);
  for (let round = 0; round < parameters.backgroundRounds; round += 1) {
    // a window about the last estimate, narrower above: vessels lie there
    eachVoxel(scan, (n, i, j, k) => {
      if (!isParenchyma(scan, distanceMm, n, parameters)) return;
      const off = scan.hu[n] - readCoarser(values, grid, i, j, k);
      weights[n] = off < parameters.parenchymaWindowAboveHu && off > -parameters.parenchymaWindowBelowHu ? 1 : 0;
    });
    values = filled(scan, grid, weights, parameters);
  }
  return { grid, values };
}

function isParenchyma(scan: CoarseScan, distanceMm: Float32Array, n: number, parameters: Parameters): boolean {
  return distanceMm[n] < -parameters.backgroundDepthMm && scan.hu[n] < parameters.parenchymaBelowHu;
}

function eachVoxel({ size }: Grid, visit: (n: number, i: number, j: number, k: number) => void): void {
  let n = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      for (let i = 0; i < size[0]; i += 1, n += 1) visit(n, i, j, k);
    }
  }
}

/** Local mean; where little is known it leans on wider surroundings, at last on the whole. */
function filled(scan: CoarseScan, grid: CoarserGrid, weights: Float32Array, parameters: Parameters): Float32Array {
  const weight = blockSums(scan, grid, weights);
  const mean = blockSums(scan, grid, weights, scan.hu);
  let sum = 0;
  let count = 0;
  for (let n = 0; n < mean.length; n += 1) {
    sum += mean[n];
    count += weight[n];
    if (weight[n] > 0) mean[n] /= weight[n];
  }
  const whole = count > 0 ? sum / count : parameters.parenchymaHu;
  const near = localMean(mean, weight, grid, parameters.backgroundSigmaMm);
  const wide = localMean(mean, weight, grid, 3 * parameters.backgroundSigmaMm);
  for (let n = 0; n < mean.length; n += 1) {
    const a = near.weight[n];
    const b = LEAN * wide.weight[n];
    const c = LEAN * LEAN * LEAN;
    mean[n] = (a * near.mean[n] + b * wide.mean[n] + c * whole) / (a + b + c);
  }
  return mean;
}
