/**
 * The clinical half in a real browser, by clicks and keys: a gas typed with the keyboard alone, a cohort imported, one
 * excluded, grouped and correlated, the same p as the command line's, and all of it there again after a reload.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatP } from '../../src/core/result';
import { hasReferences, referencePath } from '../core/reference-data';
import { savedBy, startSite, type Site } from './chromium';

/** R is not needed; where it is there, the exported script has to run. */
const hasR = spawnSync('Rscript', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'bvx-clinic-'));
let site: Site;

beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Patients that exist nowhere: BV5 falls with AaDO2, scattered by a fixed pattern. */
function cohortText(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const scatter = ((i * 7919) % 101) / 10 - 5;
    const bv5 = (52 - 0.4 * (i % 30) + scatter).toFixed(2);
    const pao2 = (92 - 1.1 * (i % 30) + scatter / 2).toFixed(1);
    return `P-${String(i + 1).padStart(4, '0')};${bv5};${pao2};${38 + (i % 5)};${i % 3 === 0 ? 4 : 1};nasal_cannula`;
  });
  return `Patient ID;BV5 (%);PaO2 (mmHg);PaCO2 (mmHg);O2 flow (L/min);O2 device\n${lines.join('\n')}\n`.replaceAll(
    '.',
    ',',
  );
}

function commandLine(...args: string[]): string {
  const result = spawnSync(process.execPath, ['dist-cli/bvx.mjs', ...args], { encoding: 'utf8' });
  expect(result.status, result.stderr).toBe(0);
  return result.stdout;
}

async function importTable(
  page: Page,
  file: string | { name: string; mimeType: string; buffer: Buffer },
): Promise<void> {
  await page.click('[data-testid=area-cohort]');
  await page.setInputFiles('[data-testid=table-input]', file);
  await page.click('[data-testid=import-do]');
  await page.waitForSelector('[data-testid=cohort-row]');
}

const text = async (page: Page, selector: string): Promise<string> =>
  ((await page.textContent(selector)) ?? '').replaceAll(/\s+/g, ' ').trim();

describe('a blood gas', () => {
  it('is typed with the keyboard alone; AaDO2 and its formula are seen; a reload keeps it', async () => {
    const { page, problems } = await site.open();
    for (const key of ['g', 'g']) await page.keyboard.press(key);
    await page.fill('[data-testid=patient-new]', 'P-1');
    await page.keyboard.press('Enter');
    await page.click('[data-testid=first-gas]');
    // pH, PaCO2, PaO2, HCO3, SaO2, Hb, lactate, FiO2: the order of the print-out
    for (const value of ['7,36', '41', '78', '22.9', '94.5', '11.2', '1.4', '60']) {
      await page.keyboard.type(value);
      await page.keyboard.press('Tab');
    }
    expect(await text(page, '[data-testid=derived-aado2_full_mmhg]')).toBe('305');
    expect(await text(page, '[data-testid=derived-pf_mmhg]')).toBe('130');
    await page.click('[data-testid=derived-aado2_full_mmhg]');
    expect(await text(page, '[data-testid=formula-card]')).toContain('382.7 − 78 = 304.7 mmHg');
    // the switch changes what is shown, and back again what was typed is untouched
    await page.click('[data-testid=unit-kpa]');
    expect(await page.inputValue('[data-testid=gas-pao2_mmhg]')).toBe('10.40');
    await page.click('[data-testid=unit-mmhg]');
    expect(await page.inputValue('[data-testid=gas-pao2_mmhg]')).toBe('78');
    expect(await page.inputValue('[data-testid=gas-ph]')).toBe('7,36');
    await page.reload();
    await page.click('[data-testid=area-gases]');
    await page.waitForSelector('[data-testid=derived-aado2_full_mmhg]');
    expect(await text(page, '[data-testid=derived-aado2_full_mmhg]')).toBe('305');
    expect(problems).toEqual([]);
  });

  it('has the scan below the form on a small screen, not under it', async () => {
    const { page, problems } = await site.open({ width: 1024, height: 768 });
    await page.click('[data-testid=area-gases]');
    await page.fill('[data-testid=patient-new]', 'P-9');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('7.3');
    const last = await page.locator('[data-testid=gas-baseline]').boundingBox();
    const scan = await page.locator('.beside').boundingBox();
    expect(scan?.y).toBeGreaterThan((last?.y ?? Infinity) + (last?.height ?? 0));
    await page.locator('.beside').scrollIntoViewIfNeeded();
    expect(await page.isVisible('.beside')).toBe(true);
    expect(problems).toEqual([]);
  });

  it('is checked on leaving a field, never while typing; a value in kPa is told by its message', async () => {
    const { page, problems } = await site.open();
    await page.click('[data-testid=area-gases]');
    await page.fill('[data-testid=patient-new]', 'P-2');
    await page.keyboard.press('Enter');
    await page.click('[data-testid=first-gas]');
    await page.focus('[data-testid=gas-pao2_mmhg]');
    await page.keyboard.type('11.2');
    expect(await page.locator('[data-testid=message-pao2_unit_suspect]').count()).toBe(0);
    await page.keyboard.press('Tab');
    const message = '[data-testid=message-pao2_unit_suspect]';
    expect(await text(page, message)).toContain(
      'PaO2 of 11.2 mmHg looks like a value in kPa (11.2 kPa = 84.0 mmHg). Change the unit or confirm.',
    );
    await page.click(`${message} button >> nth=0`);
    expect(await page.locator(message).count()).toBe(0);
    expect(await page.inputValue('[data-testid=gas-pao2_mmhg]')).toBe('84.0');
    await page.keyboard.press('Control+z');
    expect(await page.inputValue('[data-testid=gas-pao2_mmhg]')).toBe('11.2');
    expect(problems).toEqual([]);
  });

  it('is filled from a line of an analyser', async () => {
    const { page, problems } = await site.open();
    await page.click('[data-testid=area-gases]');
    await page.fill('[data-testid=patient-new]', 'P-3');
    await page.keyboard.press('Enter');
    await page.click('[data-testid=first-gas]');
    await page.click('[data-testid=paste]');
    await page.fill('[data-testid=paste-text]', 'pH 7,42 pCO2 38 pO2 71');
    await page.click('[data-testid=paste-fill]');
    const values = ['ph', 'paco2_mmhg', 'pao2_mmhg'].map((name) => page.inputValue(`[data-testid=gas-${name}]`));
    expect(await Promise.all(values)).toEqual(['7,42', '38', '71']);
    expect(problems).toEqual([]);
  });
});

