/**
 * Exact null distributions of Spearman's S and Kendall's T without ties, and the series that R uses for S above n = 9
 * (Best & Roberts 1975, AS 89).
 */
import { exp, normalCdf } from '../../maths';

/** Up to this many values S is counted over all orders. */
export const SPEARMAN_EXACT_MOST = 9;
/** Above it R itself goes over to t. */
export const SPEARMAN_SERIES_MOST = 1290;

/** P(S ≤ s) or P(S ≥ s) of S = Σ (rank x − rank y)² for n values without ties. */
export function spearmanTail(s: number, n: number, side: 'lower' | 'upper'): number {
  const least = Math.round(s) + (side === 'lower' ? 2 : 0);
  const most = (n * (n * n - 1)) / 3;
  if (least <= 0) return side === 'lower' ? 0 : 1;
  if (least > most) return side === 'lower' ? 1 : 0;
  // both sides ask for P(S ≥ least); the lower one is what remains, S being even
  if (n <= SPEARMAN_EXACT_MOST) {
    const share = shareFrom(least, n);
    return side === 'lower' ? 1 - share : share;
  }
  const b = 1 / n;
  const x = ((6 * (least - 1) * b) / (n * n - 1) - 1) * Math.sqrt(1 / b - 1);
  const y = x * x;
  const u =
    x *
    b *
    (0.2274 +
      b * (0.2531 + 0.1745 * b) +
      y *
        (-0.0758 +
          b * (0.1033 + 0.3932 * b) -
          y * b * (0.0879 + 0.0151 * b - y * (0.0072 - 0.0831 * b + y * b * (0.0131 - 4.6e-4 * y)))));
  const correction = u / exp(y / 2);
  const p = side === 'lower' ? normalCdf(x) - correction : normalCdf(-x) + correction;
  return Math.min(1, Math.max(0, p));
}

/** Share of the n! orders with S ≥ least: orders are built place by place, counted by the set of ranks used. */
function shareFrom(least: number, n: number): number {
  const squares = (n * (n + 1) * (2 * n + 1)) / 6;
  const counts = Array.from({ length: 1 << n }, () => new Float64Array(squares + 1));
  counts[0][0] = 1;
  for (let used = 0; used < 1 << n; used += 1) {
    const place = bits(used) + 1;
    for (let next = 0; next < n; next += 1) {
      if (used & (1 << next)) continue;
      const target = counts[used | (1 << next)];
      const add = place * (next + 1);
      for (let sum = 0; sum + add <= squares; sum += 1) target[sum + add] += counts[used][sum];
    }
  }
  const all = counts[(1 << n) - 1];
  let total = 0;
  let far = 0;
  // S = 2 (Σ i² − Σ i·rank)
  all.forEach((ways, product) => {
    total += ways;
    if (2 * (squares - product) >= least) far += ways;
  });
  return far / total;
}

function bits(value: number): number {
  let count = 0;
  for (let rest = value; rest > 0; rest >>= 1) count += rest & 1;
  return count;
}

/** P(T ≤ t) of the number of concordant pairs T among n values without ties. */
export function kendallLower(t: number, n: number): number {
  const most = (n * (n - 1)) / 2;
  if (t < 0) return 0;
  if (t >= most) return 1;
  // shares instead of counts, so that n! cannot overflow
  let shares = new Float64Array(most + 1);
  shares[0] = 1;
  for (let size = 2; size <= n; size += 1) {
    const next = new Float64Array(most + 1);
    const reach = (size * (size - 1)) / 2;
    let window = 0;
    for (let k = 0; k <= reach; k += 1) {
      window += shares[k];
      if (k >= size) window -= shares[k - size];
      next[k] = window / size;
    }
    shares = next;
  }
  let sum = 0;
  for (let k = 0; k <= t; k += 1) sum += shares[k];
  return sum;
}
