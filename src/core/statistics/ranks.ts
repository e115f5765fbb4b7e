/** Ranks with ties at their mean, and what ties take from a variance. */

export interface Ranking {
  /** Rank of each value, from 1, in the order of the input. */
  readonly ranks: Float64Array;
  /** Sizes of the groups of equal values that have two members or more. */
  readonly ties: readonly number[];
}

/** Ascending ranks; equal values share the mean of theirs. */
export function rank(values: ArrayLike<number>): Ranking {
  const n = values.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).toSorted((a, b) => values[a] - values[b]);
  const ranks = new Float64Array(n);
  const ties: number[] = [];
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && values[order[to]] === values[order[from]]) to += 1;
    const shared = (from + 1 + to) / 2;
    for (let at = from; at < to; at += 1) ranks[order[at]] = shared;
    if (to - from > 1) ties.push(to - from);
    from = to;
  }
  return { ranks, ties };
}

/** Σ (t³ − t) over groups of ties. */
export function tieTerm(ties: readonly number[]): number {
  return ties.reduce((sum, t) => sum + t * t * t - t, 0);
}
