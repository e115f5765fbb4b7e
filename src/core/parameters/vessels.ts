/** Numbers of the stage "vessels": blood and noise of the scan, ridge strength, candidate mask, thick cores. */
import { parameter } from './parameter';

const physics = 'physics of the blurred tube, docs/method';
const prototype = 'prototype of the chain, recall on chest phantoms';

export const vesselParameters = {
  lowestHu: parameter(-1024, 'HU', [-1100, -1000], 'air; padding is below'),
  highestHu: parameter(3071, 'HU', [2000, 4096], 'end of the 12-bit scale; metal is above'),

  ridgeWidening: parameter(1.12, '', [1, 1.5], `total blur of the ridge over the scanner's blur; ${prototype}`),
  ridgeSigmaLeastMm: parameter(0.62, 'mm', [0.4, 0.9], prototype),
  ridgeSigmaZMostMm: parameter(1.15, 'mm', [0.8, 2], 'thick slices are not blurred in plane to their thickness'),
  ridgeContrastLeastHu: parameter(150, 'HU', [50, 300], 'blood over background, so that dense lung gives no ridge'),

  growMm2: parameter(0.5, 'mm²', [0.2, 1], `ridge strength through which a candidate grows; ${prototype}`),
  seedMm2: parameter(0.9, 'mm²', [0.5, 1.25], `ridge strength that begins a candidate; ${prototype}`),
  growNoiseSd: parameter(3, 'SD', [2, 5], 'noise of the ridge strength'),
  seedNoiseSd: parameter(5, 'SD', [3.5, 7], 'noise of the ridge strength: one false seed in 3 million voxels'),
  halfContrast: parameter(0.5, '', [0.4, 0.6], `edge of a vessel thicker than the blur; ${physics}`),
  candidateMarginMm: parameter(0.6, 'mm', [0, 1.5], `from the pleural surface; ${prototype}`),
  candidateLeastMm3: parameter(6, 'mm³', [1, 20], `smaller pieces are noise; ${prototype}`),
  ridgeNoiseDepthMm: parameter(3, 'mm', [2, 10], 'where noise of the ridge strength is read: below the pleura'),

  coreBallMm: parameter(2, 'mm', [1.8, 3], 'opening ball of the thick cores: radius 2 mm is CSA above 10 mm²'),
  coreLeastMl: parameter(0.15, 'mL', [0.05, 1], `smaller thick pieces are left to the tubes; ${prototype}`),

  detectionPerSeed: parameter(0.8, '', [0.5, 1.2], 'CSA found half of the time over the seed threshold; tube phantoms'),
  detectionPerGrow: parameter(1.25, '', [0.8, 2], 'same over the growth threshold; tube phantoms'),
  detectionSpread: parameter(0.25, '', [0.1, 0.5], 'relative half width of the interval of the detection limit'),
} as const;
