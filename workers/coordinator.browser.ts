import { exposeCoordinator } from '../src/engine/browser-coordinator';

exposeCoordinator();
