import { exposeCoordinator } from '../src/engine/node';

exposeCoordinator();
