/** A scan whose tab was closed: offered, gone on with where it was once its files are given again, or forgotten. */
import { createApp, nextTick, type App as VueApp } from 'vue';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import App from '../../src/app/App.vue';
import { createSession, type Session } from '../../src/app/state/session';
import { createWorkspace } from '../../src/app/state/workspace';
import { words } from '../../src/app/words';
import { done } from '../../src/core/issues';
import { memoryKeeper, openScans } from '../../src/storage';
import { find, text, until } from './measured-page';
import { correctHere, inventory, opened, series } from './samples';

let tabs: { readonly app: VueApp; readonly session: Session }[] = [];
const measuredIds: string[] = [];
const day = 24 * 3600 * 1000;

/** A page as a tab opens it: the last one goes without a word. */
async function openTab(nowMs = 0): Promise<Session> {
  document.body.innerHTML = '<div id="app"></div>';
  const session = createSession({
    engine: {
      threads: 1,
      open: async () => done(inventory(series('a'), series('b', { rank: 2, verdict: 'usable' }))),
      preview: async () => done({ hu: new Int16Array(16), width: 4, height: 4 }),
      load: async () => done(opened()),
      measure: (id) => {
        measuredIds.push(id);
        return new Promise(() => {});
      },
      correct: correctHere,
      cancel: () => {},
      dispose: () => {},
    },
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
  const app = createApp(App, {
    session,
    workspace,
    scans: openScans({ locks: undefined, nowMs: () => nowMs }),
  });
  app.mount('#app');
  await nextTick();
  tabs.push({ app, session });
  return session;
}
const give = (session: Session, label: string): Promise<void> =>
  session.open([{ kind: 'blob', path: label, blob: new Blob(['x']) }], { label, isSample: false });

beforeEach(() => {
  localStorage.clear();
  measuredIds.length = 0;
});
afterEach(() => {
  for (const { app, session } of tabs) {
    app.unmount();
    session.dispose();
  }
  tabs = [];
});

describe('a scan whose tab was closed', () => {
  test('goes on with the series that was chosen, once its files are given again', async () => {
    const first = await openTab();
    await give(first, 'ct.zip');
    await until(() => expect(first.state.value.at).toBe('choosing'));
    void first.choose('b', true);
    await until(() => expect(measuredIds).toEqual(['b']));

    const second = await openTab();
    await until(() => expect(text('left-scan')).toContain(words.start.left.was('measuring', 'ct.zip')));
    // this browser gave nothing to open it with
    expect(text('left-scan')).toContain(words.start.left.chooseAgain);
    expect(find('left-go-on')).toBeNull();
    await give(second, 'other.zip');
    await until(() => expect(second.state.value.at).toBe('choosing'));
    await give(second, 'ct.zip');
    await until(() => expect(measuredIds).toEqual(['b', 'b']));
    second.close();
    await nextTick();
    expect(find('left-scan')).toBeNull();
  });

  test('is forgotten when it was closed by hand, when the user says so, and after two weeks', async () => {
    const first = await openTab();
    await give(first, 'ct.zip');
    first.close();
    expect(Object.keys(localStorage).filter((key) => key.startsWith('bvx-scan'))).toEqual([]);
    await give(first, 'ct.zip');
    await openTab();
    await until(() => expect(find('left-scan')).not.toBeNull());
    find('left-forget')?.click();
    await nextTick();
    expect(find('left-scan')).toBeNull();
    const third = await openTab();
    await give(third, 'ct.zip');
    await openTab(15 * day);
    expect(Object.keys(localStorage).filter((key) => key.startsWith('bvx-scan'))).toEqual([]);
  });
});
