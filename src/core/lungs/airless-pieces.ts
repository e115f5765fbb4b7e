/** Which pieces of dense tissue between lung and ribs are lung without air. */
import type { Parameters } from '../parameters';
import type { Components } from '../volume';
import type { CoarseScan } from './coarse-scan';

interface Marks {
  /** mm beyond the outermost lung of the ray, −1 where there is none. */
  readonly gap: Float32Array;
  /** 0 where a piece is thick. */
  readonly thin: Uint8Array;
  /** 1 where there has to be lung. */
  readonly placed: Uint8Array;
}

/** 1 for each piece that is large enough and into which air fades or bronchi lead, or that lies in the place of lung. */
export function judgePieces(
  scan: CoarseScan,
  { labels, count }: Components,
  { gap, thin, placed }: Marks,
  parameters: Parameters,
): Uint8Array {
  const thick = new Float64Array(count + 1);
  const inPlace = new Float64Array(count + 1);
  const all = new Float64Array(count + 1);
  const bronchi = new Float64Array(count + 1);
  const border = new Float64Array(count + 1);
  const steepness = new Float64Array(count + 1);
  for (let n = 0; n < labels.length; n += 1) {
    const label = labels[n];
    if (label === 0) continue;
    if (thin[n] === 0) {
      thick[label] += 1;
      inPlace[label] += placed[n];
    }
    if (gap[n] > 2 * parameters.airlessDepthMm) {
      all[label] += 1;
      if (scan.hu[n] < parameters.bronchogramBelowHu) bronchi[label] += 1;
    } else if (scan.hu[n] < parameters.halfAeratedBelowHu) {
      border[label] += 1;
      steepness[label] += slopeAt(scan, n);
    }
  }
  const voxelMl = (scan.spacingMm[0] * scan.spacingMm[1] * scan.spacingMm[2]) / 1000;
  const lung = new Uint8Array(count + 1);
  for (let label = 1; label <= count; label += 1) {
    const fades = border[label] > 0 && steepness[label] < parameters.fadeBelowHuPerMm * border[label];
    const branches = bronchi[label] > parameters.bronchogramShare * all[label];
    const isPlaced = inPlace[label] >= parameters.airlessPlacedShare * thick[label];
    const isLarge = thick[label] * voxelMl >= parameters.airlessMinimumMl;
    lung[label] = isLarge && (fades || branches || isPlaced) ? 1 : 0;
  }
  return lung;
}

/** Steepness of the HU at a voxel, HU per mm, from its neighbours. */
export function slopeAt({ hu, size: [nx, ny, nz], spacingMm }: CoarseScan, n: number): number {
  const place = [n % nx, Math.trunc(n / nx) % ny, Math.trunc(n / (nx * ny))];
  const sizes = [nx, ny, nz];
  const strides = [1, nx, nx * ny];
  let sum = 0;
  for (let a = 0; a < 3; a += 1) {
    const up = place[a] < sizes[a] - 1 ? 1 : 0;
    const down = place[a] > 0 ? 1 : 0;
    if (up + down === 0) continue;
    const slope = (hu[n + up * strides[a]] - hu[n - down * strides[a]]) / ((up + down) * spacingMm[a]);
    sum += slope * slope;
  }
  return Math.sqrt(sum);
}
