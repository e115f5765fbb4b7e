/** bvx score: makes synthetic chests, measures them, and prints how far each figure is from the truth. */
import process from 'node:process';
import { measure } from '../../core/measure';
import { defaultParameters } from '../../core/parameters';
import { chestOptions, formatScore, makeChest, sampleChestOptions, scoreMeasurement } from '../../core/phantom';
import type { ScanFacts } from '../../core/result';
import { startNodeParallel } from '../../engine/node';
import { readArguments, UsageError, wholeNumber, type Command } from '../command';
import { tell, tellIssues } from '../terminal';

/** What the header of a synthetic scan would say. */
const facts = (sliceThicknessMm: number): ScanFacts => ({
  modality: 'CT',
  manufacturer: 'BVX',
  model: null,
  kernel: 'SYN_STANDARD',
  contrastAgent: null,
  kvp: 120,
  seriesDescription: null,
  sliceThicknessMm,
  acquiredAt: null,
  patientId: null,
  files: 1,
});

export const score: Command = {
  name: 'score',
  usage: 'score [--seeds N,N,…] [--thin] [--threads N]',
  summary: 'Measures synthetic chests with known truth and prints every error: the sample case and other seeds.',
  help: [
    `--seeds N,N  seeds of the generator (default ${sampleChestOptions.seed}, the sample, and two others)`,
    '--thin       1 mm slices and the generator’s standard chest instead of the sample’s setting',
    '--threads N  worker threads',
  ].join('\n'),
  async run(argv) {
    const { values } = readArguments(argv, {
      seeds: { type: 'string' },
      thin: { type: 'boolean' },
      threads: { type: 'string' },
    });
    const threads = wholeNumber(values.threads, 'threads', 1, 64);
    const seeds = (values.seeds ?? `${sampleChestOptions.seed},31,47`).split(',').map(Number);
    if (!seeds.every((seed) => Number.isInteger(seed) && seed >= 0))
      throw new UsageError('--seeds takes whole numbers');
    const base = values.thin ? chestOptions : sampleChestOptions;
    const workers = await startNodeParallel(threads === undefined ? {} : { threads });
    let worst = 0;
    try {
      for (const seed of seeds) {
        const { volume, truth } = await makeChest({ ...base, seed }, workers.parallel);
        const outcome = await measure(
          { volume, facts: facts(base.scan.sliceThicknessMm), scanIssues: [] },
          defaultParameters,
          { parallel: workers.parallel, now: () => performance.now() / 1000, onProgress: () => {} },
        );
        if (!outcome.ok) {
          tell(`seed ${seed}: ${outcome.refusal.message} [${outcome.refusal.code}]`);
          return outcome.refusal.exit;
        }
        const { measurement } = outcome.value;
        tellIssues(measurement.issues, true);
        const result = scoreMeasurement(truth, {
          total: measurement.volumes,
          right: measurement.sides.right.volumes,
          left: measurement.sides.left.volumes,
          rightLungMl: measurement.lungs.rightMl,
          leftLungMl: measurement.lungs.leftMl,
        });
        worst = Math.max(worst, result.worstBinPoints ?? Infinity);
        process.stdout.write(`seed ${seed}\n${formatScore(result)}\n`);
        const range = measurement.intervals.percent.bv5;
        if (range !== null) {
          process.stdout.write(`BV5 90 % interval ${range[0].toFixed(1)}–${range[1].toFixed(1)}\n\n`);
        }
      }
      process.stdout.write(`worst bin over ${seeds.length} chests: ${worst.toFixed(2)} points\n`);
      return 0;
    } finally {
      await workers.stop();
    }
  },
};
