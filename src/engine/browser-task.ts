/** A task worker of a page. */
import { expose } from 'comlink';
import { browserReaderHost } from './browser-reader-host';
import { taskWorkerApi } from './task-worker';

/** Entry of the worker. */
export function exposeTaskWorker(): void {
  expose(taskWorkerApi(browserReaderHost));
}
