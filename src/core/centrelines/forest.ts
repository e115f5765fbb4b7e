/**
 * Skeleton voxels as a graph: a minimum spanning forest, to which long loops are given back.
 *
 * Where lines meet, neighbouring skeleton voxels form triangles; the forest takes them out. Loops that are more
 * than a few steps long are real (an artery that touches a vein) and stay.
 */
import type { Vec3 } from '../volume';

export interface Graph {
  /** Box index of each node. */
  readonly voxels: Int32Array;
  /** Neighbours of each node, in the order in which edges were added. */
  readonly neighbours: number[][];
}

/** `voxels` ascending; loops longer than `loopSteps` edges stay. */
export function spanningForest(voxels: Int32Array, size: Vec3, spacingMm: Vec3, loopSteps: number): Graph {
  const edges = touchingPairs(voxels, size, spacingMm);
  const neighbours: number[][] = Array.from(voxels, () => []);
  const parent = Int32Array.from(voxels, (_, n) => n);
  const loops: Edge[] = [];
  for (const edge of edges) {
    const a = root(parent, edge.a);
    const b = root(parent, edge.b);
    if (a === b) {
      loops.push(edge);
      continue;
    }
    parent[Math.max(a, b)] = Math.min(a, b);
    connect(neighbours, edge);
  }
  for (const edge of loops) if (!isNear(neighbours, edge.a, edge.b, loopSteps)) connect(neighbours, edge);
  return { voxels, neighbours };
}

interface Edge {
  readonly a: number;
  readonly b: number;
  readonly mm: number;
}

function connect(neighbours: number[][], { a, b }: Edge): void {
  neighbours[a].push(b);
  neighbours[b].push(a);
}

/** Pairs of 26-neighbours, shortest first, then in memory order. */
function touchingPairs(voxels: Int32Array, [nx, ny]: Vec3, [dx, dy, dz]: Vec3): Edge[] {
  const nodeAt = new Map<number, number>();
  voxels.forEach((voxel, node) => nodeAt.set(voxel, node));
  const edges: Edge[] = [];
  voxels.forEach((voxel, a) => {
    const i = voxel % nx;
    const j = Math.floor(voxel / nx) % ny;
    for (const [di, dj, dk] of FORWARD) {
      if (i + di < 0 || i + di >= nx || j + dj < 0 || j + dj >= ny) continue;
      const b = nodeAt.get(voxel + (dk * ny + dj) * nx + di);
      if (b === undefined) continue;
      edges.push({ a, b, mm: length(di * dx, dj * dy, dk * dz) });
    }
  });
  return edges.toSorted((p, q) => p.mm - q.mm || p.a - q.a || p.b - q.b);
}

/** The 13 neighbours that come later in memory. */
const FORWARD: Vec3[] = [];
for (let dk = 0; dk <= 1; dk += 1) {
  for (let dj = -1; dj <= 1; dj += 1) {
    for (let di = -1; di <= 1; di += 1) if ((dk * 3 + dj) * 3 + di > 0) FORWARD.push([di, dj, dk]);
  }
}

function root(parent: Int32Array, node: number): number {
  while (parent[node] !== node) {
    parent[node] = parent[parent[node]];
    node = parent[node];
  }
  return node;
}

/** Whether b can be reached from a in at most `steps` edges. */
function isNear(neighbours: readonly number[][], a: number, b: number, steps: number): boolean {
  const seen = new Set([a]);
  let front = [a];
  for (let step = 0; step < steps; step += 1) {
    const next: number[] = [];
    for (const node of front) {
      for (const other of neighbours[node]) {
        if (other === b) return true;
        if (!seen.has(other)) {
          seen.add(other);
          next.push(other);
        }
      }
    }
    front = next;
  }
  return false;
}

function length(x: number, y: number, z: number): number {
  return Math.sqrt(x * x + y * y + z * z);
}
