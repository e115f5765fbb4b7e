/**
 * Tells plugs of mucus: bronchi filled to the wall, which have the HU and the shape of a vessel.
 *
 * Two signs together tell them. A plug begins or ends where the bronchus holds air again or becomes too thin to see:
 * abruptly, with its full calibre. And its artery lies at its side and goes on past that end. Neither is enough alone:
 * vessels of a pruned tree end abruptly, and vessels run side by side. What a plug leaves behind as an open end, a
 * plug in the bronchus it forks from, is judged in turn.
 */
import type { Parameters } from '../parameters';
import { anyStationNear } from './near-stations';
import type { StationIndex, Stations } from './stations';

/** Beyond its end a vessel at the side of a plug is looked for from here to there, mm. */
const goesOnFromMm = 1.5;
const goesOnToMm = 5;

/** What is asked of a branch. */
export interface PlugBranch {
  /** Node at either end, −1 where it ends freely. */
  readonly ends: readonly [number, number];
  /** Brightness of the darkest place straight ahead of either end over the contrast of blood. */
  readonly beyond: readonly [number, number];
  /** Depth of either end under the surface of the lung field, mm. */
  readonly endDepthsMm: readonly [number, number];
  readonly lengthMm: number;
  readonly csaMm2: number;
  readonly isRejected: boolean;
}

/** What the search reads; `isVessel` is asked as plugs are found. */
interface Search {
  readonly branches: readonly PlugBranch[];
  readonly stations: Stations;
  readonly index: StationIndex;
  readonly atNode: ReadonlyMap<number, readonly number[]>;
  readonly isPlug: boolean[];
  readonly isVessel: (b: number) => boolean;
  readonly parameters: Parameters;
}

/** Whether each branch is a plug. */
export function findPlugs(
  branches: readonly PlugBranch[],
  stations: Stations,
  index: StationIndex,
  parameters: Parameters,
): boolean[] {
  const isPlug = branches.map(() => false);
  const isVessel = (b: number): boolean => !branches[b].isRejected && !isPlug[b];
  const search = { branches, stations, index, atNode: branchesAtNodes(branches), isPlug, isVessel, parameters };
  const suspects = branches.flatMap((branch, b) => {
    if (!isThickTube(branch, parameters)) return [];
    return companionShare(search, b) < parameters.plugCompanionShare ? [] : [b];
  });
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const b of suspects) {
      if (isPlug[b]) continue;
      isPlug[b] = branches[b].ends.some((node, e) =>
        node < 0 ? endsBeside(search, b, e) : endsInPlug(search, b, node),
      );
      isNew ||= isPlug[b];
    }
  }
  return branches.map((_, b) => isPlug[b] || hangsOnPlugs(search, b));
}

function isThickTube({ lengthMm, csaMm2, isRejected }: PlugBranch, parameters: Parameters): boolean {
  const diameterMm = 2 * Math.sqrt(csaMm2 / Math.PI);
  return !isRejected && csaMm2 >= parameters.plugLeastCsaMm2 && lengthMm >= parameters.plugLeastDiameters * diameterMm;
}

/** Whether at a node only plugs and twigs go on. */
function endsInPlug({ branches, atNode, isPlug, isVessel, parameters }: Search, b: number, node: number): boolean {
  const others = (atNode.get(node) ?? []).filter((other) => other !== b);
  const leastMm2 = parameters.plugTwigCsaShare * branches[b].csaMm2;
  return others.some((c) => isPlug[c]) && !others.some((c) => isVessel(c) && branches[c].csaMm2 > leastMm2);
}

