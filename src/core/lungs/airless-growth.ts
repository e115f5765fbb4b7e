/** From seeds of airless lung to all of it: what looks the same in the room for lung, then its blurred rim. */
import type { Parameters } from '../parameters';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { close, dilate, open } from './morphology';

/**
 * Follows airless lung as long as it looks the same and there is room for lung (`room` ≥ 0); thin shells, such as muscle
 * and blurred fat about the abdomen, are no lung. `smoothed`: the scan without noise.
 */
export function growAirless(smoothed: CoarseScan, lung: Uint8Array, room: Float32Array, parameters: Parameters): void {
  const {
    hu,
    size: [nx, ny, nz],
  } = smoothed;
  const seeds = Uint8Array.from(lung);
  let sum = 0;
  const queue: number[] = [];
  for (let n = 0; n < lung.length; n += 1) {
    if (lung[n] === 0 || hu[n] < parameters.fluidBelowHu) continue;
    sum += hu[n];
    queue.push(n);
  }
  const mean = sum / queue.length;
  const visit = (to: number): void => {
    if (lung[to] !== 0 || room[to] < 0 || hu[to] < parameters.fluidBelowHu) return;
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
    if (n < nx * ny * (nz - 1)) visit(n + nx * ny);
  }
  const thick = open(lung, smoothed, parameters.airlessShellMm);
  for (let n = 0; n < lung.length; n += 1) if (seeds[n] === 0 && thick[n] === 0) lung[n] = 0;
}

/** Adds the rim between airless lung and lung that holds air or ribs, and thin bronchi in it. */
export function fillRim(
  scan: CoarseScan,
  sides: Uint8Array,
  lung: Uint8Array,
  inside: Uint8Array,
  isFluid: (n: number) => boolean,
  parameters: Parameters,
): void {
  const both = maskOf(scan);
  for (let n = 0; n < both.length; n += 1) both[n] = sides[n] !== 0 || lung[n] !== 0 ? 1 : 0;
  const closed = close(both, scan, parameters.airlessDepthMm);
  const near = dilate(lung, scan, parameters.airlessDepthMm);
  for (let n = 0; n < lung.length; n += 1) {
    if (closed[n] !== 0 && both[n] === 0 && near[n] !== 0 && inside[n] !== 0 && !isFluid(n)) lung[n] = 1;
  }
}
