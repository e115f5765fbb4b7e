/** bvx validate: runs the trials of the validation, keeps a record of each, and writes the document from them. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { makeBase, runTrial, trialNames, trialsOf, type Host, type Plan, type Trial } from '../../core/validation';
import { startNodeParallel } from '../../engine/node';
import { chainHash, projectFolder } from '../chain-hash';
import { readArguments, UsageError, wholeNumber, type Command } from '../command';
import { tell } from '../terminal';
import { writeValidationDocument } from '../validation-document';
import { keyOf, readBase, readRecord, readRunFile, writeBase, writeRecord, writeRunFile } from '../trial-records';

const defaultFolder = 'validation-records';
/** The child's name for making the scan that the robustness set changes. */
const baseId = 'robustness.base';

export const validate: Command = {
  name: 'validate',
  usage: 'validate [--out DIR] [--seeds-from N] [--cases NAME,…] [--repeats K] [--threads N] [--document FILE]',
  summary: 'Measures the error on synthetic chests and calibration sets with known truth; goes on where it stopped.',
  help: [
    `--out DIR        folder for the records, one a trial (default ${defaultFolder})`,
    '--seeds-from N   number from which the seed of each trial is drawn (default 1)',
    '--repeats K      chests a case, each with its own seed (default 1)',
    '--cases NAMES    only these trials: chests, calibration, robustness, refusals, or single ones of them',
    '--threads N      trials at the same time, each in a process of its own (default: cores, at most 8)',
    '--document FILE  the document to write (docs/validation.md for the whole matrix); without --seeds-from, --cases',
    '                 and --repeats nothing is run and the document is made from the records in DIR',
    '',
    `Names: ${trialNames.join(', ')}`,
  ].join('\n'),
  async run(argv) {
    const { values } = readArguments(argv, {
      out: { type: 'string' },
      'seeds-from': { type: 'string' },
      cases: { type: 'string' },
      repeats: { type: 'string' },
      threads: { type: 'string' },
      document: { type: 'string' },
      trial: { type: 'string' },
      chain: { type: 'string' },
    });
    const folder = resolve(values.out ?? defaultFolder);
    const only = values.cases?.split(',') ?? null;
    const unknown = only?.find((name) => !trialNames.includes(name));
    if (unknown !== undefined) throw new UsageError(`--cases knows no "${unknown}"; --help lists the names`);
    const plan: Plan = {
      seedsFrom: wholeNumber(values['seeds-from'], 'seeds-from', 0, 1e9) ?? 1,
      repeats: wholeNumber(values.repeats, 'repeats', 1, 50) ?? 1,
      only,
    };
    const chain = await chainHash();
    if (chain === null) throw new UsageError('validate needs the sources of the project beside dist-cli');
    if (values.trial !== undefined) {
      if (values.chain !== chain) throw new UsageError('the sources have changed since the run was started');
      await runHere(folder, plan, values.trial, chain);
      return 0;
    }
    const asked = [values['seeds-from'], values.cases, values.repeats].some((value) => value !== undefined);
    // the whole matrix is the project's own document; a part of it is only kept as records unless a file is named
    const own = only === null ? join(projectFolder, 'docs', 'validation.md') : null;
    const document = values.document === undefined ? own : resolve(values.document);
    if (values.document !== undefined && document !== null && !asked) {
      const file = await readRunFile(folder);
      if (file === null) throw new UsageError(`${folder} holds no run`);
      await writeValidationDocument(folder, chain, file.plan, document);
      return 0;
    }
    const threads = wholeNumber(values.threads, 'threads', 1, 64) ?? Math.min(8, os.availableParallelism());
    const exit = await new Run(folder, plan, chain, threads).run();
    if (document !== null && exit !== 130) await writeValidationDocument(folder, chain, plan, document);
    return exit;
  },
};

/** The child's part: one trial, one thread, one record. */
async function runHere(folder: string, plan: Plan, id: string, chain: string): Promise<void> {
  const start = performance.now();
  const workers = await startNodeParallel({ threads: 1 });
  const host: Host = { parallel: workers.parallel, now: () => performance.now() / 1000 };
  const keptBase = async (seed: number): Promise<Awaited<ReturnType<typeof makeBase>>> => {
    const key = keyOf(chain, 'robustness', seed);
    const kept = await readBase(folder, key);
    if (kept !== null) return kept;
    const made = await makeBase(seed, host);
    await writeBase(folder, key, made);
    return made;
  };
  const trials = trialsOf(plan);
  if (id === baseId) {
    const [first] = trialsOf({ ...plan, only: ['robustness'] });
    await keptBase(first.seed);
    return;
  }
  const trial = trials.find((one) => one.id === id);
  if (trial === undefined) throw new UsageError(`no trial ${id}`);
  const record = await runTrial(trial, host, keptBase);
  await writeRecord(folder, keyOf(chain, trial.kind, trial.seed), {
    id,
    seconds: (performance.now() - start) / 1000,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
    record,
  });
}

