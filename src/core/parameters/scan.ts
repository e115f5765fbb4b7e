/** Numbers of the chain itself: what a scan must be, and what is assumed before its blur is known. */
import { parameter } from './parameter';

export const scanParameters = {
  shearMostDegrees: parameter(
    0.5,
    '°',
    [0, 2],
    'a tilted gantry shears the grid; 0.5° moves the ends of a 300 mm stack by 2.6 mm, not a vessel within its slab',
  ),
  extentLeastMm: parameter(
    20,
    'mm',
    [10, 100],
    'across the slices: less holds no vessel from end to end, and trachea, gas and lung look alike',
  ),
  startPsfSigmaMm: parameter(0.65, 'mm', [0.4, 1], 'middle of standard kernels; replaced by the measured blur'),
  startPsfSigmaZShare: parameter(
    0.45,
    'of the slice spacing',
    [0.2, 1],
    'box profile of the spacing and a narrow Gaussian; replaced by the measured blur',
  ),
} as const;
