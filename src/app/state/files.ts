/** From what a user drops or picks to a list of files with their paths; folders are walked to the end. */
import type { EngineFile } from '../../engine';

/** As much of the browser's file entries as is used here. */
export interface DroppedEntry {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly name: string;
  readonly fullPath: string;
}

export interface DroppedFile extends DroppedEntry {
  file(give: (file: File) => void, fail: () => void): void;
}

export interface DroppedFolder extends DroppedEntry {
  createReader(): { readEntries(give: (entries: DroppedEntry[]) => void, fail: () => void): void };
}

/** What a drop brings: `DataTransfer`, as far as it is used here. */
export interface Dropped {
  readonly items: ArrayLike<{ readonly kind: string; webkitGetAsEntry(): DroppedEntry | null }>;
  readonly files: ArrayLike<File>;
}

export interface Picked {
  readonly files: readonly EngineFile[];
  /** Name of the folder, file or zip; null where there are several. */
  readonly name: string | null;
}

/** What a drag over the page holds, as far as the browser tells before the drop. */
export function countDragged(items: DataTransferItemList): number {
  return Array.from(items).filter((item) => item.kind === 'file').length;
}

/**
 * Entries must be taken out of the event before the first wait, for they are gone afterwards.
 * Where the browser knows no entries (an automated drop), the plain files are taken.
 */
export function takeDropped(data: Dropped): { entries: readonly DroppedEntry[]; plain: readonly File[] } {
  const entries = Array.from(data.items)
    .map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null))
    .filter((entry) => entry !== null);
  return { entries, plain: entries.length === 0 ? Array.from(data.files) : [] };
}

/** All files below the dropped entries, in the order the browser lists them. */
export async function walkDropped(
  entries: readonly DroppedEntry[],
  onFound: (count: number) => void = () => {},
): Promise<Picked> {
  const files: EngineFile[] = [];
  const open = entries.toReversed();
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    if (isDirectory(entry)) {
      // last in, first out: reversed, so that files keep their order
      open.push(...(await listDirectory(entry)).toReversed());
    } else if (isFile(entry)) {
      const blob = await fileOf(entry);
      // a file that vanished or may not be read is left out; the engine names the rest
      if (blob !== null) files.push({ kind: 'blob', path: entry.fullPath.replace(/^\//, ''), blob });
      if (files.length % 100 === 0) onFound(files.length);
    }
  }
  return { files, name: entries.length === 1 ? entries[0].name : null };
}

/** Files of a picker; a folder picker gives relative paths. */
export function takePicked(list: ArrayLike<File>): Picked {
  const files = Array.from(list).map((file): EngineFile => ({
    kind: 'blob',
    path: file.webkitRelativePath || file.name,
    blob: file,
  }));
  const first = files[0]?.path ?? '';
  const folder = first.includes('/') ? first.split('/')[0] : null;
  return { files, name: folder ?? (files.length === 1 ? first : null) };
}

function isDirectory(entry: DroppedEntry): entry is DroppedFolder {
  return entry.isDirectory && 'createReader' in entry;
}

function isFile(entry: DroppedEntry): entry is DroppedFile {
  return entry.isFile && 'file' in entry;
}

/** `readEntries` gives at most a hundred at a time; asked until it gives none. */
async function listDirectory(directory: DroppedFolder): Promise<DroppedEntry[]> {
  const reader = directory.createReader();
  const all: DroppedEntry[] = [];
  for (;;) {
    const some = await new Promise<DroppedEntry[]>((resolve) => {
      reader.readEntries(resolve, () => resolve([]));
    });
    if (some.length === 0) return all;
    all.push(...some);
  }
}

function fileOf(entry: DroppedFile): Promise<File | null> {
  return new Promise((resolve) => {
    entry.file(resolve, () => resolve(null));
  });
}
