/** The page over a measured scan of four branches, in a document without graphics. */
import { createApp, nextTick } from 'vue';
import { expect, vi } from 'vitest';
import App from '../../src/app/App.vue';
import { createSession, type Session } from '../../src/app/state/session';
import { createWorkspace, type Workspace } from '../../src/app/state/workspace';
import { words } from '../../src/app/words';
import { done } from '../../src/core/issues';
import { toJsonText } from '../../src/core/result';
import { resultOf } from '../../src/engine';
import { memoryKeeper, openScans } from '../../src/storage';
import { correctHere, inventory, measuredScan, opened, series } from './samples';

export interface MeasuredPage {
  readonly session: Session;
  readonly workspace: Workspace;
  close(): void;
}

export async function showMeasured(): Promise<MeasuredPage> {
  document.body.innerHTML = '<div id="app"></div>';
  const session = createSession({
    engine: {
      threads: 2,
      open: async () => done(inventory(series('a'))),
      preview: async () => done({ hu: new Int16Array(16), width: 4, height: 4 }),
      load: async () => done(opened()),
      measure: async () => done(measuredScan()),
      correct: correctHere,
      cancel: () => {},
      dispose: () => {},
    },
    exportFiles: async () => [],
    exportResult: async (scan) => ({
      name: 'result.json',
      bytes: new TextEncoder().encode(toJsonText(resultOf(scan, { caseLabel: null, identify: false }))),
    }),
    words: { sample: words.case.sample, sampleMissing: words.start.sampleMissing },
    now: () => 0,
  });
  const workspace = createWorkspace(
    async () => memoryKeeper(),
    () => new Date(0),
  );
  await workspace.open();
  const app = createApp(App, { session, workspace, scans: openScans({ locks: undefined, nowMs: () => 0 }) });
  app.mount('#app');
  await nextTick();
  void session.open([{ kind: 'blob', path: 'ct.zip', blob: new Blob(['x']) }], { label: 'ct.zip', isSample: false });
  await until(() => expect(find('bv5-value')).not.toBeNull());
  return {
    session,
    workspace,
    close() {
      app.unmount();
      session.dispose();
    },
  };
}

export const find = (id: string): HTMLElement | null => document.querySelector(`[data-testid="${id}"]`);
export const text = (id: string): string => find(id)?.textContent?.replaceAll(/\s+/g, ' ').trim() ?? '';
export const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 30_000 });

export async function press(key: string, over: KeyboardEventInit = {}): Promise<void> {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over }));
  await nextTick();
}

/** A click in the middle of the axial view, where vessel 11 lies. */
export async function clickVessel(): Promise<void> {
  const root = document.querySelector<HTMLElement>('[data-testid="view-axial"] .root');
  if (root === null) throw new Error('there is no axial view');
  root.setPointerCapture = () => {};
  for (const type of ['pointerdown', 'pointerup']) {
    root.dispatchEvent(new PointerEvent(type, { clientX: 0, clientY: 0, button: 0, bubbles: true }));
  }
  await nextTick();
}
