/** The calibre stage's door. */
export { fitStationsTask } from './fit-task';
export { sizeVessels, type Sized, type SizeInput } from './size-vessels';
export { surroundingsTask } from './surroundings';
export type { Psf } from './tube-image';
export type { RejectReason, Vessel } from './types';
