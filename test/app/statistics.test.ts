/** The cards of the statistics: figures without a test, the script of a card, Table 1 for word processors. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { computed } from 'vue';
import { createCohortDesk } from '../../src/app/cohort/desk';
import { createCohort } from '../../src/app/state/cohort';
import { createWorkspace } from '../../src/app/state/workspace';
import { figureFor, marksOf, runCards, scriptOf } from '../../src/app/statistics/cards';
import { tableOne } from '../../src/app/statistics/table-one';
import { tableOneScript } from '../../src/app/statistics/table-one-script';
import { tableOneHtml, tableOneText } from '../../src/app/statistics/table-one-html';
import { withSlowTests } from '../../src/app/statistics/slow-tests';
import { kindOf } from '../../src/app/statistics/test-kinds';
import { printInk, runAnalyses, runStatistic } from '../../src/core/statistics';
import { memoryKeeper } from '../../src/storage';

/** R is not needed; where it is there, scripts have to run. */
const hasR = spawnSync('Rscript', ['--version']).status === 0;

async function sample() {
  const workspace = createWorkspace(
    async () => memoryKeeper(),
    () => new Date(0),
  );
  await workspace.open();
  const cohort = createCohort(workspace);
  createCohortDesk(workspace, { newId: () => 'new', clock: () => new Date(0), seed: () => 7 }).addSample();
  return { workspace, cohort };
}

describe('a figure without a test', () => {
  test('correlation matrix: r as the test gives it, n and the smallest p in the caption', async () => {
    const { workspace, cohort } = await sample();
    const columns = ['bv5_percent', 'pao2_mmhg', 'aado2_full_mmhg'];
    workspace.set('added', { analyses: [{ id: 'm', fields: { plot: 'correlation_matrix', columns } }] });
    const [card] = runCards(workspace.settings.value, cohort);
    const data = cohort.data.value.columns;
    const pair = runStatistic('pearson', { x: data.get('pao2_mmhg'), y: data.get('aado2_full_mmhg') }, {});
    const svg = figureFor(card, printInk, null) ?? '';
    expect(svg.match(/<rect/g)?.length).toBeGreaterThan(9);
    expect(svg).toContain(
      Number('estimate' in pair && pair.estimate)
        .toFixed(2)
        .replace('-', '−'),
    );
    const said = card.sentence.replaceAll(/\s/g, ' ');
    expect(said).toBe('Pearson r, n 40, missing values pairwise; smallest of 3 p < 0.001, not corrected');
    expect(svg).toContain('smallest of 3');
    expect(kindOf('correlation_matrix')).toBe('plot');
  });

  test('waterfall: largest first, those that reach the threshold are counted, every bar knows its row', async () => {
    const { workspace, cohort } = await sample();
    workspace.set('added', { analyses: [{ id: 'w', fields: { plot: 'waterfall', x: 'pf_mmhg', threshold: 300 } }] });
    const [card] = runCards(workspace.settings.value, cohort);
    const pf = cohort.rows.value.map(({ values }) => Number(values.pf_mmhg));
    const reached = pf.filter((value) => value >= 300).length;
    expect(reached).toBeGreaterThan(0);
    expect(card.sentence).toBe(`${reached} of 40 reach 300, n 40, 0 missing`);
    const svg = figureFor(card, printInk, marksOf(cohort)) ?? '';
    const keys = [...svg.matchAll(/data-case="([^"]+)"/g)].map(([, key]) => key);
    expect(keys).toHaveLength(40);
    const largest = pf.indexOf(Math.max(...pf));
    expect(keys[0]).toBe(cohort.rows.value[largest].key);
    expect(figureFor(card, printInk, null)).not.toContain('data-case');
  });

  test('of columns that are gone says so', async () => {
    const { workspace, cohort } = await sample();
    workspace.set('added', { analyses: [{ id: 'w', fields: { plot: 'waterfall', x: 'nothing' } }] });
    const [card] = runCards(workspace.settings.value, cohort);
    expect(card).toMatchObject({ refused: true, result: null });
    expect(figureFor(card, printInk, null)).toBeNull();
  });
});

