/** Branches of the graph between ends and junctions, without spurs. */
import type { Graph } from './forest';

export interface Branch {
  /** Nodes of the graph from one end to the other, both included. */
  readonly path: readonly number[];
  readonly lengthMm: number;
}

/**
 * Removes, in place, the side branches that end freely within `spurMm` of the surface of the vessel they sit on;
 * shortest first, so that of two equal tips one stays. A branch free at both ends is no spur. `distanceMm` between any
 * two nodes, `radiusMm` of the mask around one.
 */
export function pruneSpurs(
  graph: Graph,
  distanceMm: (a: number, b: number) => number,
  radiusMm: (node: number) => number,
  spurMm: number,
): void {
  // the junction itself may lie a voxel off the axis
  const surfaceMm = (base: number): number => Math.max(radiusMm(base), ...graph.neighbours[base].map(radiusMm));
  for (;;) {
    const spurs = branchesOf(graph, distanceMm).filter((branch) => {
      const [tip, base] = tipAndBase(graph, branch);
      return tip >= 0 && base >= 0 && distanceMm(tip, base) <= spurMm + surfaceMm(base);
    });
    spurs.sort((p, q) => p.lengthMm - q.lengthMm || p.path[0] - q.path[0]);
    let removed = 0;
    for (const spur of spurs) {
      const [, base] = tipAndBase(graph, spur);
      // the junction may have lost its other branches a moment ago
      if (base < 0) continue;
      cutOff(graph, spur, base);
      removed += 1;
    }
    if (removed === 0) return;
  }
}

/** The free end of a branch and the junction at its other end; −1 where there is none. */
function tipAndBase({ neighbours }: Graph, { path }: Branch): [number, number] {
  const first = path[0];
  const last = path[path.length - 1];
  if (neighbours[first].length === 1 && neighbours[last].length > 2) return [first, last];
  if (neighbours[last].length === 1 && neighbours[first].length > 2) return [last, first];
  return [-1, -1];
}

function cutOff({ neighbours }: Graph, { path }: Branch, base: number): void {
  for (const node of path) {
    if (node === base) continue;
    for (const other of neighbours[node]) neighbours[other] = neighbours[other].filter((n) => n !== node);
    neighbours[node] = [];
  }
}

/**
 * All branches: paths between nodes of degree other than 2, and closed loops, which begin and end at their first node.
 * Single nodes are no branch. In the order of their first node.
 */
export function branchesOf({ neighbours }: Graph, distanceMm: (a: number, b: number) => number): Branch[] {
  const branches: Branch[] = [];
  const done = new Uint8Array(neighbours.length);
  const walk = (start: number, next: number): void => {
    const path = [start];
    let length = 0;
    let previous = start;
    let at = next;
    for (;;) {
      length += distanceMm(previous, at);
      path.push(at);
      if (at === start || neighbours[at].length !== 2) break;
      done[at] = 1;
      const onward = neighbours[at][0] === previous ? neighbours[at][1] : neighbours[at][0];
      previous = at;
      at = onward;
    }
    branches.push({ path, lengthMm: length });
  };
  neighbours.forEach((others, node) => {
    if (others.length === 2 || others.length === 0) return;
    for (const next of others) {
      if (neighbours[next].length === 2) {
        if (done[next] === 0) walk(node, next);
      } else if (node < next) walk(node, next);
    }
  });
  neighbours.forEach((others, node) => {
    if (others.length !== 2 || done[node] !== 0) return;
    done[node] = 1;
    walk(node, others[0]);
  });
  return branches;
}
