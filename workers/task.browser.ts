import { exposeTaskWorker } from '../src/engine/browser';

exposeTaskWorker();
