/** Looks around each station for what imitates a vessel: a sheet that goes on to both sides, air right beside it. */
import { cos, sin } from '../maths';
import type { Task } from '../parallel';
import { sampleTrilinear } from '../volume';
import type { FitSetting } from './fit-setting';
import type { Scene } from './slab';
import { planeAcross, widerSigmaMm } from './tube-image';

const directions = 16;
const cosines = Float64Array.from({ length: directions }, (_, k) => cos((k * Math.PI) / 8));
const sines = Float64Array.from({ length: directions }, (_, k) => sin((k * Math.PI) / 8));

export interface SurroundingsInput extends Scene {
  readonly setting: FitSetting;
  readonly backgroundHu: Float64Array;
}

/** Numbers of one station in the output: sheet, dark, depth. */
export const surroundingsStride = 3;

/**
 * Per station: `sheet`, the brightest pair of opposite points beyond the vessel (the darker of the two counts)
 * over the vessel's own contrast; `dark`, the share of directions with air at the vessel's edge; and `depth` under
 * the surface of the lung field in mm, Infinity without lungs.
 */
export const surroundingsTask: Task<SurroundingsInput, Float64Array> = {
  id: 'calibre/surroundings',
  run(input, piece) {
    const { grid, hu, stations, setting, backgroundHu, distanceMm } = input;
    const { parameters, noiseHu, psf } = setting;
    const { points, tangents } = stations;
    const [dx, dy, dz] = grid.spacingMm;
    const sigma = widerSigmaMm(psf);
    const frame = new Float64Array(6);
    const far = new Float64Array(directions);
    const out = new Float64Array(surroundingsStride * (piece.to - piece.from));
    for (let s = piece.from; s < piece.to; s += 1) {
      const r = stations.radiusMm[s];
      const background = backgroundHu[s];
      planeAcross(tangents[3 * s], tangents[3 * s + 1], tangents[3 * s + 2], frame);
      const sample = (rho: number, k: number): number => {
        const u = rho * cosines[k];
        const v = rho * sines[k];
        return sampleTrilinear(
          hu,
          grid.size,
          (points[3 * s] + u * frame[0] + v * frame[3]) / dx,
          (points[3 * s + 1] + u * frame[1] + v * frame[4]) / dy,
          (points[3 * s + 2] + u * frame[2] + v * frame[5]) / dz,
        );
      };
      const peak = Math.max(parameters.sheetLeastContrastHu, sample(0, 0) - background);
      const air = background - Math.max(parameters.darkBelowHu, parameters.darkBelowNoises * noiseHu);
      let dark = 0;
      for (let k = 0; k < directions; k += 1) {
        far[k] = 0.5 * (sample(r + 1.5 * sigma + 0.2, k) + sample(r + 2.4 * sigma + 0.4, k)) - background;
        if (Math.min(sample(r + 0.5 * sigma + 0.3, k), sample(r + 0.9 * sigma + 0.6, k)) < air) dark += 1;
      }
      let sheet = -1;
      for (let k = 0; k < directions / 2; k += 1) sheet = Math.max(sheet, Math.min(far[k], far[k + directions / 2]));
      const at = surroundingsStride * (s - piece.from);
      out[at] = sheet / peak;
      out[at + 1] = dark / directions;
      out[at + 2] = Infinity;
      if (distanceMm) {
        const [x, y, z] = [points[3 * s] / dx, points[3 * s + 1] / dy, points[3 * s + 2] / dz];
        out[at + 2] = -sampleTrilinear(distanceMm, grid.size, x, y, z);
      }
    }
    return out;
  },
};
