/**
 * Files and folders that were dropped, as handles that a later page can open again, where the browser has such. The
 * dialogs that give handles are not used: they refuse folders such as the downloads.
 */
import type { EngineFile } from '../../engine';
import type { Picked } from './files';

/** What a drop holds; asked for before the first wait, for it is gone afterwards. */
export function takeHandles(items: DataTransferItemList): Promise<readonly FileSystemHandle[]> {
  const asked = Array.from(items)
    .filter(({ kind }) => kind === 'file')
    .map((item) => item.getAsFileSystemHandle?.().catch(() => null) ?? Promise.resolve(null));
  return Promise.all(asked).then((found) => {
    const handles = found.filter((one) => one !== null);
    // some of them would be another scan
    return handles.length === found.length ? handles : [];
  });
}

/** Asks the user, who sees the browser's own question, for all of them. */
export async function mayRead(handles: readonly FileSystemHandle[]): Promise<boolean> {
  for (const handle of handles) {
    const answer = await handle.requestPermission?.({ mode: 'read' }).catch(() => 'denied' as const);
    if (answer !== undefined && answer !== 'granted') return false;
  }
  return true;
}

/** All files below, under the paths that a drop of the same things gives. */
export async function walkHandles(
  handles: readonly FileSystemHandle[],
  onFound: (count: number) => void = () => {},
): Promise<Picked> {
  const files: EngineFile[] = [];
  const walk = async (handle: FileSystemHandle, folder: string): Promise<void> => {
    const path = folder + handle.name;
    if (isDirectory(handle)) {
      for await (const inside of handle.values()) await walk(inside, `${path}/`);
    } else if (isFile(handle)) {
      // a file that vanished or may not be read is left out; the engine names the rest
      const blob = await handle.getFile().catch(() => null);
      if (blob !== null) files.push({ kind: 'blob', path, blob });
      if (files.length % 100 === 0) onFound(files.length);
    }
  };
  for (const handle of handles) await walk(handle, '').catch(() => undefined);
  return { files, name: handles.length === 1 ? handles[0].name : null };
}

const isDirectory = (handle: FileSystemHandle): handle is FileSystemDirectoryHandle => handle.kind === 'directory';
const isFile = (handle: FileSystemHandle): handle is FileSystemFileHandle => handle.kind === 'file';
