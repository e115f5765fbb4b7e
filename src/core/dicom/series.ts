/** Slices of many files → groups that belong together, each with its stack. */
import type { Slice } from './slice';
import { buildStack, compareNames, type Stack } from './stack';

/** Slices that may form one volume, with what is noticed about them. */
export interface SeriesGroup {
  readonly stack: Stack;
}

/** Groups by patient, study and series. */
export function groupSlices(slices: readonly Slice[]): SeriesGroup[] {
  const bySeries = new Map<string, Slice[]>();
  for (const slice of [...slices].sort(compareNames)) {
    const { image } = slice;
    const key = JSON.stringify([image.patientId, image.patientName, image.studyUid, image.seriesUid]);
    bySeries.set(key, [...(bySeries.get(key) ?? []), slice]);
  }
  return [...bySeries.values()].map((members) => ({ stack: buildStack(members) }));
}
