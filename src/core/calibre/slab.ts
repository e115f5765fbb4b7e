/**
 * The voxels a fit looks at: a slab across the vessel, with what is known about each of them.
 *
 * For every voxel: its place in the plane across the axis, HU, the image of the other vessels there, the share
 * of chest wall beyond the pleura, and a weight. Sectors that show the air of a bronchus get weight 0
 * beyond the vessel's own edge: the soft rim there is bronchial wall, not blood.
 */
import { cdfAt } from './blurred-disc';
import { evaluateNeighbours, gatherNeighbours, makeNeighbourhood, touching, type Neighbourhood } from './neighbours';
import type { StationIndex, Stations } from './stations';
import { planeAcross, widerSigmaMm } from './tube-image';
import type { FitSetting } from './fit-setting';
import { selectSmallest, type TubeSlab } from '../kernels';
import { NEAR_HILUM } from '../lungs/types';
import { atan2 } from '../maths';
import type { Grid } from '../volume';

/** Voxels a slab holds at most; thicker vessels are looked at with every second voxel. */
export const slabCapacity = 6000;
const sectors = 16;

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
  startBackgroundHu: number;
  /** Weighted variance of the HU, for R². */
  varianceHu2: number;
  /** Share of directions in which there is air beside the vessel. */
  airShare: number;
  /** Mean share of other vessels within the vessel's own edge. */
  crowding: number;
  readonly frame: Float64Array;
  /** The voxels with a weight, in the kernel's memory. */
  readonly voxels: TubeSlab;
  /** Linear position of each voxel on the grid. */
  readonly position: Int32Array;
  readonly airInSector: Int32Array;
  readonly ring: Float32Array;
  readonly near: Neighbourhood;
}

export function makeSlab(voxels: TubeSlab): Slab {
  return {
    count: 0,
    tangentZ: 0,
    regionalHu: 0,
    startBackgroundHu: 0,
    varianceHu2: 0,
    airShare: 0,
    crowding: 0,
    frame: new Float64Array(6),
    voxels,
    position: new Int32Array(slabCapacity),
    airInSector: new Int32Array(sectors),
    ring: new Float32Array(slabCapacity),
    near: makeNeighbourhood(),
  };
}

/** Gathers the slab of station s for a vessel of about `radius` mm. */
export function gatherSlab(slab: Slab, scene: Scene, s: number, radius: number, setting: FitSetting): void {
  const { parameters, psf } = setting;
  const { grid, stations } = scene;
  const wider = widerSigmaMm(psf) * (psf.sharpening > 0 ? 1.4 : 1);
  const window = Math.max(
    parameters.windowLeastMm,
    radius + parameters.windowSigmas * wider + parameters.windowMarginMm,
  );
  const half = Math.max(
    parameters.slabHalfMm,
    parameters.slabHalfPerSpacing * Math.max(...grid.spacingMm),
    parameters.slabHalfPerRadius * radius,
  );
  slab.regionalHu = scene.regionalHu[s];
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
  shareNeighbours(slab, scene, s, radius, setting);
  leaveOutAir(slab, radius, setting);
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
  let count = 0;
  for (let k = k0; k <= k1; k += 1) {
    const pz = k * dz - cz;
    for (let j = j0; j <= j1; j += stride) {
      const py = j * dy - cy;
      const row = (k * ny + j) * nx;
      for (let i = i0; i <= i1; i += stride) {
        const px = i * dx - cx;
        if (Math.abs(px * tx + py * ty + pz * tz) > half) continue;
        const u = px * frame[0] + py * frame[1] + pz * frame[2];
        const v = px * frame[3] + py * frame[4] + pz * frame[5];
        if (u * u + v * v > square || count === slabCapacity) continue;
        voxels.u[count] = u;
        voxels.v[count] = v;
        voxels.hu[count] = hu[row + i];
        slab.position[count] = row + i;
        count += 1;
      }
    }
  }
  slab.count = count;
}

