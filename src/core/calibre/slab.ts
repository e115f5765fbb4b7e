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
import { presentNeighbours } from './present-neighbours';
import type { StationIndex, Stations } from './stations';
import { planeAcross } from './tube-image';
import type { FitSetting } from './fit-setting';
import { selectSmallest, type TubeFit, type TubeSlab } from '../kernels';
import { NEAR_HILUM } from '../lungs/types';
import type { Grid } from '../volume';

/** Voxels a slab holds at most; thicker vessels are looked at with every second voxel. */
export const slabCapacity = 6000;

/** Arrays the fits read, on the lung box; nothing here is written. */
export interface Scene {
  readonly grid: Grid;
  readonly hu: Int16Array | Float32Array;
  /** Signed distance to the surface of the lung field in mm, and its marks; null for a volume without lungs. */
  readonly distanceMm: Float32Array | null;
  readonly labels: Uint8Array | null;
  readonly stations: Stations;
  /** Regional HU of parenchyma at each station. */
  readonly regionalHu: Float64Array;
  /** Where neighbours are part of the model; null in the first round. */
  readonly index: StationIndex | null;
}

export interface Slab {
  count: number;
  tangentZ: number;
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
  readonly frame: Float64Array;
  readonly work: TubeFit;
  /** The voxels with a weight, in the kernel's memory. */
  readonly voxels: TubeSlab;
  /** Linear position of each voxel on the grid. */
  readonly position: Int32Array;
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

/** Fills u, v, hu and the position of the voxels in reach. */
function placeVoxels(slab: Slab, scene: Scene, s: number, window: number, half: number): void {
  const { grid, stations, hu } = scene;
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const cx = stations.points[3 * s];
  const cy = stations.points[3 * s + 1];
  const cz = stations.points[3 * s + 2];
  const tx = stations.tangents[3 * s];
  const ty = stations.tangents[3 * s + 1];
  const tz = stations.tangents[3 * s + 2];
  const { frame, voxels } = slab;
  planeAcross(tx, ty, tz, frame);
  slab.tangentZ = tz;
  const reachX = window * Math.sqrt(Math.max(0, 1 - tx * tx)) + half * Math.abs(tx);
  const reachY = window * Math.sqrt(Math.max(0, 1 - ty * ty)) + half * Math.abs(ty);
  const reachZ = window * Math.sqrt(Math.max(0, 1 - tz * tz)) + half * Math.abs(tz);
  const i0 = Math.max(0, Math.ceil((cx - reachX) / dx));
  const i1 = Math.min(nx - 1, Math.floor((cx + reachX) / dx));
  const j0 = Math.max(0, Math.ceil((cy - reachY) / dy));
  const j1 = Math.min(ny - 1, Math.floor((cy + reachY) / dy));
  const k0 = Math.max(0, Math.ceil((cz - reachZ) / dz));
  const k1 = Math.min(nz - 1, Math.floor((cz + reachZ) / dz));
  const expected = (Math.PI * window * window * 2 * half) / (dx * dy * dz);
  const stride = expected > slabCapacity / 2 ? Math.ceil(Math.sqrt((2 * expected) / slabCapacity)) : 1;
  const square = window * window;
  const ball = square + half * half;
  let count = 0;
  for (let k = k0; k <= k1; k += 1) {
    const pz = k * dz - cz;
    for (let j = j0; j <= j1; j += stride) {
      const py = j * dy - cy;
      const row = (k * ny + j) * nx;
      // the part of the row within the ball around the slab, a little more
      const chord = Math.sqrt(Math.max(0, ball - py * py - pz * pz)) + 1e-6;
      const skipped = Math.max(0, Math.ceil(((cx - chord) / dx - i0) / stride));
      const last = Math.min(i1, (cx + chord) / dx);
      for (let i = i0 + skipped * stride; i <= last; i += stride) {
        const px = i * dx - cx;
        if (Math.abs(px * tx + py * ty + pz * tz) > half) continue;
        const u = px * frame[0] + py * frame[1] + pz * frame[2];
        const v = px * frame[3] + py * frame[4] + pz * frame[5];
        if (u * u + v * v > square || count === slabCapacity) continue;
        voxels.u[count] = u;
        voxels.v[count] = v;
        voxels.x[count] = px;
        voxels.y[count] = py;
        voxels.z[count] = pz;
        voxels.hu[count] = hu[row + i];
        slab.position[count] = row + i;
        count += 1;
      }
    }
  }
  slab.count = count;
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
