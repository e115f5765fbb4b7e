import { exposeTaskWorker } from '../src/engine/node';

exposeTaskWorker();
