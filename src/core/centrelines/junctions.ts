/** Junctions: skeleton nodes where branches meet, those within one meeting of vessels taken as one. */
import type { Parameters } from '../parameters';
import type { Branch } from './branches';
import type { Graph } from './forest';

type Place = readonly [number, number, number];

export interface Junctions {
  /** The branches without the short links inside a junction. */
  readonly branches: readonly Branch[];
  /** Number of the junction at a node, 0, 1, 2 …; −1 at a free end. */
  readonly idOf: (node: number) => number;
  /** Where that junction lies, mm: the mean of its nodes; null at a free end. */
  readonly placeOf: (node: number) => Place | null;
}

/** `placeMm` and `radiusMm` of a node. */
export function mergeJunctions(
  branches: readonly Branch[],
  { neighbours }: Graph,
  placeMm: (node: number) => Place,
  radiusMm: (node: number) => number,
  parameters: Parameters,
): Junctions {
  const parent = new Map<number, number>();
  const root = (node: number): number => {
    let at = node;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const isJunction = (node: number): boolean => neighbours[node].length > 2;
  const kept: Branch[] = [];
  for (const branch of branches) {
    const first = branch.path[0];
    const last = branch.path[branch.path.length - 1];
    const least = Math.max(
      parameters.junctionMergeMm,
      parameters.junctionMergeRadii * Math.min(radiusMm(first), radiusMm(last)),
    );
    if (isJunction(first) && isJunction(last) && branch.lengthMm <= least) {
      const [a, b] = [root(first), root(last)];
      parent.set(Math.max(a, b), Math.min(a, b));
    } else kept.push(branch);
  }
  const ids = new Map<number, number>();
  const sums: [number, number, number, number][] = [];
  neighbours.forEach((_, node) => {
    if (!isJunction(node)) return;
    const at = root(node);
    const id = ids.get(at) ?? ids.size;
    ids.set(at, id);
    const [x, y, z] = placeMm(node);
    const sum = sums[id] ?? [0, 0, 0, 0];
    sums[id] = [sum[0] + x, sum[1] + y, sum[2] + z, sum[3] + 1];
  });
  const idOf = (node: number): number => (isJunction(node) ? (ids.get(root(node)) ?? -1) : -1);
  return {
    branches: kept,
    idOf,
    placeOf: (node) => {
      const id = idOf(node);
      if (id < 0) return null;
      const [x, y, z, n] = sums[id];
      return [x / n, y / n, z / n];
    },
  };
}
