/**
 * Which side a lung is when it is the only one in the scan, from its surroundings: the chest wall is thin and has air
 * beyond it on the outer side; spine and heart lie on the inner side.
 */
import type { Parameters } from '../parameters';
import type { CoarseScan } from './coarse-scan';
import { erode } from './morphology';
import { LEFT, RIGHT } from './types';
import { sharedUint8 } from '../volume';

export function sideOfSingleLung(
  scan: CoarseScan,
  lung: Uint8Array,
  parameters: Parameters,
): typeof RIGHT | typeof LEFT {
  // votes > 0: the inner side lies towards the patient's left, so this is the right lung
  return spineVote(scan, lung, parameters) + wallVote(scan, lung, parameters) >= 0 ? RIGHT : LEFT;
}

/** −1 … 1: where the thick bone lies against the lung. Only vertebrae stay when bone is eroded. */
function spineVote(scan: CoarseScan, lung: Uint8Array, parameters: Parameters): number {
  const nx = scan.size[0];
  const bone = sharedUint8(lung.length);
  for (let n = 0; n < bone.length; n += 1) bone[n] = scan.hu[n] > parameters.boneAboveHu ? 1 : 0;
  const thick = erode(bone, scan, parameters.boneErosionMm);
  const bones = meanX(thick, nx);
  const lungs = meanX(lung, nx);
  if (bones === null || lungs === null) return 0;
  const mm = (bones - lungs) * scan.spacingMm[0];
  return Math.max(-1, Math.min(1, mm / parameters.spineAsideMm));
}

function meanX(mask: Uint8Array, nx: number): number | null {
  let sum = 0;
  let count = 0;
  for (let n = 0; n < mask.length; n += 1) {
    if (mask[n] === 0) continue;
    sum += n % nx;
    count += 1;
  }
  return count === 0 ? null : sum / count;
}

/** −1 … 1: share of rows in which a chest wall with air beyond it ends the lung on the right less that on the left. */
function wallVote(scan: CoarseScan, lung: Uint8Array, parameters: Parameters): number {
  const [nx, ny, nz] = scan.size;
  const reach = Math.round(parameters.chestWallMm / scan.spacingMm[0]);
  let vote = 0;
  let rows = 0;
  for (let row = 0; row < ny * nz; row += 1) {
    let first = -1;
    let last = -1;
    for (let i = 0; i < nx; i += 1) {
      if (lung[row * nx + i] === 0) continue;
      if (first < 0) first = i;
      last = i;
    }
    if (first < 0) continue;
    rows += 1;
    if (airBeyond(scan, row * nx, first, -1, reach, parameters)) vote += 1;
    if (airBeyond(scan, row * nx, last, 1, reach, parameters)) vote -= 1;
  }
  return rows === 0 ? 0 : vote / rows;
}

/** Whether a walk outwards from the lung meets tissue and then plain air within `reach` voxels. */
function airBeyond(
  scan: CoarseScan,
  row: number,
  start: number,
  step: 1 | -1,
  reach: number,
  parameters: Parameters,
): boolean {
  let tissue = 0;
  for (let s = 1; s <= reach; s += 1) {
    const i = start + step * s;
    if (i < 0 || i >= scan.size[0]) return false;
    const hu = scan.hu[row + i];
    if (hu > parameters.bodyAboveHu) tissue += 1;
    else if (hu < parameters.lumenEdgeHu && tissue * scan.spacingMm[0] > parameters.bodyCoreRadiusMm) return true;
  }
  return false;
}
