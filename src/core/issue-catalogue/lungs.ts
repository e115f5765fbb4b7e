/** Issues that the search for the lungs raises. */
import type { Issue } from '../issues';
import { issue } from './entry';

const OTHER = { left: 'right', right: 'left' } as const;

export const lungIssues = {
  /** Two codes, `left_lung_missing` and `right_lung_missing`. */
  lung_missing: (side: 'left' | 'right', foundMl: number): Issue =>
    issue(
      `${side}_lung_missing`,
      'warning',
      `Only the ${OTHER[side]} lung was found (${Math.round(foundMl)} mL); there is no aerated ${side} lung in the scan.`,
      `The figures are those of the ${OTHER[side]} lung alone; do not compare them with both lungs.`,
    ),
} as const;
