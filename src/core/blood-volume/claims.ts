/** Who may claim the voxels of a block: the vessels whose image reaches it, the core of a thick vessel, the chest wall. */
import { makeNeighbourhood, type Neighbourhood } from '../calibre';
import type { AttributeInput } from './attribute-input';
import { coreRimMm } from './blocks';
import { gatherCoreAxes, makeCoreAxes, type CoreAxes, type NearestAxes } from './core-axes';
import { rimSteps, type Rim } from './core-rim';

const mostClaims = 64;

/** Working memory of a task and the answer of the last `claimsAt`. */
export interface Claims {
  readonly near: Neighbourhood;
  /** Slots of `near` that are looked at. */
  readonly active: Int32Array;
  activeCount: number;
  /** All slots. */
  readonly all: Int32Array;
  /** Where `nearestOfBranch` stopped. */
  next: number;
  count: number;
  readonly station: Int32Array;
  readonly share: Float64Array;
  /** Surface of each claiming tube, see `surfaceAt`. */
  readonly surface: Float64Array;
  /** 1 where the branch counts, 0 where it was rejected. */
  readonly counts: Uint8Array;
  /** All shares, chest wall and rejected ones included; above 0 within the window. */
  total: number;
  /** What all of them together should show in the voxel. */
  modelled: number;
  acceptedShare: number;
  /** Shares of lumps. */
  lumpShare: number;
  coreShare: number;
  inCore: boolean;
  inWindow: boolean;
  /** Accepted station with the nearest surface, −1 where there is none, and how far that is. */
  nearest: number;
  nearestMm: number;
  /** Station of any branch, rejected or not, with the nearest surface. */
  closest: number;
  closestMm: number;
  strongest: number;
  strongestShare: number;
  /** Background under the voxel and blood in it: those of the claiming stations by their shares. */
  backgroundHu: number;
  bloodHu: number;
  /** Steps to the voxels around. */
  readonly rim: Rim;
  readonly coreAxes: CoreAxes;
  readonly nearestAxes: NearestAxes;
  readonly voxelMm3: number;
  coreNear: boolean;
}

export function makeClaims(input: AttributeInput): Claims {
  const near = makeNeighbourhood();
  const { spacingMm } = input.grid;
  return {
    near,
    active: new Int32Array(near.station.length),
    activeCount: 0,
    all: Int32Array.from(near.station, (_, slot) => slot),
    next: 0,
    count: 0,
    station: new Int32Array(mostClaims),
    share: new Float64Array(mostClaims),
    surface: new Float64Array(6 * mostClaims),
    counts: new Uint8Array(mostClaims),
    total: 0,
    modelled: 0,
    acceptedShare: 0,
    lumpShare: 0,
    coreShare: 0,
    inCore: false,
    inWindow: false,
    nearest: -1,
    nearestMm: Infinity,
    closest: -1,
    closestMm: Infinity,
    strongest: -1,
    strongestShare: 0,
    backgroundHu: 0,
    bloodHu: 0,
    rim: rimSteps(spacingMm, coreRimMm(input.psf, spacingMm, input.parameters)),
    coreAxes: makeCoreAxes(),
    nearestAxes: { owner: -1, ownerMm: Infinity, any: -1 },
    voxelMm3: spacingMm[0] * spacingMm[1] * spacingMm[2],
    coreNear: false,
  };
}

/** Takes up the stations of block b; false where nothing claims its voxels. */
export function openBlock(claims: Claims, input: AttributeInput, b: number): boolean {
  const { near } = claims;
  const { start, items, coreNear } = input.blocks;
  const count = Math.min(start[b + 1] - start[b], near.station.length);
  for (let n = 0; n < count; n += 1) near.station[n] = items[start[b] + n];
  near.count = count;
  near.prepared = 0;
  near.imageOf.fill(-1, 0, count);
  claims.coreNear = coreNear[b] !== 0;
  if (claims.coreNear) gatherCoreAxes(claims.coreAxes, input, b);
  return count > 0 || claims.coreNear;
}

/** Of the block's stations those whose surface comes within `reachMm` of a point; Infinity for all. */
export function narrowTo(
  claims: Claims,
  input: AttributeInput,
  x: number,
  y: number,
  z: number,
  reachMm: number,
): number {
  const { near, active } = claims;
  const { points, radiusMm } = input.stations;
  let count = 0;
  for (let slot = 0; slot < near.count; slot += 1) {
    const s = near.station[slot];
    const dx = points[3 * s] - x;
    const dy = points[3 * s + 1] - y;
    const dz = points[3 * s + 2] - z;
    const limit = reachMm + radiusMm[s];
    if (dx * dx + dy * dy + dz * dz > limit * limit) continue;
    active[count] = slot;
    count += 1;
  }
  claims.activeCount = count;
  return count;
}
