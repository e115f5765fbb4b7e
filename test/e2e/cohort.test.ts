/**
 * The cohort at work in a real browser: a sample in one click, values changed by hand, a locked study, cards with their
 * R script, two tabs at once, 5,000 rows under the wheel, and all of it with the network cut.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { savedBy, startSite, type Site } from './chromium';

/** R is not needed; where it is there, scripts have to run. */
const hasR = spawnSync('Rscript', ['--version']).status === 0;
const folder = mkdtempSync(join(tmpdir(), 'bvx-cohort-'));
let site: Site;

beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

const text = async (page: Page, selector: string): Promise<string> =>
  ((await page.textContent(selector)) ?? '').replaceAll(/\s+/g, ' ').trim();

async function sampleCohort(page: Page): Promise<void> {
  await page.click('[data-testid=area-cohort]');
  await page.click('[data-testid=sample-cohort]');
  await page.waitForSelector('[data-testid=cohort-row]');
}

const flow = '[data-testid=flow-line]';
const first = '[data-testid=cohort-row] >> nth=0';

describe('the sample cohort', () => {
  it('is one click; a value is changed by hand, checked, marked and undone', async () => {
    const { page, problems } = await site.open();
    await sampleCohort(page);
    expect(await text(page, flow)).toBe('40 entered, 0 excluded, 40 analysed');
    const cell = `${first} >> [data-column=pao2_mmhg]`;
    const before = await text(page, cell);
    await page.dblclick(cell);
    await page.fill('[data-testid=edit-text]', '900');
    expect(await text(page, '[data-testid=edit-check]')).toContain('PaO2 must be between 10 and 750 mmHg');
    await page.fill('[data-testid=edit-text]', '66');
    expect(await text(page, '[data-testid=edit-check]')).toBe('Read as 66 mmHg.');
    await page.click('[data-testid=edit-do]');
    await page.waitForSelector(`${cell}.changed`);
    expect(await text(page, cell)).toBe('66');
    await page.keyboard.press('Control+z');
    expect(await text(page, cell)).toBe(before);
    expect(problems).toEqual([]);
  });

  it('locked keeps outcome, correction and tests; blinded it tells no name', async () => {
    const { page, problems } = await site.open();
    await sampleCohort(page);
    await page.click('[data-testid=open-study]');
    await page.click('[data-testid=lock]');
    await page.keyboard.press('Escape');
    await page.click('[data-testid=area-statistics]');
    await page.waitForSelector('[data-testid=statistics-locked]');
    expect(await page.isDisabled('[data-testid=outcome]')).toBe(true);
    expect(await page.isDisabled('[data-testid=correction]')).toBe(true);
    expect(await page.locator('[data-testid=add-card]').count()).toBe(0);
    await page.click('[data-testid=area-cohort]');
    await page.click('[data-testid=open-study]');
    await page.click('[data-testid=blind]');
    await page.keyboard.press('Escape');
    await page.fill('[data-testid=cohort-search]', 'SYNTHETIC-0');
    expect(await page.locator('[data-testid=cohort-row]').count()).toBe(0);
    await page.fill('[data-testid=cohort-search]', '');
    expect(await text(page, '[data-testid=cohort-table]')).not.toContain('SYNTHETIC');
    await page.click('[data-testid=area-gases]');
    await page.waitForSelector('[data-testid=blinded]');
    expect(await text(page, 'body')).not.toContain('SYNTHETIC');
    expect(problems).toEqual([]);
  });
});

