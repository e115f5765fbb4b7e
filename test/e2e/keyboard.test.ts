/** Without a mouse: from the start page to a gas that is typed and saved, counted in keys at a pace of a slow typist. */
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

/** Between two keys: some 100 letters a minute. */
const KEY_MS = 120;
const LIMIT_MS = 20_000;

class Typist {
  keys = 0;
  readonly page: Page;
  constructor(page: Page) {
    this.page = page;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      this.keys += 1;
      await this.page.keyboard.press(key);
      await this.page.waitForTimeout(KEY_MS);
    }
  }

  /** Values one after the other, Tab between them. */
  async tabThrough(values: readonly string[]): Promise<void> {
    for (const [at, value] of values.entries()) {
      if (at > 0) await this.press('Tab');
      await this.press(...Array.from(value));
    }
  }
}

const value = (page: Page, name: string): Promise<string> => page.inputValue(`[data-testid=gas-${name}]`);

describe('a gas by keyboard alone', () => {
  it('takes under 20 s at 120 ms a key: the first of a new patient, the next, and one with its time and device', async () => {
    const { page, problems } = await site.open();
    const first = new Typist(page);
    await first.press('g', 'g', 'P', '-', '7', 'Enter', 'Enter');
    await first.tabThrough(['7,36', '41', '78', '22,9', '94,5', '11,2', '1,4', '60']);
    await first.press('Enter');
    // saved, and the next one begun where the print-out begins
    expect(await page.textContent('[data-testid=gas-title]')).toContain('2 of 2');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('data-testid'))).toBe('gas-ph');

    const second = new Typist(page);
    // one field back: the time
    await second.press('Shift+Tab', '0', '8', '1', '5', 'Tab');
    await second.tabThrough(['7,40', '38', '91', '23', '96', '11', '1,1', '0,5']);
    await second.press('Enter');
    expect(await page.textContent('[data-testid=gas-title]')).toContain('3 of 3');
    await page.click('[data-testid=course-row] >> nth=1');
    expect([await value(page, 'time'), await value(page, 'ph'), await value(page, 'lactate_mmol_l')]).toEqual([
      '08:15',
      '7,40',
      '1,1',
    ]);
    expect(await page.textContent('[data-testid=derived-pf_mmhg]')).toContain('182');
    for (const { keys } of [first, second]) {
      if (process.env['BVX_TIMES'] !== undefined) process.stdout.write(`${keys} keys, ${(keys * KEY_MS) / 1000} s\n`);
      expect(keys * KEY_MS).toBeLessThan(LIMIT_MS);
    }
    expect(problems).toEqual([]);
  });
});
