/**
 * The trachea: a round column of plain air that runs down the middle of the upper chest, found slice by slice.
 * It is the seed from which the airways are followed. A scan that begins below the carina shows main bronchi instead.
 */
import type { Parameters } from '../parameters';
import { labelComponents } from '../volume';
import type { CoarseScan } from './coarse-scan';

interface Patch {
  readonly k: number;
  readonly voxels: readonly number[];
  readonly areaMm2: number;
  readonly x: number;
  readonly y: number;
}

interface Column {
  readonly patches: readonly Patch[];
  readonly lengthMm: number;
}

/**
 * Voxels of the longest column of round air patches in the upper half of the air in the body; without one, of the short
 * columns near the middle that the top of the scan cuts. `air`: air in the body; `middleX`: x index of the body's middle.
 */
export function findTrachea(scan: CoarseScan, air: Uint8Array, middleX: number, parameters: Parameters): number[] {
  const lowest = middleHeight(scan, air);
  const finished: Column[] = [];
  let growing: Patch[][] = [];
  for (let k = scan.size[2] - 1; k >= lowest; k -= 1) {
    const patches = roundPatches(scan, air, k, parameters);
    const next: Patch[][] = [];
    for (const patch of patches) {
      const above = growing.find((column) => follows(column[column.length - 1], patch, scan));
      if (above !== undefined) growing = growing.filter((column) => column !== above);
      next.push([...(above ?? []), patch]);
    }
    for (const column of growing) finished.push(columnOf(column, scan));
    growing = next;
  }
  for (const column of growing) finished.push(columnOf(column, scan));
  const trachea = bestColumn(finished, scan, middleX, parameters);
  const chosen = trachea === null ? cutBronchi(finished, scan, middleX, parameters) : [trachea];
  return chosen.flatMap((column) => column.patches.flatMap((patch) => patch.voxels));
}

/** Slice below which half of the air lies. */
function middleHeight(scan: CoarseScan, air: Uint8Array): number {
  const area = scan.size[0] * scan.size[1];
  let total = 0;
  for (let n = 0; n < air.length; n += 1) total += air[n];
  let below = 0;
  for (let k = 0; k < scan.size[2]; k += 1) {
    for (let n = k * area; n < (k + 1) * area; n += 1) below += air[n];
    if (below * 2 >= total) return k;
  }
  return scan.size[2];
}

/** Patches of air of the size and roundness of a trachea that hold plain air in their middle. */
function roundPatches(scan: CoarseScan, air: Uint8Array, k: number, parameters: Parameters): Patch[] {
  const [nx, ny] = scan.size;
  const area = nx * ny;
  const lumen = new Uint8Array(area);
  for (let n = 0; n < area; n += 1) {
    lumen[n] = air[k * area + n] !== 0 && scan.hu[k * area + n] < parameters.lumenEdgeHu ? 1 : 0;
  }
  const { labels, count, counts } = labelComponents(lumen, [nx, ny, 1], 6);
  const voxelMm2 = scan.spacingMm[0] * scan.spacingMm[1];
  const members: number[][] = Array.from({ length: count + 1 }, () => []);
  for (let n = 0; n < area; n += 1) {
    const mm2 = counts[labels[n]] * voxelMm2;
    if (labels[n] !== 0 && mm2 >= parameters.tracheaFromMm2 && mm2 <= parameters.tracheaToMm2) {
      members[labels[n]].push(n);
    }
  }
  return members.flatMap((voxels) => {
    const patch = patchOf(scan, voxels, k, voxelMm2, parameters);
    return patch === null ? [] : [patch];
  });
}

function patchOf(
  scan: CoarseScan,
  voxels: readonly number[],
  k: number,
  voxelMm2: number,
  parameters: Parameters,
): Patch | null {
  if (voxels.length === 0) return null;
  const [nx, ny] = scan.size;
  let x = 0;
  let y = 0;
  let least = Infinity;
  let low = [nx, ny];
  let high = [-1, -1];
  for (const n of voxels) {
    const i = n % nx;
    const j = Math.floor(n / nx);
    x += i / voxels.length;
    y += j / voxels.length;
    least = Math.min(least, scan.hu[k * nx * ny + n]);
    low = [Math.min(low[0], i), Math.min(low[1], j)];
    high = [Math.max(high[0], i), Math.max(high[1], j)];
  }
  const width = (high[0] - low[0] + 1) * scan.spacingMm[0];
  const depth = (high[1] - low[1] + 1) * scan.spacingMm[1];
  const round = Math.max(width, depth) <= parameters.tracheaElongation * Math.min(width, depth);
  const filled = voxels.length * voxelMm2 >= parameters.tracheaFilled * width * depth;
  if (!round || !filled || least > parameters.lumenHu) return null;
  return { k, voxels: voxels.map((n) => k * nx * ny + n), areaMm2: voxels.length * voxelMm2, x, y };
}

/** Whether a patch goes on below another: centres within half its width, area not doubled. */
function follows(above: Patch, patch: Patch, scan: CoarseScan): boolean {
  const dx = (above.x - patch.x) * scan.spacingMm[0];
  const dy = (above.y - patch.y) * scan.spacingMm[1];
  const ratio = patch.areaMm2 / above.areaMm2;
  return dx * dx + dy * dy < above.areaMm2 / 4 + scan.spacingMm[2] ** 2 && ratio < 2 && ratio > 0.5;
}

function columnOf(patches: readonly Patch[], scan: CoarseScan): Column {
  return { patches, lengthMm: patches.length * scan.spacingMm[2] };
}

/** Main bronchi that the uppermost slice cuts. */
function cutBronchi(
  columns: readonly Column[],
  scan: CoarseScan,
  middleX: number,
  parameters: Parameters,
): readonly Column[] {
  const top = scan.size[2] - 1;
  return columns.filter(({ patches, lengthMm }) => {
    const asideMm = Math.abs(patches[0].x - middleX) * scan.spacingMm[0];
    return patches[0].k === top && lengthMm >= parameters.bronchusLengthMm && asideMm <= parameters.bronchusAsideMm;
  });
}

function bestColumn(
  columns: readonly Column[],
  scan: CoarseScan,
  middleX: number,
  parameters: Parameters,
): Column | null {
  let best: Column | null = null;
  let bestScore = 0;
  for (const column of columns) {
    if (column.lengthMm < parameters.tracheaLengthMm) continue;
    const x = column.patches.reduce((sum, patch) => sum + patch.x, 0) / column.patches.length;
    const asideMm = Math.abs(x - middleX) * scan.spacingMm[0];
    const score = column.lengthMm / (1 + asideMm / parameters.tracheaAsideMm);
    if (score > bestScore) {
      best = column;
      bestScore = score;
    }
  }
  return best;
}
