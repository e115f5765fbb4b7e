/** Runs one trial from its seed to its record. */
import { chestGeometry, chestScene, makeChest, render, trueBlood } from '../phantom';
import type { TrueBlood } from '../phantom';
import type { Volume } from '../volume';
import { calibrationPlans } from './calibration-sets';
import { runCalibration } from './calibration-trial';
import { measureChest, type Host } from './chest-trial';
import type { ChestRecord, TrialRecord } from './records';
import { runRefusals } from './refusal-scans';
import { baseOf, runChange, scanChanges } from './robustness';
import { caseOf, robustnessCase, type Trial } from './trials';

/** The scan that the robustness set changes, so that it need not be drawn for every change. */
export interface BaseScan {
  readonly volume: Volume;
  readonly truth: TrueBlood;
}

/** `keptBase` gives the robustness set's scan, made once by `makeBase` and kept by the host. */
export async function runTrial(
  trial: Trial,
  host: Host,
  keptBase: (seed: number) => Promise<BaseScan>,
): Promise<TrialRecord> {
  if (trial.kind === 'chest') return runChest(trial, host);
  if (trial.kind === 'refusals') return runRefusals(host);
  if (trial.kind === 'calibration') {
    const plan = calibrationPlans.find(({ id }) => id === trial.setId);
    if (plan === undefined) throw new Error(`no calibration set ${trial.setId}`);
    return runCalibration(plan, trial.seed, host);
  }
  const one = scanChanges.find(({ id }) => id === trial.changeId);
  if (one === undefined) throw new Error(`no change ${trial.changeId}`);
  const { volume, truth } = await keptBase(trial.seed);
  const options = { ...caseOf(robustnessCase).options, seed: trial.seed };
  return runChange(one, baseOf(options, volume, host), truth, host);
}

/** The scan of the robustness set and what is true of it. */
export async function makeBase(seed: number, host: Host): Promise<BaseScan> {
  const options = { ...caseOf(robustnessCase).options, seed };
  const geometry = chestGeometry(options);
  const scene = await chestScene(options, host.parallel);
  const volume = await render(scene, options.scan, geometry, seed, host.parallel);
  return { volume, truth: await trueBlood(scene, geometry, host.parallel) };
}

async function runChest(trial: Trial & { readonly kind: 'chest' }, host: Host): Promise<ChestRecord> {
  const { id, title, kind, options } = caseOf(trial.caseId);
  const start = host.now();
  const { volume, truth } = await makeChest({ ...options, seed: trial.seed }, host.parallel);
  const generationSeconds = host.now() - start;
  const { total, right, left, withoutHilum, rightLungMl, leftLungMl } = truth;
  return {
    kind: 'chest',
    caseId: id,
    title,
    class: kind,
    repeat: trial.repeat,
    seed: trial.seed,
    truth: { total, right, left, withoutHilum, rightLungMl, leftLungMl },
    ...(await measureChest(volume, truth, host)),
    generationSeconds,
  };
}
