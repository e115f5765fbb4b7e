/**
 * The main job in a real browser: the sample with one click, the same bits as the command line with one and two
 * threads, a cancel at every stage, and nothing on the console or on the network.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareResults, type ResultJson } from '../../src/core/result';
import { stageIds } from '../../src/core/stages';
import { measured, savedBy, startSite, type Site, type Watched } from './chromium';

const folder = mkdtempSync(join(tmpdir(), 'bvx-e2e-'));
let site: Site;
let watched: Watched;

beforeAll(async () => {
  site = await startSite();
  watched = await site.open();
});
afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true, force: true });
});

function commandLine(threads: number): string {
  const out = join(folder, `threads-${threads}`);
  const args = ['analyze', 'sample-data/bvx-sample.zip', '--out', out, '--threads', String(threads), '--quiet'];
  const result = spawnSync(process.execPath, ['dist-cli/bvx.mjs', ...args], { encoding: 'utf8' });
  expect(result.status, result.stderr).toBe(0);
  return out;
}

const readResult = (text: string): ResultJson => JSON.parse(text);

describe('the sample in the page', () => {
  let first = '';

  it('is measured with one click, shows its truth, and says nothing on the console', async () => {
    const { page, problems } = watched;
    await page.click('[data-testid=try-sample]');
    first = await measured(page);
    expect(await page.textContent('[data-testid=truth]')).toMatch(/BV5/);
    expect(await page.textContent('[data-testid=research-line]')).toBe('Research use only. Not for diagnosis.');
    expect(problems).toEqual([]);
  });

  it('gives the bits of the command line, with 1 and 2 threads', async () => {
    const { page, problems } = watched;
    await page.click('[data-testid=export]');
    await page.waitForSelector('[data-testid="save-result.json"]');
    const inPage = readResult((await savedBy(page, '[data-testid="save-result.json"]')).toString());
    const masks = ['vessels.nii.gz', 'lungs.nii.gz', 'centrelines.csv'];
    const saved: Buffer[] = [];
    for (const name of masks) saved.push(await savedBy(page, `[data-testid="save-${name}"]`));
    await page.keyboard.press('Escape');
    for (const threads of [1, 2]) {
      const out = commandLine(threads);
      const here = readResult(readFileSync(join(out, 'result.json'), 'utf8'));
      // the label is the user's: the page names the sample, the command line was given none
      expect(compareResults({ ...inPage, case: null }, here)).toEqual([]);
      const same = masks.map((name, k) => saved[k].equals(readFileSync(join(out, name))));
      expect(same, `${masks.join(', ')}; ${threads} threads`).toEqual([true, true, true]);
    }
    expect(problems).toEqual([]);
  });

  it.each(stageIds.filter((id) => id !== 'read'))(
    'stays usable when it is cancelled in the stage %s',
    async (stage) => {
      const { page, problems } = watched;
      const again = '[data-testid=measure-again]';
      if ((await page.locator(again).count()) === 0) {
        await page.reload();
        await page.click('[data-testid=try-sample]');
      } else {
        await page.click(again);
      }
      await page.waitForSelector(`[data-testid=stage-${stage}][data-phase=now]`, { timeout: 240_000 });
      await page.click('[data-testid=cancel]');
      await page.waitForSelector(again, { timeout: 10_000 });
      expect(problems).toEqual([]);
    },
  );

  it('measures the same figure after all those cancels', async () => {
    const { page, problems } = watched;
    await page.click('[data-testid=measure-again]');
    expect(await measured(page)).toBe(first);
    expect(problems).toEqual([]);
  });

  it('is kept in the cohort, and a gas typed beside it gives AaDO2', async () => {
    const { page, problems } = watched;
    await page.click('[data-testid=area-cohort]');
    await page.waitForSelector('[data-testid=cohort-row]');
    expect(await page.locator('[data-testid=cohort-row]').count()).toBe(1);
    await page.click('[data-testid=area-gases]');
    await page.click('[data-testid=first-gas]');
    for (const value of ['7.36', '41', '78', '', '', '', '', '0.6']) {
      await page.keyboard.type(value);
      await page.keyboard.press('Tab');
    }
    expect((await page.textContent('[data-testid=derived-aado2_full_mmhg]'))?.trim()).toBe('305');
    await page.click('[data-testid=area-scan]');
    expect(await measured(page)).toBe(first);
    expect(problems).toEqual([]);
  });
});

describe('the page', () => {
  it('refuses a file that is no scan, by name, with what to do', async () => {
    const { page, problems } = await site.open({ width: 1280, height: 720 });
    await page.setInputFiles('[data-testid=pick-files-input]', {
      name: 'letter.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('Dear colleague, the scan follows.'),
    });
    await page.waitForSelector('[data-testid=refusal]');
    expect(await page.textContent('[data-testid=refusal]')).toMatch(/CT/);
    expect(await page.textContent('[data-testid=research-line]')).toBe('Research use only. Not for diagnosis.');
    expect(problems).toEqual([]);
  });

  it.each([
    [1440, 900],
    [1280, 720],
    [1024, 700],
    [360, 740],
  ])('has no sideways scrolling at %i × %i', async (width, height) => {
    const { page, problems } = await site.open({ width, height });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
    expect(await page.isVisible('[data-testid=research-line]')).toBe(true);
    expect(problems).toEqual([]);
  });
});
