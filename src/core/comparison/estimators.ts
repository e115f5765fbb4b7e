/**
 * Rules by which others read the size of a vessel off its image, at a station whose place and axis are known.
 *
 * Area rules count the region about the axis above a level: −500 HU; half way between the background and the vessel's
 * own peak; half way between the background and known blood. Integrated contrast sums (I − background)/(blood −
 * background) over a window about the vessel. The distance rule takes the largest distance to the outside of the
 * mask above −500 HU near the station, as a skeleton does.
 */
import { distanceTransform, type Grid } from '../volume';
import type { CrossSection, Station } from './cross-section';
import {
  nearAxisMm,
  planeStepMm,
  ringFromMm,
  ringToMm,
  vesselAboveHu,
  windowMostMm,
  windowRounds,
  windowSigmas,
} from './rules';

const pixelMm2 = planeStepMm * planeStepMm;

/** Median HU of a ring about the vessel, without what is nearer to blood than to lung; `lungHu` where nothing is left. */
export function backgroundHuOf(image: CrossSection, bloodHu: number, lungHu: number): number {
  const ring: number[] = [];
  for (let n = 0; n < image.hu.length; n += 1) {
    const d2 = image.squareMm2[n];
    const inRing = d2 >= ringFromMm * ringFromMm && d2 <= ringToMm * ringToMm;
    if (inRing && image.hu[n] < (bloodHu + lungHu) / 2) ring.push(image.hu[n]);
  }
  return ring.length === 0 ? lungHu : ring.toSorted((a, b) => a - b)[ring.length >> 1];
}

/** Area in mm² of the 4-connected region above `levelHu` that holds the brightest point near the axis; 0 without one. */
export function areaAbove(image: CrossSection, levelHu: number): number {
  const { hu, steps } = image;
  const start = brightest(image);
  if (start < 0 || !(hu[start] > levelHu)) return 0;
  const seen = new Uint8Array(hu.length);
  const open = [start];
  seen[start] = 1;
  let count = 0;
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    count += 1;
    const i = at % steps;
    const next = [i > 0 ? at - 1 : -1, i + 1 < steps ? at + 1 : -1, at - steps, at + steps];
    for (const to of next) {
      if (to < 0 || to >= hu.length || seen[to] === 1 || !(hu[to] > levelHu)) continue;
      seen[to] = 1;
      open.push(to);
    }
  }
  return count * pixelMm2;
}

export const areaAboveThreshold = (image: CrossSection): number => areaAbove(image, vesselAboveHu);

export function areaAtHalfOfPeak(image: CrossSection, backgroundHu: number): number {
  const start = brightest(image);
  return start < 0 ? 0 : areaAbove(image, (image.hu[start] + backgroundHu) / 2);
}

export const areaAtHalfOfContrast = (image: CrossSection, backgroundHu: number, bloodHu: number): number =>
  areaAbove(image, (bloodHu + backgroundHu) / 2);

/** CSA in mm²; the window follows the answer in a few rounds, `sigmaMm` is the blur across the vessel. */
export function integratedContrast(
  image: CrossSection,
  backgroundHu: number,
  bloodHu: number,
  sigmaMm: number,
): number {
  let radiusMm = 1;
  let csaMm2 = 0;
  for (let round = 0; round < windowRounds; round += 1) {
    const window = Math.min(windowMostMm, radiusMm + windowSigmas * sigmaMm);
    let sum = 0;
    for (let n = 0; n < image.hu.length; n += 1) {
      if (image.squareMm2[n] <= window * window && !Number.isNaN(image.hu[n])) sum += image.hu[n] - backgroundHu;
    }
    csaMm2 = Math.max(0, (sum * pixelMm2) / (bloodHu - backgroundHu));
    radiusMm = Math.sqrt(csaMm2 / Math.PI);
  }
  return csaMm2;
}

/** Distance in mm from voxels above −500 HU to the nearest other, on the grid of `hu`; made once a scan. */
export function distanceToEdge(hu: Int16Array | Float32Array, { size, spacingMm }: Grid): Float32Array {
  return distanceTransform(
    Uint8Array.from(hu, (value) => (value > vesselAboveHu ? 1 : 0)),
    size,
    spacingMm,
    30,
  );
}

/** πr² in mm² with r the largest distance to the edge within half a voxel's diagonal of the station; 0 off the mask. */
export function areaByDistance(toEdgeMm: Float32Array, { size, spacingMm }: Grid, { at }: Station): number {
  const [dx, dy, dz] = spacingMm;
  const diagonal = Math.sqrt(dx * dx + dy * dy + dz * dz) / 2;
  const range = [0, 1, 2].map((axis) => [
    Math.max(0, Math.ceil((at[axis] - diagonal) / spacingMm[axis])),
    Math.min(size[axis] - 1, Math.floor((at[axis] + diagonal) / spacingMm[axis])),
  ]);
  let most = 0;
  for (let k = range[2][0]; k <= range[2][1]; k += 1) {
    for (let j = range[1][0]; j <= range[1][1]; j += 1) {
      for (let i = range[0][0]; i <= range[0][1]; i += 1) {
        const d = [i * spacingMm[0] - at[0], j * spacingMm[1] - at[1], k * spacingMm[2] - at[2]];
        if (d[0] * d[0] + d[1] * d[1] + d[2] * d[2] > diagonal * diagonal) continue;
        most = Math.max(most, toEdgeMm[(k * size[1] + j) * size[0] + i]);
      }
    }
  }
  return Math.PI * most * most;
}

/** Place of the brightest point near the axis, −1 where the scan ends. */
function brightest({ hu, squareMm2 }: CrossSection): number {
  let best = -1;
  for (let n = 0; n < hu.length; n += 1) {
    if (squareMm2[n] <= nearAxisMm * nearAxisMm && (best < 0 || hu[n] > hu[best]) && !Number.isNaN(hu[n])) best = n;
  }
  return best;
}
