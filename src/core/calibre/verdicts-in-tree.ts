/**
 * Second look at the verdicts: what a branch joins tells more than its own few stations.
 *
 * A short piece that hangs in a web of bronchial wall or plate is of the same stuff, however well it fits. A short
 * branch that ends freely and is thicker than what it grows from is a nodule, for no tree of vessels widens outwards;
 * only at the hilum, where a stem is cut, may it.
 */
import type { Parameters } from '../parameters';
import type { RejectReason } from './types';

/** What the second look needs of a branch. */
export interface TreeBranch {
  /** Node at either end, −1 where it ends freely. */
  readonly ends: readonly [number, number];
  /** Brightest place ahead of either end, over its own contrast. */
  readonly ahead: readonly [number, number];
  readonly lengthMm: number;
  readonly csaMm2: number;
  readonly isNearHilum: boolean;
  /** Plate share and ring of its surroundings: where there is none of either, what it joins says nothing. */
  readonly plate: number;
  readonly ring: number;
  readonly rejected: RejectReason | null;
}

/** The verdicts after the second look. */
export function judgeInTree(branches: readonly TreeBranch[], parameters: Parameters): (RejectReason | null)[] {
  const atNode = joinedAt(branches);
  let rejected = branches.map((branch) => branch.rejected);
  for (let round = 0; round < parameters.contextRounds; round += 1) {
    rejected = branches.map((branch, b) => {
      if (rejected[b] !== null || branch.csaMm2 > parameters.contextMostCsaMm2) return rejected[b];
      const least = branch.lengthMm > parameters.contextMostMm ? parameters.suspectShare : parameters.suspectShortShare;
      if (Math.max(branch.plate, branch.ring) < least) return null;
      return surroundedBy(branches, rejected, atNode, b, parameters);
    });
  }
  return branches.map((branch, b) => {
    if (rejected[b] !== null || branch.isNearHilum) return rejected[b];
    return isLump(branches, rejected, atNode, b, parameters) ? 'blob' : null;
  });
}

function joinedAt(branches: readonly TreeBranch[]): Map<number, number[]> {
  const atNode = new Map<number, number[]>();
  for (const [b, { ends }] of branches.entries()) {
    for (const node of ends) {
      if (node < 0) continue;
      const list = atNode.get(node);
      if (list === undefined) atNode.set(node, [b]);
      else list.push(b);
    }
  }
  return atNode;
}

/** Reason of most of what a short branch joins, null where vessels are the longer part of it. */
function surroundedBy(
  branches: readonly TreeBranch[],
  rejected: readonly (RejectReason | null)[],
  atNode: ReadonlyMap<number, readonly number[]>,
  b: number,
  parameters: Parameters,
): RejectReason | null {
  let vesselMm = 0;
  let wallMm = 0;
  let sheetMm = 0;
  for (const node of branches[b].ends) {
    for (const other of atNode.get(node) ?? []) {
      if (other === b) continue;
      const { lengthMm, ends, plate, ring } = branches[other];
      // another twig of the same web speaks for nothing
      const isTwig =
        Math.min(...ends) < 0 &&
        (Math.max(plate, ring) > parameters.suspectShare || lengthMm <= parameters.contextMostMm);
      if (rejected[other] === null) vesselMm += isTwig ? 0 : lengthMm;
      else if (rejected[other] === 'airway_wall') wallMm += lengthMm;
      else if (rejected[other] === 'sheet') sheetMm += lengthMm;
    }
  }
  const strangerMm = wallMm + sheetMm;
  // what joins no vessel at all has only itself to speak for it
  if (strangerMm === 0 && vesselMm === 0) return branches[b].plate > parameters.suspectShare ? 'sheet' : null;
  if (strangerMm <= parameters.contextFactor * vesselMm) return null;
  return wallMm > sheetMm ? 'airway_wall' : 'sheet';
}

function isLump(
  branches: readonly TreeBranch[],
  rejected: readonly (RejectReason | null)[],
  atNode: ReadonlyMap<number, readonly number[]>,
  b: number,
  parameters: Parameters,
): boolean {
  const { ends, ahead, lengthMm, csaMm2 } = branches[b];
  const free = ends.filter((node) => node < 0).length;
  // a stub in a crowd ends freely only because its track was lost
  const isOpen = ends.some((node, e) => node < 0 && ahead[e] > parameters.lumpAhead);
  if (free === 0 || isOpen) return false;
  const diameterMm = 2 * Math.sqrt(csaMm2 / Math.PI);
  if (free === 2) return lengthMm < parameters.lumpDiameters * diameterMm;
  let parentMm2 = 0;
  for (const node of ends) {
    for (const other of atNode.get(node) ?? []) {
      if (other !== b && rejected[other] === null) parentMm2 = Math.max(parentMm2, branches[other].csaMm2);
    }
  }
  // the way from the parent's axis to its surface is not the branch's own
  const ownMm = lengthMm - Math.sqrt(parentMm2 / Math.PI);
  return ownMm < parameters.lumpDiameters * diameterMm && csaMm2 > parameters.lumpOverParent * parentMm2;
}
