/** Records of trials on disk: one JSON file each, with the key of what made it. */
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultParameters } from '../core/parameters';
import { parametersHash } from '../core/result';
import type { BaseScan, BenchRecord, Plan, Trial, TrialRecord } from '../core/validation';
import { sharedInt16 } from '../core/volume';
import { version } from '../core/version';
import { isRecord } from './case-records';
import { writeWhole } from './output-folder';

/** Raised when a kind's trials change what they do. */
const formats: Readonly<Record<TrialRecord['kind'], number>> = {
  chest: 1,
  calibration: 1,
  robustness: 1,
  refusals: 1,
  bench: 1,
};

export interface Kept {
  readonly id: string;
  /** Seconds and memory of the whole process that ran it. */
  readonly seconds: number;
  readonly peakMemoryMb: number;
  readonly record: TrialRecord;
}

/** One run of the command, for the time that the document states. */
export interface RunNote {
  readonly threads: number;
  readonly trials: number;
  readonly seconds: number;
}

export interface RunFile {
  readonly plan: Plan;
  readonly runs: readonly RunNote[];
}

/** What a record must have been made by. */
export const keyOf = (chain: string, kind: TrialRecord['kind'], seed: number): string =>
  [version, parametersHash(defaultParameters).slice(7, 23), chain, `${kind} ${formats[kind]}`, `seed ${seed}`].join(
    '; ',
  );

export const fileOf = (folder: string, id: string): string => join(folder, `${id}.json`);

export async function writeRecord(folder: string, key: string, kept: Kept): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeWhole(fileOf(folder, kept.id), `${JSON.stringify({ key, ...kept }, null, 1)}\n`);
}

/** The record of a trial; null where there is none or another chain made it. */
export async function readRecord(folder: string, id: string, key: string): Promise<Kept | null> {
  const value = await jsonOf(fileOf(folder, id));
  return isKept(value) && 'key' in value && value.key === key ? value : null;
}

export async function readTrials(folder: string, chain: string, trials: readonly Trial[]): Promise<Kept[]> {
  const found = await Promise.all(trials.map(({ id, kind, seed }) => readRecord(folder, id, keyOf(chain, kind, seed))));
  return found.filter((kept) => kept !== null);
}

/** The bench's record, made by the same chain. */
export async function readBench(folder: string, chain: string): Promise<BenchRecord | null> {
  const kept = await readRecord(folder, 'bench', keyOf(chain, 'bench', 0));
  return kept?.record.kind === 'bench' ? kept.record : null;
}

export async function readRunFile(folder: string): Promise<RunFile | null> {
  const value = await jsonOf(join(folder, 'run.json'));
  return isRunFile(value) ? value : null;
}

export async function writeRunFile(folder: string, file: RunFile): Promise<void> {
  await writeWhole(join(folder, 'run.json'), `${JSON.stringify(file, null, 1)}\n`);
}

/** The robustness set's scan, kept as raw HU beside its geometry and truth. */
export async function readBase(folder: string, key: string): Promise<BaseScan | null> {
  const value = await jsonOf(join(folder, '.base.json'));
  if (!isBaseFile(value) || value.key !== key) return null;
  const bytes = await readFile(join(folder, '.base.hu')).catch(() => null);
  if (bytes === null) return null;
  const hu = sharedInt16(bytes.byteLength / 2);
  new Uint8Array(hu.buffer).set(bytes);
  return { volume: { geometry: value.geometry, hu, paddingHu: null }, truth: value.truth };
}

export async function writeBase(folder: string, key: string, { volume, truth }: BaseScan): Promise<void> {
  const { hu, geometry } = volume;
  const histogram = { edgesMm2: [], ml: [] };
  await writeWhole(join(folder, '.base.hu'), new Uint8Array(hu.buffer, hu.byteOffset, hu.byteLength).slice());
  await writeWhole(
    join(folder, '.base.json'),
    `${JSON.stringify({ key, geometry, truth: { ...truth, histogram } })}\n`,
  );
}

async function jsonOf(path: string): Promise<unknown> {
  const text = await readFile(path, 'utf8').catch(() => null);
  if (text === null) return null;
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    // half a file of a run that was killed: as good as none
    return null;
  }
}

/** The key says which program wrote the rest, so its shape is known. */
const isKept = (value: unknown): value is Kept & { readonly key: string } =>
  isRecord(value) && typeof value['key'] === 'string' && isRecord(value['record']);

const isRunFile = (value: unknown): value is RunFile =>
  isRecord(value) && isRecord(value['plan']) && Array.isArray(value['runs']);

const isBaseFile = (value: unknown): value is { readonly key: string } & Pick<BaseScan, 'truth'> & BaseScan['volume'] =>
  isRecord(value) && typeof value['key'] === 'string' && isRecord(value['geometry']) && isRecord(value['truth']);
