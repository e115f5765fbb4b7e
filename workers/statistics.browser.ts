import { exposeStatistics } from '../src/engine/browser-statistics';

exposeStatistics();