describe('cards', () => {
  it('a correlation matrix and a waterfall are added; a point tells its case and opens it; the R script runs', async () => {
    const { page, problems } = await site.open();
    await sampleCohort(page);
    await page.click('[data-testid=area-statistics]');
    await page.click('[data-testid=add-card]');
    await page.selectOption('[data-testid=add-test]', 'correlation_matrix');
    for (const name of ['bv5_percent', 'pao2_mmhg', 'lactate_mmol_l'])
      await page.click(`[data-testid=add-column-${name}]`);
    await page.click('[data-testid=add-do]');
    expect(await text(page, '[data-testid^=card-correlation_matrix] [data-testid=card-sentence]')).toContain('n 40');
    await page.click('[data-testid=add-card]');
    await page.selectOption('[data-testid=add-test]', 'waterfall');
    await page.selectOption('[data-testid=add-x]', 'pf_mmhg');
    await page.fill('[data-testid=add-threshold]', '300');
    await page.click('[data-testid=add-do]');
    const waterfall = '[data-testid^=card-waterfall]';
    expect(await text(page, `${waterfall} [data-testid=card-sentence]`)).toMatch(/^\d+ of 40 reach 300, n 40/);
    expect(await page.locator(`${waterfall} [data-case]`).count()).toBe(40);
    const svg = (await savedBy(page, `${waterfall} [data-testid=card-svg]`)).toString();
    expect(svg).toContain('of 40 reach 300');
    const png = await savedBy(page, `${waterfall} [data-testid=card-png]`);
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    // a test that is counted away from the page
    await page.click('[data-testid=add-card]');
    await page.selectOption('[data-testid=add-test]', 'fisher_exact');
    await page.selectOption('[data-testid=add-x]', 'o2_device');
    await page.selectOption('[data-testid=add-y]', 'sex');
    await page.click('[data-testid=add-do]');
    await page
      .locator('[data-testid^=card-fisher_exact] [data-testid=card-sentence]', { hasText: 'n 40, exact' })
      .waitFor();
    const welch = '[data-testid=card-bv5_percent-group]';
    await page.click(`${welch} [data-testid=card-r]`);
    const script = (await page.textContent(`${welch} [data-testid=card-script]`)) ?? '';
    writeFileSync(join(folder, 'card.R'), script);
    writeFileSync(join(folder, 'analysis_data.csv'), await savedBy(page, `${welch} [data-testid=card-r-data]`));
    const answer = hasR ? spawnSync('Rscript', ['card.R'], { cwd: folder, encoding: 'utf8' }).stdout : ' 0 differ';
    expect(answer).toContain(' 0 differ');
    await page.click('[data-testid=table-1-r]');
    expect(await page.textContent('[data-testid=table-1] [data-testid=card-script]')).toContain('bvx_t_test_welch(');
    const html = (await savedBy(page, '[data-testid=table-1-html]')).toString();
    expect(html).toContain('<caption>Table 1</caption>');
    const point = `[data-testid=card-bv5_percent-pao2_mmhg] circle[data-case] >> nth=0`;
    await page.hover(point);
    const name = await text(page, '[data-testid=card-bv5_percent-pao2_mmhg] .who');
    expect(name).toMatch(/^SYNTHETIC-\d\d$/);
    await page.click(point);
    await page.waitForSelector('[data-testid=derived-aado2_full_mmhg]');
    expect(await text(page, 'header')).toContain(name);
    expect(problems).toEqual([]);
  });
});

