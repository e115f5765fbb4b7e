/**
 * Looks for a bronchus at the side of a vessel: of all places around it and all usual sizes the one that explains most of
 * what the vessels leave of the image.
 */
import { bronchusPlaces, bronchusValues, ringStepMm, ringTableSize } from '../../kernels';
import type { FitSetting } from '../fit-setting';
import { cosines, sines } from '../cross-plane';
import { sigmaAlongMm, widerSigmaMm } from '../tube-image';
import { writeRing } from './bronchus-image';
import { lumenRatios, outerMm } from './bronchus-size';
import type { WideSlab } from './wide-slab';

/** Where a bronchus may be, mm from the vessel's axis in its plane. */
export interface Place {
  u: number;
  v: number;
  lumenMm: number;
  /** Share of the ring's own square that the image shows: 1 for a perfect ring, 0 for nothing. */
  likeness: number;
  /** What it takes off the squares, over the noise. */
  gain: number;
}

/** How far a bronchus beside a vessel of `radius` reaches from its axis, mm. */
export function searchReachMm(radius: number, { parameters }: FitSetting): number {
  const widest = lumenRatios[lumenRatios.length - 1] * radius;
  return radius + parameters.bronchusGapMm + 2 * outerMm(widest, 0, parameters) + 0.5;
}

/** The best place; `likeness` 0 where there is none. */
export function searchBronchus({ slab, radiusMm, backgroundHu }: WideSlab, setting: FitSetting): Place {
  const { parameters, noiseHu, psf } = setting;
  const { voxels, count, work } = slab;
  const { places, shown, values } = work.bronchus;
  let all = 0;
  let sum = 0;
  for (let n = 0; n < count; n += 1) {
    all += voxels.weight[n];
    sum += voxels.weight[n] * voxels.left[n];
  }
  const best: Place = { u: 0, v: 0, lumenMm: 0, likeness: 0, gain: 0 };
  if (all <= 0) return best;
  const sigma = Math.sqrt(psf.sigmaMm * sigmaAlongMm(psf.sigmaMm, psf.sigmaZMm, slab.tangentZ));
  const round = { ...psf, sigmaMm: sigma, sigmaZMm: sigma };
  for (const ratio of lumenRatios) {
    const lumenMm = ratio * radiusMm;
    if (lumenMm < parameters.bronchusLeastLumenMm || lumenMm > parameters.bronchusMostLumenMm) continue;
    const outer = outerMm(lumenMm, 0, parameters);
    writeRing(work.bronchus, { lumenMm, outerMm: outer }, 1, round, backgroundHu, parameters);
    values[bronchusValues.reachMm] = Math.min(outer + 3 * widerSigmaMm(round), ringStepMm * (ringTableSize - 8));
    const apart = radiusMm + parameters.bronchusGapMm + outer;
    for (let k = 0; k < bronchusPlaces; k += 1) {
      places[2 * k] = apart * cosines[k];
      places[2 * k + 1] = apart * sines[k];
    }
    work.searchRing(count);
    for (let k = 0; k < bronchusPlaces; k += 1) {
      const [ring, squares, seen] = [shown[3 * k], shown[3 * k + 1], shown[3 * k + 2]];
      const own = squares - (ring * ring) / all;
      if (own <= 0) continue;
      const likeness = (seen - (sum * ring) / all) / own;
      const gain = (own * (2 * likeness - 1)) / (noiseHu * noiseHu + 1);
      if (gain <= best.gain) continue;
      best.u = apart * cosines[k];
      best.v = apart * sines[k];
      best.lumenMm = lumenMm;
      best.likeness = likeness;
      best.gain = gain;
    }
  }
  return best;
}
