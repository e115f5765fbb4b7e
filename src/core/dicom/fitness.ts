/** How well BV5 can be measured in a series, by what its header and geometry say; the same for every format. */
import type { Refusal } from '../issues';
import type { ScanFacts } from '../result/types';
import type { Geometry } from '../volume';
import { kernelClass } from './kernel';
import { mm } from './slice';
import type { SeriesSummary, SeriesVerdict } from './types';

/** Thicker slices cannot show vessels of 1.25–5 mm², which are 1.3–2.5 mm wide (product contract: no BV5 above). */
const noBv5AboveMm = 3;
/** Thin enough for narrow intervals; between the two BV5 is given with wider ones (product contract). */
const thinUpToMm = 1.5;

export type Fitness = Pick<SeriesSummary, 'verdict' | 'reason'>;

/** Spacing counts like thickness: thin slices far apart leave vessels out between them. */
export function fitnessOf(geometry: Geometry | null, facts: ScanFacts, refusal: Refusal | null): Fitness {
  if (refusal !== null) return { verdict: 'not_for_bv5', reason: refusal.message };
  const thickness = thicknessMm(geometry, facts);
  if (thickness > noBv5AboveMm) {
    return { verdict: 'not_for_bv5', reason: `${mm(thickness)} slices: no BV5. Lung volume and TBV only` };
  }
  const kernel = kernelClass(facts.kernel);
  if (kernel === 'sharp') return { verdict: 'usable', reason: 'Sharp kernel: wider intervals' };
  if (thickness > thinUpToMm) return { verdict: 'usable', reason: `${mm(thickness)} slices: wider intervals` };
  const words = kernel === 'unknown' ? 'kernel not known' : `${kernel} kernel`;
  return { verdict: 'best', reason: `Thin slices, ${words}` };
}

const thicknessMm = (geometry: Geometry | null, facts: ScanFacts): number =>
  Math.max(geometry?.spacingMm[2] ?? 0, facts.sliceThicknessMm ?? 0);

/**
 * Series in the order of fitness with ranks 1, 2, 3 … and ids. Equal ones keep the order in which they
 * were given, which is that of their names.
 */
export function rankByFitness<T extends { readonly summary: SeriesSummary }>(entries: readonly T[]): T[] {
  return entries
    .map((entry) => ({ entry, order: orderOf(entry.summary) }))
    .toSorted((a, b) => compare(a.order, b.order))
    .map(({ entry }, index) => ({
      ...entry,
      summary: { ...entry.summary, id: `series-${index + 1}`, rank: index + 1 },
    }));
}

const verdicts: readonly SeriesVerdict[] = ['best', 'usable', 'not_for_bv5'];

function orderOf(summary: SeriesSummary): number[] {
  const { refusal, verdict, facts, geometry, slices } = summary;
  const isPicture = refusal?.code === 'localizer' || refusal?.code === 'derived_series';
  return [
    isPicture ? 2 : refusal === null ? 0 : 1,
    verdicts.indexOf(verdict),
    kernelClass(facts.kernel) === 'sharp' ? 1 : 0,
    thicknessMm(geometry, facts),
    -slices,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at] - b[at];
}

/**
 * Memory that measuring takes, about: HU (2 bytes a voxel), lung and vessel labels (1 each), two
 * Float32 fields over the box of the lungs (about 60 % of the field of view), and 250 MB for the program.
 */
export function memoryEstimate(voxels: number): number {
  return Math.round(voxels * (2 + 1 + 1 + 2 * 4 * 0.6) + 250e6);
}
