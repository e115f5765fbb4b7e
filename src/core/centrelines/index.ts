/** Centrelines of the vessel candidates. */
export { traceCentrelines, type CentrelineInput } from './trace';
export type { Centreline } from './types';