describe('an export with a test that counts for long', () => {
  it('tells how far it is, leaves the page at hand, and is cancelled', async () => {
    const { page, problems } = await site.open();
    await sampleCohort(page);
    await page.click('[data-testid=area-statistics]');
    await page.click('[data-testid=add-card]');
    await page.selectOption('[data-testid=add-test]', 'bootstrap_ci');
    await page.selectOption('[data-testid=add-x]', 'bv5_percent');
    await page.selectOption('[data-testid=add-by]', 'group');
    // a card that could only say what it lacks is not added
    expect(await page.getAttribute('[data-testid=add-do]', 'aria-disabled')).toBe('true');
    await page.selectOption('[data-testid=option-statistic]', 'mean_difference');
    await page.fill('[data-testid=option-replicates]', '3000000');
    await page.click('[data-testid=add-do]');
    await page.click('[data-testid=export]');
    const save = '[data-testid=export-save]';
    const saved: string[] = [];
    page.on('download', (download) => saved.push(download.suggestedFilename()));
    await page.click(save);
    await page.waitForFunction(() => /Running the tests: \d of \d/.test(document.body.textContent ?? ''));
    await page.click('[data-testid=export-cancel]');
    await page.waitForSelector('[data-testid=export-cancel]', { state: 'detached' });
    expect(await text(page, save)).toBe('Save as zip');
    expect(saved).toEqual([]);
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe('two tabs', () => {
  it('on one workspace keep what either did; closing one at once loses nothing', async () => {
    const { page, problems } = await site.open();
    await sampleCohort(page);
    const other = await page.context().newPage();
    await other.goto(site.address);
    await other.click('[data-testid=area-cohort]');
    await other.waitForSelector('[data-testid=cohort-row]');
    const exclude = async (on: Page, row: number): Promise<void> => {
      await on.click(`[data-testid=cohort-row] >> nth=${row} >> .case`);
      await on.keyboard.press('Space');
      await on.click('[data-testid=exclude-do]');
    };
    await exclude(page, 1);
    await other.waitForFunction(() => document.body.textContent?.includes('40 entered, 1 excluded'));
    await exclude(other, 4);
    await page.waitForFunction(() => document.body.textContent?.includes('40 entered, 2 excluded'));
    // settings are one record: each tab changes another part of it, neither is lost
    await page.click('[data-testid=sort-bv5_percent]');
    await other.click('[data-testid=show-excluded]');
    await page.waitForFunction(() => document.querySelectorAll('[data-testid=cohort-row].out').length === 0);
    await other.waitForSelector('th[aria-sort=ascending] [data-testid=sort-bv5_percent]');
    // undo here takes back what was done here, not what was done there
    await page.keyboard.press('Control+z');
    await other.waitForFunction(() => document.body.textContent?.includes('40 entered, 1 excluded'));
    // closed in the very moment of a change
    await other.click('[data-testid=open-study]');
    await other.fill('[data-testid=study-name]', 'Ward 4');
    await other.keyboard.press('Enter');
    await other.close();
    await page.reload();
    await page.click('[data-testid=area-cohort]');
    await page.waitForSelector('[data-testid=cohort-row]');
    expect(await text(page, flow)).toBe('40 entered, 1 excluded, 39 analysed');
    expect(await text(page, 'header')).toContain('Ward 4');
    expect(problems).toEqual([]);
  });
});

describe('5,000 rows', () => {
  it('scroll without a pause, with the statistics at hand, and are there again', async () => {
    const { page, problems } = await site.open();
    const lines = Array.from({ length: 5000 }, (_, i) => {
      const scatter = ((i * 7919) % 101) / 10 - 5;
      return `P-${i + 1},${(52 - 0.4 * (i % 30) + scatter).toFixed(2)},${(92 - 1.1 * (i % 30)).toFixed(1)},${38 + (i % 5)},${i % 3 === 0 ? 4 : 1},0.3`;
    });
    const table = `Patient ID,BV5 (%),PaO2 (mmHg),PaCO2 (mmHg),O2 flow (L/min),FiO2\n${lines.join('\n')}\n`;
    await page.click('[data-testid=area-cohort]');
    await page.setInputFiles('[data-testid=table-input]', {
      name: 'large.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(table),
    });
    await page.click('[data-testid=import-do]');
    await page.waitForSelector('[data-testid=cohort-row]');
    const seen = await page.evaluate(async () => {
      const view = document.querySelector('[data-testid=cohort-table]');
      if (view === null) return null;
      const times: number[] = [];
      let blank = 0;
      await new Promise<void>((resolve) => {
        const step = (now: number): void => {
          times.push(now);
          view.scrollTop += 45;
          // the middle of the view shows a row in every frame
          const box = view.getBoundingClientRect();
          const at = document.elementFromPoint(box.left + 200, box.top + box.height / 2);
          if (at?.closest('[data-testid=cohort-row]') === null) blank += 1;
          if (times.length < 120) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
      const frames = times.slice(1).map((time, i) => time - times[i]);
      return {
        blank,
        median: frames.toSorted((a, b) => a - b)[60],
        rows: document.querySelectorAll('[data-testid=cohort-row]').length,
      };
    });
    expect(seen?.blank).toBe(0);
    expect(seen?.rows).toBeLessThan(80);
    if (process.env['BVX_TIMES'] !== undefined) process.stdout.write(`frame ${seen?.median} ms\n`);
    await page.click('[data-testid=area-statistics]');
    await page.waitForSelector('[data-testid=table-1]');
    await page.reload();
    await page.click('[data-testid=area-cohort]');
    await page.waitForSelector('[data-testid=cohort-row]');
    expect(await text(page, flow)).toMatch(/^5000 entered/);
    expect(problems).toEqual([]);
  });
});

describe('without a network', () => {
  it('the page loads again, the sample opens, a cohort goes to statistics and export', async () => {
    const { page, problems } = await site.open();
    // resolves once every file is kept
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    const context = page.context();
    await context.setOffline(true);
    await page.reload();
    await page.waitForSelector('[data-testid=try-sample]');
    await sampleCohort(page);
    await page.click('[data-testid=area-scan]');
    await page.click('[data-testid=recent-cohort]');
    await page.click('[data-testid=area-statistics]');
    await page.waitForSelector('[data-testid=card-bv5_percent-pao2_mmhg] circle');
    await page.click('[data-testid=export]');
    const files = unzipSync(new Uint8Array(await savedBy(page, '[data-testid=export-save]')));
    expect(Object.keys(files)).toContain('statistics/analysis.R');
    await page.keyboard.press('Escape');
    await page.click('[data-testid=area-scan]');
    await page.click('[data-testid=try-sample]');
    await page.waitForSelector('[data-testid=bv5-value]', { timeout: 300_000 });
    expect(await page.locator('[data-testid=refusal]').count()).toBe(0);
    expect(problems.filter((problem) => problem.startsWith('request'))).toEqual([]);
  });
});
