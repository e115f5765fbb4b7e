import { exposeTaskWorker } from '../src/engine/browser-task';

exposeTaskWorker();
