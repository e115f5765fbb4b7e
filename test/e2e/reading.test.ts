/** A reader at work on the sample in a real browser: slab, a vessel clicked in a slice, a change by hand, undo. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measured, savedBy, startSite, type Site, type Watched } from './chromium';

let site: Site;
let watched: Watched;

beforeAll(async () => {
  site = await startSite();
  watched = await site.open();
  await watched.page.click('[data-testid=try-sample]');
  await measured(watched.page);
});
afterAll(() => site.close());

/** A place of the axial view well inside a vessel of 5–10 mm²: the yellow of the mask all around. */
async function vesselPlace(): Promise<{ x: number; y: number }> {
  const place = await watched.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-testid=view-axial] canvas.overlay');
    if (canvas === null) return null;
    // read from a copy: the browser says on the console that reading the shown one is slow
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true });
    if (copy === null) return null;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const isYellow = (at: number): boolean => data[at] > 180 && data[at + 1] > 160 && data[at + 2] < 130;
    const box = canvas.getBoundingClientRect();
    for (let y = 100; y < canvas.height - 100; y += 1) {
      for (let x = 100; x < canvas.width - 100; x += 1) {
        const around = [-2, 0, 2].flatMap((dy) => [-2, 0, 2].map((dx) => 4 * ((y + dy) * canvas.width + x + dx)));
        if (around.every(isYellow)) {
          return {
            x: box.left + (x * box.width) / canvas.width,
            y: box.top + (y * box.height) / canvas.height,
          };
        }
      }
    }
    return null;
  });
  if (place === null) throw new Error('no vessel of 5–10 mm² is on the slice');
  return place;
}

/** Clicks a vessel; once more where the slice was drawn anew between the look and the click. */
async function openVessel(): Promise<void> {
  const { page } = watched;
  const panel = page.locator('[data-testid=vessel-panel]');
  for (let tries = 0; tries < 4; tries += 1) {
    const { x, y } = await vesselPlace();
    await page.mouse.click(x, y);
    const isOpen = await panel.waitFor({ timeout: 10_000 }).then(
      () => true,
      () => false,
    );
    if (isOpen) return;
  }
  throw new Error('no click opened a vessel');
}

describe('a reader at work on the sample', () => {
  it('looks at a slab: T makes it thick, its words in the corner take it back', async () => {
    const { page, problems } = watched;
    await page.keyboard.press('t');
    await page.keyboard.press('t');
    await page.locator('[data-testid=slab-axial]', { hasText: /Slab 10.mm, maximum/ }).waitFor();
    expect(await page.locator('[data-testid=view-axial] canvas.slab-slice').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.click('[data-testid=slab-axial]');
    await page.waitForSelector('[data-testid=slab-axial]', { state: 'detached' });
    expect(problems).toEqual([]);
  });

  it('sees the tools of the slices beside the slices only', async () => {
    const { page } = watched;
    const isToolRail = (): Promise<boolean> =>
      page.evaluate(() => {
        // what is inert is passed over by the pointer, and is seen all the same
        const covered = [...document.querySelectorAll('[inert]')];
        for (const element of covered) element.removeAttribute('inert');
        const isRail = document.elementFromPoint(20, 200)?.closest('.rail') instanceof Element;
        for (const element of covered) element.setAttribute('inert', '');
        return isRail;
      });
    expect(await isToolRail()).toBe(true);
    for (const area of ['gases', 'cohort', 'statistics']) {
      await page.click(`[data-testid=area-${area}]`);
      expect(await isToolRail(), area).toBe(false);
    }
    await page.click('[data-testid=area-scan]');
    expect(await isToolRail()).toBe(true);
  });

  it('clicks a vessel: its panel and card, along it, to its parent and back to the result', async () => {
    const { page, problems } = watched;
    await openVessel();
    expect(await page.textContent('[data-testid=vessel-title]')).toMatch(/^Vessel [\d\s]+ of [\d\s]+$/);
    expect(await page.textContent('[data-testid=vessel-panel]')).toContain('BV5–10 here');
    await page.waitForSelector('[data-testid=vessel-card]');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('d');
    expect(await page.getAttribute('[data-testid=vessel-beyond]', 'aria-pressed')).toBe('true');
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-testid=bv5-value]');
    expect(problems).toEqual([]);
  });

  it('says that it is no vessel: the figures follow, the files tell it, undo brings all back', async () => {
    const { page, problems } = watched;
    const before = await measured(page);
    await openVessel();
    await page.keyboard.press('d');
    await page.keyboard.press('r');
    await page.click('[data-testid=reason-other]');
    await page.waitForSelector('[data-testid=left-out-reason]', { timeout: 60_000 });
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-testid=bv5-was]');
    expect(await page.textContent('[data-testid=bv5-was]')).toContain(`was ${before}`);
    const result: unknown = JSON.parse((await savedBy(page, '[data-testid=download-result]')).toString());
    expect(result).toMatchObject({
      edits: [{ kind: 'leave_out', summary: expect.stringContaining('other') }],
      as_measured: { bv5: expect.any(Number) },
    });
    await page.keyboard.press('Control+z');
    await page.waitForSelector('[data-testid=bv5-was]', { state: 'detached', timeout: 60_000 });
    expect(await measured(page)).toBe(before);
    expect(problems).toEqual([]);
  });

  it('sets a second result beside it: the difference with its interval, swapped, in a drawer on a small screen', async () => {
    const { page, problems } = watched;
    const saved: { scan: { id: string; kernel: string | null }; case: string | null } = JSON.parse(
      (await savedBy(page, '[data-testid=download-result]')).toString(),
    );
    // the same figures once more, as those of a scan with another kernel
    const other = { ...saved, case: 'follow-up', scan: { ...saved.scan, id: 'f'.repeat(64), kernel: 'B70f' } };
    await page.click('[data-testid=area-cohort]');
    await page.setInputFiles('[data-testid=scans-input]', {
      name: 'follow-up.json',
      mimeType: 'application/json',
      buffer: Buffer.from(JSON.stringify(other)),
    });
    await page.locator('[data-testid=cohort-row]', { hasText: 'follow-up' }).waitFor();
    await page.click('[data-testid=area-scan]');
    await page.click('[data-testid=compare]');
    const panel = page.locator('[data-testid=comparing-panel]');
    expect(await panel.textContent()).toContain('Other kernel');
    expect(await page.textContent('[data-testid=comparing-difference]')).toMatch(/^\s*0(\.0)?\s*$/);
    const letters = async (): Promise<string> => (await panel.locator('.scan').allTextContents()).join(' ');
    const before = await letters();
    await page.keyboard.press('s');
    expect(await letters()).not.toBe(before);
    await page.keyboard.press('Escape');
    await page.waitForSelector('[data-testid=bv5-value]');
    await page.setViewportSize({ width: 1024, height: 768 });
    await page.keyboard.press('Control+k');
    await page.keyboard.type('compare');
    await page.keyboard.press('Enter');
    // the drawer slides in
    await expect
      .poll(async () => {
        const box = await panel.boundingBox();
        return (box?.x ?? Infinity) + (box?.width ?? Infinity);
      })
      .toBeLessThanOrEqual(1024);
    await page.keyboard.press('Escape');
    await page.setViewportSize({ width: 1440, height: 900 });
    expect(problems).toEqual([]);
  });
});
