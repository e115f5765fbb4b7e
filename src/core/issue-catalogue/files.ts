/** Trouble with the user's files: what could not be read, what was set aside, what has no trustworthy geometry. */
import type { Issue, Refusal } from '../issues';
import { issue, refusal } from './entry';

/** A length of a header: at most three decimals, no trailing zeros. */
const mm = (value: number): string => `${Number(value.toFixed(3))} mm`;

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toFixed(1)} GB`;

/** The first entries of a list, and how many more there are. */
function listed(names: readonly string[], most = 3, between = ', '): string {
  const shown = names.slice(0, most).join(between);
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

const count = (n: number, one: string, many: string): string => (n === 1 ? `1 ${one}` : `${n} ${many}`);

export const fileIssues = {
  file_unreadable: (name: string, reason: string): Issue =>
    issue(
      'file_unreadable',
      'warning',
      `${name} could not be read: ${reason}.`,
      'The other files go on.',
      `A file could not be read: ${reason}.`,
    ),
  duplicates_dropped: (names: readonly string[]): Issue =>
    issue(
      'duplicates_dropped',
      'info',
      `${count(names.length, 'duplicate slice was', 'duplicate slices were')} dropped: ${listed(names)}.`,
      'Each slice counts once.',
      `${count(names.length, 'duplicate slice was', 'duplicate slices were')} dropped.`,
    ),
  localizer_set_aside: (names: readonly string[]): Issue =>
    issue(
      'localizer_set_aside',
      'info',
      `${count(names.length, 'localizer (scout) image was', 'localizer (scout) images were')} set aside: ${listed(names)}.`,
      'A scout image is no part of the volume.',
      `${count(names.length, 'localizer (scout) image was', 'localizer (scout) images were')} set aside.`,
    ),
  derived_set_aside: (names: readonly string[]): Issue =>
    issue(
      'derived_set_aside',
      'info',
      `${count(names.length, 'derived image was', 'derived images were')} set aside (reformatted or computed from others): ${listed(names)}.`,
      'Only original slices are measured.',
      `${count(names.length, 'derived image was', 'derived images were')} set aside (reformatted or computed from others).`,
    ),
  slices_set_aside: (names: readonly string[], why: string): Issue =>
    issue(
      'slices_set_aside',
      'warning',
      `${count(names.length, 'slice', 'slices')} of this series ${names.length === 1 ? 'was' : 'were'} set aside because of ${why}: ${listed(names)}.`,
      'They are listed as a series of their own.',
      `${count(names.length, 'slice', 'slices')} of this series ${names.length === 1 ? 'was' : 'were'} set aside because of ${why}.`,
    ),
  series_split: (by: string, value: string, parts: number): Issue =>
    issue(
      'series_split',
      'warning',
      `The series holds ${parts} sets of slices that differ in ${by}; this is the one with ${value}.`,
      'Each set is a volume of its own; they are never mixed.',
    ),
  several_patients: (patients: number): Issue =>
    issue(
      'several_patients',
      'warning',
      `The files belong to ${patients} patients; this series is of one patient.`,
      'Make sure that it is the right patient.',
    ),
  gantry_tilt: (degrees: number): Issue =>
    issue(
      'gantry_tilt',
      'warning',
      `The gantry was tilted: the slices are sheared by ${degrees.toFixed(1)}° against the table.`,
      'The volume keeps the sheared axes, so every voxel lies where it was in the patient.',
    ),
  lossy_compression: (syntax: string): Issue =>
    issue(
      'lossy_compression',
      'warning',
      `The images were compressed with loss (${syntax}): HU differ from those of the scanner.`,
      'The intervals do not cover this; use the original images where they exist.',
    ),
  frame_repaired: (name: string, what: string, frames: number): Issue =>
    issue(
      'frame_repaired',
      'warning',
      `${count(frames, 'slice is', 'slices are')} damaged but could be decoded, the first ${name}: ${what}.`,
      'Compare with the original images before the figures are used.',
      `${count(frames, 'slice is', 'slices are')} damaged but could be decoded: ${what}.`,
    ),
  derived_images: (): Issue =>
    issue(
      'derived_images',
      'warning',
      'The images are marked as DERIVED: they may have been processed after reconstruction.',
      'Use the original series where it exists.',
    ),
  geometry_assumed: (what: string): Issue =>
    issue(
      'geometry_assumed',
      'warning',
      `The geometry was assumed: ${what}.`,
      'The picture can be looked at; nothing in it can be measured.',
    ),
} as const;

export const fileRefusals = {
  nothing_readable: (
    files: number,
    leftOut: readonly { readonly path: string; readonly reason: string }[] = [],
  ): Refusal => {
    const first = leftOut.at(0);
    const more = leftOut.length > 1 ? `, and ${leftOut.length - 1} more` : '';
    const why = first === undefined ? '' : ` ${first.path}: ${first.reason}${more}.`;
    return refusal(
      'nothing_readable',
      3,
      `${files === 1 ? 'The file holds no CT image.' : `None of the ${files} files holds a CT image.`}${why}`,
      'Choose the folder or zip that holds the CT series.',
    );
  },
  localizer: (): Refusal =>
    refusal('localizer', 3, 'Scout image, not a volume.', 'Choose an axial series of the chest.'),
  derived_series: (): Refusal =>
    refusal('derived_series', 3, 'Reformatted from another series.', 'Choose the original series it was made from.'),
  not_hu: (type: string): Refusal =>
    refusal(
      'not_hu',
      3,
      `The values are no HU (RescaleType ${type}).`,
      'Choose a series of CT numbers, not a map made from one.',
    ),
  not_hu_range: (least: number, most: number): Refusal =>
    refusal(
      'not_hu_range',
      3,
      `The values run from ${Number(least.toFixed(2))} to ${Number(most.toFixed(2))}: these are no HU of a chest, where air reaches −1000.`,
      'Export the CT again without rescaling its values.',
    ),
  beyond_hu_range: (least: number, most: number): Refusal =>
    refusal(
      'beyond_hu_range',
      3,
      `The values run from ${Number(least.toFixed(2))} to ${Number(most.toFixed(2))}: no CT gives such numbers in HU.`,
      'Export the CT again in HU; voxels outside the picture have to hold −1024, not a number far away.',
    ),
  not_finite: (): Refusal =>
    refusal(
      'not_finite',
      3,
      'The file holds values that are no numbers (NaN or infinite).',
      'Export the CT again; a program in between has removed or divided voxels.',
    ),
  geometry_missing: (fault: string, file: string): Refusal =>
    refusal(
      'geometry_missing',
      3,
      `${fault} (in ${file}), so the slices have no place in the patient.`,
      'Export the original CT series again; converters and anonymisers may have removed it.',
    ),
  geometry_not_trusted: (what: string): Refusal =>
    refusal(
      'geometry_not_trusted',
      3,
      `The geometry cannot be trusted: ${what}.`,
      'Export the original CT series again, complete and from one reconstruction.',
    ),
  slices_missing: (missing: number, gaps: readonly string[], stepMm: number, suspects: readonly string[]): Refusal =>
    refusal(
      'slices_missing',
      3,
      `${missing === 1 ? 'A slice is' : `${missing} slices are`} missing: a gap ${listed(gaps, 3, '; a gap ')}; the spacing is ${mm(stepMm)} elsewhere.${suspectText(suspects)}`,
      'Copy the series again with all its files; BVX does not fill or close gaps.',
    ),
  overlapping_acquisitions: (places: number, first: string, second: string): Refusal =>
    refusal(
      'overlapping_acquisitions',
      3,
      `Two acquisitions overlap: ${count(places, 'duplicate position holds', 'duplicate positions hold')} different slices, the first ${first} and ${second}; no header tells them apart.`,
      'Export one acquisition or reconstruction alone; BVX does not interleave or choose.',
    ),
  spacing_changes: (belowMm: number, aboveMm: number, at: string): Refusal =>
    refusal(
      'spacing_changes',
      3,
      `The slice spacing changes from ${mm(belowMm)} to ${mm(aboveMm)} at ${at}.`,
      'Export one block of even spacing; BVX does not average or resample spacing.',
    ),
  spacing_irregular: (leastMm: number, mostMm: number, at: string, suspects: readonly string[]): Refusal =>
    refusal(
      'spacing_irregular',
      3,
      `The slice spacing is irregular, ${mm(leastMm)} to ${mm(mostMm)}, first ${at}.${suspectText(suspects)}`,
      'Export the original reconstruction, which has even spacing.',
    ),
  spacing_out_of_range: (spacingMm: number, leastMm: number, mostMm: number): Refusal =>
    refusal(
      'spacing_out_of_range',
      3,
      `A voxel side of ${mm(spacingMm)} lies outside ${leastMm}–${mostMm} mm.`,
      'Export the original CT series in full resolution.',
    ),
  slice_unreadable: (name: string, reason: string): Refusal =>
    refusal(
      'slice_unreadable',
      3,
      `${name} could not be decoded: ${reason}.`,
      'Copy this file again; a scan with a hole is not measured.',
    ),
  unknown_series: (id: string): Refusal =>
    refusal('unknown_series', 2, `There is no series ${id} in these files.`, 'Choose one of the listed series.'),
  unknown_slice: (index: number, slices: number): Refusal =>
    refusal('unknown_slice', 2, `There is no slice ${index}.`, `Choose one of 0 to ${slices - 1}.`),
  single_slice: (file: string): Refusal =>
    refusal('single_slice', 3, `${file} is a single slice, not a volume.`, 'Choose the folder with the whole series.'),
  too_few_slices: (slices: number, least: number): Refusal =>
    refusal(
      'too_few_slices',
      3,
      `The series has ${slices} slices; at least ${least} are needed.`,
      'Choose the folder with the whole series.',
    ),
  too_large: (what: string, most: string): Refusal =>
    refusal(
      'too_large',
      3,
      `The series has ${what}; ${most} is the most that BVX reads.`,
      'Export a smaller part of it.',
    ),
  memory_too_small: (neededBytes: number, limitBytes: number, proposal: string): Refusal =>
    refusal(
      'memory_too_small',
      5,
      `This scan needs about ${gigabytes(neededBytes)} of memory; ${gigabytes(limitBytes)} can be had.`,
      proposal,
    ),
} as const;

function suspectText(suspects: readonly string[]): string {
  return suspects.length === 0 ? '' : ` Left out of this series: ${listed(suspects)}.`;
}
