/** The calibre stage's door. */
import { findBronchiTask } from './bronchi';
import { fitStationsTask } from './fit-task';
import { surroundingsTask } from './surroundings';

export const calibreTasks = [fitStationsTask, findBronchiTask, surroundingsTask] as const;
export { cdfAt as normalShare } from './blurred-disc';
export {
  branchShareAt,
  gatherNeighbours,
  makeNeighbourhood,
  overlapOf,
  surfaceAt,
  type Neighbourhood,
} from './neighbours';
export { sameBlood, tellBranchBlood, type BranchBlood } from './branch-blood';
export { sizeResponse, type SizeResponse } from './size-response';
export { fitKnownAxes, type KnownAxis, type KnownScan } from './fit-known-axes';
export { differs, estimatePsf } from './estimate-psf';
export { sizeVessels, type Sized, type SizeInput } from './size-vessels';
export type { PsfEstimate } from './psf';
export type { ScanOfVessels } from './rounds';
export { indexStations, stationsOfVessels, type StationIndex, type Stations } from './stations';
export {
  makeTubeImage,
  planeAcross,
  prepareTube,
  tubeAt,
  tubeWithGradient,
  widerSigmaMm,
  windowSigmaMm,
  type Psf,
} from './tube-image';
export { rejectReasons, type RejectReason, type Vessel } from './types';
