/**
 * Trachea and bronchi as far as their lumen can be followed on the coarse grid.
 *
 * Grown from the trachea through plain air. Where the wall of a small bronchus is lost in the blur the growth runs out
 * into the lung and its volume leaps; the threshold is then lowered until it stays an airway tree.
 */
import type { Parameters } from '../parameters';
import { labelComponents } from '../volume';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';

/** Lumens connected with the seeds; the seeds alone where every threshold leaks. */
export function growAirways(
  scan: CoarseScan,
  air: Uint8Array,
  seeds: readonly number[],
  parameters: Parameters,
): Uint8Array {
  let airVoxels = 0;
  for (let n = 0; n < air.length; n += 1) airVoxels += air[n];
  const most = Math.max(2 * seeds.length, parameters.airwayShare * airVoxels);
  const step = parameters.airwayStepHu;
  for (let below = parameters.airwayHighHu; below >= parameters.airwayLowHu; below -= step) {
    const tree = reach(scan, air, seeds, below);
    if (tree.voxels <= most) return tree.mask;
  }
  const only = maskOf(scan);
  for (const n of seeds) only[n] = 1;
  return only;
}

function reach(
  scan: CoarseScan,
  air: Uint8Array,
  seeds: readonly number[],
  below: number,
): { mask: Uint8Array; voxels: number } {
  const mask = maskOf(scan);
  for (let n = 0; n < mask.length; n += 1) mask[n] = air[n] !== 0 && scan.hu[n] < below ? 1 : 0;
  for (const n of seeds) mask[n] = 1;
  const { labels, count } = labelComponents(mask, scan.size, 6);
  const wanted = new Uint8Array(count + 1);
  for (const n of seeds) wanted[labels[n]] = 1;
  wanted[0] = 0;
  let voxels = 0;
  for (let n = 0; n < mask.length; n += 1) {
    mask[n] = wanted[labels[n]];
    voxels += mask[n];
  }
  return { mask, voxels };
}
