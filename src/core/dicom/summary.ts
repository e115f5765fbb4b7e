/** Groups of slices as the series chooser shows them: facts, fitness for BV5, the reason in words. */
import { refusals } from '../issue-catalogue';
import type { Refusal } from '../issues';
import type { ScanFacts } from '../result/types';
import { voxelCount } from '../volume';
import { fitnessOf, memoryEstimate } from './fitness';
import type { SeriesGroup } from './series';
import type { SeriesSummary } from './types';

/** Summaries of DICOM groups, not yet ranked. */
export function summaryOf(group: SeriesGroup): SeriesSummary {
  const { slices, geometry } = group.stack;
  const { image, header } = slices[Math.floor(slices.length / 2)];
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
  const refusal = refusalOf(group);
  const fitness = fitnessOf(geometry, facts, refusal);
  return {
    id: '',
    uid: image.seriesUid === '' ? null : image.seriesUid,
    format: 'dicom',
    facts,
    geometry,
    slices: slices.length,
    ...fitness,
    rank: 0,
    issues: group.issues,
    refusal,
    memoryBytes: memoryEstimate(geometry === null ? 0 : voxelCount(geometry)),
  };
}

/** RescaleType of CT numbers; some scanners write US, unspecified, beside a rescale to HU. */
const huTypes = ['HU', 'HU_MOD', 'US'];

function refusalOf({ role, stack }: SeriesGroup): Refusal | null {
  if (role === 'localizer') return refusals.localizer();
  if (role === 'derived') return refusals.derived_series();
  const foreign = stack.slices.find(({ header }) => !huTypes.includes(header.rescaleType?.toUpperCase() ?? 'HU'));
  if (foreign !== undefined) return refusals.not_hu(foreign.header.rescaleType ?? '');
  return stack.refusal;
}
