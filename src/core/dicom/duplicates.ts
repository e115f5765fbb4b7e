/** Drops slices that are there twice: same place, same pixels. What differs stays, for others to judge. */
import type { Slice } from './slice';
import { compareNames, positionOf } from './stack';

/** Whether two slices hold the same HU; given by who can read pixels. */
export type SamePixels = (a: Slice, b: Slice) => Promise<boolean>;

export interface Deduplicated {
  readonly slices: readonly Slice[];
  readonly dropped: readonly { readonly slice: Slice; readonly twin: Slice }[];
}

/** Slices with positions; two at the same place closer than a hundredth of a millimetre are compared. */
export async function dropDuplicates(slices: readonly Slice[], samePixels: SamePixels): Promise<Deduplicated> {
  const kept: Slice[] = [];
  const dropped: { slice: Slice; twin: Slice }[] = [];
  const byPlace = new Map<string, Slice[]>();
  for (const slice of slices.toSorted(compareNames)) {
    const key = positionOf(slice)
      .map((value) => Math.round(value * 100))
      .join(' ');
    const there = byPlace.get(key) ?? [];
    const twin = await findTwin(slice, there, samePixels);
    if (twin !== null) {
      dropped.push({ slice, twin });
      continue;
    }
    byPlace.set(key, [...there, slice]);
    kept.push(slice);
  }
  return { slices: kept, dropped };
}

async function findTwin(slice: Slice, there: readonly Slice[], samePixels: SamePixels): Promise<Slice | null> {
  for (const other of there) if (await samePixels(slice, other)) return other;
  return null;
}
