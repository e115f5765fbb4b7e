/**
 * Recall, precision and calibre of measured centrelines against the true ones, by calibre.
 *
 * - A true station counts where it lies in a lung field and not inside a thicker vessel.
 * - It is found when a measured station lies within max(0.9 mm, 0.8 r) of it; recall is by length.
 * - A measured station is right when a true one lies within max(1.2 mm, r + 0.3 mm), r its radius; precision is
 *   by length, in classes of the measured calibre.
 * - Bias and scatter compare the CSA of a found true station with the nearest measured one: median and
 *   1.4826 · MAD of measured/true − 1, without pairs that differ by more than a factor of 2.5 (another vessel).
 */
import { neighbourSearch } from './nearest';
import { number, signed, table } from './score';
import type { TrueStations } from './stations';

/** Measured stations as columns; x, y, z in LPS mm. A `StationTable` of a result fits. */
export interface MeasuredStations {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  readonly z: ArrayLike<number>;
  readonly csaMm2: ArrayLike<number>;
  readonly lengthMm: ArrayLike<number>;
}

export interface CalibreScore {
  readonly fromMm2: number;
  readonly toMm2: number;
  readonly trueLengthMm: number;
  /** Share of the true length that was found; null where there is none. */
  readonly recall: number | null;
  readonly biasPercent: number | null;
  readonly scatterPercent: number | null;
  readonly measuredLengthMm: number;
  readonly precision: number | null;
}

export interface CentrelineScore {
  readonly classes: readonly CalibreScore[];
  /** Over CSA ≥ 1.25 mm². */
  readonly recall: number | null;
  readonly precision: number | null;
}

const edgesMm2 = [0, 0.8, 1.25, 2, 3, 5, 7.5, 10, 20, 50, Infinity];
const inRangeFromMm2 = 1.25;
const largestRatio = 2.5;
/** Thicker vessels are looked for on their own, over a longer way. */
const thickMm = 0.9;

/** Which measured station stands for each true one, and which measured stations lie on a true vessel. */
export interface MatchedStations {
  /** Per true station: the measured one, −1 where none is near, −2 where it does not count. */
  readonly hit: Int32Array;
  /** Per measured station: 1 on a true vessel. */
  readonly isTrue: Uint8Array;
}

export function matchStations(truth: TrueStations, measured: MeasuredStations): MatchedStations {
  const near = neighbourSearch(measured.x, measured.y, measured.z);
  const hit = new Int32Array(truth.count).fill(-2);
  for (let i = 0; i < truth.count; i += 1) {
    if (truth.side[i] === 0 || truth.covered[i] === 1) continue;
    hit[i] = near.nearest(truth.x[i], truth.y[i], truth.z[i], Math.max(0.9, 0.8 * truth.radiusMm[i]));
  }
  const beside = besideTruth(truth);
  const isTrue = new Uint8Array(measured.x.length);
  for (let i = 0; i < isTrue.length; i += 1) isTrue[i] = beside(measured.x[i], measured.y[i], measured.z[i]) ? 1 : 0;
  return { hit, isTrue };
}

/** Whether a measured CSA can be that of the same vessel: within a factor of 2.5. */
export const isSameVessel = (ratio: number): boolean => ratio < largestRatio && ratio > 1 / largestRatio;

