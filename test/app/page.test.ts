import { createApp, nextTick, type App as VueApp } from 'vue';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import App from '../../src/app/App.vue';
import { createSession, type Session } from '../../src/app/state/session';
import { createWorkspace } from '../../src/app/state/workspace';
import { words } from '../../src/app/words';
import { issues, refusals } from '../../src/core/issue-catalogue';
import { done, refused, type Outcome } from '../../src/core/issues';
import type { Engine, MeasuredScan } from '../../src/engine';
import { memoryKeeper, openScans } from '../../src/storage';
import { correctHere, inventory, measuredScan, opened, series } from './samples';

/** The whole page in a document without graphics, over an engine whose answers the test decides. */
let app: VueApp | null = null;
let session: Session;
let finish: (outcome: Outcome<MeasuredScan>) => void = () => {};

async function show(answers: Partial<Engine> = {}): Promise<void> {
  const engine: Engine = {
    threads: 2,
    open: async () => done(inventory(series('a'))),
    preview: async () => done({ hu: new Int16Array(16), width: 4, height: 4 }),
    load: async () => done(opened()),
    measure: (_, options) => {
      options?.onProgress?.({ stage: 'lungs', fraction: 1 });
      options?.onLungs?.(new Uint8Array(48), 3390, 2900);
      options?.onProgress?.({ stage: 'vessels', fraction: 0.58 });
      return new Promise((resolve) => (finish = resolve));
    },
    correct: correctHere,
    cancel: () => finish(refused(refusals.cancelled())),
    dispose: () => {},
    ...answers,
  };
  session = createSession({
    engine,
    exportFiles: async () => [],
    exportResult: async () => ({ name: 'result.json', bytes: new Uint8Array(1) }),
    words: { sample: words.case.sample, sampleMissing: words.start.sampleMissing },
    now: () => 0,
  });
  const workspace = createWorkspace(
    async () => memoryKeeper(),
    () => new Date(0),
  );
  await workspace.open();
  app = createApp(App, { session, workspace, scans: openScans({ locks: undefined, nowMs: () => 0 }) });
  app.mount('#app');
  await nextTick();
}

const find = (id: string): HTMLElement | null => document.querySelector(`[data-testid="${id}"]`);
const text = (id: string): string => find(id)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
const all = (selector: string): HTMLElement[] => Array.from(document.querySelectorAll<HTMLElement>(selector));
const press = async (key: string, over: KeyboardEventInit = {}): Promise<void> => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }));
  await nextTick();
};
const open = (): void =>
  void session.open([{ kind: 'blob', path: 'ct.zip', blob: new Blob(['x']) }], { label: 'ct.zip', isSample: false });
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000 });

beforeEach(() => {
  localStorage.clear();
  document.body.innerHTML = '<div id="app"></div>';
});
afterEach(() => {
  app?.unmount();
  session.dispose();
});

describe('the start page', () => {
  test('offers a place to drop, two pickers and the sample; research and privacy stand below', async () => {
    await show();
    expect(text('drop-zone')).toContain(words.start.drop);
    for (const id of ['pick-folder', 'pick-files', 'try-sample']) expect(find(id), id).not.toBeNull();
    expect(find('pick-folder-input')?.hasAttribute('webkitdirectory')).toBe(true);
    expect(text('research-line')).toBe(words.research);
    expect(document.body.textContent).toContain(words.privacy);
    expect(text('threads')).toBe('2 threads');
  });

  test('the areas stand in the top bar; the scan stays below the others, out of reach', async () => {
    await show();
    const areas = all('nav button');
    expect(areas.map((one) => one.textContent?.trim())).toEqual(['Scan', 'Gases', 'Cohort', 'Statistics']);
    find('area-cohort')?.click();
    await nextTick();
    expect(find('area-cohort')?.getAttribute('aria-current')).toBe('page');
    expect(document.body.textContent).toContain('No scans yet');
    expect(find('drop-zone')?.closest('[inert]')).not.toBeNull();
    await press('g');
    await press('s');
    expect(find('area-scan')?.getAttribute('aria-current')).toBe('page');
    expect(find('drop-zone')?.closest('[inert]')).toBeNull();
  });

  test('a refusal has its message, action and code', async () => {
    await show({ open: async () => refused(refusals.nothing_readable(3)) });
    open();
    await until(() => expect(find('refusal')).not.toBeNull());
    expect(find('refusal')?.getAttribute('role')).toBe('alert');
    expect(text('refusal-code')).toBe('nothing_readable');
    expect(text('refusal')).toContain('None of the 3 files');
  });
});

describe('the chooser', () => {
  test('series by rank with reason and verdict; files left out by name', async () => {
    const two = inventory(
      series('b', { rank: 2, verdict: 'usable', reason: 'Sharp kernel' }),
      series('a'),
      series('c', { rank: 3, verdict: 'not_for_bv5', reason: 'Scout image, not a volume', geometry: null }),
    );
    const leftOut = [{ path: 'IM_0412', kind: 'unreadable', reason: 'cut short' }] as const;
    await show({ open: async () => done({ ...two, leftOut }) });
    open();
    await until(() => expect(all('[data-testid="series-row"]')).toHaveLength(3));
    expect(all('[data-testid="series-row"]').map((row) => row.dataset['verdict'])).toEqual([
      'best',
      'usable',
      'not_for_bv5',
    ]);
    expect(text('left-out')).toContain('IM_0412: cut short');
    expect(find('measure-series')?.getAttribute('aria-disabled')).toBeNull();
    session.focus('c');
    await nextTick();
    expect(find('measure-series')?.getAttribute('aria-disabled')).toBe('true');
  });
});

