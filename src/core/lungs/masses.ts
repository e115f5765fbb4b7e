/**
 * Masses at the surface: a tumour that bulges into the lung looks like the dent of a stem, and the surface that closes
 * the hilum would cut through it. The field goes round it instead.
 */
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { labelComponents, sharedUint8 } from '../volume';
import { boxAround, cropMask } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { dilate } from './morphology';
import { signedDistance } from './surface';

/** The signed distance without the masses that reach deep into the field; `masses`: tissue thicker than any stem. */
export async function withoutMasses(
  scan: CoarseScan,
  distanceMm: Float32Array,
  masses: Uint8Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Float32Array> {
  const deep = sharedUint8(masses.length);
  for (let n = 0; n < deep.length; n += 1) {
    deep[n] = masses[n] !== 0 && distanceMm[n] < -parameters.massDepthMm ? 1 : 0;
  }
  if (!deep.includes(1)) return distanceMm;
  const { labels, counts } = labelComponents(deep, scan.size, 6);
  const voxelMl = (scan.spacingMm[0] * scan.spacingMm[1] * scan.spacingMm[2]) / 1000;
  let any = false;
  for (let n = 0; n < deep.length; n += 1) {
    deep[n] = labels[n] !== 0 && counts[labels[n]] * voxelMl >= parameters.massMinimumMl ? 1 : 0;
    if (deep[n] !== 0) any = true;
  }
  if (!any) return distanceMm;
  // the whole mass about its deep part, as far as it lies in the field
  const near = dilate(deep, scan, parameters.stemToRadiusMm);
  for (let n = 0; n < near.length; n += 1) if (masses[n] === 0) near[n] = 0;
  // a ball of a stem's radius leaves out the caps of bulges that are a little narrower
  const whole = dilate(near, scan, parameters.massCapMm);
  for (let n = 0; n < whole.length; n += 1) if (scan.hu[n] < parameters.vesselAboveHu) whole[n] = 0;
  return cutOut(scan, distanceMm, whole, parameters, parallel);
}

async function cutOut(
  scan: CoarseScan,
  distanceMm: Float32Array,
  mass: Uint8Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Float32Array> {
  const box = boxAround(mass, scan, parameters.distanceReachMm);
  if (box === null) return distanceMm;
  const part = cropMask(mass, scan, box);
  const toMass = await signedDistance(part, { size: box.size, spacingMm: scan.spacingMm }, parameters, parallel);
  const out = Float32Array.from(distanceMm);
  const [nx, ny, nz] = box.size;
  let n = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      let at = ((box.from[2] + k) * scan.size[1] + box.from[1] + j) * scan.size[0] + box.from[0];
      for (let i = 0; i < nx; i += 1, n += 1, at += 1) if (-toMass[n] > out[at]) out[at] = -toMass[n];
    }
  }
  return out;
}
