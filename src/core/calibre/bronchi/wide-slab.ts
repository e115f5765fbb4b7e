/** The image around a vessel and what the vessels explain of it, wide enough to hold the bronchus at its side. */
import type { TubeSlab } from '../../kernels';
import { NEAR_HILUM } from '../../lungs/types';
import type { FitSetting } from '../fit-setting';
import { gatherNeighbours } from '../neighbours';
import { placeVoxels } from '../place-voxels';
import { presentNeighbours } from '../present-neighbours';
import type { Scene } from '../scene';
import type { Slab } from '../slab';
import { makeTubeImage, prepareTube, tubeAt, widerSigmaMm, type TubeImage } from '../tube-image';

export interface WideSlab {
  readonly slab: Slab;
  readonly own: TubeImage;
  /** Place and weight of every voxel of the window: outside the lung that is 0, and the slab goes without. */
  readonly u: Float32Array;
  readonly v: Float32Array;
  readonly weight: Float32Array;
  count: number;
  backgroundHu: number;
  bloodHu: number;
  radiusMm: number;
}

export function makeWideSlab(slab: Slab): WideSlab {
  const n = slab.position.length;
  return {
    slab,
    own: makeTubeImage(),
    u: new Float32Array(n),
    v: new Float32Array(n),
    weight: new Float32Array(n),
    count: 0,
    backgroundHu: 0,
    bloodHu: 0,
    radiusMm: 0,
  };
}

/** Gathers the voxels of the lung within `windowMm` of station s, with what the known vessels leave of them. */
export function gatherWide(
  wide: WideSlab,
  scene: Scene,
  s: number,
  backgroundHu: number,
  windowMm: number,
  setting: FitSetting,
): void {
  const { parameters, psf, noiseHu } = setting;
  const { stations, grid, distanceMm, labels } = scene;
  const { slab, own } = wide;
  const { points, branch } = stations;
  const { voxels } = slab;
  const radius = stations.radiusMm[s];
  const sigma = widerSigmaMm(psf);
  const half = Math.max(parameters.bronchusSlabHalfMm, parameters.slabHalfPerSpacing * Math.max(...grid.spacingMm));
  placeVoxels(slab, scene, s, windowMm, half);
  wide.backgroundHu = backgroundHu;
  wide.bloodHu = stations.bloodHu[s];
  wide.radiusMm = radius;
  if (scene.index === null) slab.near.count = 0;
  else {
    const reach = windowMm + half + 2 * sigma;
    const [x, y, z] = [points[3 * s], points[3 * s + 1], points[3 * s + 2]];
    gatherNeighbours(slab.near, stations, scene.index, branch[s], x, y, z, reach);
  }
  voxels.neighbourShare.fill(0, 0, slab.count);
  if (slab.near.count > 0) {
    const branches = presentNeighbours(slab.work, slab.near, stations, s, slab.frame, radius, psf);
    slab.work.shareNeighbours(slab.count, branches);
  }
  prepareTube(own, radius, slab.tangentZ, psf);
  const contrast = wide.bloodHu - backgroundHu;
  const noise = noiseHu * noiseHu + 1;
  const reachSquare = (radius + 4 * sigma) ** 2;
  wide.count = slab.count;
  let count = 0;
  for (let n = 0; n < wide.count; n += 1) {
    const u = voxels.u[n];
    const v = voxels.v[n];
    const others = voxels.neighbourShare[n];
    const mine = u * u + v * v < reachSquare ? tubeAt(own, u, v) : 0;
    const error = parameters.neighbourModelError * contrast * Math.max(others, mine);
    const at = slab.position[n];
    const depth = distanceMm === null ? -Infinity : distanceMm[at];
    const edge = labels !== null && (labels[at] & NEAR_HILUM) !== 0 ? 0 : -2 * sigma;
    const weight = depth > edge ? 0 : noise / (noise + error * error);
    wide.u[n] = u;
    wide.v[n] = v;
    wide.weight[n] = weight;
    if (weight === 0) continue;
    voxels.left[count] = voxels.hu[n] - backgroundHu - contrast * (others + (1 - others) * mine);
    voxels.weight[count] = weight;
    moveVoxel(voxels, n, count);
    count += 1;
  }
  slab.count = count;
}

/** Keeps of the slab what `isWanted` of its places across the axis. */
export function keepVoxels({ slab }: WideSlab, isWanted: (u: number, v: number) => boolean): void {
  const { voxels } = slab;
  let count = 0;
  for (let n = 0; n < slab.count; n += 1) {
    if (!isWanted(voxels.u[n], voxels.v[n])) continue;
    voxels.weight[count] = voxels.weight[n];
    moveVoxel(voxels, n, count);
    count += 1;
  }
  slab.count = count;
}

function moveVoxel({ u, v, hu, neighbourShare }: TubeSlab, from: number, to: number): void {
  u[to] = u[from];
  v[to] = v[from];
  hu[to] = hu[from];
  neighbourShare[to] = neighbourShare[from];
}

/** Mean weight of the voxels within `reachMm` of a place across the axis: how much of it lies in the lung, free of vessels. */
export function freedom(wide: WideSlab, u: number, v: number, reachMm: number): number {
  let near = 0;
  let sum = 0;
  for (let n = 0; n < wide.count; n += 1) {
    if ((wide.u[n] - u) ** 2 + (wide.v[n] - v) ** 2 > reachMm * reachMm) continue;
    near += 1;
    sum += wide.weight[n];
  }
  return near === 0 ? 0 : sum / near;
}
