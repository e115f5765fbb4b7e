/**
 * The browser's own database behind `Keeper`. One object store for each kind of record, keyed by `id`. A newer layout
 * gets the next version and a step in `upgrade`; what is there already stays.
 *
 * A tab that is alone writes and commits within the same turn, so that closing it loses nothing. With other tabs there
 * a change is put down whole in the same way first; then it is merged with what stands there by then and the others are
 * told. What a closed tab put down and did not get to merge is merged on the next loading.
 */
import { issues } from '../core/issue-catalogue';
import type { Issue } from '../core/issues';
import { isRecord, isStored } from './checks';
import { memoryKeeper, type Keeper, type Written } from './keeper';
import { merged, sameJson } from './merge';
import { idOf, storeNames, type Everything, type Part, type Place, type StoreName, type Stores } from './records';
import { openTabs } from './tabs';

const NAME = 'bvx';
const VERSION = 2;
/** Changes that are put down and not merged yet. */
const PENDING = 'pending';

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
  const tabs = openTabs();
  return {
    trouble: null,
    async load() {
      const transaction = database.transaction([...storeNames, PENDING], 'readwrite');
      await mergePending(transaction);
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
      const written = await (tabs.company ? mergeWithOthers(database, parts) : writeAlone(database, parts));
      if (written.issue === null) tabs.tell([...parts.map(placeOf), ...written.merged]);
      return written;
    },
    async clear() {
      const issue = await change(database, [...storeNames, PENDING], (transaction) => {
        for (const store of [...storeNames, PENDING]) transaction.objectStore(store).clear();
      });
      if (issue === null) tabs.tell('everything');
      return issue;
    },
    watch: (listener) => tabs.watch(listener),
    close() {
      tabs.close();
      database.close();
    },
  };
}

const placeOf = (part: Part): Place => ({ store: part.store, id: idOf(part) });
const storesOf = (parts: readonly Part[]): StoreName[] => [...new Set(parts.map(({ store }) => store))];

async function writeAlone(database: IDBDatabase, parts: readonly Part[]): Promise<Written> {
  const issue = await change(database, storesOf(parts), (transaction) => {
    for (const part of parts) put(transaction, part);
    transaction.commit();
  });
  return { issue, merged: [], clashes: 0 };
}

async function mergeWithOthers(database: IDBDatabase, parts: readonly Part[]): Promise<Written> {
  const id = crypto.randomUUID();
  const putDown = change(database, [PENDING], (transaction) => {
    transaction.objectStore(PENDING).put({ id, parts });
    transaction.commit();
  });
  const joined: Place[] = [];
  let clashes = 0;
  const issue = await change(database, [...storesOf(parts), PENDING], async (transaction) => {
    for (const part of parts) {
      const now = await joinedWith(transaction, part);
      put(transaction, now.part);
      if (now.part !== part) joined.push(placeOf(part), placeOf(now.part));
      if (now.clash) clashes += 1;
    }
    transaction.objectStore(PENDING).delete(id);
  });
  return { issue: issue ?? (await putDown), merged: joined, clashes };
}

/** What closed tabs put down. Merging twice changes nothing, so a tab that is at it still does no harm. */
async function mergePending(transaction: IDBTransaction): Promise<void> {
  const found: readonly unknown[] = await settled(transaction.objectStore(PENDING).getAll());
  for (const one of found) {
    if (!isRecord(one) || typeof one.id !== 'string' || !Array.isArray(one.parts)) continue;
    for (const part of (one.parts as readonly unknown[]).flatMap(readPart)) {
      put(transaction, (await joinedWith(transaction, part)).part);
    }
    transaction.objectStore(PENDING).delete(one.id);
  }
}

function readPart(raw: unknown): Part[] {
  const store = isRecord(raw) ? storeNames.find((name) => name === raw.store) : undefined;
  if (store === undefined || !isRecord(raw)) return [];
  const [before, after] = [raw.before, raw.after].map((value) => (isStored(store, value) ? value : null));
  return before === null && after === null ? [] : [{ store, before, after }];
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
  if (store === 'log' && before === null && after !== null && theirs !== null && !sameJson(after, theirs)) {
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
  stores: readonly string[],
  work: (transaction: IDBTransaction) => Promise<void> | void,
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
  if (from < 2) database.createObjectStore(PENDING, { keyPath: 'id' });
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
