/**
 * Which of the air in the body is lung: large, enclosed by the body, deeper than a film, and not plain gas.
 * Stomach and bowel hold plain gas; parenchyma does not over most of its depth, unless vessels run through it.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, labelComponents } from '../volume';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { dilate, open } from './morphology';
import type { AirInBody } from './outside';
import { holdsVessels } from './vessels-in-gas';

export interface AeratedLung {
  /** 1 where there is aerated lung, both sides together, without trachea and large bronchi. */
  readonly mask: Uint8Array;
  readonly ml: number;
  /** Volume of the largest piece of air that was looked at, lung or not. */
  readonly largestAirMl: number;
}

export function selectLungs(
  scan: CoarseScan,
  air: AirInBody,
  airways: Uint8Array,
  parameters: Parameters,
): AeratedLung {
  const walls = dilate(airways, scan, parameters.airwayWallMm);
  const free = maskOf(scan);
  for (let n = 0; n < free.length; n += 1) free[n] = air.mask[n] !== 0 && walls[n] === 0 ? 1 : 0;
  // a film of air, as between a bronchus and its sheath, bridges nothing
  const solid = open(free, scan, Math.max(...scan.spacingMm));
  const { labels, count, counts } = labelComponents(solid, scan.size, 6);
  const voxelMl = (scan.spacingMm[0] * scan.spacingMm[1] * scan.spacingMm[2]) / 1000;
  const lungLike = judgePieces(scan, solid, labels, count, air.bodySides, parameters);
  let largestAir = 0;
  let largest = 0;
  for (let label = 1; label <= count; label += 1) {
    largestAir = Math.max(largestAir, counts[label]);
    if (lungLike[label] === 1) largest = Math.max(largest, counts[label]);
  }
  const mask = maskOf(scan);
  for (let n = 0; n < mask.length; n += 1) {
    const label = labels[n];
    mask[n] = label !== 0 && lungLike[label] === 1 && counts[label] >= parameters.lungPieceShare * largest ? 1 : 0;
  }
  const near = dilate(mask, scan, parameters.lungRegrowMm);
  let voxels = 0;
  for (let n = 0; n < mask.length; n += 1) {
    const label = labels[n];
    const piece = label !== 0 && lungLike[label] === 1;
    mask[n] = free[n] !== 0 && near[n] !== 0 && (label === 0 || piece) ? 1 : 0;
    voxels += mask[n];
  }
  return { mask, ml: voxels * voxelMl, largestAirMl: largestAir * voxelMl };
}

/** 1 for each piece that can be lung by its frame of body and the HU of its depth. */
function judgePieces(
  scan: CoarseScan,
  solid: Uint8Array,
  labels: Int32Array,
  count: number,
  bodySides: Uint8Array,
  parameters: Parameters,
): Uint8Array {
  const depth = distanceTransform(solid, scan.size, scan.spacingMm, 2 * parameters.depthMm);
  const voxels = new Float64Array(count + 1);
  const sides = new Float64Array(count + 1);
  const deep = new Float64Array(count + 1);
  const gas = new Float64Array(count + 1);
  for (let n = 0; n < labels.length; n += 1) {
    const label = labels[n];
    if (label === 0) continue;
    voxels[label] += 1;
    sides[label] += bodySides[n];
    if (depth[n] < parameters.depthMm) continue;
    deep[label] += 1;
    if (scan.hu[n] < parameters.gasBelowHu) gas[label] += 1;
  }
  const lungLike = new Uint8Array(count + 1);
  for (let label = 1; label <= count; label += 1) {
    const enclosed = sides[label] >= 4 * parameters.enclosedShare * voxels[label];
    const solidPiece = deep[label] >= parameters.deepShare * voxels[label];
    const plainGas = gas[label] > parameters.gasShare * deep[label];
    if (!enclosed || !solidPiece) continue;
    lungLike[label] = !plainGas || holdsVessels(scan, pieceOf(labels, label), parameters) ? 1 : 0;
  }
  return lungLike;
}

function pieceOf(labels: Int32Array, label: number): Uint8Array {
  return Uint8Array.from(labels, (of) => (of === label ? 1 : 0));
}
