/** Exact null distributions of the two Wilcoxon statistics without ties: the rank sum W and the signed rank V. */

/** A discrete distribution on 0 … size − 1, symmetric about its middle. */
export interface RankDistribution {
  /** P(X ≤ x); 0 below the range, 1 above. */
  lower(x: number): number;
  /** The least x with P(X ≤ x) ≥ p. */
  quantile(p: number): number;
}

/** Of the number of pairs in which x exceeds y, m values of x and n of y. */
export function rankSumDistribution(m: number, n: number): RankDistribution {
  const few = Math.min(m, n);
  const many = Math.max(m, n);
  // shares[j] after i values of the smaller group: the largest of all is one of either group
  let previous: Float64Array[] = Array.from({ length: many + 1 }, () => Float64Array.of(1));
  for (let i = 1; i <= few; i += 1) {
    const current: Float64Array[] = [Float64Array.of(1)];
    for (let j = 1; j <= many; j += 1) {
      const shares = new Float64Array(i * j + 1);
      const takeFew = i / (i + j);
      const takeMany = j / (i + j);
      // the largest belongs to the smaller group: it exceeds all j of the other
      previous[j].forEach((share, w) => (shares[w + j] += takeFew * share));
      current[j - 1].forEach((share, w) => (shares[w] += takeMany * share));
      current.push(shares);
    }
    previous = current;
  }
  return fromShares(previous[many]);
}

/** Of the sum of the ranks of positive differences, n differences. */
export function signedRankDistribution(n: number): RankDistribution {
  const most = (n * (n + 1)) / 2;
  const shares = new Float64Array(most + 1);
  shares[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let sum = (rank * (rank + 1)) / 2; sum >= 0; sum -= 1) {
      shares[sum] = (shares[sum] + (sum >= rank ? shares[sum - rank] : 0)) / 2;
    }
  }
  return fromShares(shares);
}

function fromShares(shares: Float64Array): RankDistribution {
  const most = shares.length - 1;
  const below = new Float64Array(shares.length);
  let sum = 0;
  for (let x = 0; x <= most; x += 1) {
    sum += shares[x];
    below[x] = sum;
  }
  const lower = (x: number): number => {
    // tied ranks give halves, whole numbers come with rounding
    const at = Math.floor(x + 1e-7);
    if (at < 0) return 0;
    return at >= most ? 1 : below[at];
  };
  return {
    lower,
    quantile(p) {
      // a step that misses p by rounding alone counts as reached
      const wanted = p - 10 * Number.EPSILON;
      let x = 0;
      while (x < most && below[x] < wanted) x += 1;
      return x;
    },
  };
}
