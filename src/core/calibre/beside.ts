/**
 * What a fit leaves out beside its vessel: the wall of a bronchus that runs along, a sheet that runs through, a nodule.
 *
 * None is blood, and none is in the model: they would be taken for a thicker vessel. They lie in some directions
 * only, and what is left of the rim shows the radius as well.
 */
import type { TubeSlab } from '../kernels';
import { atan2 } from '../maths';
import type { FitSetting } from './fit-setting';
import { directions } from './cross-plane';

/** Working memory; sectors go once around the axis. */
export interface Beside {
  readonly brightHu: Float64Array;
  readonly seen: Int32Array;
  readonly closed: Uint8Array;
}

export function makeBeside(): Beside {
  return {
    brightHu: new Float64Array(directions),
    seen: new Int32Array(directions),
    closed: new Uint8Array(directions),
  };
}

/**
 * Two voxels of air beside the vessel close their sector and the one on either side beyond the vessel's own edge: the
 * soft rim there is bronchial wall. Gives the share of sectors with air.
 */
export function leaveOutAir(
  beside: Beside,
  voxels: TubeSlab,
  count: number,
  radius: number,
  regionalHu: number,
  { parameters, noiseHu }: FitSetting,
): number {
  const { seen, closed } = beside;
  const limit = regionalHu - Math.max(parameters.airBelowBackgroundHu, parameters.airBelowNoises * noiseHu);
  seen.fill(0);
  for (let n = 0; n < count; n += 1) {
    if (voxels.hu[n] < limit) seen[sectorOf(voxels.u[n], voxels.v[n])] += 1;
  }
  let air = 0;
  for (let q = 0; q < directions; q += 1) {
    closed[q] = seen[q] >= 2 ? 1 : 0;
    air += closed[q];
  }
  if (air > 0) closeSectors(closed, voxels, count, parameters.besideFreeRadii * radius);
  return air / directions;
}

/**
 * What is bright beyond the rim with the other vessels taken off is no part of the vessel: a fissure that runs through, a
 * wall of a bronchus, a nodule, a twig that was not found. Its sectors and those on either side are left out, if they are
 * not most of them. Whether there were any.
 */
export function leaveOutStrangers(
  beside: Beside,
  voxels: TubeSlab,
  count: number,
  radius: number,
  lung: { readonly backgroundHu: number; readonly contrastHu: number },
  setting: FitSetting,
): boolean {
  const { parameters } = setting;
  const { brightHu, seen, closed } = beside;
  const { backgroundHu, contrastHu } = lung;
  const beyond = radius + parameters.strangerFromSigmas * setting.windowSigmaMm;
  brightHu.fill(0);
  seen.fill(0);
  for (let n = 0; n < count; n += 1) {
    const u = voxels.u[n];
    const v = voxels.v[n];
    if (u * u + v * v < beyond * beyond || voxels.wallShare[n] > 0.1) continue;
    const q = sectorOf(u, v);
    brightHu[q] += voxels.hu[n] - backgroundHu - contrastHu * voxels.neighbourShare[n];
    seen[q] += 1;
  }
  let found = 0;
  for (let q = 0; q < directions; q += 1) {
    closed[q] = seen[q] >= 2 && brightHu[q] > parameters.strangerShare * contrastHu * seen[q] ? 1 : 0;
    found += closed[q];
  }
  if (found === 0 || found > directions / 2) return false;
  closeSectors(closed, voxels, count, parameters.besideFreeRadii * radius);
  return true;
}

/** Takes the weight of all voxels beyond `freeMm` in closed sectors and those on either side. */
function closeSectors(closed: Uint8Array, voxels: TubeSlab, count: number, freeMm: number): void {
  for (let n = 0; n < count; n += 1) {
    const u = voxels.u[n];
    const v = voxels.v[n];
    if (u * u + v * v < freeMm * freeMm) continue;
    const q = sectorOf(u, v);
    const before = (q + directions - 1) % directions;
    const after = (q + 1) % directions;
    if (closed[q] + closed[before] + closed[after] > 0) voxels.weight[n] = 0;
  }
}

function sectorOf(u: number, v: number): number {
  return Math.floor((atan2(v, u) / (2 * Math.PI) + 1) * directions) % directions;
}
