import { describe, expect, it } from 'vitest';
import { sampleChestOptions, validationCases } from '../../../src/core/phantom';
import { trialNames, trialsOf } from '../../../src/core/validation';

const plan = { seedsFrom: 7, repeats: 2, only: null };

describe('trials', () => {
  const trials = trialsOf(plan);

  it('hold every case of the matrix as often as asked, and everything else once', () => {
    const chests = trials.filter(({ kind }) => kind === 'chest');
    expect(chests).toHaveLength(2 * validationCases.length);
    expect(new Set(trials.map(({ id }) => id)).size).toBe(trials.length);
    expect(trials.filter(({ kind }) => kind === 'refusals')).toHaveLength(1);
    expect(validationCases.length).toBeGreaterThanOrEqual(12);
  });

  it('have seeds of their own, never that of the sample', () => {
    const seeds = trials.filter(({ kind }) => kind === 'chest' || kind === 'calibration').map(({ seed }) => seed);
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds).not.toContain(sampleChestOptions.seed);
    expect(trialsOf({ ...plan, seedsFrom: 8 })[0].seed).not.toBe(trials[0].seed);
  });

  it('keep their seed when only some are run', () => {
    const [one] = trialsOf({ ...plan, only: ['pruned-1.25'] });
    expect(one).toEqual(trials.find(({ id }) => id === one.id));
    for (const only of trialNames) {
      const some = trialsOf({ ...plan, only: [only] });
      expect(some.length, only).toBeGreaterThan(0);
      for (const trial of some) expect(trials).toContainEqual(trial);
    }
  });
});
