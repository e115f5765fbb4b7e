/** Where records are kept: this browser's database, or memory alone where the browser forbids one. */
import type { Issue } from '../core/issues';
import { nothing, type Everything, type Part, type Place } from './records';

/** What became of a change. */
export interface Written {
  /** What went wrong; the page goes on with what it has. */
  readonly issue: Issue | null;
  /** Records that another page had changed meanwhile: they were merged, and read anew they tell how. */
  readonly merged: readonly Place[];
  /** How many of them had been changed in the same place. */
  readonly clashes: number;
}

/** What another page of this browser wrote: some records, or everything anew. */
export type Elsewhere = readonly Place[] | 'everything';

export interface Keeper {
  /** Whether anything survives closing the page; if not, why. */
  readonly trouble: Issue | null;
  load(): Promise<Everything>;
  /** Records as they stand now, those that are there. */
  read(places: readonly Place[]): Promise<readonly Part[]>;
  /** All parts of a change or none. */
  write(parts: readonly Part[]): Promise<Written>;
  /** Removes everything. */
  clear(): Promise<Issue | null>;
  /** Tells of every change that another page has written. */
  watch(listener: (change: Elsewhere) => void): void;
  close(): void;
}

/** Keeps nothing beyond the page, which holds the records itself. */
export function memoryKeeper(trouble: Issue | null = null): Keeper {
  return {
    trouble,
    load: async () => nothing,
    read: async () => [],
    write: async () => ({ issue: null, merged: [], clashes: 0 }),
    clear: async () => null,
    watch: () => {},
    close: () => {},
  };
}
