/** How far a value lies from the rest, told without letting far values decide what is far. */
import { completeMedian } from '../statistics';

/** Makes the median absolute deviation of normal values their standard deviation (Iglewicz & Hoaglin 1993). */
const NORMAL = 0.6745;
/** The limit that Iglewicz and Hoaglin propose. */
export const ROBUST_Z_FAR = 3.5;

/** Modified z of each value; null where it is missing or more than half of the values are the same. */
export function robustZ(values: readonly (number | null)[]): (number | null)[] {
  const centre = completeMedian(values);
  if (centre === null) return values.map(() => null);
  const spread = completeMedian(values.map((value) => (value === null ? null : Math.abs(value - centre))));
  if (spread === null || spread === 0) return values.map(() => null);
  return values.map((value) => (value === null ? null : (NORMAL * (value - centre)) / spread));
}
