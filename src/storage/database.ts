/**
 * The browser's own database behind `Keeper`. One object store for each kind of record, keyed by `id`. A newer layout
 * gets the next version and a step in `upgrade`; what is there already stays.
 *
 * Several pages may write. Every change is merged, inside its transaction, with what stands there by then, and the other
 * pages are told which records changed.
 */
import { issues } from '../core/issue-catalogue';
import type { Issue } from '../core/issues';
import { isRecord, isStored } from './checks';
import { memoryKeeper, type Elsewhere, type Keeper } from './keeper';
import { merged } from './merge';
import { idOf, storeNames, type Everything, type Part, type Place, type StoreName, type Stores } from './records';

const NAME = 'bvx';
const VERSION = 1;
const CHANNEL = 'bvx-changes';

/** The browser's database, or a keeper of memory alone that says why. */
export async function openKeeper(factory: IDBFactory | undefined = globalThis.indexedDB): Promise<Keeper> {
  if (factory === undefined) return memoryKeeper(issues.private_mode('it has no database'));
  try {
    return databaseKeeper(await open(factory));
  } catch (error) {
    return memoryKeeper(issues.private_mode(reasonOf(error)));
  }
}

function databaseKeeper(database: IDBDatabase): Keeper {
  // another page of this program wants a newer layout: this one lets go
  database.addEventListener('versionchange', () => database.close());
  const channel = new BroadcastChannel(CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel reaches this origin alone
  const tell = (told: Elsewhere): void => channel.postMessage(told);
  return {
    trouble: null,
    async load() {
      const transaction = database.transaction(storeNames, 'readonly');
      const all = async <S extends StoreName>(store: S): Promise<Stores[S][]> => {
        const found: readonly unknown[] = await settled(transaction.objectStore(store).getAll());
        return found.filter((one) => isStored(store, one));
      };
      const [scans, patients, gases, tables, exclusions, study, log] = await Promise.all([
        all('scans'),
        all('patients'),
        all('gases'),
        all('tables'),
        all('exclusions'),
        all('study'),
        all('log'),
      ]);
      return { scans, patients, gases, tables, exclusions, study, log } satisfies Everything;
    },
    async read(places) {
      if (places.length === 0) return [];
      const transaction = database.transaction([...new Set(places.map(({ store }) => store))], 'readonly');
      const read = places.map(async ({ store, id }) => recordAt(transaction, store, id));
      return (await Promise.all(read)).flatMap((part) => part ?? []);
    },
    async write(parts) {
      const told: Place[] = [];
      const joined: Place[] = [];
      let clashes = 0;
      const stores = [...new Set(parts.map(({ store }) => store))];
      const issue = await change(database, stores, async (transaction) => {
        for (const part of parts) {
          const now = await joinedWith(transaction, part);
          put(transaction, now.part);
          const places = [part, now.part].map((one) => ({ store: one.store, id: idOf(one) }));
          told.push(...places);
          if (now.part !== part) joined.push(...places);
          if (now.clash) clashes += 1;
        }
      });
      if (issue === null) tell(told);
      return { issue, merged: joined, clashes };
    },
    async clear() {
      const issue = await change(database, storeNames, async (transaction) => {
        for (const store of storeNames) transaction.objectStore(store).clear();
      });
      if (issue === null) tell('everything');
      return issue;
    },
    watch(listener) {
      channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const told = readElsewhere(data);
        if (told !== null) listener(told);
      });
    },
    close() {
      channel.close();
      database.close();
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

/** The record as a part that puts it in place of nothing; null where there is none. */
async function recordAt(transaction: IDBTransaction, store: StoreName, id: string): Promise<Part | null> {
  const found: unknown = await settled(transaction.objectStore(store).get(id));
  return isStored(store, found) ? { store, before: null, after: found } : null;
}

/** The part over what another page has put there since; the same part where none has. */
async function joinedWith(
  transaction: IDBTransaction,
  part: Part,
): Promise<{ readonly part: Part; readonly clash: boolean }> {
  const { store, before, after } = part;
  const theirs = (await recordAt(transaction, store, idOf(part)))?.after ?? null;
  // two pages counted their entries of the log alike: both stay
  if (store === 'log' && before === null && after !== null && theirs !== null) {
    return joinedWith(transaction, { store, before, after: { ...after, id: `${after.id}+` } });
  }
  const { value, clash } = merged(before, after, theirs);
  if (value === after) return { part, clash };
  return { part: { store, before: theirs, after: isStored(store, value) ? value : null }, clash };
}

function put(transaction: IDBTransaction, part: Part): void {
  const store = transaction.objectStore(part.store);
  if (part.after === null) store.delete(idOf(part));
  else store.put(part.after);
}

/** Runs a change in one transaction; done once the database says that it is complete. */
async function change(
  database: IDBDatabase,
  stores: readonly StoreName[],
  work: (transaction: IDBTransaction) => Promise<void>,
): Promise<Issue | null> {
  if (stores.length === 0) return null;
  try {
    const transaction = database.transaction(stores, 'readwrite');
    const complete = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('it was aborted')));
    });
    await Promise.all([work(transaction), complete]);
    return null;
  } catch (error) {
    const full = error instanceof DOMException && error.name === 'QuotaExceededError';
    return full ? issues.storage_full() : issues.storage_failed(reasonOf(error));
  }
}

function open(factory: IDBFactory): Promise<IDBDatabase> {
  const request = factory.open(NAME, VERSION);
  request.addEventListener('upgradeneeded', (event) => upgrade(request.result, event.oldVersion));
  return new Promise((resolve, reject) => {
    request.addEventListener('blocked', () => reject(new Error('another page of BVX holds an older version open')));
    settled(request).then(resolve, reject);
  });
}

function upgrade(database: IDBDatabase, from: number): void {
  if (from < 1) for (const store of storeNames) database.createObjectStore(store, { keyPath: 'id' });
}

function settled<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('it gave no answer')));
  });
}

/** The browser's words without a full stop at their end. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error && error.message !== '' ? error.message : 'it gave no reason').replace(/\.$/, '');
