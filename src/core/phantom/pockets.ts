/** A solid in one piece: what the shapes of heart, diaphragm and rib cage cut off from a lung is given up. */
import { nodeCount } from './coarse';
import type { CoarseGrid } from './scene';

/** Distance that given-up nodes get: outside, mm. */
const outsideMm = 1;

/** Makes all nodes outside (in place) that are inside but do not hang together with the largest part. */
export function keepLargest(grid: CoarseGrid, distanceMm: Float32Array): void {
  const n = nodeCount(grid);
  const part = new Int32Array(n);
  const sizes = [0];
  const queue = new Int32Array(n);
  for (let start = 0; start < n; start += 1) {
    if (distanceMm[start] >= 0 || part[start] > 0) continue;
    sizes.push(spread(grid, distanceMm, part, queue, start, sizes.length));
  }
  const largest = sizes.indexOf(Math.max(...sizes));
  for (let at = 0; at < n; at += 1) if (part[at] > 0 && part[at] !== largest) distanceMm[at] = outsideMm;
}

/** Marks the part that a node belongs to, by faces; returns its number of nodes. */
function spread(
  grid: CoarseGrid,
  distanceMm: Float32Array,
  part: Int32Array,
  queue: Int32Array,
  start: number,
  name: number,
): number {
  const [nx, ny] = grid.size;
  const steps = [1, -1, nx, -nx, nx * ny, -nx * ny];
  let end = 1;
  queue[0] = start;
  part[start] = name;
  for (let next = 0; next < end; next += 1) {
    for (const step of steps) {
      const at = queue[next] + step;
      if (at < 0 || at >= part.length || part[at] > 0 || distanceMm[at] >= 0) continue;
      part[at] = name;
      queue[end] = at;
      end += 1;
    }
  }
  return end;
}
