/** Shapes of known size: no bias of CSA on thin and thick slices, beside neighbours, and nothing where no vessel is. */
import { describe, expect, it } from 'vitest';
import { calibrationPlans } from '../../src/core/validation/calibration-sets';
import { runCalibration } from '../../src/core/validation/calibration-trial';
import type { CalibrationRecord } from '../../src/core/validation';
import { host } from './host';

async function run(id: string): Promise<CalibrationRecord> {
  const plan = calibrationPlans.find((one) => one.id === id);
  if (plan === undefined) throw new Error(`no set ${id}`);
  return runCalibration(plan, 6200, host);
}

/** Largest bias and SD of calibres of 1.25–20 mm², %, and least recall from 2 mm² on: thinner ones may be too faint. */
function extremes({ methods }: CalibrationRecord): { bias: number; sd: number; recall: number } {
  const inRange = methods[0].classes.filter(({ csaMm2, stations }) => csaMm2 >= 1.25 && csaMm2 <= 20 && stations > 0);
  expect(inRange.length).toBeGreaterThan(4);
  return {
    bias: Math.max(...inRange.map(({ biasPercent }) => Math.abs(biasPercent ?? Infinity))),
    sd: Math.max(...inRange.map(({ sdPercent }) => sdPercent ?? Infinity)),
    recall: Math.min(...inRange.filter(({ csaMm2 }) => csaMm2 >= 2).map(({ recall }) => recall ?? 0)),
  };
}

describe('sizes of known shapes', { timeout: 600_000 }, () => {
  it('have no bias on thin slices', async () => {
    const { bias, sd, recall } = extremes(await run('thin'));
    expect(bias).toBeLessThan(1.5);
    expect(sd).toBeLessThan(6);
    expect(recall).toBeGreaterThan(0.99);
  });

  it('have little on slices of 3 mm', async () => {
    const { bias, sd, recall } = extremes(await run('thick-3'));
    expect(bias).toBeLessThan(6);
    expect(sd).toBeLessThan(12);
    expect(recall).toBeGreaterThan(0.95);
  });

  it('have little beside a second vessel', async () => {
    const { bias, recall } = extremes(await run('pairs'));
    expect(bias).toBeLessThan(4);
    // at 0.2 mm two thin vessels are one to the search
    expect(recall).toBeGreaterThan(0.6);
  });

  it('are not made up from sheets and bronchi', async () => {
    expect((await run('sheets')).falseMl).toBeLessThan(0.15);
    expect((await run('bronchi')).falseMl).toBeLessThan(0.05);
  });
});
