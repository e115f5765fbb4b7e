/** Numbers of the stage "vessels": blood and noise of the scan, ridge strength, candidate mask, thick cores. */
import { parameter } from './parameter';

const physics = 'physics of the blurred tube, docs/method';
const prototype = 'prototype of the chain, recall on chest phantoms';

export const vesselParameters = {
  lowestHu: parameter(-1024, 'HU', [-1100, -1000], 'air; padding is below'),
  highestHu: parameter(3071, 'HU', [2000, 4096], 'end of the 12-bit scale; metal is above'),

  bloodDepthMm: parameter(3, 'mm', [2, 5], 'from the −250 HU surface: five times the blur; tube phantoms'),
  bloodDepthLeastMm: parameter(2.2, 'mm', [1.5, 3], 'same, where no vessel is thicker'),
  bloodRimMm: parameter(1.3, 'mm', [1, 2], 'only to tell contrast from none where no vessel is thicker'),
  bloodRimLossShare: parameter(0.08, '', [0, 0.2], 'of the contrast, lost to the blur at that depth at most'),
  bloodDepthVoxels: parameter(1.6, 'voxels', [1, 3], 'same, in steps of the largest spacing'),
  bloodSurfaceHu: parameter(-250, 'HU', [-400, -150], 'surface of a vessel, safely above lung'),
  bloodVoxelsLeast: parameter(150, 'voxels', [30, 1000], 'error of the median below 3 HU at 40 HU of noise'),
  bloodEnhancedHu: parameter(110, 'HU', [90, 150], 'no blood without contrast is brighter'),
  bloodEnhancedShare: parameter(0.1, '', [0.02, 0.6], 'of the deep voxels; the rest may be a mass or collapsed lung'),
  bloodLeastHu: parameter(-50, 'HU', [-100, 0], 'fat and partial volume are below'),
  bloodSampleVoxels: parameter(20, 'voxels', [5, 200], 'of one vessel, for a reading of its own'),
  bloodPoolsLeastHu: parameter(25, 'HU', [15, 80], 'closer pools are one: 25 HU are 1 % of CSA to either side'),
  bloodPoolsLeastShare: parameter(0.15, '', [0.02, 0.4], 'of the deep voxels; arteries and veins have like shares'),
  bloodSamplesLeast: parameter(4, 'vessels', [2, 10], 'fewer may be of one tree only'),
  bloodOneSidedShare: parameter(
    0.05,
    '',
    [0, 0.15],
    'of the contrast: 90 % interval of 3 % where arteries and veins differ',
  ),
  bloodErrorHu: parameter(
    8,
    'HU',
    [1, 15],
    '90 % interval of ± 5 HU: vessels in the lung and great vessels differ by more than 4 HU',
  ),
  bloodPriorHu: parameter(40, 'HU', [30, 50], 'blood without contrast, haematocrit 0.35–0.5'),
  bloodPriorLowHu: parameter(25, 'HU', [10, 40], 'anaemia'),
  bloodPriorHighHu: parameter(60, 'HU', [45, 80], 'polycythaemia'),

  noiseSlices: parameter(40, 'slices', [10, 200], 'about as many are looked at'),
  noiseSoftFromHu: parameter(-20, 'HU', [-50, 0], 'soft tissue without fat'),
  noiseSoftToHu: parameter(90, 'HU', [70, 130], 'soft tissue without contrast or bone'),
  noiseSoftDistanceMm: parameter(3, 'mm', [1, 10], 'from the lung field: no edge in the patch'),
  noiseLungDepthMm: parameter(4, 'mm', [2, 10], 'below the pleura'),
  noisePatchesLeast: parameter(200, 'patches', [50, 1000], 'fewer give no stable percentile'),
  noiseSoftPercentile: parameter(0.2, '', [0.05, 0.5], prototype),
  noiseLungPercentile: parameter(0.1, '', [0.02, 0.3], `vessels are everywhere in the lung; ${prototype}`),
  noisePercentileFactor: parameter(
    1.08,
    '',
    [1, 1.25],
    'SD of pure noise over that percentile of patches; noise phantoms',
  ),
  noisePureFactor: parameter(1.2, '', [1, 2], 'patches up to this times the noise show its grain'),
  noiseRelativeError: parameter(0.12, '', [0.05, 0.3], 'the noise varies over the field by so much'),

  ridgeWidening: parameter(1.12, '', [1, 1.5], `total blur of the ridge over the scanner's blur; ${prototype}`),
  ridgeSigmaLeastMm: parameter(0.62, 'mm', [0.4, 0.9], prototype),
  ridgeSigmaZMostMm: parameter(1.15, 'mm', [0.8, 2], 'thick slices are not blurred in plane to their thickness'),
  ridgeContrastLeastHu: parameter(150, 'HU', [50, 300], 'blood over background, so that dense lung gives no ridge'),

  growMm2: parameter(0.4, 'mm²', [0.2, 1], `ridge strength through which a candidate grows; ${prototype}`),
  seedMm2: parameter(0.8, 'mm²', [0.5, 1.25], `ridge strength that begins a candidate; ${prototype}`),
  growNoiseSd: parameter(3, 'SD', [2, 5], 'noise of the ridge strength'),
  seedNoiseSd: parameter(5, 'SD', [3.5, 7], 'noise of the ridge strength: one false seed in 3 million voxels'),
  denseLungHu: parameter(40, 'HU', [0, 80], 'consolidated or collapsed lung, around vessels with contrast'),
  halfContrast: parameter(0.5, '', [0.4, 0.6], `edge of a vessel thicker than the blur; ${physics}`),
  valleyMm2: parameter(
    0.2,
    'mm²',
    [0.1, 2],
    'highest eigenvalue as an area: beyond it, two vessels touch; chest phantoms',
  ),
  valleyNoiseSd: parameter(3, 'SD', [2, 6], 'same, over the noise of the ridge strength'),
  candidateMarginMm: parameter(0.6, 'mm', [0, 1.5], `from the pleural surface; ${prototype}`),
  candidateLeastMm3: parameter(6, 'mm³', [1, 20], `smaller pieces are noise; ${prototype}`),
  ridgeNoiseDepthMm: parameter(3, 'mm', [2, 10], 'where noise of the ridge strength is read: below the pleura'),

  coreBallMm: parameter(2, 'mm', [1.8, 3], 'opening ball of the thick cores: radius 2 mm is CSA above 10 mm²'),
  coreLeastMl: parameter(0.15, 'mL', [0.05, 1], `smaller thick pieces are left to the tubes; ${prototype}`),

  blobFillLeast: parameter(
    0.85,
    '',
    [0.6, 1],
    'solid: nodules 0.99–1.07, trees of thick vessels 0.2–0.75; chest phantoms',
  ),
  blobElongationMost: parameter(2, '', [1.3, 2.5], 'nodules 1.0–1.8, thick vessels 2.0–3.4; chest phantoms'),
  detachedFillLeast: parameter(
    0.4,
    '',
    [0.2, 0.9],
    'a lump apart from the hilum: consolidation with vessels in it or cut by the field’s border 0.5–1',
  ),
  detachedElongationMost: parameter(3, '', [2, 5], 'the same: consolidations 1.4–2.7; a vessel five radii long has 3'),
  detachedWidthLeast: parameter(
    0.75,
    '',
    [0.6, 1],
    'the same: middle spread over the ball that fits; a vessel that wide takes a larger ball',
  ),
  detachedFromHilumMm: parameter(
    10,
    'mm',
    [0, 30],
    'from what is near the hilum: where stems lie side by side they look like a lump',
  ),
  hilumExtentMm: parameter(60, 'mm', [40, 90], 'from its middle: the hilum is 50 to 80 mm high'),
  lumpRadiiLeast: parameter(
    1.5,
    '',
    [1.2, 3],
    'a lump on a vessel has so many radii of the ball that keeps the vessel out; forks have up to 1.3',
  ),
  stemDepthMm: parameter(1.5, 'mm', [0, 5], 'a stem that reaches the hilar surface is cut there, not round by itself'),
  borderDepthMm: parameter(4, 'mm', [2, 8], 'see borderShareLeast'),
  borderShareLeast: parameter(0.8, '', [0.6, 1], 'of a piece so near the surface: border 0.92–1, thick vessels 0–0.52'),
  blobRimMm: parameter(1.5, 'mm', [0.5, 3], 'rim of such a piece, taken out of the candidates with it'),

  detectionPerSeed: parameter(0.8, '', [0.5, 1.2], 'CSA found half of the time over the seed threshold; tube phantoms'),
  detectionPerGrow: parameter(1.25, '', [0.8, 2], 'same over the growth threshold; tube phantoms'),
  detectionSpread: parameter(0.25, '', [0.1, 0.5], 'relative half width of the interval of the detection limit'),
} as const;
