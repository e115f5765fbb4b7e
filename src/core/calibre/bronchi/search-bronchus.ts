/**
 * Looks for a bronchus at the side of a vessel: of all places around it and all usual sizes the one that explains most of
 * what the vessels leave of the image.
 */
import type { FitSetting } from '../fit-setting';
import { cosines, directions, sines } from '../cross-plane';
import { sigmaAlongMm, widerSigmaMm } from '../tube-image';
import { bronchusWithGradient, prepareBronchus, type BronchusImage } from './bronchus-image';
import { lumenRatios, outerMm } from './bronchus-size';
import type { WideSlab } from './wide-slab';

const stepMm = 0.1;
const tableSize = 200;

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

export interface Search {
  readonly image: BronchusImage;
  readonly table: Float64Array;
  readonly gradient: Float64Array;
}

export const makeSearch = (image: BronchusImage): Search => ({
  image,
  table: new Float64Array(tableSize),
  gradient: new Float64Array(5),
});

/** How far a bronchus beside a vessel of `radius` reaches from its axis, mm. */
export function searchReachMm(radius: number, { parameters }: FitSetting): number {
  const widest = lumenRatios[lumenRatios.length - 1] * radius;
  return radius + parameters.bronchusGapMm + 2 * outerMm(widest, 0, parameters) + 0.5;
}

/** The best place; `likeness` 0 where there is none. */
export function searchBronchus(search: Search, wide: WideSlab, setting: FitSetting): Place {
  const { parameters, noiseHu, psf } = setting;
  const { slab, weight, left, radiusMm, backgroundHu } = wide;
  const { voxels, count } = slab;
  let all = 0;
  let sum = 0;
  for (let n = 0; n < count; n += 1) {
    all += weight[n];
    sum += weight[n] * left[n];
  }
  const best: Place = { u: 0, v: 0, lumenMm: 0, likeness: 0, gain: 0 };
  if (all <= 0) return best;
  const sigma = Math.sqrt(psf.sigmaMm * sigmaAlongMm(psf.sigmaMm, psf.sigmaZMm, slab.tangentZ));
  const round = { ...psf, sigmaMm: sigma, sigmaZMm: sigma };
  for (const ratio of lumenRatios) {
    const lumenMm = ratio * radiusMm;
    if (lumenMm < parameters.bronchusLeastLumenMm || lumenMm > parameters.bronchusMostLumenMm) continue;
    const outer = outerMm(lumenMm, 0, parameters);
    const contrast = {
      wallHu: parameters.bronchusWallHu - backgroundHu,
      airHu: parameters.bronchusAirHu - backgroundHu,
    };
    prepareBronchus(search.image, { lumenMm, outerMm: outer }, 1, round, contrast);
    const reach = Math.min(outer + 3 * widerSigmaMm(round), stepMm * (tableSize - 2));
    fillTable(search, reach);
    const apart = radiusMm + parameters.bronchusGapMm + outer;
    for (let k = 0; k < directions; k += 1) {
      const [cu, cv] = [apart * cosines[k], apart * sines[k]];
      let ring = 0;
      let squares = 0;
      let shown = 0;
      for (let n = 0; n < count; n += 1) {
        const du = voxels.u[n] - cu;
        const dv = voxels.v[n] - cv;
        const square = du * du + dv * dv;
        if (square >= reach * reach) continue;
        const at = Math.sqrt(square) / stepMm;
        const i = at | 0;
        const t = search.table[i] + (at - i) * (search.table[i + 1] - search.table[i]);
        ring += weight[n] * t;
        squares += weight[n] * t * t;
        shown += weight[n] * t * left[n];
      }
      const own = squares - (ring * ring) / all;
      if (own <= 0) continue;
      const likeness = (shown - (sum * ring) / all) / own;
      const gain = (own * (2 * likeness - 1)) / (noiseHu * noiseHu + 1);
      if (gain <= best.gain) continue;
      best.u = cu;
      best.v = cv;
      best.lumenMm = lumenMm;
      best.likeness = likeness;
      best.gain = gain;
    }
  }
  return best;
}

function fillTable({ image, table, gradient }: Search, reachMm: number): void {
  table.fill(0);
  for (let i = 0; i * stepMm <= reachMm + stepMm; i += 1) {
    bronchusWithGradient(image, i * stepMm, 0, gradient);
    table[i] = gradient[0];
  }
}