export function scoreCentrelines(
  truth: TrueStations,
  measured: MeasuredStations,
  matched: MatchedStations = matchStations(truth, measured),
): CentrelineScore {
  const sums = edgesMm2.slice(1).map(() => ({ length: 0, found: 0, measured: 0, right: 0, errors: [] as number[] }));
  for (let i = 0; i < truth.count; i += 1) {
    const hit = matched.hit[i];
    if (hit === -2) continue;
    const csa = Math.PI * truth.radiusMm[i] * truth.radiusMm[i];
    const sum = sums[classOf(csa)];
    sum.length += truth.lengthMm[i];
    if (hit < 0) continue;
    sum.found += truth.lengthMm[i];
    const ratio = measured.csaMm2[hit] / csa;
    if (isSameVessel(ratio)) sum.errors.push(ratio - 1);
  }
  for (let i = 0; i < measured.x.length; i += 1) {
    const sum = sums[classOf(measured.csaMm2[i])];
    sum.measured += measured.lengthMm[i];
    if (matched.isTrue[i] === 1) sum.right += measured.lengthMm[i];
  }
  const inRange = sums.filter((_, c) => edgesMm2[c] >= inRangeFromMm2);
  const total = (of: (sum: (typeof sums)[number]) => number): number => inRange.reduce((n, sum) => n + of(sum), 0);
  return {
    classes: sums.map((sum, c) => ({
      fromMm2: edgesMm2[c],
      toMm2: edgesMm2[c + 1],
      trueLengthMm: sum.length,
      recall: ratioOf(sum.found, sum.length),
      ...spread(sum.errors),
      measuredLengthMm: sum.measured,
      precision: ratioOf(sum.right, sum.measured),
    })),
    recall: ratioOf(
      total((sum) => sum.found),
      total((sum) => sum.length),
    ),
    precision: ratioOf(
      total((sum) => sum.right),
      total((sum) => sum.measured),
    ),
  };
}

/** The centreline score as a table for a terminal. */
export function formatCentrelineScore(score: CentrelineScore): string {
  const rows = score.classes.map((entry) => [
    entry.toMm2 === Infinity ? `${entry.fromMm2}–` : `${entry.fromMm2}–${entry.toMm2}`,
    (entry.trueLengthMm / 1000).toFixed(2),
    number(entry.recall, 3),
    signed(entry.biasPercent, 1),
    number(entry.scatterPercent, 1),
    (entry.measuredLengthMm / 1000).toFixed(2),
    number(entry.precision, 3),
  ]);
  const head = ['CSA mm²', 'true m', 'recall', 'bias %', 'scatter %', 'measured m', 'precision'];
  const sums = `CSA ≥ 1.25 mm²: recall ${number(score.recall, 3)}, precision ${number(score.precision, 3)}`;
  return `${table([head, ...rows])}\n${sums}`;
}

/** Whether a place lies on a true vessel, within max(1.2 mm, r + 0.3 mm) of its axis. */
function besideTruth(truth: TrueStations): (x: number, y: number, z: number) => boolean {
  const thick = Array.from({ length: truth.count }, (_, i) => i).filter((i) => truth.radiusMm[i] > thickMm);
  const of = (column: Float64Array): Float64Array => Float64Array.from(thick, (i) => column[i]);
  const [tx, ty, tz, radiusMm] = [of(truth.x), of(truth.y), of(truth.z), of(truth.radiusMm)];
  const all = neighbourSearch(truth.x, truth.y, truth.z);
  const large = neighbourSearch(tx, ty, tz);
  const farthestMm = radiusMm.reduce((most, r) => Math.max(most, r + 0.3), 0);
  return (x, y, z) => {
    if (all.nearest(x, y, z, 1.2) >= 0) return true;
    let found = false;
    large.each(x, y, z, farthestMm, (i, distance) => {
      if (distance < radiusMm[i] + 0.3) found = true;
    });
    return found;
  };
}

function classOf(csaMm2: number): number {
  let c = 0;
  while (csaMm2 >= edgesMm2[c + 1]) c += 1;
  return c;
}

const ratioOf = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);

/** Median and 1.4826 · MAD of relative errors, %. */
export function spread(errors: readonly number[]): { biasPercent: number | null; scatterPercent: number | null } {
  if (errors.length === 0) return { biasPercent: null, scatterPercent: null };
  const middle = median(errors);
  const deviation = median(errors.map((error) => Math.abs(error - middle)));
  return { biasPercent: 100 * middle, scatterPercent: 148.26 * deviation };
}

function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
