/** Where records are kept: this browser's database, or memory alone where the browser forbids one. */
import type { Issue } from '../core/issues';
import { nothing, type Everything, type Part } from './records';

export interface Keeper {
  /** Whether anything survives closing the page; if not, why. */
  readonly trouble: Issue | null;
  load(): Promise<Everything>;
  /** All parts of a change or none. Gives what went wrong; the page goes on with what it has. */
  write(parts: readonly Part[]): Promise<Issue | null>;
  /** Removes everything. */
  clear(): Promise<Issue | null>;
  close(): void;
}

/** Keeps nothing beyond the page, which holds the records itself. */
export function memoryKeeper(trouble: Issue | null = null): Keeper {
  return {
    trouble,
    load: async () => nothing,
    write: async () => null,
    clear: async () => null,
    close: () => {},
  };
}
