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
  /** Two codes, `left_lung_part_missing` and `right_lung_part_missing`. */
  lung_part_missing: (side: 'left' | 'right', ml: number, otherMl: number, missingMl: number): Issue =>
    issue(
      `${side}_lung_part_missing`,
      'warning',
      `The ${side} lung has ${Math.round(ml)} mL, the ${OTHER[side]} one ${Math.round(otherMl)} mL; in ${Math.round(missingMl)} mL where lung is expected beside it, neither aerated nor dense lung was found.`,
      `Look at the outline of the ${side} lung: fluid or gas around it, a removed lobe, a high diaphragm or a large heart explain it; dense lung that was not found is missing from all figures.`,
    ),
} as const;
