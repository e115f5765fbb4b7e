/** bvx phantom: what it writes, and what it refuses. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { phantom } from '../../src/cli/commands/phantom';
import { UsageError } from '../../src/cli/command';
import { runCommand } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'bvx-phantom-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('bvx phantom', () => {
  it('lists cases and sets', async () => {
    const { out, exit } = await runCommand(phantom, '--list');
    expect(exit).toBe(0);
    expect(out).toMatch(/normal-1\.0[\s\S]*sets \(--set\)[\s\S]*cylinders/);
  });

  it('writes a set whole: both formats on one grid, masks, centrelines and truth', async () => {
    const out = join(folder, 'set');
    const words = ['--set', 'pleura', '--out', out, '--threads', '1', '--format', 'both', '--quiet'];
    const scan = ['--spacing', '2', '--noise', '0', '--artery-hu', '120', '--seed', '7'];
    expect((await runCommand(phantom, ...words, ...scan)).exit).toBe(0);
    const names = ['centrelines.csv', 'ct.nii.gz', 'dicom', 'lungs.nii.gz', 'truth.json', 'vessels.nii.gz'];
    expect(readdirSync(out).toSorted()).toEqual(names);
    const grids = ['ct.nii.gz', 'lungs.nii.gz', 'vessels.nii.gz'].map((name) => {
      const bytes = gunzipSync(readFileSync(join(out, name)));
      // sizes, and the three rows of the affine
      return [bytes.slice(40, 56), bytes.slice(280, 328)];
    });
    expect(grids[0][0][6]).toBe(40);
    expect(grids[1]).toEqual(grids[0]);
    expect(grids[2]).toEqual(grids[0]);
    expect(readdirSync(join(out, 'dicom'))).toHaveLength(40);
    const truth: unknown = JSON.parse(readFileSync(join(out, 'truth.json'), 'utf8'));
    expect(truth).toMatchObject({
      set: 'pleura',
      options: { seed: 7, bloodHu: 120, scan: { sliceSpacingMm: 2, sliceThicknessMm: 2, noiseHu: 0 } },
    });
    await expect(phantom.run([...words])).rejects.toThrow('not empty');
  });

  const file = join(folder, 'options.json');
  writeFileSync(file, '{"scan":{"noise":3}}');
  it.each([
    [[], '--out DIR is missing'],
    [['--out', 'x', '--set', 'cubes'], 'no set "cubes"'],
    [['--out', 'x', '--case', 'none'], 'no case "none"'],
    [['--out', 'x', '--format', 'raw'], 'nifti, dicom, both'],
    [['--out', 'x', '--noise', 'much'], '--noise takes a number'],
    [['--out', 'x', '--emphysema', '2'], 'emphysema.fraction'],
    [['--out', 'x', '--options', file], 'there is no scan.noise'],
    [['--out', 'x', '--set', 'forks', '--case', 'sample'], 'exclude each other'],
  ])('%j is wrong usage', async (argv, words) => {
    const error: unknown = await phantom.run(argv).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect(String(error)).toContain(words);
    expect(existsSync('x')).toBe(false);
  });
});
