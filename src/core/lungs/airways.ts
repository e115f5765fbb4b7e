/**
 * Trachea and bronchi as far as their lumen can be followed on the coarse grid.
 *
 * Grown from the trachea through plain air. Where the wall of a small bronchus is lost in the blur the growth runs out
 * into the lung and its volume leaps; the threshold is then lowered until it stays an airway tree. A lumen that begins
 * a short way beyond the tree belongs to it: mucus or a thick carina can part the two.
 */
import type { Parameters } from '../parameters';
import { labelComponents } from '../volume';
import type { Components } from '../volume';
import { boxAround, cropMask, maskOf, pasteMask } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { dilate } from './morphology';

/** Gaps a tree may have one after another. */
const GAPS = 3;

/** Lumens connected with the seeds; the seeds alone where every threshold leaks. */
export function growAirways(
  scan: CoarseScan,
  air: Uint8Array,
  seeds: readonly number[],
  parameters: Parameters,
): Uint8Array {
  const tree = maskOf(scan);
  for (const n of seeds) tree[n] = 1;
  if (seeds.length === 0) return tree;
  let airVoxels = 0;
  for (let n = 0; n < air.length; n += 1) airVoxels += air[n];
  const most = Math.max(2 * seeds.length, parameters.airwayShare * airVoxels);
  const step = parameters.airwayStepHu;
  for (let below = parameters.airwayHighHu; below >= parameters.airwayLowHu; below -= step) {
    const lumens = lumensBelow(scan, air, tree, below);
    const reached = labelsIn(lumens, tree);
    if (voxelsOf(lumens, reached) > most) continue;
    take(tree, lumens, reached);
    for (let gap = 0; gap < GAPS; gap += 1) {
      const beyond = labelsIn(lumens, surroundings(tree, scan, parameters.airwayGapMm));
      keepLumens(scan, lumens, beyond, parameters);
      for (let label = 1; label <= lumens.count; label += 1) {
        if (reached[label] !== 0 || voxelsOf(lumens, reached) + lumens.counts[label] > most) beyond[label] = 0;
      }
      if (!beyond.includes(1)) break;
      take(tree, lumens, beyond);
      for (let label = 1; label <= lumens.count; label += 1) if (beyond[label] !== 0) reached[label] = 1;
    }
    return tree;
  }
  return tree;
}

function lumensBelow(scan: CoarseScan, air: Uint8Array, seeds: Uint8Array, below: number): Components {
  const mask = maskOf(scan);
  for (let n = 0; n < mask.length; n += 1) mask[n] = seeds[n] !== 0 || (air[n] !== 0 && scan.hu[n] < below) ? 1 : 0;
  return labelComponents(mask, scan.size, 6);
}

/** The mask grown by some millimetres, on the box that it takes. */
function surroundings(mask: Uint8Array, scan: CoarseScan, mm: number): Uint8Array {
  const box = boxAround(mask, scan, mm + Math.max(...scan.spacingMm));
  if (box === null) return mask;
  const part = { size: box.size, spacingMm: scan.spacingMm };
  return pasteMask(dilate(cropMask(mask, scan, box), part, mm), box, scan);
}

/** 1 for each label that occurs in the mask. */
function labelsIn({ labels, count }: Components, mask: Uint8Array): Uint8Array {
  const found = new Uint8Array(count + 1);
  for (let n = 0; n < mask.length; n += 1) if (mask[n] !== 0) found[labels[n]] = 1;
  found[0] = 0;
  return found;
}

function voxelsOf({ counts }: Components, chosen: Uint8Array): number {
  let sum = 0;
  for (let label = 1; label < chosen.length; label += 1) if (chosen[label] !== 0) sum += counts[label];
  return sum;
}

function take(tree: Uint8Array, { labels }: Components, chosen: Uint8Array): void {
  for (let n = 0; n < tree.length; n += 1) if (chosen[labels[n]] !== 0) tree[n] = 1;
}

/** Unmarks pieces without a share of plain air: parenchyma that happens to lie low. */
function keepLumens(
  scan: CoarseScan,
  { labels, counts }: Components,
  chosen: Uint8Array,
  parameters: Parameters,
): void {
  const plain = new Int32Array(chosen.length);
  for (let n = 0; n < labels.length; n += 1) if (scan.hu[n] < parameters.lumenHu) plain[labels[n]] += 1;
  for (let label = 1; label < chosen.length; label += 1) {
    if (plain[label] < parameters.lumenShare * counts[label]) chosen[label] = 0;
  }
}
