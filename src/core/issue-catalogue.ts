/**
 * The one catalogue of codes: every issue and refusal the program can give, with its words.
 *
 * A code is a function of its numbers, so that no message can be written without them.
 * docs/file-formats.md lists the codes; a test holds the two together.
 */
import { issue, lengthMm, refusal } from './issue-catalogue/entry';
import { lungIssues } from './issue-catalogue/lungs';
import { qualityIssues } from './issue-catalogue/quality';
import { resultFileRefusals } from './issue-catalogue/result-files';
import type { Issue, Refusal } from './issues';

/** Trouble that leaves a result. */
export const issues = {
  ...lungIssues,
  ...qualityIssues,
  file_unreadable: (name: string, reason: string): Issue =>
    issue('file_unreadable', 'warning', `${name} could not be read: ${reason}.`, 'The other files go on.'),
} as const;

/** Trouble that takes the place of a result. */
export const refusals = {
  ...resultFileRefusals,
  nothing_readable: (files: number): Refusal =>
    refusal(
      'nothing_readable',
      3,
      `None of the ${files} files holds a CT image.`,
      'Choose the folder or zip that holds the CT series.',
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
  slices_missing: (count: number, gaps: readonly string[], stepMm: number): Refusal =>
    refusal(
      'slices_missing',
      3,
      `${count === 1 ? 'A slice is' : `${count} slices are`} missing: a gap ${gaps.join('; a gap ')}, where the others are ${lengthMm(stepMm)} apart.`,
      'Copy the series again with all its files; BVX does not fill or close gaps.',
    ),
  slices_doubled: (count: number, first: string, second: string): Refusal =>
    refusal(
      'overlapping_acquisitions',
      3,
      `${count} places hold two different slices, the first ${first} and ${second}; nothing in the headers tells the acquisitions apart.`,
      'Export one acquisition or reconstruction alone; BVX does not interleave or choose.',
    ),
  spacing_changes: (belowMm: number, aboveMm: number, at: string): Refusal =>
    refusal(
      'spacing_changes',
      3,
      `The slice spacing changes from ${lengthMm(belowMm)} to ${lengthMm(aboveMm)} at ${at}.`,
      'Export one block of even spacing; BVX does not average or resample spacing.',
    ),
  spacing_irregular: (leastMm: number, mostMm: number, first: string, second: string): Refusal =>
    refusal(
      'spacing_irregular',
      3,
      `The slice spacing is irregular, ${lengthMm(leastMm)} to ${lengthMm(mostMm)}; it first differs between ${first} and ${second}.`,
      'Export the original reconstruction, which has even spacing.',
    ),
  spacing_out_of_range: (spacingMm: number, leastMm: number, mostMm: number): Refusal =>
    refusal(
      'spacing_out_of_range',
      3,
      `A voxel side of ${lengthMm(spacingMm)} lies outside ${leastMm}–${mostMm} mm.`,
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
  no_lungs: (largestAirLitres: number): Refusal =>
    refusal(
      'no_lungs',
      4,
      `No lungs found. The largest air-filled space is ${largestAirLitres.toFixed(2)} L.`,
      'It may be an abdomen or a head. You can still look at the slices.',
    ),
  no_vessels: (detectionLimitMm2: number, noiseHu: number): Refusal =>
    refusal(
      'no_vessels',
      4,
      `No vessels above the detection limit of ${detectionLimitMm2.toFixed(1)} mm². Noise is ${Math.round(noiseHu)} HU.`,
      'A softer kernel or thinner slices may help.',
    ),
  cancelled: (): Refusal =>
    refusal('cancelled', 130, 'Measuring was cancelled.', 'The scan stays open; measure again when ready.'),
} as const;
