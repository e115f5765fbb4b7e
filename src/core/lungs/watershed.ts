/** Parts grown from seeds over a height map, highest first: where two lungs touch, they part at the narrowest place. */
import type { Grid } from '../volume';

const LEVELS = 256;

/**
 * Grows the seeds (labels > 0) over the mask in falling order of `height`, in place. Voxels of equal height are
 * taken in the order in which they were reached, so the outcome is the same on every machine.
 */
export function floodFromSeeds(labels: Uint8Array, height: Float32Array, mask: Uint8Array, grid: Grid): void {
  const [nx, ny, nz] = grid.size;
  let top = 0;
  for (let n = 0; n < mask.length; n += 1) if (mask[n] !== 0) top = Math.max(top, height[n]);
  const scale = top > 0 ? (LEVELS - 1) / top : 0;
  const queues: number[][] = Array.from({ length: LEVELS }, () => []);
  const queued = new Uint8Array(mask.length);
  let level = 0;
  const push = (n: number): void => {
    queued[n] = 1;
    const at = Math.max(0, Math.trunc(height[n] * scale));
    queues[at].push(n);
    if (at > level) level = at;
  };
  for (let n = 0; n < labels.length; n += 1) if (labels[n] !== 0) push(n);
  const heads = new Int32Array(LEVELS);
  while (level >= 0) {
    const queue = queues[level];
    if (heads[level] >= queue.length) {
      level -= 1;
      continue;
    }
    const n = queue[heads[level]];
    heads[level] += 1;
    const i = n % nx;
    const j = Math.trunc(n / nx) % ny;
    const k = Math.trunc(n / (nx * ny));
    const visit = (to: number): void => {
      if (mask[to] === 0 || queued[to] !== 0) return;
      labels[to] = labels[n];
      push(to);
    };
    if (i > 0) visit(n - 1);
    if (i < nx - 1) visit(n + 1);
    if (j > 0) visit(n - nx);
    if (j < ny - 1) visit(n + nx);
    if (k > 0) visit(n - nx * ny);
    if (k < nz - 1) visit(n + nx * ny);
  }
}
