/**
 * The claims on one voxel. Chest wall and core come first, then tubes from the thickest down, each with what the thicker
 * ones leave of its image: a child inside its parent claims nothing, tubes side by side keep their own tails.
 */
import { branchShareAt, normalShare, overlapOf, surfaceAt, widerSigmaMm, type Stations } from '../calibre';
import { NEAR_HILUM } from '../lungs/types';
import { VESSEL_CORE } from '../vessels';
import type { AttributeInput } from './attribute-input';
import type { Claims } from './claims';
import { nearestCoreAxes } from './core-axes';
import { rimDistance } from './core-rim';

/** Claims on voxel (i, j, k); returns the share of the voxel inside the lung field. */
export function claimsAt(claims: Claims, input: AttributeInput, at: number, i: number, j: number, k: number): number {
  const { grid, parameters, psf } = input;
  const [dx, dy, dz] = grid.spacingMm;
  const edge = (dx + dy + dz) / 3;
  const depth = input.distanceMm[at];
  const inLung = Math.min(1, Math.max(0, 0.5 - depth / edge));
  if (inLung <= 0) return 0;
  const sigma = widerSigmaMm(psf);
  const window = parameters.windowSigmasOfVolume * sigma * (psf.sharpening > 0 ? 1.5 : 1);
  claims.count = 0;
  claims.nearest = -1;
  claims.nearestMm = Infinity;
  claims.closest = -1;
  claims.closestMm = Infinity;
  claims.inWindow = false;
  claims.inCore = input.core[at] === VESSEL_CORE;
  collect(claims, input, i * dx, j * dy, k * dz, window);
  let rest = 1;
  if ((input.labels[at] & NEAR_HILUM) === 0 && depth > -3 * psf.sigmaMm) rest -= normalShare(depth / psf.sigmaMm);
  claims.total = 1 - rest;
  claims.coreShare = 0;
  if (claims.coreNear && !claims.inCore) {
    const away = rimDistance(claims.rim, input, at, i, j, k);
    if (away < Infinity) {
      claims.coreShare = Math.min(rest, normalShare((0.5 * edge - away) / sigma));
      rest -= claims.coreShare;
      claims.total += claims.coreShare;
      claims.inWindow = true;
    }
  }
  claims.acceptedShare = claims.coreShare;
  claims.lumpShare = 0;
  claims.strongest = claims.nearest;
  claims.strongestShare = 0;
  let background = 0;
  let blood = 0;
  let weight = 0;
  for (let c = 0; c < claims.count; c += 1) {
    const s = claims.station[c];
    claims.share[c] = Math.min(leftOf(claims, input, c), rest);
    if (claims.inWindow) claims.share[c] = Math.max(0, claims.share[c]);
    const share = claims.share[c];
    rest -= Math.max(0, share);
    claims.total += share;
    background += Math.max(0, share) * input.backgroundHu[s];
    blood += Math.max(0, share) * input.bloodHu[s];
    weight += Math.max(0, share);
    if (input.isLump[input.stations.branch[s]]) claims.lumpShare += Math.max(0, share);
    if (!claims.counts[c]) continue;
    claims.acceptedShare += share;
    if (share > claims.strongestShare) {
      claims.strongestShare = share;
      claims.strongest = s;
    }
  }
  if (claims.inCore || claims.coreShare > 0) {
    nearestCoreAxes(claims.coreAxes, input, i * dx, j * dy, k * dz, claims.nearestAxes);
    claims.nearest = claims.nearestAxes.owner;
    if (claims.closest < 0) claims.closest = claims.nearestAxes.any;
  }
  if (weight > 1e-6) {
    claims.backgroundHu = background / weight;
    claims.bloodHu = blood / weight;
  } else if (claims.closest >= 0) {
    claims.backgroundHu = input.backgroundHu[claims.closest];
    claims.bloodHu = input.bloodHu[claims.closest];
  } else {
    claims.backgroundHu = input.meanBackgroundHu;
    claims.bloodHu = input.meanBloodHu;
  }
  claims.modelled = claims.total;
  if (claims.inWindow && claims.total < 1e-3 && claims.closest >= 0) giveToClosest(claims, input);
  if (claims.total <= 0) claims.total = 1;
  return inLung;
}

