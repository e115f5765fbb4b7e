/**
 * Which of two pools each branch belongs to: what its own image shows, and what the branches show that it joins.
 *
 * Branches and junctions carry a pool each; a branch is of its junction's pool unless vessels of two trees only touch there,
 * with probability `junctionMixing`. Sum-product messages in log odds: exact on trees, where most branches are.
 */
import { exp, log } from '../maths';
import type { Parameters } from '../parameters';

/** Messages go so many junctions far. */
const rounds = 24;
const mostOdds = 30;

/** Probability of the second pool for each branch, from its `evidence` (log odds) and its `ends`. */
export function branchBeliefs(
  evidence: Float64Array,
  branches: readonly { readonly ends: readonly [number, number] }[],
  { junctionMixing }: Parameters,
): Float64Array {
  const pass = (odds: number): number => {
    const e = exp(Math.max(-mostOdds, Math.min(mostOdds, odds)));
    return log(((1 - junctionMixing) * e + junctionMixing) / (junctionMixing * e + 1 - junctionMixing));
  };
  let nodes = 0;
  for (const { ends } of branches) nodes = Math.max(nodes, ends[0] + 1, ends[1] + 1);
  // messages of a branch to the junctions at its two ends, and theirs to it
  const up = new Float64Array(2 * branches.length);
  const down = new Float64Array(2 * branches.length);
  for (let round = 0; round < rounds; round += 1) {
    const sums = new Float64Array(nodes);
    for (const [b, { ends }] of branches.entries()) {
      for (const end of [0, 1] as const) {
        if (ends[end] < 0) continue;
        up[2 * b + end] = pass(evidence[b] + down[2 * b + 1 - end]);
        sums[ends[end]] += up[2 * b + end];
      }
    }
    for (const [b, { ends }] of branches.entries()) {
      for (const end of [0, 1] as const) {
        // a loop that closes in its own junction tells itself nothing
        if (ends[end] < 0 || ends[0] === ends[1]) continue;
        down[2 * b + end] = pass(sums[ends[end]] - up[2 * b + end]);
      }
    }
  }
  return evidence.map((own, b) => {
    const odds = Math.max(-mostOdds, Math.min(mostOdds, own + down[2 * b] + down[2 * b + 1]));
    return 1 / (1 + exp(-odds));
  });
}