describe('a report of gases', () => {
  it('shows what will be saved; without names it holds none, with names it does; a reload in the middle loses nothing', async () => {
    const { page, problems } = await site.open();
    await page.click('[data-testid=area-gases]');
    await page.fill('[data-testid=patient-new]', 'Jane Hofmann');
    await page.keyboard.press('Enter');
    await page.click('[data-testid=first-gas]');
    await page.click('[data-testid=paste]');
    await page.fill('[data-testid=paste-text]', '7.36\t41\t78\t22.9\t94.5\t11.2\t1.4\t0.6');
    await page.click('[data-testid=paste-fill]');
    await page.fill('[data-testid=gas-time]', '0810');
    await page.selectOption('[data-testid=gas-position]', 'supine');
    await page.click('[data-testid=gas-copy]');
    await page.focus('[data-testid=gas-ph]');
    await page.keyboard.type('7.37');
    await page.keyboard.press('Tab');
    await page.keyboard.type('4');
    await page.reload();
    await page.click('[data-testid=area-gases]');
    expect(await page.inputValue('[data-testid=gas-ph]')).toBe('7.37');
    expect(await page.inputValue('[data-testid=gas-paco2_mmhg]')).toBe('4');
    await page.fill('[data-testid=gas-paco2_mmhg]', '40');
    await page.fill('[data-testid=gas-pao2_mmhg]', '112');
    await page.fill('[data-testid=gas-fio2]', '60');
    await page.fill('[data-testid=gas-time]', '14:05');
    await page.selectOption('[data-testid=gas-position]', 'prone');
    expect(await text(page, '[data-testid=response]')).toContain('Responder to prone: P/F +57');
    await page.click('[data-testid=export]');
    await page.waitForSelector('[data-testid="save-report.html"]');
    const heading = page.frameLocator('[data-testid=report-preview]').locator('h1');
    expect(await heading.textContent()).toBe('Arterial blood and its course');
    // the report's own style is allowed in the preview: 15 pt
    expect(await heading.evaluate((element) => getComputedStyle(element).fontSize)).toBe('20px');
    const hidden = (await savedBy(page, '[data-testid="save-report.html"]')).toString();
    for (const word of ['Hofmann', '08:10', '14:05']) expect(hidden).not.toContain(word);
    expect(hidden).toContain('Responder to Prone');
    await page.click('[data-testid=with-names]');
    await page.frameLocator('[data-testid=report-preview]').getByText('Jane Hofmann').waitFor();
    expect((await savedBy(page, '[data-testid="save-report.html"]')).toString()).toContain('Jane Hofmann');
    expect(problems).toEqual([]);
  });
});

