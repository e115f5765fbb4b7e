/** Judges the distances between neighbouring slices: regular, or refused in the words of what is wrong. */
import { refusals } from '../issue-catalogue';
import type { Refusal } from '../issues';
import { mm } from './slice';

/** Closer than this two slices have the same place. */
const samePlaceMm = 0.01;

/**
 * Null where all steps are equal within what scanners round positions to.
 * @param at places along the normal in mm, rising
 * @param nameOf file and place of a slice, for the message
 * @param suspects files that were left out, for the message
 */
export function checkSteps(
  at: readonly number[],
  nameOf: (index: number) => string,
  suspects: readonly string[],
): Refusal | null {
  const steps = at.slice(1).map((value, index) => value - at[index]);
  const same = steps.findIndex((step) => step < samePlaceMm);
  if (same >= 0) {
    const doubled = steps.filter((step) => step < samePlaceMm).length;
    return refusals.overlapping_acquisitions(doubled, nameOf(same), nameOf(same + 1));
  }
  const sorted = steps.toSorted((a, b) => a - b);
  const usual = sorted[Math.floor((sorted.length - 1) / 2)];
  const tolerance = Math.max(0.12, 0.04 * usual);
  const odd = steps.flatMap((step, index) => (Math.abs(step - usual) > tolerance ? [{ step, index }] : []));
  if (odd.length === 0) return null;
  const between = ({ step, index }: { step: number; index: number }): string =>
    `of ${mm(step)} between ${nameOf(index)} and ${nameOf(index + 1)}`;
  const change = blockChange(steps, tolerance);
  if (change !== null) return refusals.spacing_changes(steps[change - 1], steps[change], nameOf(change));
  const missing = odd.map(({ step }) => Math.round(step / usual) - 1);
  const areGaps = odd.every(({ step }, i) => missing[i] > 0 && Math.abs(step - usual * (missing[i] + 1)) <= tolerance);
  if (areGaps && odd.length * 2 < steps.length) {
    const slices = missing.reduce((sum, count) => sum + count, 0);
    return refusals.slices_missing(slices, odd.map(between), usual, suspects);
  }
  return refusals.spacing_irregular(sorted[0], sorted[sorted.length - 1], between(odd[0]), suspects);
}

/** Steps that make a block; fewer are gaps. */
const blockSteps = 3;

/** Index of the step where one even block ends and another begins; null where there are not just two. */
function blockChange(steps: readonly number[], tolerance: number): number | null {
  const changes = steps.flatMap((step, index) =>
    index > 0 && Math.abs(step - steps[index - 1]) > tolerance ? [index] : [],
  );
  if (changes.length !== 1) return null;
  const [change] = changes;
  return change >= blockSteps && steps.length - change >= blockSteps ? change : null;
}