/** One entry for each branch within reach, the thickest first. */
function collect(claims: Claims, input: AttributeInput, x: number, y: number, z: number, window: number): void {
  const { near, active, activeCount } = claims;
  const { stations, psf } = input;
  const { branch, radiusMm } = stations;
  // what overlaps nothing needs no surface
  const several = activeCount > 0 && branch[near.station[active[0]]] !== branch[near.station[active[activeCount - 1]]];
  for (let at = 0; at < activeCount; at = claims.next) {
    const best = nearestOfBranch(claims, stations, active, at, activeCount, x, y, z);
    const b = branch[near.station[best]];
    const share = branchShareAt(near, stations, psf, best, x, y, z);
    const s = near.station[best];
    const surface = near.tube.surfaceMm;
    const accepted = input.accepted[b];
    if (accepted && surface < claims.nearestMm) {
      claims.nearestMm = surface;
      claims.nearest = s;
    }
    if (surface < claims.closestMm) {
      claims.closestMm = surface;
      claims.closest = s;
    }
    if (surface <= window) claims.inWindow = true;
    if (share === 0 || claims.count === claims.station.length) continue;
    let slot = claims.count;
    while (slot > 0 && comesBefore(claims, slot - 1, accepted, radiusMm[s], radiusMm)) {
      claims.station[slot] = claims.station[slot - 1];
      claims.share[slot] = claims.share[slot - 1];
      claims.counts[slot] = claims.counts[slot - 1];
      claims.surface.copyWithin(6 * slot, 6 * slot - 6, 6 * slot);
      slot -= 1;
    }
    if (several) {
      surfaceAt(near, stations, best, near.surface);
      claims.surface.set(near.surface, 6 * slot);
    }
    claims.station[slot] = s;
    claims.share[slot] = share;
    claims.counts[slot] = accepted;
    claims.count += 1;
  }
}

/**
 * Slot of the station nearest to a point among those of the branch at `list[at]`; `claims.next` is where the next
 * branch begins.
 */
function nearestOfBranch(
  claims: Claims,
  { points, branch }: Stations,
  list: Int32Array,
  at: number,
  end: number,
  x: number,
  y: number,
  z: number,
): number {
  const { station } = claims.near;
  const b = branch[station[list[at]]];
  let best = list[at];
  let bestSquare = Infinity;
  let next = at;
  for (; next < end; next += 1) {
    const s = station[list[next]];
    if (branch[s] !== b) break;
    const dx = points[3 * s] - x;
    const dy = points[3 * s + 1] - y;
    const dz = points[3 * s + 2] - z;
    const square = dx * dx + dy * dy + dz * dz;
    if (square < bestSquare) {
      bestSquare = square;
      best = list[next];
    }
  }
  claims.next = next;
  return best;
}

/** Looks for the accepted station with the nearest surface among all of the block. */
export function findNearest(claims: Claims, input: AttributeInput, i: number, j: number, k: number): void {
  const { near, all } = claims;
  const { grid, stations, psf, accepted } = input;
  const [x, y, z] = [i * grid.spacingMm[0], j * grid.spacingMm[1], k * grid.spacingMm[2]];
  for (let at = 0; at < near.count; at = claims.next) {
    const best = nearestOfBranch(claims, stations, all, at, near.count, x, y, z);
    const s = near.station[best];
    if (accepted[stations.branch[s]] === 0) continue;
    branchShareAt(near, stations, psf, best, x, y, z);
    if (near.tube.surfaceMm >= claims.nearestMm) continue;
    claims.nearestMm = near.tube.surfaceMm;
    claims.nearest = s;
  }
}

/** What the thicker tubes leave of claim c's image: its overlap with each of them taken off. */
function leftOf(claims: Claims, input: AttributeInput, c: number): number {
  const { radiusMm } = input.stations;
  const { surface, share, station } = claims;
  const own = share[c];
  if (own <= 0) return own;
  let left = own;
  for (let d = 0; d < c; d += 1) {
    if (share[d] <= 0) continue;
    left -= overlapOf(surface, 6 * c, radiusMm[station[c]], own, surface, 6 * d, radiusMm[station[d]], share[d]);
  }
  return Math.max(0, left);
}

/** Whether a branch goes before the one in `slot`: accepted before rejected, then the thicker. */
function comesBefore(claims: Claims, slot: number, accepted: number, radius: number, radiusMm: Float64Array): boolean {
  if (claims.counts[slot] !== accepted) return accepted > claims.counts[slot];
  return radius > radiusMm[claims.station[slot]];
}

/** Where all images have died away inside the window, the closest branch takes the voxel. */
function giveToClosest(claims: Claims, input: AttributeInput): void {
  const accepted = input.accepted[input.stations.branch[claims.closest]];
  claims.count = 1;
  claims.station[0] = claims.closest;
  claims.share[0] = 1;
  claims.counts[0] = accepted;
  claims.total = 1;
  claims.acceptedShare = accepted;
  claims.lumpShare = 0;
  claims.coreShare = 0;
}
