/** Centrelines of the vessel candidates. */
export { thin } from './thin';
export { traceCentrelines, type CentrelineInput } from './trace';
export type { Centreline } from './types';
