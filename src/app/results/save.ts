/** From bytes to a file in the user's download folder; nothing passes any server. */
import type { Zippable } from 'fflate';
import type { ExportFile } from '../../engine';

/** Kept long enough for the browser to begin reading it. */
const keepMs = 60_000;

export function saveBytes(name: string, bytes: Uint8Array): void {
  // a copy: a Blob takes no shared memory
  const address = URL.createObjectURL(new Blob([new Uint8Array(bytes)], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keepMs);
}

/** One zip of all files; those that are packed already are only stored. */
export async function zipFiles(files: readonly ExportFile[]): Promise<Uint8Array> {
  const { zipSync } = await import('fflate');
  const entries: Zippable = {};
  // level 1: nearly as small for tables of numbers, and the page hardly waits
  for (const { name, bytes } of files) entries[name] = [bytes, { level: name.endsWith('.gz') ? 0 : 1 }];
  return zipSync(entries);
}