function shareNeighbours(slab: Slab, scene: Scene, s: number, radius: number, setting: FitSetting): void {
  const { parameters, psf, bloodHu, noiseHu } = setting;
  const { grid, stations, distanceMm, labels } = scene;
  const [nx, ny] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const { near, frame, voxels } = slab;
  const contrast = bloodHu - slab.regionalHu;
  const edge = radius * radius;
  let inside = 0;
  let crowd = 0;
  for (let n = 0; n < slab.count; n += 1) {
    const at = slab.position[n];
    let share = 0;
    voxels.neighbourU[n] = 0;
    voxels.neighbourV[n] = 0;
    voxels.touching[n] = 0;
    if (near.count > 0) {
      const i = at % nx;
      const row = (at - i) / nx;
      const j = row % ny;
      evaluateNeighbours(near, stations, psf, i * dx, j * dy, ((row - j) / ny) * dz);
      share = near.share;
      const [x, y, z, axisX, axisY, axisZ] = near.strongestSurface;
      voxels.neighbourU[n] = x * frame[0] + y * frame[1] + z * frame[2];
      voxels.neighbourV[n] = x * frame[3] + y * frame[4] + z * frame[5];
      if (share > 0) {
        const ax = axisX - stations.points[3 * s];
        const ay = axisY - stations.points[3 * s + 1];
        const az = axisZ - stations.points[3 * s + 2];
        const au = ax * frame[0] + ay * frame[1] + az * frame[2];
        const av = ax * frame[3] + ay * frame[4] + az * frame[5];
        voxels.touching[n] = touching(Math.sqrt(au * au + av * av), radius, near.radiusMm);
      }
    }
    voxels.neighbourShare[n] = share;
    let wall = 0;
    if (distanceMm && !(labels && (labels[at] & NEAR_HILUM) !== 0)) {
      wall = distanceMm[at] < -3 * psf.sigmaMm ? 0 : cdfAt(distanceMm[at] / psf.sigmaMm);
    }
    voxels.wallShare[n] = wall;
    const error = parameters.neighbourModelError * contrast * share;
    const wallError = parameters.wallModelErrorHu * wall;
    const noise = noiseHu * noiseHu + 1;
    voxels.weight[n] = wall > 0.5 ? 0 : noise / (noise + error * error + wallError * wallError);
    if (voxels.u[n] * voxels.u[n] + voxels.v[n] * voxels.v[n] < edge) {
      inside += 1;
      crowd += share;
    }
  }
  slab.crowding = inside > 0 ? crowd / inside : 0;
}

/** Two voxels of air beside the vessel close their sector and the one on either side. */
function leaveOutAir(slab: Slab, radius: number, setting: FitSetting): void {
  const { parameters, noiseHu } = setting;
  const limit = slab.regionalHu - Math.max(parameters.airBelowBackgroundHu, parameters.airBelowNoises * noiseHu);
  const { voxels } = slab;
  slab.airInSector.fill(0);
  for (let n = 0; n < slab.count; n += 1) {
    if (voxels.hu[n] < limit) slab.airInSector[sectorOf(voxels.u[n], voxels.v[n])] += 1;
  }
  let air = 0;
  for (let q = 0; q < sectors; q += 1) if (slab.airInSector[q] >= 2) air += 1;
  slab.airShare = air / sectors;
  if (air === 0) return;
  const free = parameters.airSectorFreeRadii * radius;
  for (let n = 0; n < slab.count; n += 1) {
    if (voxels.u[n] * voxels.u[n] + voxels.v[n] * voxels.v[n] < free * free) continue;
    const q = sectorOf(voxels.u[n], voxels.v[n]);
    const closed =
      slab.airInSector[q] >= 2 ||
      slab.airInSector[(q + 1) % sectors] >= 2 ||
      slab.airInSector[(q + sectors - 1) % sectors] >= 2;
    if (closed) voxels.weight[n] = 0;
  }
}

function sectorOf(u: number, v: number): number {
  return Math.floor((atan2(v, u) / (2 * Math.PI) + 1) * sectors) % sectors;
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
