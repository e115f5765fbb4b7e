/** The account of all vessels of a scan, and what changes by hand make of it: its door. */
export { csaRange, stationPosition, stationTable, vesselAccount } from './account';
export * from './changes';
export { byHand, correctedMeasurement } from './corrected';
export { correctedMask } from './corrected-mask';
export { alongMm, crossSection, fitProfile, straightened, type FitProfile, type Straightened } from './look';
export { beyond, orientTrees, stationsOutward, type Tree } from './tree';
export type * from './types';
