/**
 * The voxels a fit looks at: a slab across the vessel, with what is known about each of them.
 *
 * For every voxel: its place in the plane across the axis, HU, the image of the other vessels there, the share
 * of chest wall beyond the pleura, and a weight. Sectors that show the air of a bronchus get weight 0
 * beyond the vessel's own edge, for the soft rim there is bronchial wall, and so do those along which a sheet runs.
 */
import { leaveOutAir, leaveOutStrangers, makeBeside, type Beside } from './beside';
import { cdfAt } from './blurred-disc';
import { gatherNeighbours, makeNeighbourhood, type Neighbourhood } from './neighbours';
import { placeVoxels, slabCapacity, type PlacedVoxels } from './place-voxels';
import { presentNeighbours } from './present-neighbours';
import type { Scene } from './scene';
import type { FitSetting } from './fit-setting';
import { selectSmallest, type TubeFit } from '../kernels';
import { NEAR_HILUM } from '../lungs/types';

export interface Slab extends PlacedVoxels {
  regionalHu: number;
  /** HU of the blood in this vessel. */
  bloodHu: number;
  startBackgroundHu: number;
  /** Weighted variance of the HU, for R². */
  varianceHu2: number;
  /** Share of directions in which there is air beside the vessel. */
  airShare: number;
  /** Mean share of other vessels within the vessel's own edge. */
  crowding: number;
  readonly work: TubeFit;
  readonly beside: Beside;
  readonly ring: Float32Array;
  readonly near: Neighbourhood;
}

export function makeSlab(work: TubeFit): Slab {
  return {
    count: 0,
    tangentZ: 0,
    regionalHu: 0,
    bloodHu: 0,
    startBackgroundHu: 0,
    varianceHu2: 0,
    airShare: 0,
    crowding: 0,
    frame: new Float64Array(6),
    work,
    voxels: work.slab,
    position: new Int32Array(slabCapacity),
    beside: makeBeside(),
    ring: new Float32Array(slabCapacity),
    near: makeNeighbourhood(),
  };
}

/** Gathers the slab of station s for a vessel of about `radius` mm. */
export function gatherSlab(slab: Slab, scene: Scene, s: number, radius: number, setting: FitSetting): void {
  const { parameters } = setting;
  const { grid, stations } = scene;
  const wider = setting.windowSigmaMm;
  const window = Math.max(
    parameters.windowLeastMm,
    radius + parameters.windowSigmas * wider + parameters.windowMarginMm,
  );
  const half = Math.max(
    parameters.slabHalfMm,
    parameters.slabHalfPerSpacing * Math.max(...grid.spacingMm),
    parameters.slabHalfPerRadius * radius,
  );
  const { voxels } = slab;
  slab.regionalHu = scene.regionalHu[s];
  slab.bloodHu = stations.bloodHu[s];
  placeVoxels(slab, scene, s, window, half);
  if (scene.index) {
    const { points, branch } = stations;
    const reach = window + half + 2 * wider;
    gatherNeighbours(
      slab.near,
      stations,
      scene.index,
      branch[s],
      points[3 * s],
      points[3 * s + 1],
      points[3 * s + 2],
      reach,
    );
  } else {
    slab.near.count = 0;
  }
  shareOut(slab, scene, s, radius, setting);
  slab.airShare = leaveOutAir(slab.beside, voxels, slab.count, radius, slab.regionalHu, setting);
  keepWeighted(slab);
  describe(slab, radius, wider);
  if (!scene.index) return;
  const lung = { backgroundHu: slab.startBackgroundHu, contrastHu: slab.bloodHu - slab.startBackgroundHu };
  if (!leaveOutStrangers(slab.beside, voxels, slab.count, radius, lung, setting)) return;
  keepWeighted(slab);
  describe(slab, radius, wider);
}

/** Shares of other vessels and of the chest wall, and what a voxel weighs that holds them. */
function shareOut(slab: Slab, scene: Scene, s: number, radius: number, setting: FitSetting): void {
  const { parameters, psf, noiseHu } = setting;
  const { stations, distanceMm, labels } = scene;
  const { near, frame, voxels } = slab;
  if (near.count > 0) {
    const branches = presentNeighbours(slab.work, near, stations, s, frame, radius, psf);
    slab.work.shareNeighbours(slab.count, branches);
  } else {
    voxels.neighbourShare.fill(0, 0, slab.count);
  }
  const contrast = slab.bloodHu - slab.regionalHu;
  const noise = noiseHu * noiseHu + 1;
  const edge = radius * radius;
  let inside = 0;
  let crowd = 0;
  for (let n = 0; n < slab.count; n += 1) {
    const at = slab.position[n];
    const share = voxels.neighbourShare[n];
    let wall = 0;
    if (distanceMm && distanceMm[at] >= -3 * psf.sigmaMm && !(labels && (labels[at] & NEAR_HILUM) !== 0)) {
      wall = cdfAt(distanceMm[at] / psf.sigmaMm);
    }
    voxels.wallShare[n] = wall;
    const error = parameters.neighbourModelError * contrast * share;
    const wallError = parameters.wallModelErrorHu * wall;
    voxels.weight[n] = wall > 0.5 ? 0 : noise / (noise + error * error + wallError * wallError);
    if (voxels.u[n] * voxels.u[n] + voxels.v[n] * voxels.v[n] < edge) {
      inside += 1;
      crowd += share;
    }
  }
  slab.crowding = inside > 0 ? crowd / inside : 0;
}

/** Voxels without weight have no part in anything that follows. */
function keepWeighted(slab: Slab): void {
  const { voxels } = slab;
  let count = 0;
  for (let n = 0; n < slab.count; n += 1) {
    if (voxels.weight[n] === 0) continue;
    if (count < n) {
      voxels.u[count] = voxels.u[n];
      voxels.v[count] = voxels.v[n];
      voxels.hu[count] = voxels.hu[n];
      voxels.weight[count] = voxels.weight[n];
      voxels.neighbourShare[count] = voxels.neighbourShare[n];
      voxels.neighbourU[count] = voxels.neighbourU[n];
      voxels.neighbourV[count] = voxels.neighbourV[n];
      voxels.touching[count] = voxels.touching[n];
      voxels.wallShare[count] = voxels.wallShare[n];
    }
    count += 1;
  }
  slab.count = count;
}

/** Start value of the background and the variance to explain. */
function describe(slab: Slab, radius: number, wider: number): void {
  const { voxels } = slab;
  const beyond = radius + 0.8 * wider;
  let ring = 0;
  let sum = 0;
  let squares = 0;
  let weights = 0;
  for (let n = 0; n < slab.count; n += 1) {
    const w = voxels.weight[n];
    sum += w * voxels.hu[n];
    squares += w * voxels.hu[n] * voxels.hu[n];
    weights += w;
    const far = voxels.u[n] * voxels.u[n] + voxels.v[n] * voxels.v[n] > beyond * beyond;
    if (far && voxels.neighbourShare[n] < 0.1 && voxels.wallShare[n] < 0.1) {
      slab.ring[ring] = voxels.hu[n];
      ring += 1;
    }
  }
  const mean = weights > 0 ? sum / weights : 0;
  slab.varianceHu2 = weights > 0 ? Math.max(0, squares / weights - mean * mean) : 0;
  slab.startBackgroundHu = ring > 4 ? selectSmallest(slab.ring, ring, Math.floor(0.4 * ring)) : slab.regionalHu;
}
