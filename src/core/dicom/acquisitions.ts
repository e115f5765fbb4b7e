/**
 * Tells acquisitions of one series apart where their slices would be mixed.
 *
 * Slices of two acquisitions may make an even stack when put between each other, so even spacing proves
 * nothing. Where the slices of different values of a tag lie between each other along the normal, they
 * are separate acquisitions; where they follow one another (step and shoot), they are one.
 */
import { dicomLimits } from './limits';
import type { Difference } from './parts';
import type { Slice } from './slice';
import { buildStack, placesAlong } from './stack';

export interface Acquisition {
  readonly slices: readonly Slice[];
  /** Null where the series holds one acquisition. */
  readonly difference: Difference | null;
}

interface Tag {
  readonly by: string;
  readonly value: (slice: Slice) => string | null;
}

/** What differs between acquisitions and not within one, in the order of how well it names them. */
const acquisitionTags: readonly Tag[] = [
  { by: 'acquisition number', value: ({ header }) => header.acquisition.number },
  { by: 'temporal position of the acquisition', value: ({ header }) => header.acquisition.temporalPosition },
  { by: 'cardiac phase of the acquisition', value: ({ header }) => header.acquisition.cardiacPhase },
  { by: 'trigger time of the acquisition', value: ({ header }) => header.acquisition.triggerTime },
  { by: 'frame of reference of the acquisition', value: ({ image }) => image.frameOfReference },
  { by: 'contrast agent of the acquisition', value: ({ image }) => image.contrastAgent },
  { by: 'tube voltage of the acquisition', value: ({ image }) => image.kvp?.toString() ?? null },
];

/** What may vary along one acquisition too: asked only where the slices overlap and make no stack together. */
const weakTags: readonly Tag[] = [
  { by: 'ImageType of the acquisition', value: ({ header }) => header.imageType.join('\\') },
  { by: 'slice thickness', value: ({ header }) => header.thicknessMm?.toString() ?? null },
  { by: 'reconstruction diameter', value: ({ header }) => header.acquisition.reconstructionDiameter },
];

/** Acquisitions of slices that share directions, matrix and kernel, and all have a position. */
export function separateAcquisitions(slices: readonly Slice[]): Acquisition[] {
  for (const tag of acquisitionTags) {
    const groups = groupsOf(slices, tag);
    if (groups.length > 1 && groups.every((group) => group.slices.length > 1) && lieBetween(groups)) return groups;
  }
  if (buildStack(slices).refusal !== null) {
    for (const tag of acquisitionTags) {
      const groups = groupsOf(slices, tag);
      if (groups.length > 1 && makeStacks(groups)) return groups;
    }
    for (const tag of weakTags) {
      const groups = groupsOf(slices, tag);
      if (groups.length > 1 && makeStacks(groups) && lieBetween(groups)) return groups;
    }
  }
  return [{ slices, difference: null }];
}

/** True where at least one group is a volume and the others are volumes too or a few odd slices. */
function makeStacks(groups: readonly Acquisition[]): boolean {
  const good = groups.map(({ slices }) => buildStack(slices).refusal === null);
  return good.includes(true) && groups.every(({ slices }, i) => good[i] || slices.length < dicomLimits.minSlices);
}

function groupsOf(slices: readonly Slice[], { by, value }: Tag): Acquisition[] {
  const groups = new Map<string, Slice[]>();
  for (const slice of slices) {
    const key = value(slice) ?? 'no value';
    const members = groups.get(key);
    if (members === undefined) groups.set(key, [slice]);
    else members.push(slice);
  }
  return [...groups].map(([key, members]) => ({ slices: members, difference: { by, value: key } }));
}

/** True where the ranges of two groups along the normal share more than a border. */
function lieBetween(groups: readonly Acquisition[]): boolean {
  const ranges = groups
    .map(({ slices }) => placesAlong(slices))
    .map((places): [number, number] => [Math.min(...places), Math.max(...places)])
    .toSorted((a, b) => a[0] - b[0]);
  return ranges.some(([from], i) => ranges.slice(0, i).some(([, to]) => to > from - 0.01));
}