/** Whether the branch ends abruptly at free end e, inside the lung, while a vessel at its side goes on. */
function endsBeside({ branches, stations, index, isVessel, parameters }: Search, b: number, e: number): boolean {
  const { beyond, endDepthsMm } = branches[b];
  const { points, tangents, radiusMm, branch, first } = stations;
  const s = e === 0 ? first[b] : first[b + 1] - 1;
  const r = radiusMm[s];
  if (beyond[e] > parameters.plugBeyond || endDepthsMm[e] < r + parameters.plugDepthMm) return false;
  if (Math.PI * r * r < parameters.plugLeastCsaMm2) return false;
  const outwards = e === 0 ? -1 : 1;
  const way = (outwards * (goesOnFromMm + goesOnToMm)) / 2;
  const [x, y, z] = [0, 1, 2].map((axis) => points[3 * s + axis] + way * tangents[3 * s + axis]);
  return anyStationNear(stations, index, [x, y, z], 2 * r + goesOnToMm, (other) => {
    const c = branch[other];
    if (c === b || !isVessel(c) || radiusMm[other] < parameters.plugCompanionThinnest * r) return false;
    const [along, aside] = placeBeside(stations, s, other);
    if (outwards * along < goesOnFromMm || outwards * along > goesOnToMm) return false;
    const sum = r + radiusMm[other];
    return aside > 0.5 * sum && aside < sum + parameters.plugGoesOnGapMm;
  });
}

/** Share of the stations at whose side a vessel of like calibre runs along, nearly touching. */
function companionShare({ stations, index, isVessel, parameters }: Search, b: number): number {
  const { points, tangents, radiusMm, first, branch } = stations;
  let beside = 0;
  for (let s = first[b]; s < first[b + 1]; s += 1) {
    const r = radiusMm[s];
    const place = [points[3 * s], points[3 * s + 1], points[3 * s + 2]] as const;
    const reach = r * (1 + parameters.plugCompanionThickest) + parameters.plugGapMm;
    const isBeside = anyStationNear(stations, index, place, reach, (other) => {
      const ratio = radiusMm[other] / r;
      if (branch[other] === b || !isVessel(branch[other])) return false;
      if (ratio < parameters.plugCompanionThinnest || ratio > parameters.plugCompanionThickest) return false;
      const [along, aside] = placeBeside(stations, s, other);
      if (Math.abs(along) > parameters.stationSpacingMm) return false;
      const gap = aside - r - radiusMm[other];
      if (gap < -parameters.plugOverlapMm || gap > parameters.plugGapMm) return false;
      let cosine = 0;
      for (let axis = 0; axis < 3; axis += 1) cosine += tangents[3 * s + axis] * tangents[3 * other + axis];
      return Math.abs(cosine) > parameters.plugCompanionCosine;
    });
    if (isBeside) beside += 1;
  }
  return beside / Math.max(1, first[b + 1] - first[b]);
}

/** Way to another station along the tangent at s, signed, and square to it, mm. */
function placeBeside({ points, tangents }: Stations, s: number, other: number): [number, number] {
  let along = 0;
  let square = 0;
  for (let axis = 0; axis < 3; axis += 1) {
    const d = points[3 * other + axis] - points[3 * s + axis];
    along += d * tangents[3 * s + axis];
    square += d * d;
  }
  return [along, Math.sqrt(Math.max(0, square - along * along))];
}

/** A short piece that joins plugs and no vessel is of the same stuff. */
function hangsOnPlugs({ branches, atNode, isPlug, isVessel, parameters }: Search, b: number): boolean {
  const { ends, lengthMm } = branches[b];
  if (!isVessel(b) || lengthMm > parameters.contextMostMm) return false;
  const others = ends.flatMap((node) => (node < 0 ? [] : (atNode.get(node) ?? []))).filter((other) => other !== b);
  return others.some((other) => isPlug[other]) && !others.some(isVessel);
}

function branchesAtNodes(branches: readonly PlugBranch[]): Map<number, number[]> {
  const atNode = new Map<number, number[]>();
  for (const [b, { ends }] of branches.entries()) {
    for (const node of ends) {
      if (node >= 0) atNode.set(node, [...(atNode.get(node) ?? []), b]);
    }
  }
  return atNode;
}
