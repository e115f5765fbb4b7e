/** The tab closed in the middle of something: what was typed and chosen is there again in the next one. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSite, type Site } from './chromium';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(async () => {
  await site.close();
});

/** The tab goes without a word, and another one is opened in the same browser. */
async function closedAndOpened(page: Page): Promise<Page> {
  const next = await page.context().newPage();
  await page.close();
  await next.goto(site.address);
  await next.waitForSelector('[data-testid=try-sample]');
  return next;
}

const cohortOf = async (page: Page): Promise<void> => {
  await page.click('[data-testid=area-cohort]');
  await page.waitForSelector('[data-testid=cohort-row]');
};
const firstCase = '[data-testid=cohort-row] >> nth=0 >> .case';

describe('closed in the middle of', () => {
  it('an import: the file and every choice wait', async () => {
    const opened = await site.open();
    let { page } = opened;
    await page.click('[data-testid=area-cohort]');
    const table = 'Patient ID,Tension,BV5 (%)\nA,9.3,45\nB,10.1,41\nC,11.4,50\n';
    await page.setInputFiles('[data-testid=table-input]', {
      name: 'ward.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(table),
    });
    await page.selectOption('select[aria-label="Field Tension"]', 'pao2_mmhg');
    await page.selectOption('select[aria-label="Unit Tension"]', 'kpa');
    page = await closedAndOpened(page);
    await page.click('[data-testid=area-cohort]');
    await page.click('[data-testid=import-go-on]');
    expect(await page.inputValue('select[aria-label="Field Tension"]')).toBe('pao2_mmhg');
    expect(await page.inputValue('select[aria-label="Unit Tension"]')).toBe('kpa');
    await page.click('[data-testid=import-do]');
    await page.waitForSelector('[data-testid=cohort-row]');
    expect(await page.textContent('[data-testid=cohort-row] >> nth=0 >> [data-column=pao2_mmhg]')).toContain('70');
    expect(await page.locator('[data-testid=import-waiting]').count()).toBe(0);
    expect(opened.problems).toEqual([]);
  });

  it('an exclusion, a group rule, a value changed by hand, a test: the fields stand as they were typed', async () => {
    const opened = await site.open();
    let { page } = opened;
    await page.click('[data-testid=area-cohort]');
    await page.click('[data-testid=sample-cohort]');
    await page.waitForSelector('[data-testid=cohort-row]');
    const openExclusion = async (): Promise<void> => {
      await page.click(firstCase);
      await page.keyboard.press('Space');
    };
    await openExclusion();
    await page.selectOption('[data-testid=exclude-code]', 'poor_quality');
    await page.type('[data-testid=exclude-reason]', 'breathed half-way');
    page = await closedAndOpened(page);
    await cohortOf(page);
    await openExclusion();
    expect(await page.inputValue('[data-testid=exclude-reason]')).toBe('breathed half-way');
    await page.click('[data-testid=exclude-do]');

    await page.click('[data-testid=open-study]');
    await page.type('[data-testid=study-name]', ' East');
    // a field that counts once it is left: leaving the page leaves it
    await page.reload();
    await cohortOf(page);
    expect(await page.textContent('header')).toContain('East');

    const cell = '[data-testid=cohort-row] >> nth=2 >> [data-column=pao2_mmhg]';
    await page.dblclick(cell);
    await page.fill('[data-testid=edit-text]', '66');
    page = await closedAndOpened(page);
    await cohortOf(page);
    await page.dblclick(cell);
    expect(await page.inputValue('[data-testid=edit-text]')).toBe('66');
    await page.keyboard.press('Escape');

    await page.click('[data-testid=edit-groups]');
    await page.fill('[data-testid=group-threshold]', '3.5');
    page = await closedAndOpened(page);
    await cohortOf(page);
    await page.click('[data-testid=edit-groups]');
    expect(await page.inputValue('[data-testid=group-threshold]')).toBe('3.5');
    // given up, it is gone
    await page.keyboard.press('Escape');
    await page.click('[data-testid=edit-groups]');
    expect(await page.inputValue('[data-testid=group-threshold]')).toBe('2');
    await page.keyboard.press('Escape');

    await page.click('[data-testid=area-statistics]');
    await page.click('[data-testid=add-card]');
    await page.selectOption('[data-testid=add-test]', 'friedman');
    await page.click('[data-testid=add-column-ph]');
    page = await closedAndOpened(page);
    await page.click('[data-testid=area-statistics]');
    await page.click('[data-testid=add-card]');
    expect(await page.inputValue('[data-testid=add-test]')).toBe('friedman');
    expect(await page.isChecked('[data-testid=add-column-ph]')).toBe(true);
    expect(opened.problems).toEqual([]);
  });

  it('a search of the cohort: its words and the rows it leaves stand there again', async () => {
    const opened = await site.open();
    let { page } = opened;
    await page.click('[data-testid=area-cohort]');
    await page.click('[data-testid=sample-cohort]');
    await page.waitForSelector('[data-testid=cohort-row]');
    const name = (await page.textContent(firstCase))?.trim() ?? '';
    await page.type('[data-testid=cohort-search]', name);
    page = await closedAndOpened(page);
    await cohortOf(page);
    expect(await page.inputValue('[data-testid=cohort-search]')).toBe(name);
    expect(await page.locator('[data-testid=cohort-row]').count()).toBe(1);
    expect(opened.problems).toEqual([]);
  });

  it('a gas: every key that was pressed is kept', async () => {
    const opened = await site.open();
    let { page } = opened;
    await page.click('[data-testid=area-gases]');
    await page.keyboard.type('P-3');
    page = await closedAndOpened(page);
    await page.click('[data-testid=area-gases]');
    expect(await page.inputValue('[data-testid=patient-new]')).toBe('P-3');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('7.3');
    page = await closedAndOpened(page);
    await page.click('[data-testid=area-gases]');
    expect(await page.inputValue('[data-testid=gas-ph]')).toBe('7.3');
    expect(opened.problems).toEqual([]);
  });

  it('a gas with a second tab open: nothing is lost there either, and the tab that stays shows it', async () => {
    const opened = await site.open();
    let { page } = opened;
    await page.click('[data-testid=area-gases]');
    await page.keyboard.type('P-4');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    const second = await page.context().newPage();
    await second.goto(site.address);
    await second.waitForSelector('[data-testid=try-sample]');
    await second.click('[data-testid=area-gases]');
    // as fast as the browser takes them: all keys in one turn, so that their changes queue up
    await page.evaluate(() => {
      const field = document.querySelector<HTMLInputElement>('[data-testid=gas-ph]');
      for (const text of ['7', '7.', '7.2', '7.29', '7.291']) {
        if (field === null) return;
        field.value = text;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
    });
    await page.close();
    await second.waitForFunction(
      () => document.querySelector<HTMLInputElement>('[data-testid=gas-ph]')?.value === '7.291',
    );
    page = await closedAndOpened(second);
    await page.click('[data-testid=area-gases]');
    expect(await page.inputValue('[data-testid=gas-ph]')).toBe('7.291');
    expect(opened.problems).toEqual([]);
  });

  const inLungs = '[data-testid=stage-lungs][data-phase=now]';

  it('a measurement: it is said, and one click opens the scan and measures again', async () => {
    const opened = await site.open();
    let { page } = opened;
    await page.click('[data-testid=try-sample]');
    await page.waitForSelector(inLungs, { timeout: 120_000 });
    // a tab that is there is no tab that was closed
    const beside = await page.context().newPage();
    await beside.goto(site.address);
    await beside.waitForSelector('[data-testid=try-sample]');
    expect(await beside.locator('[data-testid=left-scan]').count()).toBe(0);
    await beside.close();
    page = await closedAndOpened(page);
    await page.waitForSelector('[data-testid=left-scan]');
    expect(await page.textContent('[data-testid=left-scan]')).toContain('was being measured');
    await page.click('[data-testid=left-go-on]');
    await page.waitForSelector(inLungs, { timeout: 120_000 });
    await page.click('[data-testid=cancel]');
    await page.waitForSelector('[data-testid=measure-again]');
    page = await closedAndOpened(page);
    await page.waitForSelector('[data-testid=left-scan]');
    expect(await page.textContent('[data-testid=left-scan]')).not.toContain('was being measured');
    await page.click('[data-testid=left-forget]');
    await page.reload();
    await page.waitForSelector('[data-testid=try-sample]');
    expect(await page.locator('[data-testid=left-scan]').count()).toBe(0);
    expect(opened.problems).toEqual([]);
  });

  it('a measurement of a file that was dropped: the browser opens it again', async () => {
    const opened = await site.open();
    let { page } = opened;
    // the hand that drops a file, where a test has none; the file is a real one
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory();
      const handle = await root.getFileHandle('ct-7.zip', { create: true });
      const answer = await fetch('sample/bvx-sample.zip');
      const writable = await handle.createWritable();
      await writable.write(await answer.blob());
      await writable.close();
      DataTransferItem.prototype.getAsFileSystemHandle = async () => handle;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(await handle.getFile());
      const zone = document.querySelector('[data-testid=drop-zone]');
      zone?.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    });
    await page.waitForSelector(inLungs, { timeout: 120_000 });
    page = await closedAndOpened(page);
    await page.waitForSelector('[data-testid=left-scan]');
    expect(await page.textContent('[data-testid=left-scan]')).toContain('ct-7.zip was being measured');
    await page.click('[data-testid=left-go-on]');
    await page.waitForSelector(inLungs, { timeout: 120_000 });
    expect(await page.textContent('header')).toContain('ct-7');
    expect(opened.problems).toEqual([]);
  });
});
