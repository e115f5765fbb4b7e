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
import { blockSums, coarserGrid, readCoarser } from './coarser';
import type { CoarserGrid } from './coarser';
import { plateSystem, thinPlate } from './thin-plate';
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
  const { distanceMm, seen } = surface;
  const toStem = distanceToMask(scan, stems, 2 * parameters.plateReachMm);
  const grid = coarserGrid(scan, parameters.plateEdgeMm);
  const rough = averages(scan, grid, [distanceMm, seen, toStem]);
  const plate = solvePlate(grid, rough[0], rough[1], rough[2], parameters);
  const [nx, ny, nz] = scan.size;
  const out = sharedFloat32(distanceMm.length);
  let n = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1, n += 1) {
        const share = plateShare(toStem[n], parameters);
        const shell = share > 0 && Math.abs(distanceMm[n]) < parameters.plateDepthMm - parameters.plateEdgeMm;
        out[n] = shell ? share * readCoarser(plate, grid, i, j, k) + (1 - share) * distanceMm[n] : distanceMm[n];
      }
    }
  }
  return out;
}

/** The plate on its own grid; beyond its shell the distance as it was. */
function solvePlate(
  grid: CoarserGrid,
  distanceMm: Float32Array,
  seen: Float32Array,
  toStem: Float32Array,
  parameters: Parameters,
): Float32Array {
  const list: number[] = [];
  for (let n = 0; n < distanceMm.length; n += 1) {
    if (toStem[n] < parameters.plateReachMm && Math.abs(distanceMm[n]) < parameters.plateDepthMm) list.push(n);
  }
  const voxels = Int32Array.from(list);
  const value = Float64Array.from(list, (n) => distanceMm[n]);
  const inBand = (n: number): boolean => Math.abs(distanceMm[n]) < parameters.plateBandMm;
  const weight = Float64Array.from(list, (n) =>
    inBand(n) && toStem[n] > parameters.stemShadowMm ? seen[n] + UNSEEN : UNSEEN,
  );
  const data: PlateData = { voxels, value, weight };
  const system = plateSystem(grid, voxels, parameters.plateStiffnessMm);
  let plate: Float64Array = value;
  for (let round = 0; round < ROUNDS; round += 1) {
    plate = thinPlate(system, data, plate, parameters.plateSteps);
    for (let i = 0; i < voxels.length; i += 1) {
      const n = voxels[i];
      if (toStem[n] > parameters.stemShadowMm || toStem[n] < parameters.stemRimMm || !inBand(n)) continue;
      // a border further in than the plate is a stem's dent; one further out is parenchyma, and lung for sure
      const dent = plate[i] < value[i];
      const off = (plate[i] - value[i]) / (dent ? parameters.plateDentMm : parameters.plateAgreeMm);
      weight[i] = UNSEEN + seen[n] / (1 + off * off * off * off);
    }
  }
  const out = Float32Array.from(distanceMm);
  for (let i = 0; i < voxels.length; i += 1) out[voxels[i]] = plate[i];
  return out;
}

/** 1 near a stem, falling to 0 at the end of the plate. */
function plateShare(toStemMm: number, parameters: Parameters): number {
  const t = (toStemMm - parameters.stemShadowMm) / (parameters.plateReachMm - parameters.stemShadowMm);
  return t <= 0 ? 1 : t >= 1 ? 0 : 1 - t * t * (3 - 2 * t);
}

function averages(scan: CoarseScan, grid: CoarserGrid, fields: readonly Float32Array[]): Float32Array[] {
  const ones = sharedFloat32(scan.hu.length).fill(1);
  const counts = blockSums(scan, grid, ones);
  return fields.map((field) => {
    const sums = blockSums(scan, grid, ones, field);
    for (let n = 0; n < sums.length; n += 1) sums[n] /= counts[n];
    return sums;
  });
}

function distanceToMask(scan: CoarseScan, mask: Uint8Array, maximumMm: number): Float32Array {
  const outside = sharedUint8(mask.length);
  for (let n = 0; n < mask.length; n += 1) outside[n] = mask[n] === 0 ? 1 : 0;
  return distanceTransform(outside, scan.size, scan.spacingMm, maximumMm);
}
