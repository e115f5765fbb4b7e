/** Two measured scans set beside each other: its door. */
export { compareScans, histogramOf } from './compare-scans';
export type * from './types';
