/**
 * Keeps every file of the page in this browser once it has been loaded, so that it works without a network: parts that
 * are fetched only when needed, decoders, the sample. The page itself is asked for first, so that a new version is seen.
 */

/** What a service worker has beyond a page, as far as it is used here. */
interface ServiceScope {
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}
interface LastingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends LastingEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}

const isScope = (value: object): value is ServiceScope => 'skipWaiting' in value && 'clients' in value;
const isLasting = (event: Event): event is LastingEvent => 'waitUntil' in event;
const isFetch = (event: Event): event is FetchEvent => 'respondWith' in event;

const LIST = 'offline-files.json';
const PREFIX = 'bvx-files-';
/** Names with a hash of their content never change. */
const HASHED = /\/assets\//;

interface KeptFiles {
  readonly version: string;
  readonly files: readonly string[];
}

function readList(value: unknown): KeptFiles | null {
  if (typeof value !== 'object' || value === null || !('version' in value) || !('files' in value)) return null;
  const { version, files } = value;
  return typeof version === 'string' && Array.isArray(files) ? { version, files: files.map(String) } : null;
}

async function keepAll(): Promise<void> {
  const list = readList(await (await fetch(LIST, { cache: 'no-store' })).json());
  if (list === null) return;
  const cache = await caches.open(PREFIX + list.version);
  // a file that is there already is not fetched twice
  const there = new Set((await cache.keys()).map(({ url }) => url));
  const missing = list.files.filter((file) => !there.has(new URL(file, location.href).href));
  await cache.addAll(missing);
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== PREFIX + list.version);
  await Promise.all(old.map(async (name) => caches.delete(name)));
}

/** From the network, else as kept. */
async function fresh(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await caches.match(request, { ignoreSearch: true, ignoreVary: true });
    if (kept !== undefined) return kept;
    throw error;
  }
}

/** As kept, else from the network. */
const kept = async (request: Request): Promise<Response> =>
  (await caches.match(request, { ignoreVary: true })) ?? fetch(request);

const scope: object = self;
if (isScope(scope)) {
  addEventListener('install', (event) => {
    if (isLasting(event)) event.waitUntil(keepAll().then(async () => scope.skipWaiting()));
  });
  addEventListener('activate', (event) => {
    if (isLasting(event)) event.waitUntil(scope.clients.claim());
  });
  addEventListener('fetch', (event) => {
    if (!isFetch(event)) return;
    const { request } = event;
    const isOurs = request.method === 'GET' && new URL(request.url).origin === location.origin;
    if (isOurs) event.respondWith(HASHED.test(request.url) ? kept(request) : fresh(request));
  });
}

export type { KeptFiles };
