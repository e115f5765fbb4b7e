/**
 * Slices of many files → groups that can be one volume each, with all that was noticed on the way.
 *
 * A series is split by what cannot be one volume (scout, reformats, matrix, directions, kernel,
 * acquisition); every part is offered by itself, and the main part says what was set aside.
 */
import { issues } from '../issue-catalogue';
import type { Issue } from '../issues';
import { shearDegrees } from '../volume';
import { separateAcquisitions } from './acquisitions';
import { dropDuplicates, type SamePixels } from './duplicates';
import type { ImageRole } from './image-role';
import { dicomLimits } from './limits';
import { type Difference, type Part, splitSeries } from './parts';
import type { Slice } from './slice';
import { buildStack, compareNames, type Stack } from './stack';
import type { LeftOut } from './types';

export interface SeriesGroup {
  readonly role: ImageRole;
  readonly stack: Stack;
  readonly issues: readonly Issue[];
}

export interface Grouping {
  readonly groups: readonly SeriesGroup[];
  /** Copies that were dropped. */
  readonly duplicates: readonly LeftOut[];
}

/** A part before its stack is built, with what was dropped from it. */
interface Candidate extends Part {
  readonly dropped: readonly { readonly slice: Slice; readonly twin: Slice }[];
}

/**
 * Groups slices by patient, study and series, then by what makes a volume.
 * @param leftOut files that could not be read: named where a slice is missing beside them
 */
export async function groupSlices(
  slices: readonly Slice[],
  leftOut: readonly LeftOut[],
  samePixels: SamePixels,
): Promise<Grouping> {
  const groups: SeriesGroup[] = [];
  const duplicates: LeftOut[] = [];
  const patients = new Set(slices.map(({ image }) => patientKey(image)));
  for (const members of bySeries(slices)) {
    const candidates: Candidate[] = [];
    for (const part of splitSeries(members)) candidates.push(...(await candidatesOf(part, samePixels)));
    for (const { slice, twin } of candidates.flatMap(({ dropped }) => dropped)) {
      duplicates.push({ path: slice.name, kind: 'duplicate', reason: `it is a copy of ${twin.name}` });
    }
    for (const candidate of candidates) groups.push(groupOf(candidate, candidates, leftOut, patients.size));
  }
  return { groups, duplicates };
}

function bySeries(slices: readonly Slice[]): Slice[][] {
  const series = new Map<string, Slice[]>();
  for (const slice of slices.toSorted(compareNames)) {
    const key = JSON.stringify([patientKey(slice.image), slice.image.studyUid, slice.image.seriesUid]);
    const members = series.get(key);
    if (members === undefined) series.set(key, [slice]);
    else members.push(slice);
  }
  return [...series.values()];
}

const patientKey = ({ patientId, patientName }: Slice['image']): string => JSON.stringify([patientId, patientName]);

/** One part without its copies, or one for each of its acquisitions. */
async function candidatesOf(part: Part, samePixels: SamePixels): Promise<Candidate[]> {
  if (part.slices.some(({ header }) => header.geometryFaults.length > 0)) return [{ ...part, dropped: [] }];
  const { slices, dropped } = await dropDuplicates(part.slices, samePixels);
  const acquisitions = separateAcquisitions(slices);
  return acquisitions.map((acquisition) => ({
    ...part,
    slices: acquisition.slices,
    differences: acquisition.difference === null ? part.differences : [...part.differences, acquisition.difference],
    dropped: dropped.filter(({ twin }) => acquisition.slices.includes(twin)),
  }));
}

function groupOf(
  own: Candidate,
  all: readonly Candidate[],
  leftOut: readonly LeftOut[],
  patients: number,
): SeriesGroup {
  const isMain = all.every((other) => other === own || !isMoreOf(other, own));
  const aside = isMain ? all.filter((other) => other !== own && isAside(other, own)) : [];
  const suspects = [
    ...aside
      .filter(({ role }) => !isPicture(role))
      .flatMap(({ slices, differences }) => slices.map(({ name }) => `${name} (other ${wordsOf(differences)})`)),
    ...leftOut
      .filter(({ kind, path }) => kind === 'unreadable' && sharesFolder(path, own.slices))
      .map(({ path, reason }) => `${path} (${reason})`),
  ];
  const stack = buildStack(own.slices, suspects);
  const noticed: Issue[] = [];
  if (patients > 1) noticed.push(issues.several_patients(patients));
  if (own.dropped.length > 0) noticed.push(issues.duplicates_dropped(own.dropped.map(({ slice }) => slice.name)));
  noticed.push(...aside.map(asideIssue));
  noticed.push(
    ...splitIssues(
      own,
      all.filter((other) => !aside.includes(other)),
    ),
  );
  noticed.push(...stackIssues(stack, own.role));
  return { role: own.role, stack, issues: noticed };
}

/** More slices of a better kind. */
function isMoreOf(a: Candidate, b: Candidate): boolean {
  if (isPicture(a.role) !== isPicture(b.role)) return isPicture(b.role);
  return a.slices.length > b.slices.length;
}

const isPicture = (role: ImageRole): boolean => role === 'localizer' || role === 'derived';

/** Scouts and reformats are set aside from a stack of slices, and a few odd slices from many. */
function isAside(other: Candidate, main: Candidate): boolean {
  if (isPicture(main.role)) return false;
  return isPicture(other.role) || other.slices.length < Math.min(dicomLimits.minSlices, main.slices.length);
}

function asideIssue({ role, slices, differences }: Candidate): Issue {
  const names = slices.map(({ name }) => name);
  if (role === 'localizer') return issues.localizer_set_aside(names);
  if (role === 'derived') return issues.derived_set_aside(names);
  return issues.slices_set_aside(names, `other ${wordsOf(differences)}`);
}

const wordsOf = (differences: readonly Difference[]): string =>
  differences.map(({ by, value }) => `${by}: ${value}`).join('; ') || 'image type';

/** What tells this part from the others that are volumes too. */
function splitIssues(own: Candidate, all: readonly Candidate[]): Issue[] {
  return own.differences.flatMap(({ by, value }) => {
    const values = new Set(
      all.flatMap(({ differences }) => differences.filter((d) => d.by === by).map((d) => d.value)),
    );
    return values.size > 1 ? [issues.series_split(by, value, values.size)] : [];
  });
}

function stackIssues({ slices, geometry }: Stack, role: ImageRole): Issue[] {
  const found: Issue[] = [];
  // half a degree moves the ends of a 300 mm stack by 2.6 mm; less is within the rounding of headers
  if (geometry !== null && slices.length > 1 && shearDegrees(geometry) > 0.5) {
    found.push(issues.gantry_tilt(shearDegrees(geometry)));
  }
  const lossy = slices.find(({ image }) => image.lossy);
  if (lossy !== undefined) found.push(issues.lossy_compression(lossy.image.syntax.name));
  if (role === 'derived_slices') found.push(issues.derived_images());
  return found;
}

/** A damaged file matters to a series that lies in the same folder. */
function sharesFolder(path: string, slices: readonly Slice[]): boolean {
  const folder = folderOf(path);
  return slices.some(({ name }) => folderOf(name) === folder);
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
