/**
 * Regional HU of the parenchyma between the vessels: what blood volume is measured against.
 * A local mean that is drawn to the commonest value nearby, so that it follows emphysema and ground glass but not vessels.
 */
import type { Parameters } from '../parameters';
import { sharedFloat32 } from '../volume';
import type { CoarseScan } from './coarse-scan';
import { localMean } from './gaussian';

/** Background of every coarse voxel, in the frame of the scan; beyond the lungs it goes on as it is at the border. */
export function parenchymaBackground(scan: CoarseScan, distanceMm: Float32Array, parameters: Parameters): Float32Array {
  const weights = sharedFloat32(scan.hu.length);
  const inside = (n: number): boolean => distanceMm[n] < -parameters.backgroundDepthMm;
  for (let n = 0; n < weights.length; n += 1) {
    weights[n] = inside(n) && scan.hu[n] < parameters.parenchymaBelowHu ? 1 : 0;
  }
  let background = filled(scan, weights, parameters);
  for (let round = 0; round < parameters.backgroundRounds; round += 1) {
    // a window about the last estimate, narrower above: vessels lie there
    for (let n = 0; n < weights.length; n += 1) {
      const off = scan.hu[n] - background[n];
      const keep = inside(n) && scan.hu[n] < parameters.parenchymaBelowHu;
      weights[n] = keep && off < parameters.backgroundAboveHu && off > -parameters.backgroundBelowHu ? 1 : 0;
    }
    background = filled(scan, weights, parameters);
  }
  return background;
}

/** Local mean; where little is known it leans on wider surroundings, at last on the whole. */
function filled(scan: CoarseScan, weights: Float32Array, parameters: Parameters): Float32Array {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < weights.length; n += 1) {
    sum += weights[n] * scan.hu[n];
    count += weights[n];
  }
  const whole = count > 0 ? sum / count : parameters.parenchymaHu;
  const near = localMean(scan.hu, weights, scan, parameters.backgroundSigmaMm);
  const wide = localMean(scan.hu, weights, scan, 3 * parameters.backgroundSigmaMm);
  const lean = 0.02;
  for (let n = 0; n < near.mean.length; n += 1) {
    const a = near.weight[n];
    const b = lean * wide.weight[n];
    const c = lean * lean * lean;
    near.mean[n] = (a * near.mean[n] + b * wide.mean[n] + c * whole) / (a + b + c);
  }
  return near.mean;
}
