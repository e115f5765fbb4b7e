/**
 * The browser's own database behind `Keeper`. One object store for each kind of record, keyed by `id`. A newer layout
 * gets the next version and a step in `upgrade`; what is there already stays.
 */
import { issues } from '../core/issue-catalogue';
import type { Issue } from '../core/issues';
import { isStored } from './checks';
import { memoryKeeper, type Keeper } from './keeper';
import { idOf, storeNames, type Everything, type Part, type StoreName, type Stores } from './records';

const NAME = 'bvx';
const VERSION = 1;

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
    write: (parts) =>
      change(database, [...new Set(parts.map(({ store }) => store))], (transaction) => {
        for (const part of parts) put(transaction, part);
      }),
    clear: () =>
      change(database, storeNames, (transaction) => {
        for (const store of storeNames) transaction.objectStore(store).clear();
      }),
    close: () => database.close(),
  };
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
  work: (transaction: IDBTransaction) => void,
): Promise<Issue | null> {
  if (stores.length === 0) return null;
  try {
    const transaction = database.transaction(stores, 'readwrite');
    const complete = new Promise<void>((resolve, reject) => {
      transaction.addEventListener('complete', () => resolve());
      transaction.addEventListener('abort', () => reject(transaction.error ?? new Error('it was aborted')));
    });
    work(transaction);
    await complete;
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
