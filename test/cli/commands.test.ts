/** The command line from outside: what it prints where, its exit codes, and that nothing is half-written. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { version } from '../../src/core/version';

const folder = mkdtempSync(join(tmpdir(), 'bvx-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const sample = resolve('sample-data/bvx-sample.zip');
const program = resolve('dist-cli/bvx.mjs');

function bvx(...args: string[]): { code: number | null; out: string; err: string } {
  const result = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8', maxBuffer: 1e8 });
  return { code: result.status, out: result.stdout, err: result.stderr };
}

describe('wrong usage ends with 2 and says what is wrong', () => {
  it.each([
    [['analyse'], 'no command "analyse"'],
    [['analyze', sample], '--out DIR is missing'],
    [['analyze', 'nowhere', '--out', 'x'], 'nowhere does not exist'],
    [['analyze', sample, '--out', 'x', '--threads', 'two'], 'whole number'],
    [['analyze', sample, '--out', 'x', '--wrong'], '--wrong'],
    [['analyze', sample, '--out', '.'], 'not empty'],
    [['analyze', '--out', join(folder, 'x')], 'an input is missing'],
    [['convert', sample, '--out', 'x.txt'], '--out FILE.nii.gz'],
    [['batch', 'nowhere', '--out', join(folder, 'x')], 'nowhere does not exist'],
  ])('%j', (args, words) => {
    const { code, out, err } = bvx(...args);
    expect(err).toContain(words);
    expect(out).toBe('');
    expect(code).toBe(2);
  });
});

describe('help and version', () => {
  it.each(['analyze', 'series', 'convert', 'batch'])('%s --help works without an input', (name) => {
    const { code, out, err } = bvx(name, '--help');
    expect(out).toContain(`bvx ${name}`);
    expect([code, err]).toEqual([0, '']);
    expect(bvx(name, '--version').out).toBe(`${version}\n`);
  });
  it('--version prints the version', () => {
    expect(bvx('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

describe('refusals', () => {
  it('end with 3, with the reason as JSON on stdout and in words on stderr', () => {
    const text = join(folder, 'letter.txt');
    writeFileSync(text, 'no scan');
    const { code, out, err } = bvx('analyze', text, '--out', join(folder, 'refused'), '--json');
    expect(code).toBe(3);
    expect(Object.keys(JSON.parse(out).error)).toEqual(['code', 'message', 'action']);
    expect(err).toContain('[nothing_readable]');
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });
});

describe('series', () => {
  it('lists the sample, in words and as JSON', () => {
    expect(bvx('series', sample).out).toMatch(/1 series[\s\S]*best/);
    const list = JSON.parse(bvx('series', sample, '--json').out);
    expect(list.series).toHaveLength(1);
    expect(list.series[0].verdict).toBe('best');
    expect(list.left_out).toEqual([]);
  });
});

it('a reader that stops reading is no failure', async () => {
  const cases = join(folder, 'many.json');
  const input = { x: [1, 2, 3, 4, 5] };
  const many = Array.from({ length: 2000 }, (_, i) => ({ id: `c${i}`, test: 'descriptive', input }));
  writeFileSync(cases, JSON.stringify({ cases: many }));
  const child = spawn(process.execPath, [program, 'stats', '--cases', cases, '--json']);
  let err = '';
  child.stderr.on('data', (text: Buffer) => (err += text.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const code = await new Promise((done) => child.once('close', done));
  expect([code, err]).toEqual([0, '']);
});

describe('interrupt', () => {
  it('ends with 130 and leaves nothing behind', async () => {
    const out = join(folder, 'interrupted');
    const child = spawn(process.execPath, [program, 'analyze', sample, '--out', out]);
    await new Promise((done) => setTimeout(done, 3000));
    child.kill('SIGINT');
    const code = await new Promise((done) => child.once('exit', done));
    expect(code).toBe(130);
    expect(readdirSync(folder).filter((name) => name.includes('interrupted'))).toEqual([]);
  });
});

describe('batch', () => {
  it('goes on after bad cases, keeps the order of the list, and gives the same bytes when it is resumed', () => {
    const list = join(folder, 'cases.csv');
    const bad = join(folder, 'bad');
    mkdirSync(bad);
    writeFileSync(join(bad, 'letter.txt'), 'no scan');
    writeFileSync(list, `case,path\nlost,nowhere.zip\n"Müller, A.",${sample}\nletter,bad\n`);
    const out = join(folder, 'batch');
    const first = bvx('batch', list, '--out', out, '--quiet');
    expect([first.code, first.out]).toEqual([0, '']);
    const table = readFileSync(join(out, 'measurements.csv'), 'utf8');
    expect(table.trimEnd().split('\n')).toHaveLength(2);
    expect(table).toContain('"Müller, A."');
    const failures = readFileSync(join(out, 'failures.csv'), 'utf8').trimEnd().split('\n');
    expect(failures.map((line) => line.split(',')[0])).toEqual(['case', 'lost', 'letter']);
    expect(readdirSync(out).every((name) => /^[A-Za-z0-9._-]+$/.test(name))).toBe(true);
    const [measured] = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('result.json'),
    );
    const { stages } = JSON.parse(readFileSync(join(out, measured), 'utf8')).timing;
    expect(stages[0].id).toBe('read');
    for (const stage of stages) expect(stage.peak_memory_mb, stage.id).toBeGreaterThan(10);
    expect(bvx('batch', list, '--out', out, '--quiet').code).toBe(2);
    const again = bvx('batch', list, '--out', out, '--quiet', '--resume');
    expect(again.code).toBe(0);
    expect(readFileSync(join(out, 'measurements.csv'), 'utf8')).toBe(table);
  });
});
