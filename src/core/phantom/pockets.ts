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
  const slice = nx * ny;
  let end = 1;
  queue[0] = start;
  part[start] = name;
  const visit = (at: number): void => {
    if (part[at] > 0 || distanceMm[at] >= 0) return;
    part[at] = name;
    queue[end] = at;
    end += 1;
  };
  for (let next = 0; next < end; next += 1) {
    const here = queue[next];
    const x = here % nx;
    const y = Math.floor(here / nx) % ny;
    // beyond the border of the grid a face leads back to the node itself, which is marked already
    visit(x + 1 < nx ? here + 1 : here);
    visit(x > 0 ? here - 1 : here);
    visit(y + 1 < ny ? here + nx : here);
    visit(y > 0 ? here - nx : here);
    visit(here + slice < part.length ? here + slice : here);
    visit(here >= slice ? here - slice : here);
  }
  return end;
}
