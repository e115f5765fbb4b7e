/** The engine in a page: module workers, decoders fetched from the page's own origin. */
import { expose, wrap } from 'comlink';
import charlsUrl from '@cornerstonejs/codec-charls/decodewasm?url';
import jpegUrl from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpegUrl from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjphUrl from '@cornerstonejs/codec-openjph/wasm?url';
import type { ReaderHost, SourceFile } from '../readers';
import { engineClient, type CoordinatorHandle } from './client';
import type { Engine, EngineFile } from './contract';
import { coordinatorApi, type CoordinatorApi } from './coordinator';
import { taskWorkerApi, type TaskWorkerApi } from './task-worker';

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

/** An engine for this page. `threads` defaults to what the computer has, 8 at the most. */
export function createBrowserEngine(options: { readonly threads?: number } = {}): Engine {
  const threads = options.threads ?? Math.min(8, Math.max(1, navigator.hardwareConcurrency || 1));
  return engineClient({
    threads,
    startCoordinator: () => startCoordinator(threads),
    now: () => performance.now() / 1000,
    memoryLimitBytes: () => browserMemoryLimit(),
  });
}

/** Typed-array memory a tab may take: Chromium's limit is far above what `deviceMemory` (capped at 8 GB) says. */
function browserMemoryLimit(): number | null {
  const gigabytes: unknown = Reflect.get(navigator, 'deviceMemory');
  return typeof gigabytes === 'number' ? gigabytes * 1e9 : null;
}

function startCoordinator(threads: number): CoordinatorHandle {
  const worker = new Worker(new URL('../../workers/coordinator.browser.ts', import.meta.url), {
    type: 'module',
    name: `bvx-coordinator-${threads}`,
  });
  const died = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message || 'the worker stopped'));
    worker.addEventListener('messageerror', () => resolve('a message could not be read'));
  });
  return { api: wrap<CoordinatorApi>(worker), died, terminate: () => worker.terminate() };
}

/** Entry of the coordinator worker; the number of threads is the end of its name. */
export function exposeCoordinator(workerName: string): void {
  const threads = Number(workerName.split('-').at(-1)) || 1;
  const host = {
    readerHost,
    sourceOf: blobSource,
    startTaskWorkers: (count: number) =>
      Array.from({ length: count }, () =>
        wrap<TaskWorkerApi>(
          new Worker(new URL('../../workers/task.browser.ts', import.meta.url), { type: 'module', name: 'bvx-task' }),
        ),
      ),
    now: () => performance.now() / 1000,
  };
  expose(coordinatorApi(host, threads));
}

/** Entry of a task worker. */
export function exposeTaskWorker(): void {
  expose(taskWorkerApi());
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
