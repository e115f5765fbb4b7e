/**
 * The one catalogue of codes: every issue and refusal the program can give, with its words.
 *
 * A code is a function of its numbers, so that no message can be written without them.
 * docs/file-formats.md lists the codes; a test holds the two together.
 */
import type { Issue, Refusal, Severity } from './issues';

const issue = (code: string, severity: Severity, message: string, action: string): Issue => ({
  code,
  severity,
  message,
  action,
});
const refusal = (code: string, exit: Refusal['exit'], message: string, action: string): Refusal => ({
  code,
  message,
  action,
  exit,
});

/** Trouble that leaves a result. */
export const issues = {
  file_unreadable: (name: string, reason: string): Issue =>
    issue('file_unreadable', 'warning', `${name} could not be read: ${reason}.`, 'The other files go on.'),
} as const;

/** Trouble that takes the place of a result. */
export const refusals = {
  nothing_readable: (files: number): Refusal =>
    refusal(
      'nothing_readable',
      3,
      `None of the ${files} files holds a CT image.`,
      'Choose the folder or zip that holds the CT series.',
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
