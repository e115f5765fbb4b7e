/** Files on disk and bytes in memory as sources, for tests. */
import { readdirSync, statSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { ReaderHost, SourceFile } from '../../src/readers';

export const sharedFolder = process.env.BVX_SHARED ?? join(process.cwd(), '../shared');

export function diskSource(diskPath: string, path = diskPath): SourceFile {
  return {
    path,
    size: statSync(diskPath).size,
    read: async (from, to) => {
      const handle = await open(diskPath);
      try {
        const bytes = new Uint8Array(Math.max(0, to - from));
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, from);
        return bytes.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
  };
}

/** All files below a folder, with paths relative to it. */
export function folderSources(folder: string): SourceFile[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .toSorted()
    .map((name) => diskSource(join(folder, name), name));
}

export function memorySource(path: string, bytes: Uint8Array): SourceFile {
  return { path, size: bytes.length, read: (from, to) => Promise.resolve(bytes.subarray(from, to)) };
}

const require = createRequire(import.meta.url);
const wasmFiles = {
  charls: '@cornerstonejs/codec-charls/decodewasm',
  openjpeg: '@cornerstonejs/codec-openjpeg/decodewasm',
  openjph: '@cornerstonejs/codec-openjph/wasm',
  libjpeg: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
} as const;

export const nodeHost: ReaderHost = {
  codecWasm: (name) => readFile(require.resolve(wasmFiles[name])),
  itkPipelines: (name) => {
    const entry = require.resolve(name.includes('dicom') ? '@itk-wasm/dicom' : '@itk-wasm/image-io');
    return { kind: 'disk', folder: join(dirname(entry), 'pipelines') };
  },
};
