/** The trials of a validation in the order in which they are run, each with its own seed. */
import { random } from '../maths';
import { sampleChestOptions, validationCases, type ValidationCase } from '../phantom';
import { calibrationPlans } from './calibration-sets';
import { scanChanges } from './robustness';

export type Trial =
  | {
      readonly kind: 'chest';
      readonly id: string;
      readonly caseId: string;
      readonly repeat: number;
      readonly seed: number;
    }
  | { readonly kind: 'calibration'; readonly id: string; readonly setId: string; readonly seed: number }
  | { readonly kind: 'robustness'; readonly id: string; readonly changeId: string; readonly seed: number }
  | { readonly kind: 'refusals'; readonly id: string; readonly seed: number };

export interface Plan {
  /** Where the seeds of the trials are drawn from. */
  readonly seedsFrom: number;
  /** Seeds a case. */
  readonly repeats: number;
  /** Ids of cases, or `calibration`, `robustness`, `refusals`; null for all. */
  readonly only: readonly string[] | null;
}

/** The case whose scan is changed. */
export const robustnessCase = 'normal-1.0';
/** Streams of the draws, so that no two trials share one. */
const streams = { chest: 1000, calibration: 3000, robustness: 4000 } as const;

/** A seed of a trial: the same for the same place in the matrix, whatever else is run; never the sample's. */
export function drawSeed(seedsFrom: number, stream: number): number {
  const dice = random(seedsFrom, stream);
  for (;;) {
    const seed = 1000 + dice.integer(999000);
    if (seed !== sampleChestOptions.seed) return seed;
  }
}

export function trialsOf(plan: Plan): Trial[] {
  const { seedsFrom, repeats, only } = plan;
  const wanted = (...names: readonly string[]): boolean => only === null || names.some((name) => only.includes(name));
  const trials: Trial[] = [];
  for (let repeat = 1; repeat <= repeats; repeat += 1) {
    validationCases.forEach(({ id: caseId }, n) => {
      if (!wanted(caseId, 'chests')) return;
      const seed = drawSeed(seedsFrom, streams.chest + 100 * repeat + n);
      trials.push({ kind: 'chest', id: `${caseId}.${repeat}`, caseId, repeat, seed });
    });
  }
  const seed = drawSeed(seedsFrom, streams.robustness);
  for (const { id: changeId } of scanChanges) {
    if (wanted('robustness', `robustness.${changeId}`))
      trials.push({ kind: 'robustness', id: `robustness.${changeId}`, changeId, seed });
  }
  calibrationPlans.forEach(({ id: setId }, n) => {
    if (!wanted('calibration', `calibration.${setId}`)) return;
    trials.push({
      kind: 'calibration',
      id: `calibration.${setId}`,
      setId,
      seed: drawSeed(seedsFrom, streams.calibration + n),
    });
  });
  if (wanted('refusals')) trials.push({ kind: 'refusals', id: 'refusals', seed: 0 });
  return trials;
}

/** The case of an id. Throws on one that is not in the matrix: trials are made from the matrix. */
export function caseOf(id: string): ValidationCase {
  const found = validationCases.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no case ${id}`);
  return found;
}

/** Names that `only` may hold. */
export const trialNames: readonly string[] = [
  'chests',
  ...validationCases.map(({ id }) => id),
  'robustness',
  ...scanChanges.map(({ id }) => `robustness.${id}`),
  'calibration',
  ...calibrationPlans.map(({ id }) => `calibration.${id}`),
  'refusals',
];
