/** Other tabs of this browser with the same page: whether there are any, and what was written there. */
import { isRecord } from './checks';
import type { Elsewhere } from './keeper';
import { storeNames, type Place } from './records';

const CHANNEL = 'bvx-changes';
/** A tab that is there answers sooner. */
const ANSWER_MS = 400;

type Greeting = 'hello' | 'here' | 'bye';

export interface Tabs {
  /** False once it is known that no other tab is there. */
  readonly company: boolean;
  tell(told: Elsewhere): void;
  watch(listener: (told: Elsewhere) => void): void;
  /** Another tab is gone: by then what it wrote last can be seen. */
  onBye(listener: () => Promise<void>): void;
  close(): void;
}

export function openTabs(): Tabs {
  const channel = new BroadcastChannel(CHANNEL);
  const listeners: ((told: Elsewhere) => void)[] = [];
  const byeListeners: (() => Promise<void>)[] = [];
  let company = true;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  // a channel reaches this origin alone
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  const post = (message: Elsewhere | { readonly greeting: Greeting }): void => channel.postMessage(message);

  function ask(): void {
    clearTimeout(waiting);
    waiting = setTimeout(() => (company = false), ANSWER_MS);
    post({ greeting: 'hello' });
  }

  function meet(greeting: unknown): void {
    if (greeting === 'bye') {
      ask();
      setTimeout(() => {
        for (const listener of byeListeners) void listener();
      }, ANSWER_MS);
      return;
    }
    clearTimeout(waiting);
    company = true;
    if (greeting === 'hello') post({ greeting: 'here' });
  }

  const leave = (): void => post({ greeting: 'bye' });
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isRecord(data)) {
      meet(data.greeting);
      return;
    }
    const told = readElsewhere(data);
    if (told !== null) for (const listener of listeners) listener(told);
  });
  globalThis.addEventListener('pagehide', leave);
  ask();
  return {
    get company() {
      return company;
    },
    tell: post,
    watch: (listener) => void listeners.push(listener),
    onBye: (listener) => void byeListeners.push(listener),
    close() {
      clearTimeout(waiting);
      globalThis.removeEventListener('pagehide', leave);
      channel.close();
    },
  };
}

function readElsewhere(data: unknown): Elsewhere | null {
  if (data === 'everything') return data;
  if (!Array.isArray(data)) return null;
  return (data as readonly unknown[]).flatMap((one): Place[] => {
    const store = isRecord(one) ? storeNames.find((name) => name === one.store) : undefined;
    return store !== undefined && isRecord(one) && typeof one.id === 'string' ? [{ store, id: one.id }] : [];
  });
}