/** The parent's part; a class because it owns the children and the signal handlers. */
class Run {
  readonly #folder: string;
  readonly #plan: Plan;
  readonly #chain: string;
  readonly #threads: number;
  readonly #children = new Set<ChildProcess>();
  #interrupted = false;
  #failed = 0;
  #base: Promise<string | null> | null = null;

  constructor(folder: string, plan: Plan, chain: string, threads: number) {
    this.#folder = folder;
    this.#plan = plan;
    this.#chain = chain;
    this.#threads = threads;
  }

  async run(): Promise<number> {
    await mkdir(this.#folder, { recursive: true });
    const start = performance.now();
    const trials = trialsOf(this.#plan);
    const open: Trial[] = [];
    for (const trial of trials) if ((await this.#record(trial)) === null) open.push(trial);
    tell(`${trials.length} trials, seeds drawn from ${this.#plan.seedsFrom}; ${trials.length - open.length} are done.`);
    const stop = (): void => {
      this.#interrupted = true;
      for (const child of this.#children) child.kill('SIGTERM');
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    let next = 0;
    const work = async (_: unknown, worker: number): Promise<void> => {
      if (worker === 0) await this.#base;
      while (next < open.length && !this.#interrupted) {
        const trial = open[next++];
        await this.#runTrial(trial, `${next}/${open.length}`);
      }
    };
    // made first, while the chests begin: the robustness trials all need it
    if (open.some(({ kind }) => kind === 'robustness')) this.#base = this.#spawn(baseId);
    await Promise.all(Array.from({ length: this.#threads }).map(work));
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    await this.#note(open.length, (performance.now() - start) / 1000);
    if (this.#interrupted) return 130;
    tell(`${open.length - this.#failed} trials run, ${this.#failed} failed; records in ${this.#folder}`);
    return this.#failed > 0 ? 1 : 0;
  }

  async #runTrial(trial: Trial, count: string): Promise<void> {
    const baseFault = trial.kind === 'robustness' ? await this.#base : null;
    const fault = baseFault ?? (await this.#spawn(trial.id));
    if (this.#interrupted) return;
    const kept = fault === null ? await this.#record(trial) : null;
    if (kept === null) this.#failed += 1;
    const said = kept === null ? `failed (${fault ?? 'no record'})` : `${kept.seconds.toFixed(0)} s`;
    tell(`${count} ${trial.id}, seed ${trial.seed}: ${said}`);
  }

  #record({ id, kind, seed }: Trial): ReturnType<typeof readRecord> {
    return readRecord(this.#folder, id, keyOf(this.#chain, kind, seed));
  }

  /** Runs a trial in a process of its own, so that a crash ends that trial alone; gives why it failed, or null. */
  #spawn(id: string): Promise<string | null> {
    const { seedsFrom, repeats } = this.#plan;
    const program = fileURLToPath(new URL('./bvx.mjs', import.meta.url));
    const words = ['--out', this.#folder, '--seeds-from', String(seedsFrom), '--repeats', String(repeats)];
    const child = spawn(process.execPath, [program, 'validate', ...words, '--trial', id, '--chain', this.#chain], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    this.#children.add(child);
    return new Promise((done) => {
      child.once('error', (error) => done(error.message));
      child.once('exit', (code, signal) => {
        this.#children.delete(child);
        done(code === 0 ? null : `ended with ${code ?? signal}`);
      });
    });
  }

  /** Keeps the plan and the time of this run beside the records. */
  async #note(trials: number, seconds: number): Promise<void> {
    const before = await readRunFile(this.#folder);
    const isSame = before !== null && JSON.stringify(before.plan) === JSON.stringify(this.#plan);
    const runs = isSame ? before.runs : [];
    const run = { threads: this.#threads, trials, seconds };
    await writeRunFile(this.#folder, { plan: this.#plan, runs: trials > 0 ? [...runs, run] : runs });
  }
}
