/**
 * The one catalogue of codes: every issue and refusal the program can give, with its words.
 *
 * A code is a function of its numbers, so that no message can be written without them.
 * docs/file-formats.md lists the codes; a test holds the two together.
 */
import { refusal } from './issue-catalogue/entry';
import { fileIssues, fileRefusals } from './issue-catalogue/files';
import { lungIssues } from './issue-catalogue/lungs';
import { qualityIssues } from './issue-catalogue/quality';
import { resultFileRefusals } from './issue-catalogue/result-files';
import { storageIssues, storageRefusals } from './issue-catalogue/storage';
import { tableRefusals } from './issue-catalogue/tables';
import type { Refusal } from './issues';

/** Trouble that leaves a result. */
export const issues = {
  ...fileIssues,
  ...lungIssues,
  ...qualityIssues,
  ...storageIssues,
} as const;

/** Trouble that takes the place of a result. */
export const refusals = {
  ...fileRefusals,
  ...resultFileRefusals,
  ...tableRefusals,
  ...storageRefusals,
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
  worker_stopped: (stage: string, reason: string): Refusal =>
    refusal(
      'worker_stopped',
      5,
      `Measuring stopped in "${stage}": ${reason}.`,
      'Measure again; if it stops again, close other programs or use the command line.',
    ),
  gantry_tilt_not_measured: (degrees: number): Refusal =>
    refusal(
      'gantry_tilt_not_measured',
      3,
      `The gantry was tilted by ${degrees.toFixed(1)}°: the slices are sheared against each other.`,
      'Measure a reconstruction without tilt; the slices can be looked at and converted.',
    ),
  case_failed: (reason: string): Refusal =>
    refusal(
      'case_failed',
      3,
      `The case could not be measured: ${reason}.`,
      'Check its path and the disk, then --resume.',
    ),
  slab_too_short: (extentMm: number, leastMm: number): Refusal =>
    refusal(
      'slab_too_short',
      3,
      `The slices cover ${extentMm.toFixed(0)} mm; at least ${leastMm.toFixed(0)} mm are needed to tell vessels and lungs.`,
      'Choose the whole series of the chest.',
    ),
  cancelled: (): Refusal =>
    refusal('cancelled', 130, 'Measuring was cancelled.', 'The scan stays open; measure again when ready.'),
} as const;
