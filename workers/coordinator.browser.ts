import { exposeCoordinator } from '../src/engine/browser';

exposeCoordinator(self.name);
