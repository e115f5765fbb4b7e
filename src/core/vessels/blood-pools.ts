/** Readings of blood in single vessels, and whether they are of one pool or of two. */
/** Blood read in one thick vessel: arteries and veins differ where contrast is on its way. */
export interface BloodSample {
  readonly hu: number;
  readonly voxels: number;
}

/**
 * Means of two groups of samples, the lower first, where splitting them (Otsu's rule, weights by voxels) leaves the
 * groups at least `leastHu` apart and each four times narrower than that; else null. A single sample of less than
 * `leastShare` of the voxels is no pool: one odd piece is more likely a mass or a wall than a tree. Several that agree are, from
 * a third of that share on.
 */
export function twoPools(
  samples: readonly BloodSample[],
  leastHu: number,
  leastShare: number,
): [number, number] | null {
  const sorted = samples.toSorted((a, b) => a.hu - b.hu);
  const least = leastShare * moments(sorted).weight;
  const isPool = (group: readonly BloodSample[], weight: number): boolean =>
    weight >= least || (group.length > 1 && weight >= least / 3);
  let best: { between: number; means: [number, number]; widestSd: number } | null = null;
  for (let cut = 1; cut < sorted.length; cut += 1) {
    const low = moments(sorted.slice(0, cut));
    const high = moments(sorted.slice(cut));
    if (!isPool(sorted.slice(0, cut), low.weight) || !isPool(sorted.slice(cut), high.weight)) continue;
    const distance = high.mean - low.mean;
    const between = low.weight * high.weight * distance * distance;
    if (best !== null && between <= best.between) continue;
    const widestSd = Math.sqrt(Math.max(low.square / low.weight, high.square / high.weight));
    best = { between, means: [low.mean, high.mean], widestSd };
  }
  if (best === null) return null;
  const apart = best.means[1] - best.means[0];
  return apart >= leastHu && apart >= 4 * best.widestSd ? best.means : null;
}

function moments(samples: readonly BloodSample[]): { weight: number; mean: number; square: number } {
  let weight = 0;
  let sum = 0;
  for (const { hu, voxels } of samples) {
    weight += voxels;
    sum += voxels * hu;
  }
  const mean = sum / weight;
  let square = 0;
  for (const { hu, voxels } of samples) square += voxels * (hu - mean) * (hu - mean);
  return { weight, mean, square };
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * Half width of the 90 % interval of a median: 1.645 · 1.253 · SD/√n, SD from the median deviation; of the voxels,
 * which the blur ties together, a quarter count.
 */
export function medianError(values: readonly number[], centre: number): number {
  const sd = 1.4826 * median(values.map((value) => Math.abs(value - centre)));
  return (1.645 * 1.253 * sd) / Math.sqrt(Math.max(1, values.length / 4));
}

/** Distance from the centre within which nine tenths of the voxels' vessels read. */
export function poolSpread(samples: readonly BloodSample[], centre: number): number {
  const sorted = samples.toSorted((a, b) => Math.abs(a.hu - centre) - Math.abs(b.hu - centre));
  const { weight } = moments(sorted);
  let below = 0;
  for (const { hu, voxels } of sorted) {
    below += voxels;
    if (below >= 0.9 * weight) return Math.abs(hu - centre);
  }
  return 0;
}
