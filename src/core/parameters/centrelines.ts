/** Numbers of the stage "centrelines". */
import { parameter } from './parameter';

const prototype = 'prototype of the chain, recall and precision on chest phantoms';

export const centrelineParameters = {
  loopSteps: parameter(
    12,
    'steps',
    [6, 40],
    `shorter loops of skeleton voxels are artefacts of the lattice; ${prototype}`,
  ),
  spurMm: parameter(
    1,
    'mm',
    [0, 3],
    'a side branch ending within this of the surface below it is a spur; chest phantoms',
  ),
  junctionMergeMm: parameter(0.8, 'mm', [0, 2], 'junctions closer than this are one; about a voxel'),
  junctionMergeRadii: parameter(0.7, '', [0, 1.5], 'or closer than this many mask radii'),
  ridgeShiftMostMm: parameter(0.9, 'mm', [0.3, 1.5], 'from a skeleton voxel to the ridge: the diagonal of a voxel'),
  pathSmoothingMm: parameter(1.2, 'mm', [0.5, 3], 'Gaussian along the path: takes the steps of the lattice out'),
  stationSpacingMm: parameter(0.75, 'mm', [0.4, 1.5], prototype),
  centrelineLeastMm: parameter(0.8, 'mm', [0, 3], `shorter branches have no direction; ${prototype}`),
  lonePieceLeastMm: parameter(2, 'mm', [0, 6], 'a branch that joins nothing and is shorter is noise'),
  maskRadiusMostMm: parameter(12, 'mm', [8, 20], 'no vessel of the lung is thicker'),
} as const;
