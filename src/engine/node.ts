/** The engine in Node: worker threads, files from disk. */
import { createRequire } from 'node:module';
import { open, readFile } from 'node:fs/promises';
import os from 'node:os';
import { dirname, join } from 'node:path';
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { expose, wrap } from 'comlink';
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs';
import { inlineParallel, type Parallel } from '../core/parallel';
import type { ReaderHost, SourceFile } from '../readers';
import { engineClient, type CoordinatorHandle } from './client';
import type { Engine, EngineFile } from './contract';
import { coordinatorApi, type CoordinatorApi } from './coordinator';
import { poolParallel } from './pool';
import { taskWorkerApi, threadKernels, type TaskWorkerApi } from './task-worker';

const codecPaths = {
  charls: '@cornerstonejs/codec-charls/decodewasm',
  openjpeg: '@cornerstonejs/codec-openjpeg/decodewasm',
  openjph: '@cornerstonejs/codec-openjph/wasm',
  libjpeg: '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm',
} as const;

const require = createRequire(import.meta.url);

export const nodeReaderHost: ReaderHost = {
  codecWasm: (name) => readFile(require.resolve(codecPaths[name])),
  itkPipelines: (name) => {
    const entry = require.resolve(name.includes('dicom') ? '@itk-wasm/dicom' : '@itk-wasm/image-io');
    return { kind: 'disk', folder: join(dirname(entry), 'pipelines') };
  },
};

export interface NodeEngineOptions {
  readonly threads?: number;
  /** Folder of the bundled worker entries; beside this file in the bundle. */
  readonly workerFolder?: URL;
}

export function createNodeEngine(options: NodeEngineOptions = {}): Engine {
  const threads = options.threads ?? Math.min(8, os.availableParallelism());
  const folder = options.workerFolder ?? new URL('./', import.meta.url);
  return engineClient({
    threads,
    startCoordinator: () => startCoordinator(folder),
    now: seconds,
    memoryLimitBytes: () => process.availableMemory(),
    memoryMb,
  });
}

/** Task workers without a coordinator, for work that is not the measurement of a file: phantoms, validation. */
export async function startNodeParallel(
  options: NodeEngineOptions = {},
): Promise<{ parallel: Parallel; stop(): Promise<void> }> {
  const threads = options.threads ?? Math.min(8, os.availableParallelism());
  if (threads < 2) return { parallel: inlineParallel(await threadKernels()), stop: () => Promise.resolve() };
  const folder = options.workerFolder ?? new URL('./', import.meta.url);
  const workers = Array.from({ length: threads }, () => new Worker(new URL('task.mjs', folder)));
  return {
    parallel: poolParallel(workers.map((worker) => wrap<TaskWorkerApi>(nodeEndpoint(worker)))),
    stop: async () => {
      await Promise.all(workers.map((worker) => worker.terminate()));
    },
  };
}

const seconds = (): number => performance.now() / 1000;
/** Resident memory of the process, all of its threads included. */
const memoryMb = (): number => process.memoryUsage.rss() / 2 ** 20;

function startCoordinator(folder: URL): CoordinatorHandle {
  const worker = new Worker(new URL('coordinator.mjs', folder), {
    workerData: { folder: folder.href },
    stdout: false,
  });
  worker.unref();
  const died = new Promise<string>((resolve) => {
    worker.once('error', (error: unknown) => resolve(error instanceof Error ? error.message : String(error)));
    worker.once('exit', (code) => resolve(`the worker ended with code ${code}`));
  });
  return {
    api: wrap<CoordinatorApi>(nodeEndpoint(worker)),
    died,
    terminate: () => void worker.terminate(),
  };
}

/** Entry of the coordinator's worker thread. */
export function exposeCoordinator(): void {
  if (parentPort === null) throw new Error('this file runs in a worker thread');
  const folder = workerFolderOf(workerData);
  const host = {
    readerHost: nodeReaderHost,
    sourceOf: diskSource,
    startTaskWorkers: (count: number) =>
      Array.from({ length: count }, () => wrap<TaskWorkerApi>(nodeEndpoint(new Worker(new URL('task.mjs', folder))))),
    now: seconds,
    memoryMb,
  };
  expose(coordinatorApi(host), nodeEndpoint(parentPort));
}

/** Entry of a task's worker thread. */
export function exposeTaskWorker(): void {
  if (parentPort === null) throw new Error('this file runs in a worker thread');
  expose(taskWorkerApi(nodeReaderHost), nodeEndpoint(parentPort));
}

function workerFolderOf(data: unknown): string {
  if (typeof data === 'object' && data !== null && 'folder' in data) return String(data.folder);
  throw new Error('the worker was started without its data');
}

/** A file on disk as the readers want it; opened for each read, so that thousands need no handle. */
export function diskSource(file: EngineFile): SourceFile {
  if (file.kind !== 'disk') throw new Error('Node opens files on disk only');
  return {
    path: file.path,
    size: file.size,
    async read(from, to) {
      const length = Math.max(0, Math.min(to, file.size) - from);
      const bytes = new Uint8Array(length);
      const handle = await open(file.diskPath);
      try {
        const { bytesRead } = await handle.read(bytes, 0, length, from);
        return bytesRead === length ? bytes : bytes.subarray(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
  };
}
