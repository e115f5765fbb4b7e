/** Measured again, with other threads, stored otherwise, or after a kill: the same bytes. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeChest } from '../../src/core/phantom';
import { compareResults, type Measured, type ResultJson } from '../../src/core/result';
import { measureVolume } from '../../src/core/validation/chest-trial';
import { storedAs, type Volume } from '../../src/core/volume';
import { volumeToNifti } from '../../src/engine';
import { host, smallChest } from './host';

const folder = mkdtempSync(join(tmpdir(), 'bvx-repeat-'));
const list = join(folder, 'cases.csv');
const program = resolve('dist-cli/bvx.mjs');
const names = ['first', 'second'];
const batchOf = (out: string, threads: number): string[] => [
  program,
  'batch',
  list,
  '--out',
  join(folder, out),
  '--threads',
  String(threads),
  '--quiet',
];

beforeAll(async () => {
  const scans = join(folder, 'scans');
  mkdirSync(scans);
  for (const [n, name] of names.entries()) {
    const { volume } = await makeChest(smallChest(6300 + n), host.parallel);
    writeFileSync(join(scans, `${name}.nii.gz`), volumeToNifti(volume));
  }
  writeFileSync(list, `case,path\n${names.map((name) => `${name},scans/${name}.nii.gz\n`).join('')}`);
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const table = (out: string): string => readFileSync(join(folder, out, 'measurements.csv'), 'utf8');

/** Starts a batch and kills it, hard, as soon as the first case is there. */
async function killedBatch(out: string): Promise<void> {
  const child = spawn(process.execPath, batchOf(out, 2));
  const ended = new Promise((done) => child.once('exit', done));
  const first = join(folder, out, 'first', 'measurements.csv');
  while (!existsSync(first) && child.exitCode === null) await new Promise((done) => setTimeout(done, 50));
  await new Promise((done) => setTimeout(done, 1500));
  child.kill('SIGKILL');
  await ended;
}

describe('a batch of small chests', () => {
  it('gives the same bytes with 1 and 2 threads, and resumed after a kill', { timeout: 900_000 }, async () => {
    const plain = spawnSync(process.execPath, batchOf('plain', 1), { encoding: 'utf8' });
    expect([plain.status, plain.stderr]).toEqual([0, '']);
    expect(table('plain').trimEnd().split('\n')).toHaveLength(1 + names.length);

    await killedBatch('killed');
    expect(existsSync(join(folder, 'killed', 'measurements.csv')), 'killed before its end').toBe(false);
    const resumed = spawnSync(process.execPath, [...batchOf('killed', 2), '--resume'], { encoding: 'utf8' });
    expect([resumed.status, resumed.stderr]).toEqual([0, '']);
    expect(table('killed')).toBe(table('plain'));
    expect(readdirSync(join(folder, 'killed')).filter((name) => name.startsWith('.'))).toEqual([]);

    for (const name of names) {
      const [one, two] = ['plain', 'killed'].map((out) => join(folder, out, name));
      const result = (path: string): ResultJson => JSON.parse(readFileSync(join(path, 'result.json'), 'utf8'));
      expect(compareResults(result(one), result(two)), name).toEqual([]);
      for (const file of ['vessels.nii.gz', 'lungs.nii.gz', 'centrelines.csv']) {
        expect(readFileSync(join(one, file)).equals(readFileSync(join(two, file))), `${name}: ${file}`).toBe(true);
      }
    }
  });
});

describe('a scan stored otherwise', () => {
  const measured = async (volume: Volume): Promise<Measured> => {
    const outcome = await measureVolume(volume, 1, host);
    if (!outcome.ok) throw new Error(outcome.refusal.code);
    return outcome.value;
  };

  it('gives the same figures and stations, and masks where its voxels are', { timeout: 900_000 }, async () => {
    const { volume } = await makeChest(smallChest(6310), host.parallel);
    const slicesFirst = { axes: [2, 0, 1], reversed: [true, false, true] } as const;
    const [plain, other] = [await measured(volume), await measured(storedAs(volume, slicesFirst))];
    for (const part of ['estimates', 'lungs', 'volumes', 'percent', 'intervals', 'histogram'] as const) {
      expect(other.measurement[part], part).toEqual(plain.measurement[part]);
    }
    expect(other.stations.csaMm2).toEqual(plain.stations.csaMm2);
    for (const axis of ['x', 'y', 'z'] as const) {
      const apart = plain.stations[axis].map((mm, n) => Math.abs(mm - other.stations[axis][n]));
      expect(Math.max(...apart)).toBeLessThan(1e-3);
    }
    for (const mask of ['vesselMask', 'lungMask'] as const) {
      const stored = storedAs({ ...volume, hu: Int16Array.from(plain[mask]) }, slicesFirst).hu;
      expect(Uint8Array.from(stored), mask).toEqual(Uint8Array.from(other[mask]));
    }
  });
});