describe('measuring', () => {
  test('stages, lungs first, then the result in the same places', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    expect(find('stage-lungs')?.dataset['phase']).toBe('done');
    expect(text('stage-vessels')).toMatch(/^Vessels ?58 %$/);
    expect(document.title).toMatch(/% · BVX$/);
    expect(all('tbody .right td').map((cell) => cell.textContent?.trim())[3]).toBe('3.39');
    finish(done(measuredScan()));
    await until(() => expect(find('bv5-value')).not.toBeNull());
    expect(text('bv5-value')).toBe('45.8');
    expect(text('bv5-interval')).toBe('43.6 to 47.9');
    expect(text('tbv-value')).toBe('214');
    expect(text('verdict')).toBe('Quality good');
    expect(document.querySelector('[aria-live="polite"]')?.textContent).toContain('Measured. BV5 45.8 percent');
  });

  test('the result is a real table with headers', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    finish(done(measuredScan()));
    await until(() => expect(find('bv5-value')).not.toBeNull());
    const table = find('tbv-value')?.closest('table');
    expect(Array.from(table?.querySelectorAll('tbody th[scope="row"]') ?? [])).toHaveLength(5);
    expect(Array.from(table?.querySelectorAll('thead th[scope="col"]') ?? [])).toHaveLength(3);
  });

  test('a click on a row lights its vessels, Esc shows all again, then the usual tool; one Esc too many leaves nothing', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    finish(done(measuredScan()));
    await until(() => expect(find('bv5-value')).not.toBeNull());
    all('tr.bv10')[0].click();
    await nextTick();
    expect(all('tr.bv10')[0].classList.contains('pinned')).toBe(true);
    await press('Escape');
    expect(all('tr.bv10')[0].classList.contains('pinned')).toBe(false);
    await press('x');
    const isOn = (): string | null | undefined =>
      document.getElementById('tool-crosshair')?.getAttribute('aria-pressed');
    expect(isOn()).toBe('true');
    await press('Escape');
    expect(isOn()).toBe('false');
    await press('Escape');
    expect(session.state.value.at).toBe('measured');
  });

  test('Esc cancels and the scan stays open', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    await press('Escape');
    expect(session.state.value).toMatchObject({ at: 'looking', cancelled: true });
    expect(document.body.textContent).toContain(words.panel.cancelled);
    expect(find('measure-again')).not.toBeNull();
  });

  test('issues stand above BV5 with their code; figures of an imaged part say so', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    const cut = issues.lungs_cut_off('inferior', 3100);
    const { lungs } = measuredScan().measured.measurement;
    finish(done(measuredScan({ issues: [cut], lungs: { ...lungs, cutOff: ['inferior'] } })));
    await until(() => expect(find('issue-lungs_cut_off_inferior')).not.toBeNull());
    expect(text('issue-lungs_cut_off_inferior')).toContain(cut.action);
    expect(document.body.textContent).toContain(words.panel.imagedPart);
  });

  test('without BV5 there are words, no 0 and no dash', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    const m = measuredScan().measured.measurement;
    finish(
      done(
        measuredScan({
          percent: { bv5: null, bv5To10: null, bv10: null },
          volumes: { ...m.volumes, bv5Ml: null, bv5To10Ml: null, bv10Ml: null },
        }),
      ),
    );
    await until(() => expect(text('bv5-value')).toBe(words.panel.notGiven));
    expect(text('tbv-value')).toBe('214');
  });

  test('a refusal takes the place of the figures', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    finish(refused(refusals.no_lungs(0.04)));
    await until(() => expect(text('refusal-code')).toBe('no_lungs'));
    expect(find('bv5-value')).toBeNull();
  });
});

describe('without graphics', () => {
  test('3-D says why it is not there and offers the slow way', async () => {
    await show();
    open();
    await until(() => expect(find('view-3d')).not.toBeNull());
    expect(text('view-3d')).toContain(words.reading.noGpu);
    expect(all('[data-testid^="view-"]')).toHaveLength(4);
  });
});

describe('keys and commands', () => {
  test('Ctrl K opens the search, ? the keys, single letters can be switched off', async () => {
    await show();
    await press('k', { ctrlKey: true });
    expect(document.querySelector('[role="listbox"]')).not.toBeNull();
    expect(document.body.textContent).toContain(words.command.folder);
  });

  test('letters set the tool, digits the window, while a scan is open', async () => {
    await show();
    open();
    await until(() => expect(find('stage-vessels')?.dataset['phase']).toBe('now'));
    await press('p');
    expect(document.getElementById('tool-pan')?.getAttribute('aria-pressed')).toBe('true');
    await press('3', { code: 'Digit3' });
    expect(text('view-axial')).toContain('W 400 L 40');
    await press('v');
    expect(document.getElementById('tool-vessels')?.getAttribute('aria-pressed')).toBe('false');
  });
});
