/**
 * Trachea and bronchi as far as their lumen can be followed on the coarse grid.
 *
 * Grown from the trachea through plain air. Where the wall of a small bronchus is lost in the blur the growth runs out
 * into the lung and its volume leaps; the threshold is then lowered until it stays an airway tree. A lumen that begins
 * a short way beyond the tree belongs to it: mucus or a thick carina can part the two. What is larger than the tree
 * itself is none of it: emphysema. One that lies in soft tissue is looked for further on: were it taken for lung, the
 * mediastinum about it would be, too.
 */
import type { Parameters } from '../parameters';
import { boxAround, cropMask, maskOf, pasteMask } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { dilate } from './morphology';

/** Gaps a tree may have one after another. */
const GAPS = 3;
/** Marks of voxels that were looked at: part of the tree or of a piece, and part of what is larger than the tree. */
const JUDGED = 1;
const TOO_LARGE = 2;

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
    const { voxels: grown, whole } = grow(scan, air, below, seeds, tree, most);
    if (!whole) continue;
    for (const n of grown) tree[n] = 1;
    let voxels = grown.length;
    const isAirway = (piece: readonly number[]): boolean => isLumen(scan, piece, parameters);
    const isInTissue = (piece: readonly number[]): boolean =>
      isAirway(piece) && wallShare(scan, piece, parameters) >= parameters.wallShareLeast;
    const gaps = [
      { mm: parameters.airwayGapMm, accepts: isAirway },
      { mm: parameters.airwayGapInTissueMm, accepts: isInTissue },
    ];
    for (const { mm, accepts } of gaps) {
      for (let gap = 0; gap < GAPS; gap += 1) {
        const room = Math.min(voxels, most - voxels);
        const added = growBeyond(scan, air, below, tree, mm, voxels, room, accepts);
        if (added === 0) break;
        voxels += added;
      }
    }
    return tree;
  }
  return tree;
}

/**
 * Voxels below a HU that are connected with the starts and not yet judged, starts included; not `whole` when there are
 * more than `most` of them or they go on in what is too large.
 */
function grow(
  scan: CoarseScan,
  air: Uint8Array,
  below: number,
  starts: readonly number[],
  judged: Uint8Array,
  most: number,
): { voxels: number[]; whole: boolean } {
  const [nx, ny, nz] = scan.size;
  const seen = new Set<number>(starts);
  const queue = [...starts];
  let whole = true;
  const visit = (to: number): void => {
    if (judged[to] === TOO_LARGE) whole = false;
    if (air[to] === 0 || scan.hu[to] >= below || judged[to] !== 0 || seen.has(to)) return;
    seen.add(to);
    queue.push(to);
  };
  for (let head = 0; head < queue.length && whole; head += 1) {
    if (queue.length > most) whole = false;
    const n = queue[head];
    const i = n % nx;
    const j = Math.trunc(n / nx) % ny;
    const k = Math.trunc(n / (nx * ny));
    if (i > 0) visit(n - 1);
    if (i < nx - 1) visit(n + 1);
    if (j > 0) visit(n - nx);
    if (j < ny - 1) visit(n + nx);
    if (k > 0) visit(n - nx * ny);
    if (k < nz - 1) visit(n + nx * ny);
  }
  return { voxels: queue, whole };
}

/** Adds pieces that begin within a gap of the tree, up to `most` voxels together; gives the number of voxels added. */
function growBeyond(
  scan: CoarseScan,
  air: Uint8Array,
  below: number,
  tree: Uint8Array,
  gapMm: number,
  treeVoxels: number,
  most: number,
  accepts: (piece: readonly number[]) => boolean,
): number {
  const near = surroundings(tree, scan, gapMm);
  const judged = maskOf(scan);
  judged.set(tree);
  let added = 0;
  for (let n = 0; n < near.length; n += 1) {
    if (near[n] === 0 || judged[n] !== 0 || air[n] === 0 || scan.hu[n] >= below) continue;
    const { voxels, whole } = grow(scan, air, below, [n], judged, treeVoxels);
    for (const at of voxels) judged[at] = whole ? JUDGED : TOO_LARGE;
    if (!whole || added + voxels.length > most || !accepts(voxels)) continue;
    for (const at of voxels) tree[at] = 1;
    added += voxels.length;
  }
  return added;
}

/** Whether a piece has a share of plain air; else it is parenchyma that happens to lie low. */
function isLumen(scan: CoarseScan, piece: readonly number[], parameters: Parameters): boolean {
  const plain = piece.reduce((count, n) => count + (scan.hu[n] < parameters.lumenHu ? 1 : 0), 0);
  return plain >= parameters.lumenShare * piece.length;
}

/** Share of soft tissue in what a piece borders on. */
function wallShare(scan: CoarseScan, piece: readonly number[], parameters: Parameters): number {
  const [nx, ny, nz] = scan.size;
  const inside = new Set(piece);
  let border = 0;
  let soft = 0;
  const look = (isInScan: boolean, at: number): void => {
    if (!isInScan || inside.has(at)) return;
    border += 1;
    if (scan.hu[at] > parameters.bronchialWallHu) soft += 1;
  };
  for (const n of piece) {
    const i = n % nx;
    const j = Math.trunc(n / nx) % ny;
    const k = Math.trunc(n / (nx * ny));
    look(i > 0, n - 1);
    look(i < nx - 1, n + 1);
    look(j > 0, n - nx);
    look(j < ny - 1, n + nx);
    look(k > 0, n - nx * ny);
    look(k < nz - 1, n + nx * ny);
  }
  return soft / Math.max(1, border);
}

/** The mask grown by some millimetres, on the box that it takes. */
function surroundings(mask: Uint8Array, scan: CoarseScan, mm: number): Uint8Array {
  const box = boxAround(mask, scan, mm + Math.max(...scan.spacingMm));
  if (box === null) return mask;
  const part = { size: box.size, spacingMm: scan.spacingMm };
  return pasteMask(dilate(cropMask(mask, scan, box), part, mm), box, scan);
}
