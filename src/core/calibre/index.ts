/** The calibre stage's door. */
export { cdfAt as normalShare } from './blurred-disc';
export { fitStationsTask } from './fit-task';
export {
  branchShareAt,
  gatherNeighbours,
  makeNeighbourhood,
  overlapOf,
  surfaceAt,
  type Neighbourhood,
} from './neighbours';
export { sizeVessels, type Sized, type SizeInput } from './size-vessels';
export { indexStations, stationsOfVessels, type StationIndex, type Stations } from './stations';
export { surroundingsTask } from './surroundings';
export { widerSigmaMm, type Psf } from './tube-image';
export type { RejectReason, Vessel } from './types';
