/**
 * Connected components of a mask, by runs along i and union-find.
 *
 * Runs are some ten times fewer than voxels, so the pass is bound by reading the mask. Numbers
 * follow the first voxel of each component in memory order: the same on every machine.
 */
import { sharedInt32 } from './arrays';
import type { Vec3 } from './geometry';

export interface Components {
  /** 0 outside the mask, else 1 … `count`; on shared memory. */
  readonly labels: Int32Array;
  readonly count: number;
  /** Voxels of each label, indexed by label; `counts[0]` is the number of voxels outside the mask. */
  readonly counts: Uint32Array;
}

interface Runs {
  /** First voxel of a run in its row, and the one after its last. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  /** First run of each row (row = k·ny + j), with one entry more than rows. */
  readonly rowStart: Int32Array;
}

/**
 * Components of the voxels whose mask is not 0. `connectivity` 6: voxels that share a face;
 * 26: a face, an edge or a corner. Takes four bytes a voxel for the labels.
 */
export function labelComponents(mask: Uint8Array, size: Vec3, connectivity: 6 | 26): Components {
  const runs = findRuns(mask, size);
  const parent = joinRuns(runs, size, connectivity);
  return writeLabels(runs, parent, size);
}

/** Label with the most voxels, the lowest of equals; 0 where the mask is empty. */
export function largestComponent(components: Components): number {
  let best = 0;
  for (let label = 1; label <= components.count; label += 1) {
    if (best === 0 || components.counts[label] > components.counts[best]) best = label;
  }
  return best;
}

function findRuns(mask: Uint8Array, [nx, ny, nz]: Vec3): Runs {
  const rows = ny * nz;
  const rowStart = new Int32Array(rows + 1);
  let total = 0;
  for (let row = 0; row < rows; row += 1) {
    let inside = false;
    for (let at = row * nx, end = at + nx; at < end; at += 1) {
      const now = mask[at] !== 0;
      if (now && !inside) total += 1;
      inside = now;
    }
    rowStart[row + 1] = total;
  }
  const from = new Int32Array(total);
  const to = new Int32Array(total);
  let run = 0;
  for (let row = 0; row < rows; row += 1) {
    const base = row * nx;
    if (rowStart[row] === rowStart[row + 1]) continue;
    for (let i = 0; i < nx; i += 1) {
      if (mask[base + i] === 0) continue;
      from[run] = i;
      while (i < nx && mask[base + i] !== 0) i += 1;
      to[run] = i;
      run += 1;
    }
  }
  return { from, to, rowStart };
}

function joinRuns(runs: Runs, [, ny, nz]: Vec3, connectivity: 6 | 26): Int32Array {
  const parent = Int32Array.from(runs.from, (_, run) => run);
  const reach = connectivity === 26 ? 1 : 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = k * ny + j;
      if (j > 0) joinRows(runs, parent, row, row - 1, reach);
      if (k === 0) continue;
      for (let dj = -reach; dj <= reach; dj += 1) {
        if (j + dj >= 0 && j + dj < ny) joinRows(runs, parent, row, row - ny + dj, reach);
      }
    }
  }
  return parent;
}

function joinRows(runs: Runs, parent: Int32Array, rowA: number, rowB: number, reach: number): void {
  const { from, to, rowStart } = runs;
  let a = rowStart[rowA];
  let b = rowStart[rowB];
  const endA = rowStart[rowA + 1];
  const endB = rowStart[rowB + 1];
  while (a < endA && b < endB) {
    if (from[a] < to[b] + reach && from[b] < to[a] + reach) unite(parent, a, b);
    if (to[a] < to[b]) a += 1;
    else b += 1;
  }
}

function root(parent: Int32Array, run: number): number {
  while (parent[run] !== run) {
    parent[run] = parent[parent[run]];
    run = parent[run];
  }
  return run;
}

/** The earlier run becomes the root, so a component is named by its first voxel. */
function unite(parent: Int32Array, a: number, b: number): void {
  const ra = root(parent, a);
  const rb = root(parent, b);
  if (ra < rb) parent[rb] = ra;
  else parent[ra] = rb;
}

function writeLabels(runs: Runs, parent: Int32Array, [nx, ny, nz]: Vec3): Components {
  const labels = sharedInt32(nx * ny * nz);
  const name = new Int32Array(parent.length);
  let count = 0;
  for (let run = 0; run < parent.length; run += 1) {
    const r = root(parent, run);
    if (r === run) name[run] = count += 1;
    else name[run] = name[r];
  }
  const counts = new Uint32Array(count + 1);
  let inMask = 0;
  for (let row = 0; row < ny * nz; row += 1) {
    for (let run = runs.rowStart[row]; run < runs.rowStart[row + 1]; run += 1) {
      labels.fill(name[run], row * nx + runs.from[run], row * nx + runs.to[run]);
      counts[name[run]] += runs.to[run] - runs.from[run];
      inMask += runs.to[run] - runs.from[run];
    }
  }
  counts[0] = nx * ny * nz - inMask;
  return { labels, count, counts };
}
