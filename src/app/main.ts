/** Entry of the page. */
import { createApp } from 'vue';
import { toJsonText } from '../core/result';
import { createBrowserEngine } from '../engine/browser';
import { openKeeper, openScans } from '../storage';
import App from './App.vue';
import { leaveFieldsWithPage } from './state/draft';
import { createSession } from './state/session';
import { createWorkspace } from './state/workspace';
import { words } from './words';

/** Folder and file names may hold a patient's name: no label and nothing that identifies goes out by itself. */
const anonymous = { caseLabel: null, identify: false };

const session = createSession({
  engine: createBrowserEngine(),
  // fetched when first needed: writing masks needs code that reading a scan in this thread does not
  exportFiles: async (scan, { names, label, clinical }) => {
    const { exportFiles } = await import('../engine');
    return exportFiles(scan, { ...(names ? { caseLabel: label, identify: true } : anonymous), clinical });
  },
  exportResult: async (scan) => {
    const { resultOf } = await import('../engine');
    return { name: 'result.json', bytes: new TextEncoder().encode(toJsonText(resultOf(scan, anonymous))) };
  },
  words: { sample: words.case.sample, sampleMissing: words.start.sampleMissing },
  now: () => performance.now(),
});
/** The font first, so that no text moves when it arrives; a slow disk keeps nobody waiting. */
const fontsMs = 1500;
await Promise.race([
  Promise.all(['400 13px', '600 13px'].map((font) => document.fonts.load(`${font} "Inter Variable"`))),
  new Promise((resolve) => setTimeout(resolve, fontsMs)),
]);
/** Everything of the page is kept for work without a network; a browser that refuses loads it each time. */
if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  navigator.serviceWorker.register('./offline.js').catch(() => undefined);
}
leaveFieldsWithPage();
const workspace = createWorkspace(openKeeper, () => new Date());
void workspace.open();
const scans = openScans({ locks: navigator.locks, nowMs: () => Date.now() });
createApp(App, { session, workspace, scans }).mount('#app');
