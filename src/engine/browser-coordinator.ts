/** The coordinator worker of a page: task workers beside it, files as blobs. */
import { expose, wrap } from 'comlink';
import type { SourceFile } from '../readers';
import { browserReaderHost } from './browser-reader-host';
import type { EngineFile } from './contract';
import { coordinatorApi } from './coordinator';
import type { TaskWorkerApi } from './task-worker';

/** Entry of the worker. */
export function exposeCoordinator(): void {
  expose(
    coordinatorApi({
      readerHost: browserReaderHost,
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
