/** Judges the distances between neighbouring slices: regular, or refused in the words of what is wrong. */
import { refusals } from '../issue-catalogue';
import type { Refusal } from '../issues';
import { mm } from './slice';

/**
 * @param at places along the normal in mm, rising
 * @param nameOf file and place of a slice, for the message
 */
export function checkSteps(at: readonly number[], nameOf: (index: number) => string): Refusal | null {
  const steps = at.slice(1).map((value, index) => value - at[index]);
  const sorted = [...steps].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const tolerance = Math.max(0.12, 0.04 * median);
  const same = steps.findIndex((step) => step < 0.01);
  if (same >= 0) {
    const doubled = steps.filter((step) => step < 0.01).length;
    return refusals.slices_doubled(doubled, nameOf(same), nameOf(same + 1));
  }
  const odd = steps.map((step, index) => ({ step, index })).filter(({ step }) => Math.abs(step - median) > tolerance);
  if (odd.length === 0) return null;
  const missing = odd.map(({ step }) => Math.round(step / median) - 1);
  const gaps = odd.every(({ step }, i) => missing[i] >= 1 && Math.abs(step - median * (missing[i] + 1)) <= tolerance);
  if (gaps && odd.length * 2 < steps.length) {
    const list = odd.map(({ step, index }) => `between ${nameOf(index)} and ${nameOf(index + 1)}, ${mm(step)}`);
    return refusals.slices_missing(
      missing.reduce((sum, count) => sum + count, 0),
      list,
      median,
    );
  }
  const change = blockChange(steps, tolerance);
  if (change !== null) {
    return refusals.spacing_changes(steps[change - 1], steps[change], nameOf(change));
  }
  return refusals.spacing_irregular(
    sorted[0],
    sorted[sorted.length - 1],
    nameOf(odd[0].index),
    nameOf(odd[0].index + 1),
  );
}

/** Index of the step where one regular block ends and another begins; null where there are not just two. */
function blockChange(steps: readonly number[], tolerance: number): number | null {
  const changes = steps
    .map((step, index) => (index > 0 && Math.abs(step - steps[index - 1]) > tolerance ? index : -1))
    .filter((index) => index >= 0);
  return changes.length === 1 ? changes[0] : null;
}