test('a card of a test that takes long waits for its result and leaves the others alone', async () => {
  const { workspace, cohort } = await sample();
  const fields = { test: 'fisher_exact', x: 'o2_device', y: 'group' };
  workspace.set('added', {
    analyses: [
      { id: 'f', fields },
      { id: 'r', fields: { test: 'pearson', x: 'bv5_percent', y: 'pao2_mmhg' } },
    ],
  });
  let asked = 0;
  const arrive: (() => void)[] = [];
  const run = withSlowTests(async (analysis, table) => {
    asked += 1;
    await new Promise<void>((resolve) => arrive.push(resolve));
    return runAnalyses([analysis], table);
  });
  const cards = computed(() => runCards(workspace.settings.value, cohort, run));
  expect(cards.value.map(({ waiting }) => waiting)).toEqual([true, false]);
  expect(cards.value[0]).toMatchObject({ refused: false, p: null, adjusted: '' });
  expect(scriptOf(cards.value[0])).toBeNull();
  for (const done of arrive) done();
  await expect.poll(() => cards.value[0].waiting).toBe(false);
  expect(cards.value[0].p).toBe(runCards(workspace.settings.value, cohort)[0].p);
  // asked once for one table; another table is another question
  workspace.remember({ correction: 'holm' });
  expect(cards.value[0].waiting).toBe(false);
  expect(asked).toBe(1);
});

test('the script of a card calls its test alone, and reads the table beside it', async () => {
  const { workspace, cohort } = await sample();
  const card = runCards(workspace.settings.value, cohort).find((one) => one.test === 't_test_welch');
  const made = card && scriptOf(card);
  expect(made?.script).toContain('bvx_t_test_welch(');
  expect(made?.script).not.toContain('bvx_pearson');
  expect(made?.data.split('\n')[0]).toContain('bv5_percent');
});

test.each([false, true])('the script of Table 1 repeats every number in R, thirds as groups: %s', async (thirds) => {
  const { workspace, cohort } = await sample();
  if (thirds) workspace.set('groups', { grouping: { kind: 'thirds', variable: 'age_years' } });
  const table = tableOne(cohort, workspace.settings.value);
  if (table === null) throw new Error('no table');
  expect(table.groups).toHaveLength(thirds ? 3 : 2);
  const { script, data } = tableOneScript(table, cohort.data.value);
  // one call for each p, and one for each mean with its groups
  const spreads = table.parts.flat().filter(({ kind }) => kind === 'spread').length;
  const calls = [...script.matchAll(/^run\("/gm)].length;
  expect(calls).toBe(table.comparisons + spreads * (1 + table.groups.length));
  expect(script).toContain('bvx_fisher_exact(');
  if (!hasR) return;
  const folder = mkdtempSync(join(tmpdir(), 'bvx-table1-'));
  writeFileSync(join(folder, 'analysis.R'), script);
  writeFileSync(join(folder, 'analysis_data.csv'), data);
  const answer = spawnSync('Rscript', ['analysis.R'], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true, force: true });
  expect(answer.stdout).toMatch(/\d\d numbers repeated, 0 differ/);
});

test('Table 1 as HTML and as tabs says what the page says; texts are escaped', async () => {
  const { workspace, cohort } = await sample();
  const table = tableOne(cohort, workspace.settings.value);
  if (table === null) throw new Error('no table');
  const html = tableOneHtml(table, (name) => `group ${name}`, ['a < b & c']);
  const cells = [...html.matchAll(/<td>([^<]*)<\/td>/g)].map(([, text]) => text);
  expect(cells).toEqual(table.parts.flat().flatMap(({ all, groups, p }) => [all, ...groups, p.replace('<', '&lt;')]));
  expect(html).toContain('group &lt;2, n');
  expect(html).toContain('<p>a &lt; b &amp; c</p>');
  const lines = tableOneText(table, (name) => name)
    .trimEnd()
    .split('\n');
  expect(lines).toHaveLength(1 + table.parts.flat().length);
  expect(new Set(lines.map((line) => line.split('\t').length))).toEqual(new Set([5]));
});
