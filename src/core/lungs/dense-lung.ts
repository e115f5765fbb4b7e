/**
 * Lung with little air: consolidation and dense ground glass beside aerated lung. Its HU lie between lung and tissue over
 * more than the blur of a border. Where its own border lies is uncertain, so it is marked.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, labelComponents, sharedUint8 } from '../volume';
import type { CoarseScan } from './coarse-scan';
import { dilate } from './morphology';

/** Half-aerated voxels that go on from the lung, without the blurred rim of the lung and without airway walls. */
export function halfAerated(
  scan: CoarseScan,
  lung: Uint8Array,
  airways: Uint8Array,
  parameters: Parameters,
): Uint8Array {
  // thick slices: one voxel at least
  const rim = dilate(lung, scan, Math.max(parameters.borderBlurMm, 1.01 * Math.max(...scan.spacingMm)));
  const walls = dilate(airways, scan, parameters.airwayWallMm);
  const half = sharedUint8(lung.length);
  for (let n = 0; n < half.length; n += 1) {
    const hu = scan.hu[n];
    const between = hu < parameters.halfAeratedBelowHu && hu > parameters.halfAeratedAboveHu;
    half[n] = between && lung[n] === 0 && walls[n] === 0 ? 1 : 0;
  }
  const beyondRim = sharedUint8(lung.length);
  for (let n = 0; n < half.length; n += 1) beyondRim[n] = half[n] !== 0 && rim[n] === 0 ? 1 : 0;
  const depth = distanceTransform(beyondRim, scan.size, scan.spacingMm, 2 * parameters.halfAeratedDepthMm);
  const { labels, count, counts } = labelComponents(half, scan.size, 6);
  const thick = new Uint8Array(count + 1);
  const joined = new Uint8Array(count + 1);
  for (let n = 0; n < half.length; n += 1) {
    if (depth[n] >= parameters.halfAeratedDepthMm) thick[labels[n]] = 1;
    if (rim[n] !== 0) joined[labels[n]] = 1;
  }
  const voxelMl = (scan.spacingMm[0] * scan.spacingMm[1] * scan.spacingMm[2]) / 1000;
  for (let n = 0; n < half.length; n += 1) {
    const label = labels[n];
    const keep =
      thick[label] === 1 && joined[label] === 1 && counts[label] * voxelMl >= parameters.halfAeratedMinimumMl;
    half[n] = label !== 0 && keep ? 1 : 0;
  }
  return half;
}
