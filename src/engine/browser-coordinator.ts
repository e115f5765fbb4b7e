/** The coordinator worker of a page: task workers beside it, decoders fetched from the page's own origin. */
import { expose, wrap } from 'comlink';
import charlsUrl from '@cornerstonejs/codec-charls/decodewasm?url';
import jpegUrl from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpegUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjphUrl from '@cornerstonejs/codec-openjph/wasm?url';
import type { ReaderHost, SourceFile } from '../readers';
import type { EngineFile } from './contract';
import { coordinatorApi } from './coordinator';
import type { TaskWorkerApi } from './task-worker';

const codecUrls = { charls: charlsUrl, openjpeg: openjpegUrl, openjph: openjphUrl, libjpeg: jpegUrl } as const;

const readerHost: ReaderHost = {
  async codecWasm(name) {
    const response = await fetch(codecUrls[name]);
    if (!response.ok) throw new Error(`decoder ${name} could not be loaded (${response.status})`);
    return new Uint8Array(await response.arrayBuffer());
  },
  itkPipelines(name) {
    const folder = `${import.meta.env.BASE_URL}itk/${name.includes('dicom') ? 'dicom' : 'image-io'}`;
    return { kind: 'web', folder: new URL(folder, location.origin).href };
  },
};

/** Entry of the worker. */
export function exposeCoordinator(): void {
  expose(
    coordinatorApi({
      readerHost,
      sourceOf: blobSource,
      startTaskWorkers: (count) => Array.from({ length: count }, startTaskWorker),
      now: () => performance.now() / 1000,
    }),
  );
}

function startTaskWorker(): ReturnType<typeof wrap<TaskWorkerApi>> {
  return wrap<TaskWorkerApi>(
    new Worker(new URL('../../workers/task.browser.ts', import.meta.url), { type: 'module', name: 'bvx-task' }),
  );
}

function blobSource(file: EngineFile): SourceFile {
  if (file.kind !== 'blob') throw new Error('a page opens blobs only');
  const { blob, path } = file;
  return {
    path,
    size: blob.size,
    read: async (from, to) => new Uint8Array(await blob.slice(from, to).arrayBuffer()),
  };
}
