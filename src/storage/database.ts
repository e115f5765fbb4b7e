/**
 * The browser's own database behind `Keeper`. One object store for each kind of record, keyed by `id`. A newer layout
 * gets the next version and a step in `upgrade`; what is there already stays.
 *
 * Every change is put down whole within the same turn, so that closing the tab loses nothing. A tab that is alone then
 * writes it; with other tabs there it is merged with what stands there by then and the others are told. What a closed
 * tab did not get to write is written by those that stay, or on the next loading.
 */
import { issues } from '../core/issue-catalogue';
import type { Issue } from '../core/issues';
import { isStored } from './checks';
import { memoryKeeper, type Keeper, type Written } from './keeper';
import { merged, sameJson } from './merge';
import {
  forgetPutDown,
  isWritten,
  markWritten,
  MERGED,
  PENDING,
  putDownBook,
  putDownNow,
  takeLeft,
  takeUp,
  type PutDown,
} from './put-down';
import { idOf, storeNames, type Everything, type Part, type Place, type StoreName, type Stores } from './records';
import { settled } from './settled';
import { openTabs } from './tabs';

const NAME = 'bvx';
const VERSION = 3;
const everyStore = [...storeNames, PENDING, MERGED];

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
  const book = putDownBook();
  return {
    trouble: null,
    async load() {
      const transaction = database.transaction(everyStore, 'readwrite');
      const left = await mergeLeft(transaction);
      transaction.addEventListener('complete', () => takeUp(left.taken));
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
      if (left.places.length > 0) tabs.tell(left.places);
      return { scans, patients, gases, tables, exclusions, study, log } satisfies Everything;
    },
    async read(places) {
      if (places.length === 0) return [];
      const transaction = database.transaction([...new Set(places.map(({ store }) => store))], 'readonly');
      const read = places.map(async ({ store, id }) => recordAt(transaction, store, id));
      return (await Promise.all(read)).flatMap((part) => part ?? []);
    },
    async write(parts) {
      const whole = book(parts);
      const isDown = putDownNow(whole);
      const written = await (tabs.company ? mergeWithOthers(database, whole, isDown) : writeAlone(database, whole));
      // not written, it waits for the next loading
      if (isDown && written.issue === null) takeUp([whole.id]);
      if (written.issue === null) tabs.tell([...parts.map(placeOf), ...written.merged]);
      return written;
    },
    async clear() {
      const issue = await change(database, everyStore, (transaction) => {
        for (const store of everyStore) transaction.objectStore(store).clear();
      });
      if (issue !== null) return issue;
      forgetPutDown();
      tabs.tell('everything');
      return issue;
    },
    watch(listener) {
      tabs.watch(listener);
      // a tab that went may have left something; where it did not, nothing is told
      tabs.onBye(async () => {
        let left: LeftMerged = { places: [], taken: [] };
        const issue = await change(database, everyStore, async (transaction) => {
          left = await mergeLeft(transaction);
        });
        if (issue === null) takeUp(left.taken);
        if (left.places.length > 0) listener(left.places);
      });
    },
    close() {
      tabs.close();
      database.close();
    },
  };
}

const placeOf = (part: Part): Place => ({ store: part.store, id: idOf(part) });
const storesOf = (parts: readonly Part[]): StoreName[] => [...new Set(parts.map(({ store }) => store))];

async function writeAlone(database: IDBDatabase, whole: PutDown): Promise<Written> {
  const issue = await change(database, [...storesOf(whole.parts), MERGED], (transaction) => {
    for (const part of whole.parts) put(transaction, part);
    markWritten(transaction, whole.tab, whole.number);
    transaction.commit();
  });
  return { issue, merged: [], clashes: 0 };
}

async function mergeWithOthers(database: IDBDatabase, whole: PutDown, isDown: boolean): Promise<Written> {
  const stores = [...storesOf(whole.parts), MERGED];
  const puttingDown = isDown ? null : putDownInside(database, whole);
  let joined: Joined = nothingJoined;
  const issue = await change(database, isDown ? stores : [...stores, PENDING], async (transaction) => {
    if (await isWritten(transaction, whole)) {
      joined = { places: whole.parts.map(placeOf), clashes: 0 };
      return;
    }
    joined = await mergeInto(transaction, whole.parts);
    markWritten(transaction, whole.tab, whole.number);
    if (!isDown) transaction.objectStore(PENDING).delete(whole.id);
  });
  return { issue: issue ?? (await puttingDown), merged: joined.places, clashes: joined.clashes };
}

const putDownInside = (database: IDBDatabase, whole: PutDown): Promise<Issue | null> =>
  change(database, [PENDING], (transaction) => {
    transaction.objectStore(PENDING).put(whole);
    transaction.commit();
  });

interface Joined {
  /** Records that stood there differently from what this tab knew. */
  readonly places: readonly Place[];
  readonly clashes: number;
}
const nothingJoined: Joined = { places: [], clashes: 0 };

async function mergeInto(transaction: IDBTransaction, parts: readonly Part[]): Promise<Joined> {
  const places: Place[] = [];
  let clashes = 0;
  for (const part of parts) {
    const now = await joinedWith(transaction, part);
    put(transaction, now.part);
    if (now.part !== part) places.push(placeOf(part), placeOf(now.part));
    if (now.clash) clashes += 1;
  }
  return { places, clashes };
}

interface LeftMerged {
  readonly places: readonly Place[];
  /** What need not be put down any more, once the transaction is complete. */
  readonly taken: readonly string[];
}

/** Merges what tabs have put down and not written; a tab that is still at it finds its mark and leaves it so. */
async function mergeLeft(transaction: IDBTransaction): Promise<LeftMerged> {
  const { left, taken } = await takeLeft(transaction);
  const changed: Place[] = [];
  for (const { parts } of left) {
    const { places } = await mergeInto(transaction, parts);
    changed.push(...parts.map(placeOf), ...places);
  }
  return { places: changed, taken };
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
  if (from < 3) database.createObjectStore(MERGED, { keyPath: 'id' });
}

/** The browser's words without a full stop at their end. */
const reasonOf = (error: unknown): string =>
  (error instanceof Error && error.message !== '' ? error.message : 'it gave no reason').replace(/\.$/, '');
