/** A group of slices as the series chooser shows it: facts, fitness for BV5, the reason in words. */
import type { ScanFacts } from '../result/types';
import { voxelCount } from '../volume';
import { kernelClass } from './kernel';
import type { SeriesGroup } from './series';
import type { SeriesSummary, SeriesVerdict } from './types';

/** Thicker slices cannot show vessels of 1.25–5 mm², which are 1.3–2.5 mm wide (product contract: no BV5 above). */
const noBv5AboveMm = 3;
/** Thin enough for the narrow intervals; between the two BV5 is given with wider ones. */
const thinUpToMm = 1.5;

/** Summaries in the order of fitness, ranked 1, 2, 3 … */
export function summarise(groups: readonly SeriesGroup[]): { summary: SeriesSummary; group: SeriesGroup }[] {
  return groups
    .map((group) => ({ group, summary: summaryOf(group) }))
    .sort((a, b) => fitness(a.summary) - fitness(b.summary) || b.summary.slices - a.summary.slices)
    .map(({ group, summary }, index) => ({
      group,
      summary: { ...summary, id: `series-${index + 1}`, rank: index + 1 },
    }));
}

function summaryOf(group: SeriesGroup): SeriesSummary {
  const { slices, geometry, refusal } = group.stack;
  const { image, header } = slices[0];
  const facts: ScanFacts = {
    modality: 'CT',
    manufacturer: image.manufacturer,
    model: image.model,
    kernel: header.kernel,
    contrastAgent: image.contrastAgent,
    kvp: image.kvp,
    seriesDescription: image.seriesDescription,
    sliceThicknessMm: header.thicknessMm,
    acquiredAt: image.acquiredAt,
    patientId: image.patientId,
    files: new Set(slices.map((slice) => slice.file)).size,
  };
  const thicknessMm = Math.max(geometry?.spacingMm[2] ?? 0, header.thicknessMm ?? 0);
  const verdict = refusal === null ? verdictOf(thicknessMm, header.kernel) : 'not_for_bv5';
  return {
    id: '',
    uid: image.seriesUid === '' ? null : image.seriesUid,
    format: 'dicom',
    facts,
    geometry,
    slices: slices.length,
    verdict,
    rank: 0,
    reason: refusal?.message ?? reasonOf(thicknessMm, header.kernel),
    issues: [],
    refusal,
    memoryBytes: memoryEstimate(geometry === null ? 0 : voxelCount(geometry)),
  };
}

function verdictOf(thicknessMm: number, kernel: string | null): SeriesVerdict {
  if (thicknessMm > noBv5AboveMm) return 'not_for_bv5';
  return thicknessMm <= thinUpToMm && kernelClass(kernel) !== 'sharp' ? 'best' : 'usable';
}

function reasonOf(thicknessMm: number, kernel: string | null): string {
  if (thicknessMm > noBv5AboveMm) return `${thicknessMm} mm slices: no BV5. Lung volume and TBV only`;
  return kernelClass(kernel) === 'sharp' ? 'Sharp kernel: wider intervals' : 'Thin slices, medium kernel';
}

function fitness(summary: SeriesSummary): number {
  const refused = summary.refusal === null ? 0 : 10;
  return refused + ['best', 'usable', 'not_for_bv5'].indexOf(summary.verdict);
}

/**
 * Memory that measuring takes, about: HU (2 bytes a voxel), lung and vessel labels (1 each), two
 * Float32 fields over the box of the lungs (about 60 % of the field of view), and 250 MB for the program.
 */
export function memoryEstimate(voxels: number): number {
  return Math.round(voxels * (2 + 1 + 1 + 2 * 4 * 0.6) + 250e6);
}
