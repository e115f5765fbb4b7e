/**
 * The lung field at the hilum, closed by the smooth continuation of the mediastinal pleura.
 *
 * A closing by a ball jumps when a stem is wider than the ball. Instead the surface is seen only away from the stems,
 * and between there it is the thin plate through what is seen around; pleura seen between two stems counts again where
 * it lies on that plate.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, sharedFloat32, sharedUint8 } from '../volume';
import type { CoarseScan } from './coarse-scan';
import type { Surface } from './surface';
import { thinPlate } from './thin-plate';
import type { PlateData } from './thin-plate';

/** Weight of the mask where the CT shows no border. */
const UNSEEN = 1e-3;
/** Solutions one after another; after each, seen points on the plate are let in. */
const ROUNDS = 3;

/** Signed distance of the field with the surface near the stems replaced by the plate; `stems` of either lung. */
export function closeHilum(
  scan: CoarseScan,
  surface: Surface,
  stems: Uint8Array,
  parameters: Parameters,
): Float32Array {
  const toStem = distanceToMask(scan, stems, 2 * parameters.plateReachMm);
  const { distanceMm, seen } = surface;
  const voxels = activeVoxels(distanceMm, toStem, parameters);
  const value = new Float64Array(voxels.length);
  const weight = new Float64Array(voxels.length);
  const band = parameters.plateBandMm;
  for (let i = 0; i < voxels.length; i += 1) {
    const n = voxels[i];
    value[i] = distanceMm[n];
    const atSurface = Math.abs(distanceMm[n]) < band;
    weight[i] = atSurface && toStem[n] > parameters.stemShadowMm ? seen[n] + UNSEEN : UNSEEN;
  }
  const data: PlateData = { voxels, value, weight };
  let plate: Float64Array = value;
  for (let round = 0; round < ROUNDS; round += 1) {
    plate = thinPlate(scan, data, plate, parameters.plateStiffness, parameters.plateSteps);
    for (let i = 0; i < voxels.length; i += 1) {
      const n = voxels[i];
      const stem = toStem[n];
      if (stem > parameters.stemShadowMm || stem < parameters.stemRimMm || Math.abs(value[i]) >= band) continue;
      const off = (plate[i] - value[i]) / parameters.plateAgreeMm;
      weight[i] = UNSEEN + seen[n] / (1 + off * off * off * off);
    }
  }
  const out = sharedFloat32(distanceMm.length);
  out.set(distanceMm);
  for (let i = 0; i < voxels.length; i += 1) {
    const n = voxels[i];
    const share = plateShare(toStem[n], parameters);
    out[n] = share * plate[i] + (1 - share) * distanceMm[n];
  }
  return out;
}

/** 1 near a stem, falling to 0 at the end of the plate. */
function plateShare(toStemMm: number, parameters: Parameters): number {
  const t = (toStemMm - parameters.stemShadowMm) / (parameters.plateReachMm - parameters.stemShadowMm);
  return t <= 0 ? 1 : t >= 1 ? 0 : 1 - t * t * (3 - 2 * t);
}

/** Voxels near the surface within reach of a stem. */
function activeVoxels(distanceMm: Float32Array, toStem: Float32Array, parameters: Parameters): Int32Array {
  const list: number[] = [];
  for (let n = 0; n < distanceMm.length; n += 1) {
    if (toStem[n] < parameters.plateReachMm && Math.abs(distanceMm[n]) < parameters.plateDepthMm) list.push(n);
  }
  return Int32Array.from(list);
}

function distanceToMask(scan: CoarseScan, mask: Uint8Array, maximumMm: number): Float32Array {
  const outside = sharedUint8(mask.length);
  for (let n = 0; n < mask.length; n += 1) outside[n] = mask[n] === 0 ? 1 : 0;
  return distanceTransform(outside, scan.size, scan.spacingMm, maximumMm);
}
