/** Refusals of files that the program wrote itself and is given to read again. */
import type { Refusal } from '../issues';
import { refusal } from './entry';

export const resultFileRefusals = {
  not_measurements: (reason: string): Refusal =>
    refusal(
      'not_measurements',
      3,
      `This is not a measurements.csv of BVX: ${reason}.`,
      'Choose a measurements.csv that was not changed by another program.',
    ),
} as const;
