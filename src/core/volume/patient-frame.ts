/** How the axes of a volume lie in the patient, to the nearest axis. */
import type { Mat3 } from './geometry';

export type Axis = 0 | 1 | 2;
export const AXES = [0, 1, 2] as const;
const ORDERS: readonly (readonly [Axis, Axis, Axis])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** Which CT axis runs along each patient axis x (left), y (posterior), z (superior), and whether against it. */
export interface PatientFrame {
  readonly axes: readonly [Axis, Axis, Axis];
  readonly flipped: readonly [boolean, boolean, boolean];
}

/** The permutation and flips that come nearest to left, posterior, superior; right for oblique stacks too. */
export function patientFrame(direction: Mat3): PatientFrame {
  const along = (patient: Axis, ct: Axis): number => direction[patient * 3 + ct];
  let axes = ORDERS[0];
  let best = -1;
  for (const order of ORDERS) {
    const fit = AXES.reduce<number>((sum, p) => sum + Math.abs(along(p, order[p])), 0);
    if (fit > best + 1e-6) {
      best = fit;
      axes = order;
    }
  }
  return { axes, flipped: [along(0, axes[0]) < 0, along(1, axes[1]) < 0, along(2, axes[2]) < 0] };
}
