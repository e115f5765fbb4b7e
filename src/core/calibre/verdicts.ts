/**
 * Judges each branch: vessel, or one of the things that look like one to a ridge filter.
 *
 * Features are medians along the branch, weighted like the sizes, so that a junction decides nothing. A plate and the
 * wall of a bronchus are told by what surrounds the branch, however well it fits: with its neighbours in the
 * model a track in either fits well. Astride the surface of the lung field the model of the chest wall makes
 * anything fit, so there the sheet alone decides. What is rejected stays in the answer, with its reason.
 */
import type { Parameters } from '../parameters';
import { fitFields, fitStride } from './fit-task';
import type { Profile } from './along-branch';
import { findPlugs } from './mucus-plugs';
import type { StationIndex, Stations } from './stations';
import { surroundingsFields, surroundingsStride } from './surroundings';
import type { RejectReason } from './types';
import { judgeInTree } from './verdicts-in-tree';

export interface Verdict {
  readonly r2: number;
  readonly rejected: RejectReason | null;
}

/** What is seen along a branch, as weighted medians. */
export interface Features {
  readonly r2: number;
  readonly sheet: number;
  readonly dark: number;
  /** Under the surface of the lung field. */
  readonly depthMm: number;
  readonly ring: number;
  readonly plate: number;
  readonly csaMm2: number;
  /** Node at either end, −1 where it ends freely. */
  readonly ends: readonly [number, number];
  /** Brightest place ahead of either end, over its own contrast. */
  readonly ahead: readonly [number, number];
  /** Darkest place straight ahead of either end, over the contrast of blood. */
  readonly beyond: readonly [number, number];
  /** Depth of either end under the surface of the lung field, mm. */
  readonly endDepthsMm: readonly [number, number];
  readonly isNearHilum: boolean;
  readonly lengthMm: number;
}

/** `index` finds the stations near a place; `unenhanced`: whether each branch was shown to hold no contrast. */
export function judgeBranches(
  stations: Stations,
  index: StationIndex,
  fits: Float64Array,
  surroundings: Float64Array,
  profile: Profile,
  ends: readonly (readonly [number, number])[],
  unenhanced: readonly boolean[],
  parameters: Parameters,
): Verdict[] {
  const branches = featuresOf(stations, fits, surroundings, profile, ends).map((branch, b) => ({
    ...branch,
    rejected: reasonOf(branch, parameters) ?? (unenhanced[b] && isFitTrusted(branch, parameters) ? 'unenhanced' : null),
  }));
  const rejected = judgeInTree(branches, parameters);
  const asPlugs = branches.map((branch, b) => ({ ...branch, isRejected: rejected[b] !== null }));
  const isPlug = findPlugs(asPlugs, stations, index, parameters);
  return branches.map(({ r2 }, b) => ({ r2, rejected: isPlug[b] ? 'mucus_plug' : rejected[b] }));
}

export function featuresOf(
  stations: Stations,
  fits: Float64Array,
  surroundings: Float64Array,
  profile: Profile,
  ends: readonly (readonly [number, number])[],
): Features[] {
  return ends.map((nodes, b) => {
    const from = stations.first[b];
    const to = stations.first[b + 1];
    const median = (value: (s: number) => number): number => branchMedian(profile.weight, from, to, value);
    const atStation = (s: number, field: number): number => surroundings[s * surroundingsStride + field];
    const atEnds = (field: number): [number, number] => [atStation(from, field), atStation(to - 1, field)];
    const around = (field: number): number => median((s) => atStation(s, field));
    return {
      r2: median((s) => fits[s * fitStride + fitFields.r2]),
      sheet: around(surroundingsFields.sheet),
      dark: around(surroundingsFields.dark),
      depthMm: around(surroundingsFields.depthMm),
      ring: around(surroundingsFields.ring),
      plate: around(surroundingsFields.plate),
      csaMm2: median((s) => profile.csaMm2[s]),
      ends: nodes,
      ahead: atEnds(surroundingsFields.ahead),
      beyond: atEnds(surroundingsFields.beyond),
      endDepthsMm: atEnds(surroundingsFields.depthMm),
      isNearHilum: anyBetween(from, to, (s) => atStation(s, surroundingsFields.hilum) > 0),
      lengthMm: stations.alongMm[to - 1],
    };
  });
}

function reasonOf(branch: Features, parameters: Parameters): RejectReason | null {
  const { r2, csaMm2: csa, ends, lengthMm } = branch;
  if (isSheet(branch, parameters)) return 'sheet';
  if (isWall(branch, parameters)) return 'airway_wall';
  // at the hilum neighbours spoil the fits of thick vessels
  if (r2 < parameters.rejectFitR2 && csa < parameters.rejectFitMostCsaMm2) return 'poor_fit';
  if (csa < parameters.rejectCsaMm2) return 'below_detection';
  const isFree = ends[0] < 0 && ends[1] < 0;
  if (isFree && lengthMm < parameters.rejectSpeckMm && r2 < parameters.rejectSpeckR2) return 'speck';
  return null;
}

/** At the hilum neighbours spoil the fits of thick vessels. */
function isFitTrusted({ csaMm2, isNearHilum }: Features, parameters: Parameters): boolean {
  return !isNearHilum || csaMm2 < parameters.rejectFitMostCsaMm2;
}

function isSheet({ sheet, plate, r2, csaMm2, depthMm }: Features, parameters: Parameters): boolean {
  const radiusMm = Math.sqrt(csaMm2 / Math.PI);
  if (plate > parameters.rejectPlate && radiusMm < parameters.rejectPlateMostRadiusMm) return true;
  const isAstride = depthMm < parameters.rejectRimDepthRadii * radiusMm && radiusMm < parameters.rejectRimMostRadiusMm;
  if (isAstride && sheet > parameters.rejectRim) return true;
  const isThin = radiusMm < parameters.rejectSheetMostRadiusMm && plate > parameters.rejectSheetPlate;
  return isThin && sheet > parameters.rejectSheet && r2 < parameters.rejectSheetR2;
}

function isWall({ ring, dark, r2, csaMm2 }: Features, parameters: Parameters): boolean {
  if (ring > parameters.rejectRing) return true;
  if (csaMm2 > parameters.rejectWallMostCsaMm2 || ring < parameters.rejectDarkRing) return false;
  return dark > parameters.rejectDark && r2 < parameters.rejectDarkR2;
}

function anyBetween(from: number, to: number, isSo: (s: number) => boolean): boolean {
  for (let s = from; s < to; s += 1) if (isSo(s)) return true;
  return false;
}

function branchMedian(weight: Float64Array, from: number, to: number, value: (s: number) => number): number {
  const order = Array.from({ length: to - from }, (_, k) => from + k).toSorted((a, b) => value(a) - value(b) || a - b);
  let total = 0;
  for (const s of order) total += weight[s] + 1e-9;
  let below = 0;
  for (const s of order) {
    below += weight[s] + 1e-9;
    if (below >= 0.5 * total) return value(s);
  }
  return value(order[order.length - 1]);
}
