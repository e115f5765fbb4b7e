/** bvx validate from outside: records, going on where it stopped, and the document made from them. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'bvx-validate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const records = join(folder, 'records');

function validate(...args: string[]): { code: number | null; err: string } {
  const words = [resolve('dist-cli/bvx.mjs'), 'validate', '--out', records, ...args];
  const { status, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  return { code: status, err: stderr };
}

describe('validate', { timeout: 600_000 }, () => {
  const plan = ['--seeds-from', '3', '--cases', 'calibration.bronchi,calibration.sheets', '--threads', '1'];
  const record = join(records, 'calibration.bronchi.json');

  it('refuses names that it does not know', () => {
    expect(validate('--cases', 'normal-9')).toMatchObject({ code: 2 });
    expect(validate('--document', join(folder, 'x.md'))).toMatchObject({ code: 2 });
  });

  it('keeps a record of each trial and does none twice', () => {
    const first = validate(...plan);
    expect([first.code, first.err]).toEqual([0, expect.stringContaining('2 trials run, 0 failed')]);
    const { key, record: inner } = JSON.parse(readFileSync(record, 'utf8'));
    expect(key).toMatch(/calibration 1; seed \d+$/);
    expect(inner.falseMl).toBeLessThan(0.2);
    const made = statSync(record).mtimeMs;
    expect(validate(...plan).err).toContain('2 are done');
    expect(statSync(record).mtimeMs).toBe(made);
  });

  it('makes again what other sources made, and what was left half-written', () => {
    const text = readFileSync(record, 'utf8');
    writeFileSync(record, text.replace(/"key": "[^"]*"/, '"key": "another chain"'));
    expect(validate(...plan).err).toContain('1 trials run, 0 failed');
    expect(JSON.parse(readFileSync(record, 'utf8')).record.shapes).toBe(JSON.parse(text).record.shapes);
    writeFileSync(record, text.slice(0, 200));
    expect(validate(...plan).err).toContain('1 trials run, 0 failed');
  });

  it('makes the document from the records alone', () => {
    const document = join(folder, 'docs', 'validation.md');
    expect(validate('--document', document)).toMatchObject({ code: 0 });
    expect(readFileSync(document, 'utf8')).toContain('bronchi alone');
    expect(existsSync(join(folder, 'docs', 'validation'))).toBe(true);
  });
});
