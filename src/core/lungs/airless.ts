/**
 * Airless lung: consolidation between the lung that holds air and the ribs.
 *
 * Seen along rays from the middle of the chest, a healthy lung reaches the ribs but for some millimetres. Where soft
 * tissue lies between instead, and the air of the lung fades into it or bronchi still hold air in it, it is lung. Fluid is
 * not. A ray that meets no lung says nothing: heart, liver and diaphragm are not looked at.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, labelComponents } from '../volume';
import type { Components } from '../volume';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { smooth } from './gaussian';
import { open } from './morphology';
import { raysOf } from './rays';
import type { Rays } from './rays';

/** 1 where there is airless lung; `sides`: closed lungs. Empty where one lung only is in the scan. */
export function airlessLung(scan: CoarseScan, sides: Uint8Array, parameters: Parameters): Uint8Array {
  const none = maskOf(scan);
  const rays = raysOf(scan, sides, parameters);
  if (rays === null) return none;
  const gap = beyondLung(scan, sides, rays, rays.lungMm);
  const hu = Float32Array.from(scan.hu);
  smooth(hu, scan, parameters.airlessSmoothingMm);
  const smoothed = { ...scan, hu };
  const solid = maskOf(scan);
  for (let n = 0; n < solid.length; n += 1) {
    if (gap[n] >= 0 && hu[n] > parameters.fluidBelowHu && hu[n] < parameters.boneAboveHu) solid[n] = 1;
  }
  const thick = open(solid, scan, parameters.airlessDepthMm);
  if (!thick.includes(1)) return none;
  for (let n = 0; n < thick.length; n += 1) thick[n] = thick[n] === 0 ? 1 : 0;
  const toThick = distanceTransform(thick, scan.size, scan.spacingMm, parameters.airlessFadeMm + 1);
  const around = maskOf(scan);
  for (let n = 0; n < around.length; n += 1) {
    around[n] = gap[n] >= 0 && toThick[n] <= parameters.airlessFadeMm ? 1 : 0;
  }
  const pieces = labelComponents(around, scan.size, 6);
  const lung = judgePieces(scan, pieces, gap, thick, parameters);
  const rim = 1.5 * Math.max(...scan.spacingMm);
  for (let n = 0; n < none.length; n += 1) {
    if (lung[pieces.labels[n]] !== 1) continue;
    // fluid lies flat against what is thick, air fades into it
    const fluid =
      hu[n] < parameters.fluidBelowHu &&
      hu[n] > parameters.fluidAboveHu &&
      toThick[n] > rim &&
      slopeAt(smoothed, n) < parameters.fluidFlatHuPerMm;
    if (!fluid) none[n] = 1;
  }
  growDown(scan, none, hu, beyondLung(scan, sides, rays, rays.belowMm), parameters);
  return none;
}

/** Follows airless lung down beside the diaphragm, as long as it looks the same and lies between diaphragm and ribs. */
function growDown(
  { size: [nx, ny] }: CoarseScan,
  lung: Uint8Array,
  hu: Float32Array,
  gap: Float32Array,
  parameters: Parameters,
): void {
  let sum = 0;
  const queue: number[] = [];
  for (let n = 0; n < lung.length; n += 1) {
    if (lung[n] === 0 || hu[n] < parameters.fluidBelowHu) continue;
    sum += hu[n];
    queue.push(n);
  }
  const mean = sum / queue.length;
  const visit = (to: number): void => {
    if (lung[to] !== 0 || gap[to] < 0 || hu[to] < parameters.fluidBelowHu) return;
    if (Math.abs(hu[to] - mean) > parameters.airlessAlikeHu) return;
    lung[to] = 1;
    queue.push(to);
  };
  for (let head = 0; head < queue.length; head += 1) {
    const n = queue[head];
    const i = n % nx;
    const j = Math.trunc(n / nx) % ny;
    if (i > 0) visit(n - 1);
    if (i < nx - 1) visit(n + 1);
    if (j > 0) visit(n - nx);
    if (j < ny - 1) visit(n + nx);
    if (n >= nx * ny) visit(n - nx * ny);
  }
}

/** mm beyond the outermost lung of the ray where a voxel lies between it and the ribs, −1 elsewhere. */
function beyondLung(scan: CoarseScan, sides: Uint8Array, rays: Rays, lungMm: Float32Array): Float32Array {
  const [nx, ny, nz] = scan.size;
  const gap = new Float32Array(sides.length).fill(-1);
  let n = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1, n += 1) {
        if (sides[n] !== 0) continue;
        const { ray, mm } = rays.at(i, j);
        const row = k * rays.count + ray;
        if (lungMm[row] > 0 && mm > lungMm[row] && mm < rays.wallMm[row]) gap[n] = mm - lungMm[row];
      }
    }
  }
  return gap;
}

/** 1 for each piece that is large enough and into which air fades or bronchi lead; `thin`: 0 where a piece is thick. */
function judgePieces(
  scan: CoarseScan,
  { labels, count }: Components,
  gap: Float32Array,
  thin: Uint8Array,
  parameters: Parameters,
): Uint8Array {
  const thick = new Float64Array(count + 1);
  const all = new Float64Array(count + 1);
  const bronchi = new Float64Array(count + 1);
  const border = new Float64Array(count + 1);
  const steepness = new Float64Array(count + 1);
  for (let n = 0; n < labels.length; n += 1) {
    const label = labels[n];
    if (label === 0) continue;
    if (thin[n] === 0) thick[label] += 1;
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
    lung[label] = thick[label] * voxelMl >= parameters.airlessMinimumMl && (fades || branches) ? 1 : 0;
  }
  return lung;
}

/** Steepness of the HU at a voxel, HU per mm, from its neighbours. */
function slopeAt({ hu, size: [nx, ny, nz], spacingMm }: CoarseScan, n: number): number {
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
