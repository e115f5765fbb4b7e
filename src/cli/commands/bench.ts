/** bvx bench: time and memory of every stage on a large synthetic chest, and the kernels against their plain twins. */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { plainKernels } from '../../core/kernels';
import { inlineParallel } from '../../core/parallel';
import { benchKernels, type BenchRecord } from '../../core/validation';
import { createNodeEngine, startNodeParallel } from '../../engine/node';
import type { Engine, Progress } from '../../engine';
import { chainHash } from '../chain-hash';
import { chooseSeries, isRefusal } from '../choose-series';
import { readArguments, UsageError, wholeNumber, type Command } from '../command';
import { filesOf } from '../inputs';
import { tell } from '../terminal';
import { keyOf, writeRecord } from '../trial-records';

const sampleEveryMs = 20;
const seed = 5;
/** The chest of the generator, scanned with this many columns, rows and slices. */
const scan = { columns: 512, rows: 512, slices: 400, pixelMm: 0.66, sliceSpacingMm: 0.75, sliceThicknessMm: 0.75 };

export const bench: Command = {
  name: 'bench',
  usage: 'bench [--out DIR] [--threads N]',
  summary: 'Times every stage on a synthetic chest of 512 × 512 × 400 voxels, with its memory, and the kernels.',
  help: [
    '--out DIR     folder of the validation’s records (default validation-records)',
    '--threads N   worker threads (default: cores, at most 8)',
  ].join('\n'),
  async run(argv) {
    const { values } = readArguments(argv, { out: { type: 'string' }, threads: { type: 'string' } });
    const threads = wholeNumber(values.threads, 'threads', 1, 64) ?? Math.min(8, os.availableParallelism());
    const chain = await chainHash();
    if (chain === null) throw new UsageError('bench needs the sources of the project beside dist-cli');
    const folder = await mkdtemp(join(os.tmpdir(), 'bvx-bench-'));
    try {
      const chest = await makeChestFile(folder, threads);
      const stages = await measureFile(chest, threads);
      const { parallel } = await startNodeParallel({ threads: 1 });
      const kernels = await benchKernels(inlineParallel(plainKernels), parallel, seconds);
      const record: BenchRecord = {
        kind: 'bench',
        size: [scan.columns, scan.rows, scan.slices],
        threads,
        processor: os.cpus()[0].model.trim(),
        ...stages,
        kernels,
      };
      process.stdout.write(textOf(record));
      const peakMemoryMb = record.peakMemoryMb;
      const kept = { id: 'bench', seconds: record.totalSeconds, peakMemoryMb, record };
      await writeRecord(resolve(values.out ?? 'validation-records'), keyOf(chain, 'bench', 0), kept);
      return 0;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const seconds = (): number => performance.now() / 1000;

/** Made in a process of its own, so that none of its memory is counted. */
async function makeChestFile(folder: string, threads: number): Promise<string> {
  const options = join(folder, 'options.json');
  await writeFile(options, JSON.stringify({ scan }));
  const out = join(folder, 'chest');
  const program = fileURLToPath(new URL('./bvx.mjs', import.meta.url));
  const words = ['phantom', '--options', options, '--seed', String(seed), '--out', out, '--threads', String(threads)];
  tell('Making the chest …');
  const made = spawnSync(process.execPath, [program, ...words, '--quiet'], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (made.status !== 0) throw new Error(`phantom ended with ${made.status ?? made.signal}`);
  return join(out, 'ct.nii.gz');
}

type Stages = Pick<BenchRecord, 'totalSeconds' | 'peakMemoryMb' | 'stages'>;

/** Reads and measures as `analyze` does, while this thread looks at the memory of the whole process. */
async function measureFile(path: string, threads: number): Promise<Stages> {
  const engine = createNodeEngine({ threads });
  const peaks = new Map<Progress['stage'], number>();
  let stage: Progress['stage'] = 'open';
  const look = (): void => {
    const mb = process.memoryUsage.rss() / 1e6;
    peaks.set(stage, Math.max(peaks.get(stage) ?? 0, mb));
  };
  const onProgress = (progress: Progress): void => {
    stage = progress.stage;
    look();
  };
  const timer = setInterval(look, sampleEveryMs);
  tell('Measuring it …');
  const start = seconds();
  try {
    const spent = await stageSeconds(engine, path, onProgress);
    const stages = spent.map((one) => ({ ...one, peakMemoryMb: peakOf(peaks, one.id) }));
    return { totalSeconds: seconds() - start, peakMemoryMb: Math.max(...peaks.values()), stages };
  } finally {
    clearInterval(timer);
    engine.dispose();
  }
}

const peakOf = (peaks: ReadonlyMap<Progress['stage'], number>, id: string): number =>
  [...peaks].find(([stage]) => stage === id)?.[1] ?? 0;

async function stageSeconds(
  engine: Engine,
  path: string,
  onProgress: (progress: Progress) => void,
): Promise<readonly { readonly id: string; readonly seconds: number }[]> {
  const opened = await engine.open(await filesOf([path]), onProgress);
  if (!opened.ok) throw new Error(opened.refusal.message);
  const chosen = chooseSeries(opened.value, undefined);
  if (isRefusal(chosen)) throw new Error(chosen.message);
  const before = seconds();
  const loaded = await engine.load(chosen.id, { onProgress });
  if (!loaded.ok) throw new Error(loaded.refusal.message);
  const read = { id: 'read', seconds: seconds() - before };
  const outcome = await engine.measure(chosen.id, { onProgress });
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return [read, ...outcome.value.measured.stageSeconds.filter(({ id }) => id !== 'read')];
}

function textOf({ stages, totalSeconds, peakMemoryMb, kernels, threads, processor, size }: BenchRecord): string {
  const row = (name: string, s: number, mb: number): string =>
    `${name.padEnd(14)}${s.toFixed(1).padStart(7)} s${mb.toFixed(0).padStart(7)} MB`;
  return [
    `${size.join(' × ')} voxels, ${threads} threads, ${processor}`,
    ...stages.map((one) => row(one.id, one.seconds, one.peakMemoryMb)),
    row('all', totalSeconds, peakMemoryMb),
    ...kernels.map(
      ({ name, plainSeconds, wasmSeconds, sameBits }) =>
        `${name}: plain ${plainSeconds.toFixed(2)} s, SIMD ${wasmSeconds.toFixed(2)} s, ${(plainSeconds / wasmSeconds).toFixed(1)} ×, ${sameBits ? 'same bits' : 'OTHER BITS'}`,
    ),
    '',
  ].join('\n');
}
