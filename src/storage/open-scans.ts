/**
 * Which scan is open in which tab, by its name and by what the browser gave to find its files again; no slice of it.
 * A tab holds a lock as long as it is there, however it goes; the scan of a tab that is gone can be opened again.
 */
import { isRecord } from './checks';
import { settled } from './settled';

const PREFIX = 'bvx-scan ';
const LOCK = 'bvx-tab ';
const DATABASE = 'bvx-scans';
const HANDLES = 'handles';
/** A scan that nobody has asked for in two weeks is forgotten. */
const KEPT_MS = 14 * 24 * 3600 * 1000;
/** A browser asks for each file by itself: more than these are chosen again more quickly. */
const MOST_HANDLES = 8;

export const scanSteps = ['opening', 'choosing', 'looking', 'measuring', 'measured'] as const;
export type ScanStep = (typeof scanSteps)[number];

export interface OpenScanRecord {
  readonly label: string;
  readonly isSample: boolean;
  readonly at: ScanStep;
  readonly seriesId: string | null;
}

export interface LeftScan extends OpenScanRecord {
  /** Name of the tab that had it open. */
  readonly id: string;
  /** Files and folders that the browser can open again once the user allows it. */
  readonly handles: readonly FileSystemHandle[];
}

export interface OpenScans {
  /** What is open in this tab now; null where nothing is. */
  keep(scan: OpenScanRecord | null, handles: readonly FileSystemHandle[]): void;
  /** Tells of each scan whose tab is gone. */
  watchLeft(listener: (scan: LeftScan) => void): void;
  forget(id: string): void;
  forgetAll(): void;
  close(): void;
}

export function openScans(host: { readonly locks: LockManager | undefined; readonly nowMs: () => number }): OpenScans {
  const tab = crypto.randomUUID();
  let close = (): void => {};
  const closed = new Promise<void>((resolve) => (close = resolve));
  let kept = '';
  let keptHandles: readonly FileSystemHandle[] = [];
  void host.locks?.request(LOCK + tab, () => closed).catch(() => undefined);

  async function tellOnceGone(id: string, listener: (scan: LeftScan) => void): Promise<void> {
    const tell = async (): Promise<void> => {
      const handles = await handlesOf(id);
      const scan = readRecord(id);
      if (scan !== null) listener({ ...scan, id, handles });
    };
    if (host.locks === undefined) await tell();
    // held for as long as it is offered here: another tab does not offer it, too
    else await host.locks.request(LOCK + id, () => Promise.all([tell(), closed]));
  }

  function forget(id: string): void {
    withStorage((storage) => storage.removeItem(PREFIX + id));
    void keepHandles(id, []);
  }

  return {
    keep(scan, handles) {
      const text = scan === null ? '' : JSON.stringify({ ...scan, keptMs: host.nowMs() });
      const same = JSON.stringify(scan);
      if (same !== kept) {
        kept = same;
        withStorage((storage) =>
          scan === null ? storage.removeItem(PREFIX + tab) : storage.setItem(PREFIX + tab, text),
        );
      }
      const few = scan === null || handles.length > MOST_HANDLES ? [] : handles;
      if (few.length === keptHandles.length && few.every((one, at) => one === keptHandles[at])) return;
      keptHandles = few;
      void keepHandles(tab, few);
    },
    watchLeft(listener) {
      for (const { id, keptMs } of others(tab)) {
        if (host.nowMs() - keptMs > KEPT_MS) forget(id);
        else void tellOnceGone(id, listener).catch(() => undefined);
      }
    },
    forget,
    forgetAll() {
      for (const { id } of others(tab)) forget(id);
    },
    close: () => close(),
  };
}

/** A browser may forbid storage: nothing is kept then. */
function withStorage<T>(work: (storage: Storage) => T): T | null {
  try {
    return work(localStorage);
  } catch {
    return null;
  }
}

function others(tab: string): readonly { readonly id: string; readonly keptMs: number }[] {
  const keys = withStorage((storage) => Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? '')) ?? [];
  return keys
    .filter((key) => key.startsWith(PREFIX) && key !== PREFIX + tab)
    .map((key) => key.slice(PREFIX.length))
    .map((id) => ({ id, keptMs: Number(parsed(id)?.keptMs ?? 0) }));
}

function parsed(id: string): Readonly<Record<string, unknown>> | null {
  const text = withStorage((storage) => storage.getItem(PREFIX + id)) ?? '';
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function readRecord(id: string): OpenScanRecord | null {
  const raw = parsed(id);
  const at = scanSteps.find((step) => step === raw?.at);
  if (raw === null || at === undefined || typeof raw.label !== 'string') return null;
  const seriesId = typeof raw.seriesId === 'string' ? raw.seriesId : null;
  return { label: raw.label, isSample: raw.isSample === true, at, seriesId };
}

async function handlesOf(id: string): Promise<readonly FileSystemHandle[]> {
  const found: unknown = await withHandles('readonly', (store) => store.get(id));
  return Array.isArray(found) ? found.filter((one) => one instanceof FileSystemHandle) : [];
}

async function keepHandles(id: string, handles: readonly FileSystemHandle[]): Promise<void> {
  if (handles.length === 0) await withHandles('readwrite', (store) => store.delete(id));
  else await withHandles('readwrite', (store) => store.put(handles, id));
}

/** A store of its own, for handles are no values that a session file could hold. */
async function withHandles<T>(
  mode: IDBTransactionMode,
  ask: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T | null> {
  try {
    const opening = indexedDB.open(DATABASE, 1);
    opening.addEventListener('upgradeneeded', () => opening.result.createObjectStore(HANDLES));
    const database = await settled(opening);
    try {
      return await settled(ask(database.transaction(HANDLES, mode).objectStore(HANDLES)));
    } finally {
      database.close();
    }
  } catch {
    // the files are chosen again then
    return null;
  }
}
