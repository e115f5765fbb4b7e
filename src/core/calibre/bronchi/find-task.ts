/** Looks for the bronchus beside each of a range of stations: the piece of work handed to the threads. */
import type { Parameters } from '../../parameters';
import type { Task } from '../../parallel';
import type { FitSetting } from '../fit-setting';
import { slabCapacity } from '../place-voxels';
import type { Scene } from '../scene';
import { makeSlab } from '../slab';
import { wallQ } from './bronchus-size';
import { fitBronchus, makeJointFit, type JointFit } from './fit-bronchus';
import { searchBronchus, searchReachMm, type Place } from './search-bronchus';
import { freedom, gatherWide, makeWideSlab } from './wide-slab';

export interface FindInput extends Scene {
  readonly setting: FitSetting;
  /** A piece is a range of this list. */
  readonly selected: Int32Array;
  readonly backgroundHu: Float64Array;
}

/** Numbers of one station in the output, in this order; all 0 where there is no bronchus. */
export const found = {
  /** From the vessel's axis to that of the bronchus, grid mm. */
  x: 0,
  y: 1,
  z: 2,
  lumenMm: 3,
  outerMm: 4,
  /** How well it is shown: near 0 where it only just passes. */
  trust: 5,
} as const;
export const foundStride = 6;

export const findBronchiTask: Task<FindInput, Float64Array> = {
  id: 'calibre/find-bronchi',
  run(input, piece, kernels) {
    const { stations, setting, selected, backgroundHu } = input;
    const { parameters } = setting;
    const out = new Float64Array(foundStride * (piece.to - piece.from));
    const slab = makeSlab(kernels.openTubeFit(slabCapacity));
    const wide = makeWideSlab(slab);
    const fit = makeJointFit();
    for (let n = piece.from; n < piece.to; n += 1) {
      const s = selected[n];
      gatherWide(wide, input, s, backgroundHu[s], searchReachMm(stations.radiusMm[s], setting), setting);
      const place = searchBronchus(wide, setting);
      if (!isLikely(place, parameters)) continue;
      const size = fitBronchus(fit, wide, place, setting);
      if (size === null || freedom(wide, place.u, place.v, size.outerMm) < parameters.bronchusLeastFreedom) continue;
      const trust = trustIn(fit, place, size, stations.radiusMm[s], setting);
      if (trust === 0) continue;
      const { frame } = slab;
      const at = foundStride * (n - piece.from);
      const u = place.u - fit.values[0];
      const v = place.v - fit.values[1];
      for (let axis = 0; axis < 3; axis += 1) out[at + axis] = u * frame[axis] + v * frame[3 + axis];
      out[at + found.lumenMm] = place.lumenMm;
      out[at + found.outerMm] = size.outerMm;
      out[at + found.trust] = trust;
    }
    return out;
  },
};

/** Whether the search found more than noise, and neither much paler nor much brighter than a wall. */
function isLikely({ gain, likeness }: Place, parameters: Parameters): boolean {
  if (gain < parameters.bronchusLeastGain) return false;
  return likeness > parameters.bronchusLeastLikeness && likeness < parameters.bronchusMostLikeness;
}

/** Trust in a bronchus of usual shape that explains its surroundings and leaves the vessel its size; 0 for any other. */
function trustIn(
  { leftHu2, shownHu2 }: JointFit,
  { lumenMm }: Place,
  { outerMm, radiusMm }: { readonly outerMm: number; readonly radiusMm: number },
  before: number,
  { parameters, noiseHu }: FitSetting,
): number {
  if (lumenMm < Math.max(parameters.bronchusLeastLumenMm, parameters.bronchusLeastRatio * radiusMm)) return 0;
  if (Math.abs(wallQ(lumenMm, outerMm, parameters)) > parameters.bronchusMostWallLog) return 0;
  const noise = noiseHu * noiseHu;
  const kept = 1 - Math.abs(radiusMm - before) / (parameters.bronchusMostChange * before);
  const explained = 1 - (leftHu2 - noise) / (parameters.bronchusMostLeft * (shownHu2 - noise));
  if (!(shownHu2 > noise && kept > 0 && explained > 0)) return 0;
  return (kept * Math.min(1, explained)) ** 2;
}
