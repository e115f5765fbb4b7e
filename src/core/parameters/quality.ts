/** Limits by which a scan's fitness is judged: up to the first it is good, up to the second limited, beyond poor. */
import { parameter } from './parameter';

const method = 'scan quality rules of docs/method.md';

export const qualityParameters = {
  sliceGoodMm: parameter(1.25, 'mm', [0.5, 2], method),
  sliceWarnMm: parameter(1.5, 'mm', [1, 2], 'contract of the results: thicker is measured with a warning'),
  sliceLimitedMm: parameter(2, 'mm', [1, 3], method),
  sliceMostMm: parameter(3, 'mm', [2, 4], 'contract of the results: thicker gives no BV5'),
  sliceToleranceMm: parameter(0.01, 'mm', [0, 0.05], 'positions in headers carry rounding of this size'),
  blurGoodMm: parameter(0.65, 'mm', [0.3, 1], method),
  blurLimitedMm: parameter(0.9, 'mm', [0.5, 1.5], method),
  sharpeningGood: parameter(0.2, '1', [0, 0.5], method),
  sharpeningLimited: parameter(0.5, '1', [0.2, 1], method),
  noiseGoodHu: parameter(30, 'HU', [10, 60], method),
  noiseLimitedHu: parameter(60, 'HU', [30, 120], method),
  contrastDifferenceGoodHu: parameter(60, 'HU', [20, 150], method),
  motionGoodPercent: parameter(2, '%', [0.5, 5], method),
  motionLimitedPercent: parameter(8, '%', [2, 20], method),
  inspirationGoodHu: parameter(-780, 'HU', [-850, -700], method),
  inspirationLimitedHu: parameter(-700, 'HU', [-780, -600], method),
  denseLungGoodPercent: parameter(3, '%', [1, 10], method),
  denseLungLimitedPercent: parameter(15, '%', [5, 40], method),
  /** Two caps of 5 mm height on spheres of 25 mm radius: what a cut of 5 mm takes off both apices. */
  cutOffLimitedMm2: parameter(1500, 'mm²', [500, 5000], 'a cut of 5 mm, ' + method),
  detectionGoodMm2: parameter(1.25, 'mm²', [0.5, 2], 'lower edge of BV5'),
  detectionLimitedMm2: parameter(1.75, 'mm²', [1, 3], 'a third of the BV5 range by radius is then below half recall'),
} as const;
