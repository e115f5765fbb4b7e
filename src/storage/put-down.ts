/**
 * A change is put down whole before it goes to the database, for the database may drop what a tab asked of it in its
 * last moments. Each tab numbers its own changes, and the transaction that writes one marks how far the tab has come.
 * So whatever the moment a tab goes, it is known what is left: nothing is lost, and nothing is written a second time
 * over what others wrote since.
 *
 * Small changes, as every key is one, are put down in the store that takes them within the same turn; whole tables,
 * which are too large for it, in the database itself.
 */
import { isRecord, isStored } from './checks';
import { joined, storeNames, type Part } from './records';
import { settled } from './settled';

/** Store of large changes that are put down. */
export const PENDING = 'pending';
/** Store of how far each tab has written its own. */
export const MERGED = 'merged';
const PREFIX = 'bvx-pending ';
/** Changes of more records than a form has go to the database. */
const FEW_PARTS = 50;
/** Marks older than this are of tabs whose writing has ended long since. */
const MARK_MS = 24 * 3600 * 1000;

export interface PutDown {
  readonly id: string;
  readonly tab: string;
  readonly number: number;
  readonly parts: readonly Part[];
}

/** What one tab has left: its changes in their order, as one. */
export interface Left {
  readonly tab: string;
  readonly last: number;
  readonly parts: readonly Part[];
}

/** Gives the changes of this tab their numbers. */
export function putDownBook(): (parts: readonly Part[]) => PutDown {
  const tab = crypto.randomUUID();
  let last = 0;
  return (parts) => {
    last += 1;
    return { id: `${tab} ${last}`, tab, number: last, parts };
  };
}

/** Puts it down within this turn; false where it is too large, or the browser refuses. */
export function putDownNow(whole: PutDown): boolean {
  const isSmall = whole.parts.length <= FEW_PARTS && whole.parts.every(({ store }) => store !== 'tables');
  if (!isSmall) return false;
  try {
    localStorage.setItem(PREFIX + whole.id, JSON.stringify(whole));
    return true;
  } catch {
    return false;
  }
}

export function takeUp(ids: readonly string[]): void {
  try {
    for (const id of ids) localStorage.removeItem(PREFIX + id);
  } catch {
    // nothing was put down there
  }
}

/** With everything else that the browser keeps. */
export function forgetPutDown(): void {
  takeUp([...putDownHere().keys()]);
}

export function markWritten(transaction: IDBTransaction, tab: string, number: number): void {
  transaction.objectStore(MERGED).put({ id: tab, number, atMs: Date.now() });
}

/** Whether another tab has written it already, for this one seemed to be gone. */
export async function isWritten(transaction: IDBTransaction, { tab, number }: PutDown): Promise<boolean> {
  const mark: unknown = await settled(transaction.objectStore(MERGED).get(tab));
  return isRecord(mark) && Number(mark.number) >= number;
}

/** What the tabs have put down and not written; `taken` are all ids that need not be kept after this transaction. */
export async function takeLeft(
  transaction: IDBTransaction,
): Promise<{ readonly left: readonly Left[]; readonly taken: readonly string[] }> {
  const [large, marks]: readonly (readonly unknown[])[] = await Promise.all([
    settled(transaction.objectStore(PENDING).getAll()),
    settled(transaction.objectStore(MERGED).getAll()),
  ]);
  const small = putDownHere();
  transaction.objectStore(PENDING).clear();
  for (const mark of marks.filter(isRecord)) {
    const isOld = Date.now() - Number(mark.atMs) > MARK_MS;
    if (typeof mark.id === 'string' && isOld) transaction.objectStore(MERGED).delete(mark.id);
  }
  const left = leftOf([...large, ...small.values()], marks);
  for (const { tab, last } of left) markWritten(transaction, tab, last);
  return { left, taken: [...small.keys()] };
}

export function leftOf(found: readonly unknown[], marks: readonly unknown[]): readonly Left[] {
  const written = new Map(marks.flatMap((mark) => (isRecord(mark) ? [[mark.id, mark.number] as const] : [])));
  const left = found
    .flatMap((one) => readPutDown(one) ?? [])
    .filter(({ tab, number }) => number > Number(written.get(tab) ?? 0))
    .toSorted((a, b) => a.number - b.number);
  const tabs = new Map<string, Left>();
  for (const { tab, number, parts } of left) {
    tabs.set(tab, { tab, last: number, parts: joined(tabs.get(tab)?.parts ?? [], parts) });
  }
  return [...tabs.values()];
}

/** By id; what is no JSON is nothing. */
function putDownHere(): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  try {
    for (let at = 0; at < localStorage.length; at += 1) {
      const key = localStorage.key(at) ?? '';
      if (key.startsWith(PREFIX)) found.set(key.slice(PREFIX.length), parsed(localStorage.getItem(key)));
    }
  } catch {
    // a browser that forbids storage has none
  }
  return found;
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}

function readPutDown(raw: unknown): PutDown | null {
  if (!isRecord(raw) || typeof raw.id !== 'string' || !Array.isArray(raw.parts)) return null;
  const parts = (raw.parts as readonly unknown[]).flatMap(readPart);
  // an older page gave no number: each of its changes stands for itself
  const { tab, number } = raw;
  const isNumbered = typeof tab === 'string' && typeof number === 'number';
  return isNumbered ? { id: raw.id, tab, number, parts } : { id: raw.id, tab: raw.id, number: 1, parts };
}

function readPart(raw: unknown): Part[] {
  const store = isRecord(raw) ? storeNames.find((name) => name === raw.store) : undefined;
  if (store === undefined || !isRecord(raw)) return [];
  const [before, after] = [raw.before, raw.after].map((value) => (isStored(store, value) ? value : null));
  return before === null && after === null ? [] : [{ store, before, after }];
}
