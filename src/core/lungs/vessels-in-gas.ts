/**
 * Tells lung that reads like plain gas from stomach and bowel: phantoms whose lungs are air, and emphysema beyond all
 * bounds. Vessels cross its depth as small round islands in every slice; gas in bowel holds the folds and walls of its
 * loops, which are long in a slice, or nothing.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, labelComponents } from '../volume';
import { boxAround, cropMask, cropScan } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { close } from './morphology';

/** Whether a piece of air (1 in `piece`) holds vessels far from its border. */
export function holdsVessels(whole: CoarseScan, piece: Uint8Array, parameters: Parameters): boolean {
  const box = boxAround(piece, whole, parameters.vesselsInGasDepthMm);
  if (box === null) return false;
  const scan = cropScan(whole, box);
  const filled = close(cropMask(piece, whole, box), scan, parameters.lungRegrowMm);
  const depthMm = parameters.vesselsInGasDepthMm;
  const depth = distanceTransform(filled, scan.size, scan.spacingMm, depthMm + 1);
  const [dx, dy, dz] = scan.spacingMm;
  const area = scan.size[0] * scan.size[1];
  let deep = 0;
  let islands = 0;
  for (let k = 0; k < scan.size[2]; k += 1) {
    const tissue = new Uint8Array(area);
    const isDeep = new Uint8Array(area);
    for (let n = 0; n < area; n += 1) {
      const at = k * area + n;
      isDeep[n] = depth[at] >= depthMm ? 1 : 0;
      deep += isDeep[n];
      // all tissue, so that a fold whose tip lies deep goes on to the wall
      tissue[n] = scan.hu[at] > parameters.airBelowHu ? 1 : 0;
    }
    islands += roundIslands(tissue, isDeep, scan, parameters);
  }
  const deepMl = (deep * dx * dy * dz) / 1000;
  const deepCm2 = (deep * dx * dy) / 100;
  return deepMl >= parameters.lungsMinimumMl / 4 && islands >= parameters.vesselsInGasPerCm2 * deepCm2;
}

/** How many pieces of a slice lie deep and are as small and round as the section of a vessel. */
function roundIslands(
  tissue: Uint8Array,
  isDeep: Uint8Array,
  { size, spacingMm }: CoarseScan,
  parameters: Parameters,
): number {
  const [nx, ny] = size;
  const { labels, count, counts } = labelComponents(tissue, [nx, ny, 1], 6);
  const reachesBorder = new Uint8Array(count + 1);
  const low = Array.from({ length: count + 1 }, () => [nx, ny]);
  const high = Array.from({ length: count + 1 }, () => [-1, -1]);
  for (let n = 0; n < labels.length; n += 1) {
    const label = labels[n];
    if (label === 0) continue;
    if (isDeep[n] === 0) reachesBorder[label] = 1;
    const at = [n % nx, Math.trunc(n / nx)];
    for (const axis of [0, 1]) {
      low[label][axis] = Math.min(low[label][axis], at[axis]);
      high[label][axis] = Math.max(high[label][axis], at[axis]);
    }
  }
  let round = 0;
  for (let label = 1; label <= count; label += 1) {
    if (reachesBorder[label] === 1) continue;
    const [width, height] = [0, 1].map((axis) => (high[label][axis] - low[label][axis] + 1) * spacingMm[axis]);
    const isRound = Math.max(width, height) <= parameters.tracheaElongation * Math.min(width, height);
    const mm2 = counts[label] * spacingMm[0] * spacingMm[1];
    if (isRound && mm2 <= parameters.vesselsInGasMostMm2) round += 1;
  }
  return round;
}
