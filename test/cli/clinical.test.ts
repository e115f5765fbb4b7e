/** The clinical commands: answers on stdout, trouble on stderr, exit codes, files all or none. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { importCommand } from '../../src/cli/commands/import';
import { merge } from '../../src/cli/commands/merge';
import { stats } from '../../src/cli/commands/stats';
import { table1Command } from '../../src/cli/commands/table1';
import { runCommand } from './run-command';

const folder = mkdtempSync(join(tmpdir(), 'bvx-clinical-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, text = ''): string => {
  const path = join(folder, name);
  if (text !== '') writeFileSync(path, text);
  return path;
};

const cohort = file(
  'cohort.csv',
  [
    'patient_id,bv5_percent,pao2_mmhg,o2_flow_l_min,group,excluded,exclusion_code',
    ...[48, 52, 44, 50, 41, 39, 45, 37].map(
      (bv5, i) => `P${i},${bv5},${70 + bv5 / 2 + i},${i < 4 ? 1 : 3},${i < 4 ? 'low' : 'high'},0,`,
    ),
    'P9,90,20,0,low,1,anomalous_gas',
  ].join('\n'),
);

describe('stats', () => {
  it('one bad analysis has an error, the others run; excluded rows stay out', async () => {
    const analyses = file(
      'a.json',
      JSON.stringify({
        analyses: [
          { id: 'welch', test: 't_test_welch', x: 'bv5_percent', by: 'group', levels: ['low', 'high'] },
          { id: 'r', test: 'pearson', x: 'pao2_mmhg', y: 'bv5_percent' },
          { id: 'lost', test: 'pearson', x: 'pao2_mmhg', y: 'nowhere' },
          { id: 'odd', test: 'nonsense' },
          { id: 'all', test: 'p_adjust', of: ['welch', 'r', 'lost'], method: 'bonferroni' },
        ],
      }),
    );
    const out = join(folder, 'out');
    const { exit, out: text, err } = await runCommand(stats, cohort, '--analysis', analyses, '--out', out, '--json');
    expect(exit).toBe(0);
    expect(err).toBe('9 entered, 1 excluded (anomalous_gas 1), 8 analysed\n');
    const document = JSON.parse(readFileSync(join(out, 'statistics.json'), 'utf8'));
    expect(JSON.parse(text)).toEqual(document);
    expect(document.results).toMatchObject([
      { id: 'welch', result: { n_x: 4, n_y: 4, mean_x: 48.5, mean_y: 40.5 } },
      { id: 'r', result: { n: 8 } },
      { id: 'lost', result: { error: 'malformed_input' } },
      { id: 'odd', result: { error: 'unknown_test' } },
      { id: 'all', result: { n: 2, n_missing: 1 } },
    ]);
    const names = readdirSync(out);
    expect(names).toEqual(expect.arrayContaining(['flow.svg', 'r.svg', 'statistics.csv', 'welch.svg']));
    const figure = readFileSync(join(out, 'welch.svg'), 'utf8');
    expect(figure).toContain('n 4');
    expect(figure).toMatch(/p\s0\.0/);
    // no id of a patient in a figure that may be passed on
    expect(figure).not.toContain('P0');
  });

  it('does not write into a folder that holds something', async () => {
    await expect(runCommand(stats, cohort, '--analysis', join(folder, 'a.json'), '--out', folder)).rejects.toThrow(
      'is not empty',
    );
  });

  it('a test that does not exist is wrong usage, and still an answer', async () => {
    const { exit, out } = await runCommand(stats, '--data', cohort, '--test', 'nonsense', '--x', 'ph', '--json');
    expect(exit).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ results: [{ result: { error: 'unknown_test' } }] });
  });

  it('one test on columns, with options', async () => {
    const argv = ['--data', cohort, '--test', 'spearman', '--x', 'pao2_mmhg', '--y', 'bv5_percent', '--json'];
    const { out } = await runCommand(stats, ...argv, '--options', '{"exact":false}');
    expect(JSON.parse(out)).toMatchObject({ results: [{ id: 'spearman', result: { method: 't', n: 8 } }] });
  });

  it('reads a cohort in UTF-16, takes NaN for missing as R does, and names a column that stands twice', async () => {
    const text = 'a,b,a\n1,3,0\n2,NaN,0\n4,5,0\n6,6,0\nNA,9,0\n';
    const wide = join(folder, 'wide.csv');
    writeFileSync(wide, Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]));
    const { out, err } = await runCommand(stats, '--data', wide, '--test', 'pearson', '--x', 'a', '--y', 'b', '--json');
    expect(JSON.parse(out)).toMatchObject({ results: [{ result: { n: 3, n_missing: 2 } }] });
    expect(err).toContain('The column "a" stands twice; the first was taken.');
  });

  it('names the cell that is no number, not the first of its column', async () => {
    const argv = ['--data', file('text.csv', 'a,b\n1,3\n2,Inf\n3,4\n'), '--test', 'pearson', '--x', 'a', '--y', 'b'];
    const { out } = await runCommand(stats, ...argv);
    expect(out).toContain('"y": "Inf" is not a number');
  });

  it.each([
    ['open.csv', 'a,b\n1,"3\n2,4\n', 'the quote that opens in row 2 is never closed'],
    ['semicolons.csv', 'a;b\n1;3\n', 'is not comma-separated'],
    ['blank.csv', '\n\n', 'it is empty'],
  ])('%s is refused with words', async (name, text, words) => {
    const argv = ['--data', file(name, text), '--test', 'pearson', '--x', 'a', '--y', 'b'];
    await expect(runCommand(stats, ...argv)).rejects.toThrow(words);
  });

  it('says what is missing', async () => {
    await expect(runCommand(stats)).rejects.toThrow('is needed');
    await expect(runCommand(stats, '--cases', file('none.json'))).rejects.toThrow('cannot be read');
    await expect(runCommand(stats, '--cases', file('b.json', '{}'))).rejects.toThrow('no list "cases"');
  });
});

it('table1 prints its flow and its rows', async () => {
  const { out } = await runCommand(table1Command, cohort, '--with', 'pao2_mmhg', '--json');
  expect(JSON.parse(out)).toMatchObject({
    flow: { entered: 9, excluded: { anomalous_gas: 1 }, at_threshold: 0, analysed: 8 },
    rows: [{ test: 't_test_welch' }, { test: 'pearson' }],
    profile_hash: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
  });
  await expect(runCommand(table1Command, cohort, '--outcome', 'nowhere')).rejects.toThrow('no column "nowhere"');
});

describe('merge', () => {
  const gases = file('gases.csv', 'patient_id,pao2_mmhg,paco2_mmhg,fio2\nP1,80,40,0.21\nP7,70,41,0.4\n');

  it('writes one row a scan and names the unmatched', async () => {
    const scans = file('m.csv', 'case,scan_id,percent_bv5\nP1,s1,45\nQ,s2,44\n');
    const out = join(folder, 'merged.csv');
    const { exit, err } = await runCommand(merge, scans, gases, '--out', out);
    expect(exit).toBe(0);
    expect(err).toBe('in scans only: Q\nin gases only: P7\n');
    expect(readFileSync(out, 'utf8').split('\n')).toHaveLength(4);
  });

  it('ends with 3 and writes nothing where no id matches', async () => {
    const scans = file('n.csv', 'case,scan_id,percent_bv5\nQ,s2,44\n');
    const out = join(folder, 'not-there.csv');
    expect((await runCommand(merge, scans, gases, '--out', out)).exit).toBe(3);
    expect(readdirSync(folder)).not.toContain('not-there.csv');
  });
});

it('import writes the good rows and the rejected ones apart', async () => {
  const table = file('t.csv', 'id,pO2 (mmHg)\nA,80\n,70\n');
  const [good, rejected] = [join(folder, 'good.csv'), join(folder, 'rejected.csv')];
  const { exit } = await runCommand(importCommand, table, '--out', good, '--rejected', rejected);
  expect(exit).toBe(0);
  expect(readFileSync(good, 'utf8').split('\n')).toHaveLength(3);
  expect(readFileSync(rejected, 'utf8')).toBe('row,reason,id,pO2 (mmHg)\n2,id_missing,,70\n');
});

it('neither import nor merge writes over what it reads', async () => {
  const table = file('table.csv', 'patient_id,pao2_mmhg\nP1,80\n');
  const scans = file('measured.csv', 'case,percent_bv5\nP1,44\n');
  await expect(runCommand(importCommand, table, '--out', table)).rejects.toThrow('would be replaced');
  await expect(runCommand(merge, scans, table, '--out', scans)).rejects.toThrow('would be replaced');
  expect(readFileSync(table, 'utf8')).toContain('P1,80');
});
