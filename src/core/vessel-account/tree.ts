/**
 * Which way the blood of a tree goes out: every branch from the thickest of its tree on, so that a vessel has a
 * parent, children, and a subtree beyond it. Closed rings are cut where they are reached last.
 */
import type { VesselAccount } from './types';

export interface Tree {
  /** Branch nearer to the root, −1 for the thickest of a tree. */
  readonly parent: Int32Array;
  readonly children: readonly (readonly number[])[];
  /** 1 where the stations run from the periphery to the root. */
  readonly reversed: Uint8Array;
}

/** Trees of the branches for which `counts` holds; the others stand alone. */
export function orientTrees(account: VesselAccount, counts: (branch: number) => boolean): Tree {
  const { branches } = account;
  const n = branches.count;
  const size = calibres(account);
  const atNode = new Map<number, number[]>();
  for (let b = 0; b < n; b += 1) {
    if (!counts(b)) continue;
    for (const node of [branches.ends[2 * b], branches.ends[2 * b + 1]]) {
      if (node >= 0) atNode.set(node, [...(atNode.get(node) ?? []), b]);
    }
  }
  const parent = new Int32Array(n).fill(-1);
  const reversed = new Uint8Array(n);
  const seen = new Uint8Array(n);
  const children: number[][] = Array.from({ length: n }, () => []);
  const order = Array.from({ length: n }, (_, b) => b).toSorted((a, b) => size[b] - size[a] || a - b);
  for (const root of order) {
    if (seen[root] === 1) continue;
    seen[root] = 1;
    reversed[root] = thinEnd(account, root) === 0 ? 1 : 0;
    const queue = [root];
    for (let head = 0; head < queue.length; head += 1) {
      const b = queue[head];
      if (!counts(b)) continue;
      for (const node of outwardNodes(account, b, parent[b] < 0, reversed[b] === 1)) {
        for (const next of atNode.get(node) ?? []) {
          if (seen[next] === 1) continue;
          seen[next] = 1;
          parent[next] = b;
          children[b].push(next);
          reversed[next] = branches.ends[2 * next] === node ? 0 : 1;
          queue.push(next);
        }
      }
    }
  }
  return { parent, children, reversed };
}

/** The branch and all beyond it. */
export function beyond(tree: Tree, branch: number): number[] {
  const all = [branch];
  for (let head = 0; head < all.length; head += 1) all.push(...tree.children[all[head]]);
  return all;
}

/** Stations of a branch from the root outwards. */
export function stationsOutward({ branches }: VesselAccount, tree: Tree, branch: number): number[] {
  const from = branches.first[branch];
  const list = Array.from({ length: branches.first[branch + 1] - from }, (_, k) => from + k);
  return tree.reversed[branch] === 1 ? list.toReversed() : list;
}

/** Nodes at which a branch goes on; the root of a tree goes on at both ends. */
function outwardNodes({ branches }: VesselAccount, b: number, isRoot: boolean, isReversed: boolean): number[] {
  const [a, z] = [branches.ends[2 * b], branches.ends[2 * b + 1]];
  const nodes = isRoot ? [a, z] : [isReversed ? a : z];
  return nodes.filter((node) => node >= 0);
}

/** Median CSA of each branch; 0 without stations. */
function calibres({ branches, ledger }: VesselAccount): Float64Array {
  return Float64Array.from({ length: branches.count }, (_, b) => {
    const csa = ledger.csaMm2.slice(branches.first[b], branches.first[b + 1]).toSorted();
    return csa.length === 0 ? 0 : csa[csa.length >> 1];
  });
}

function thinEnd({ branches, ledger }: VesselAccount, b: number): 0 | 1 {
  const [from, to] = [branches.first[b], branches.first[b + 1]];
  return to > from && ledger.csaMm2[from] < ledger.csaMm2[to - 1] ? 0 : 1;
}
