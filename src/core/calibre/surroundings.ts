/** Looks around each station for what imitates a vessel: a sheet or plate, the wall of a bronchus. */
import { NEAR_HILUM } from '../lungs/types';
import { selectSmallest } from '../kernels';
import type { Task } from '../parallel';
import { sampleTrilinear, type Grid } from '../volume';
import { bronchusRing } from './bronchus-ring';
import { cosines, crossPlane, directions, sines, type At } from './cross-plane';
import type { FitSetting } from './fit-setting';
import { plateShare } from './plate';
import type { Scene } from './scene';
import type { Stations } from './stations';
import { widerSigmaMm } from './tube-image';

export interface SurroundingsInput extends Scene {
  readonly setting: FitSetting;
  readonly backgroundHu: Float64Array;
}

/** Numbers of one station in the output, in this order. */
export const surroundingsFields = {
  /** Brightest pair of opposite points beyond the vessel (the darker counts) over the vessel's own contrast. */
  sheet: 0,
  /** Share of directions with air at the vessel's edge. */
  dark: 1,
  /** Depth under the surface of the lung field in mm, Infinity without lungs. */
  depthMm: 2,
  /** Wall around the air beside it over its own contrast, see `bronchusRing`; 0 without air. */
  ring: 3,
  /** Share of a plane through it that is as bright, see `plateShare`. */
  plate: 4,
  /** 1 near the hilum. */
  hilum: 5,
  /** At the ends of a branch: brightest place ahead over its own contrast; else 0. */
  ahead: 6,
  /** At the ends of a branch: darkest place straight ahead over the contrast of blood, see `darkestAhead`; else 1. */
  beyond: 7,
} as const;
export const surroundingsStride = 8;

export const surroundingsTask: Task<SurroundingsInput, Float64Array> = {
  id: 'calibre/surroundings',
  run(input, piece) {
    const { grid, hu, stations, setting, backgroundHu, distanceMm, labels } = input;
    const { parameters, noiseHu, psf } = setting;
    const { points, tangents } = stations;
    const [dx, dy, dz] = grid.spacingMm;
    const sigma = widerSigmaMm(psf);
    const far = new Float64Array(directions);
    const out = new Float64Array(surroundingsStride * (piece.to - piece.from));
    const { go, at } = crossPlane(hu, grid, points, tangents);
    const toward = (rho: number, k: number): number => at(rho * cosines[k], rho * sines[k]);
    for (let s = piece.from; s < piece.to; s += 1) {
      const r = stations.radiusMm[s];
      const background = backgroundHu[s];
      go(s);
      const peak = Math.max(parameters.sheetLeastContrastHu, at(0, 0) - background);
      const air = background - Math.max(parameters.darkBelowHu, parameters.darkBelowNoises * noiseHu);
      let dark = 0;
      let darkest = 0;
      let darkestHu = Infinity;
      for (let k = 0; k < directions; k += 1) {
        far[k] = 0.5 * (toward(r + 1.5 * sigma + 0.2, k) + toward(r + 2.4 * sigma + 0.4, k)) - background;
        const edge = Math.min(toward(r + 0.5 * sigma + 0.3, k), toward(r + 0.9 * sigma + 0.6, k));
        if (edge < air) dark += 1;
        if (edge >= darkestHu) continue;
        darkest = k;
        darkestHu = edge;
      }
      let sheet = -Infinity;
      let across = 0;
      for (let k = 0; k < directions / 2; k += 1) {
        const pair = Math.min(far[k], far[k + directions / 2]);
        if (pair <= sheet) continue;
        sheet = pair;
        across = k;
      }
      const row = surroundingsStride * (s - piece.from);
      out[row + surroundingsFields.sheet] = sheet / peak;
      out[row + surroundingsFields.dark] = dark / directions;
      out[row + surroundingsFields.depthMm] = distanceMm
        ? -sampleTrilinear(distanceMm, grid.size, points[3 * s] / dx, points[3 * s + 1] / dy, points[3 * s + 2] / dz)
        : Infinity;
      if (labels)
        out[row + surroundingsFields.hilum] = (labels[nearestVoxel(grid, points, s)] & NEAR_HILUM) !== 0 ? 1 : 0;
      const outwards = endOf(stations, s);
      out[row + surroundingsFields.beyond] = 1;
      if (outwards !== 0) {
        out[row + surroundingsFields.ahead] = (brightestAhead(at, outwards, r, sigma) - background) / peak;
        const contrast = Math.max(parameters.sheetLeastContrastHu, stations.bloodHu[s] - background);
        out[row + surroundingsFields.beyond] = (darkestAhead(at, outwards, r, sigma) - background) / contrast;
      }
      // a narrow lumen is hardly darker than lung: the ring around it is the evidence
      const lumen = background - Math.max(parameters.lumenBelowHu, parameters.lumenBelowNoises * noiseHu);
      if (darkestHu < lumen) {
        const edge = { radiusMm: r, sigmaMm: sigma, peakHu: peak, backgroundHu: background, airHu: lumen };
        out[row + surroundingsFields.ring] = bronchusRing(at, darkest, edge);
      }
      if (sheet > parameters.plateLeastSheet * peak) {
        const least = background + parameters.plateBrightness * peak;
        out[row + surroundingsFields.plate] = plateShare(at, across, r, sigma, least);
      }
    }
    return out;
  },
};

/** −1 at the first station of a branch, 1 at the last one, else 0. */
function endOf({ first, branch }: Stations, s: number): number {
  if (s === first[branch[s]]) return -1;
  return s === first[branch[s] + 1] - 1 ? 1 : 0;
}

/** Brightest HU around the way straight on, out of reach of the vessel's own image. */
function brightestAhead(at: At, outwards: number, radiusMm: number, sigmaMm: number): number {
  const far = radiusMm + 2 * sigmaMm + 0.5;
  let brightest = at(0, 0, outwards * far);
  for (let k = 0; k < directions; k += 2) {
    const aside = 0.7 * far;
    brightest = Math.max(brightest, at(aside * cosines[k], aside * sines[k], outwards * aside));
  }
  return brightest;
}

/**
 * HU of the darkest cross-section straight ahead, up to where a vessel that ends has ended. A cross-section is as bright as
 * what half of the directions show up to the vessel's own edge: a lumen has a bright rim, a vessel that bends lies aside.
 */
function darkestAhead(at: At, outwards: number, radiusMm: number, sigmaMm: number): number {
  const farMm = radiusMm + 2.5 * sigmaMm + 1;
  const seen = new Float64Array(directions);
  let darkest = Infinity;
  for (let w = 0; w <= farMm; w += 0.5) {
    const middle = at(0, 0, outwards * w);
    for (let k = 0; k < directions; k += 1) {
      let brightest = middle;
      for (const share of [0.4, 0.8, 1.2]) {
        const rho = share * radiusMm;
        brightest = Math.max(brightest, at(rho * cosines[k], rho * sines[k], outwards * w));
      }
      seen[k] = brightest;
    }
    darkest = Math.min(darkest, selectSmallest(seen, directions, directions / 2));
  }
  return darkest;
}

function nearestVoxel({ size, spacingMm }: Grid, points: Float64Array, s: number): number {
  const [i, j, k] = size.map((n, a) => Math.min(n - 1, Math.max(0, Math.round(points[3 * s + a] / spacingMm[a]))));
  return (k * size[1] + j) * size[0] + i;
}
