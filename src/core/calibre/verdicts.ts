/**
 * Judges each branch: vessel, or one of the things that look like one to a ridge filter.
 *
 * Features are medians along the branch, weighted like the sizes, so that a junction decides nothing. Deep in
 * the lung a well fitting tube is never taken for a sheet or a wall; astride the surface of the lung field the model of
 * the chest wall makes anything fit, so there the sheet alone decides. What is rejected stays in the answer, with
 * its reason.
 */
import type { Parameters } from '../parameters';
import { fitFields, fitStride } from './fit-task';
import type { Profile } from './along-branch';
import type { Stations } from './stations';
import { surroundingsStride } from './surroundings';
import type { RejectReason } from './types';

export interface Verdict {
  readonly r2: number;
  readonly rejected: RejectReason | null;
}

export function judgeBranches(
  stations: Stations,
  fits: Float64Array,
  surroundings: Float64Array,
  profile: Profile,
  ends: readonly (readonly [number, number])[],
  parameters: Parameters,
): Verdict[] {
  return ends.map((nodes, b) => {
    const from = stations.first[b];
    const to = stations.first[b + 1];
    const median = (value: (s: number) => number): number => branchMedian(profile.weight, from, to, value);
    const r2 = median((s) => fits[s * fitStride + fitFields.r2]);
    const sheet = median((s) => surroundings[s * surroundingsStride]);
    const dark = median((s) => surroundings[s * surroundingsStride + 1]);
    const depthMm = median((s) => surroundings[s * surroundingsStride + 2]);
    const csa = median((s) => profile.csaMm2[s]);
    const free = nodes[0] < 0 && nodes[1] < 0;
    const rejected = reasonOf({ r2, sheet, dark, depthMm, csa, free, lengthMm: stations.alongMm[to - 1] }, parameters);
    return { r2, rejected };
  });
}

interface Features {
  readonly r2: number;
  readonly sheet: number;
  readonly dark: number;
  /** Under the surface of the lung field. */
  readonly depthMm: number;
  readonly csa: number;
  /** Joins no other branch. */
  readonly free: boolean;
  readonly lengthMm: number;
}

function reasonOf(branch: Features, parameters: Parameters): RejectReason | null {
  const { r2, dark, csa, free, lengthMm } = branch;
  if (isSheet(branch, parameters)) return 'sheet';
  // nothing in the lung but vessels is as thick; at the hilum their neighbours spoil the fit
  if (csa < parameters.rejectFitMostCsaMm2) {
    if (r2 < parameters.rejectFitR2) return 'poor_fit';
    if (dark > parameters.rejectDark && r2 < parameters.rejectDarkR2) return 'airway_wall';
    if (dark > parameters.rejectDarker && r2 < parameters.rejectDarkerR2) return 'airway_wall';
  }
  if (csa < parameters.rejectCsaMm2) return 'below_detection';
  if (free && lengthMm < parameters.rejectSpeckMm && r2 < parameters.rejectSpeckR2) return 'speck';
  return null;
}

function isSheet({ sheet, r2, csa, depthMm }: Features, parameters: Parameters): boolean {
  const radiusMm = Math.sqrt(csa / Math.PI);
  const astride =
    depthMm < parameters.rejectPlateDepthRadii * radiusMm && radiusMm < parameters.rejectPlateMostRadiusMm;
  if (astride && sheet > parameters.rejectPlate) return true;
  const thin = radiusMm < parameters.rejectSheetMostRadiusMm;
  return thin && sheet > parameters.rejectSheet && r2 < parameters.rejectSheetR2;
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
