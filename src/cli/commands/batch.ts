/** bvx batch: many scans, one row each; goes on after a bad one, and can be resumed. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import type { Refusal } from '../../core/issues';
import { refusals } from '../../core/issue-catalogue';
import { failuresCsv, type Failure } from '../../core/result';
import { createNodeEngine } from '../../engine/node';
import { casesOf, type BatchCase } from '../case-list';
import { readArguments, UsageError, wholeNumber, type Command } from '../command';
import { filesOf } from '../inputs';
import { measureFiles } from '../measure-files';
import { writeFolder, writeWhole } from '../output-folder';
import { progressBar, tell } from '../terminal';

export const batch: Command = {
  name: 'batch',
  usage: 'batch LIST|DIR --out DIR [--jobs N] [--threads N] [--resume]',
  summary: 'Measures many scans: one measurements.csv with a row a case, one failures.csv.',
  help: [
    'LIST         a CSV with the columns case,path; paths relative to the list',
    'DIR          each folder, zip or image file in it is a case',
    '--out DIR    folder for the outputs',
    '--jobs N     scans at the same time (default 1)',
    '--threads N  threads a scan (default: cores divided by jobs)',
    '--resume     go on where an earlier run stopped',
    '--quiet      no progress bar, no line a case',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      out: { type: 'string' },
      jobs: { type: 'string' },
      threads: { type: 'string' },
      resume: { type: 'boolean' },
      quiet: { type: 'boolean' },
    });
    const out = values.out;
    if (out === undefined) throw new UsageError('--out DIR is missing');
    if (positionals.length !== 1) throw new UsageError('one list or folder of cases is wanted');
    const jobs = wholeNumber(values.jobs, 'jobs', 1, 64) ?? 1;
    const cores = os.availableParallelism();
    const threads = wholeNumber(values.threads, 'threads', 1, 64) ?? Math.max(1, Math.floor(cores / jobs));
    const cases = await casesOf(positionals[0]);
    await mkdir(out, { recursive: true });
    if (!values.resume && (await readdir(out)).length > 0) {
      throw new UsageError(`${out} is not empty; --resume goes on with it`);
    }
    return new Batch(out, cases, jobs, threads, values.quiet ?? false).run();
  },
};

/** One run over the cases; a class because it owns engines and the signal handlers. */
class Batch {
  readonly #out: string;
  readonly #cases: readonly BatchCase[];
  readonly #jobs: number;
  readonly #threads: number;
  readonly #quiet: boolean;
  readonly #failures = new Map<string, Failure>();
  #next = 0;
  #interrupted = false;

  constructor(out: string, cases: readonly BatchCase[], jobs: number, threads: number, quiet: boolean) {
    this.#out = out;
    this.#cases = cases;
    this.#jobs = Math.min(jobs, cases.length);
    this.#threads = threads;
    this.#quiet = quiet;
  }

  async run(): Promise<number> {
    await this.#sweep();
    const workers = Array.from({ length: this.#jobs }, () => this.#work());
    await Promise.all(workers);
    const measured = await this.#writeTables();
    if (!this.#quiet) tell(`${measured} of ${this.#cases.length} cases measured, ${this.#failures.size} failed.`);
    return this.#interrupted ? 130 : 0;
  }

  /** Folders that a killed run left half-written. */
  async #sweep(): Promise<void> {
    for (const name of await readdir(this.#out)) {
      if (name.startsWith('.')) await rm(join(this.#out, name), { recursive: true, force: true });
    }
  }

  async #work(): Promise<void> {
    const engine = createNodeEngine({ threads: this.#threads });
    const stop = (): void => {
      this.#interrupted = true;
      engine.cancel();
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    for (let index = this.#next++; index < this.#cases.length && !this.#interrupted; index = this.#next++) {
      const one = this.#cases[index];
      const folder = join(this.#out, one.folder);
      if ((await readFile(join(folder, 'measurements.csv'), 'utf8').catch(() => null)) !== null) continue;
      const bar = progressBar(this.#quiet || this.#jobs > 1, `${one.label} `);
      const refusal = await this.#measure(engine, one, folder, (p) => bar.report(p));
      bar.stop();
      if (this.#interrupted) break;
      if (refusal !== null) this.#failures.set(one.folder, failure(one, refusal));
      if (!this.#quiet) tell(`${one.label}: ${refusal === null ? 'measured' : `${refusal.message} [${refusal.code}]`}`);
    }
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    engine.dispose();
  }

  async #measure(
    engine: ReturnType<typeof createNodeEngine>,
    one: BatchCase,
    folder: string,
    onProgress: Parameters<typeof measureFiles>[2]['onProgress'],
  ): Promise<Refusal | null> {
    try {
      const files = await filesOf([one.path]);
      const outcome = await measureFiles(engine, files, { caseLabel: one.label, identify: false, onProgress });
      if (!outcome.ok) return outcome.refusal;
      await writeFolder(folder, outcome.value.files);
      return null;
    } catch (error) {
      // a missing path or a full disk must not end the other cases
      return refusals.case_failed(error instanceof Error ? error.message : String(error));
    }
  }

  /** measurements.csv and failures.csv in the order of the list; gives the number of rows. */
  async #writeTables(): Promise<number> {
    let header = '';
    const rows: string[] = [];
    for (const one of this.#cases) {
      const text = await readFile(join(this.#out, one.folder, 'measurements.csv'), 'utf8').catch(() => null);
      if (text === null) continue;
      const split = text.indexOf('\n') + 1;
      header = text.slice(0, split);
      rows.push(text.slice(split));
    }
    if (rows.length > 0) await writeWhole(join(this.#out, 'measurements.csv'), header + rows.join(''));
    const failures = this.#cases.map((one) => this.#failures.get(one.folder)).filter((f) => f !== undefined);
    await writeWhole(join(this.#out, 'failures.csv'), failuresCsv(failures));
    return rows.length;
  }
}

function failure(one: BatchCase, refusal: Refusal): Failure {
  const { exit, code, message, action } = refusal;
  return { case: one.label, path: one.path, exit, code, message, action };
}