describe('a cohort', () => {
  it('imported, one excluded, grouped, correlated: the p of the command line; a reload restores it', async () => {
    const { page, problems } = await site.open();
    await importTable(page, { name: 'cohort.csv', mimeType: 'text/csv', buffer: Buffer.from(cohortText(40)) });
    expect(await text(page, '[data-testid=flow-line]')).toBe('40 entered, 0 excluded, 40 analysed');
    await page.click('[data-testid=cohort-row] >> nth=2');
    await page.keyboard.press('Space');
    await page.fill('[data-testid=exclude-reason]', 'motion');
    await page.click('[data-testid=exclude-do]');
    expect(await text(page, '[data-testid=flow-line]')).toBe('40 entered, 1 excluded, 39 analysed');
    await page.click('[data-testid=edit-groups]');
    await page.fill('[data-testid=group-threshold]', '3');
    await page.click('[data-testid=group-done]');
    const table = join(folder, 'cohort.csv');
    await page.click('[data-testid=export]');
    writeFileSync(table, await savedBy(page, '[data-testid=export-table]'));
    await page.keyboard.press('Escape');
    await page.click('[data-testid=area-statistics]');
    const shown = await text(page, '[data-testid="card-bv5_percent-pao2_mmhg"] [data-testid=card-sentence]');
    const answer: { results: { result: { p_value: number; n: number } }[] } = JSON.parse(
      commandLine('stats', '--data', table, '--test', 'pearson', '--x', 'bv5_percent', '--y', 'pao2_mmhg', '--json'),
    );
    const [{ result }] = answer.results;
    expect(result.n).toBe(39);
    expect(shown).toContain(`p ${formatP(result.p_value)}`.replaceAll(/\s+/g, ' '));
    expect(shown).toContain('n 39');
    await page.click('[data-testid=export]');
    const files = unzipSync(new Uint8Array(await savedBy(page, '[data-testid=export-save]')));
    await page.keyboard.press('Escape');
    expect(Object.keys(files)).toContain('measurements.csv');
    // de-identified by default: no id of the table in any file, nor in any name of one
    const utf8 = new TextDecoder();
    const told = Object.entries(files).filter(([name, bytes]) => /P-\d{4}|motion/.test(name + utf8.decode(bytes)));
    expect(told.map(([name]) => name)).toEqual([]);
    for (const name of ['analysis.R', 'analysis_data.csv']) {
      writeFileSync(join(folder, name), files[`statistics/${name}`]);
    }
    const repeated = hasR ? spawnSync('Rscript', ['analysis.R'], { cwd: folder, encoding: 'utf8' }).stdout : '0 differ';
    expect(repeated).toContain('0 differ');
    await page.reload();
    await page.click('[data-testid=area-cohort]');
    await page.waitForSelector('[data-testid=cohort-row]');
    expect(await text(page, '[data-testid=flow-line]')).toBe('40 entered, 1 excluded, 39 analysed');
    expect(problems).toEqual([]);
  });

  it.skipIf(!hasReferences)('of the study gives its Table 1', async () => {
    const { page, problems } = await site.open();
    await importTable(page, referencePath('synthetic_cohort51.csv'));
    expect(await text(page, '[data-testid=flow-line]')).toBe('51 entered, 1 excluded, 50 analysed');
    await page.click('[data-testid=area-statistics]');
    const table = await text(page, '[data-testid=table-1]');
    for (const words of ['n 32', 'n 18', '46.9 ± 8.6', '41.6 ± 7.0', '0.023', '0.30', '0.035', '−0.29', '0.040']) {
      expect(table).toContain(words);
    }
    expect(problems).toEqual([]);
  });

  it('of 5,000 rows draws only what is seen, and has its statistics within a second or two', async () => {
    const { page, problems } = await site.open();
    await importTable(page, { name: 'large.csv', mimeType: 'text/csv', buffer: Buffer.from(cohortText(5000)) });
    expect(await text(page, '[data-testid=flow-line]')).toMatch(/^5000 entered/);
    expect(await page.locator('[data-testid=cohort-row]').count()).toBeLessThan(80);
    await page.focus('[data-testid=cohort-table]');
    await page.keyboard.press('End');
    await page.waitForSelector('[data-key$=":5000"]');
    await page.click('[data-testid=area-statistics]');
    await page.waitForSelector('[data-testid=card-sentence]');
    expect(problems).toEqual([]);
  });

  it('that cannot be read is refused by name, with what to do', async () => {
    const { page, problems } = await site.open();
    await page.click('[data-testid=area-cohort]');
    await page.setInputFiles('[data-testid=scans-input]', {
      name: 'result.json',
      mimeType: 'application/json',
      buffer: Buffer.from('{"format":"other"}'),
    });
    expect(await text(page, '[data-testid=refusal]')).toContain('result.json: This is not a result.json of BVX');
    expect(problems).toEqual([]);
  });
});
