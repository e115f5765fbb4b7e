/** Entry of the page. */
import { createApp } from 'vue';
import { createBrowserEngine } from '../engine/browser';
import App from './App.vue';
import { createSession } from './state/session';
import { words } from './words';

const session = createSession(createBrowserEngine(), {
  sample: words.case.sample,
  sampleMissing: words.start.sampleMissing,
});
createApp(App, { session }).mount('#app');
