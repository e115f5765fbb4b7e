/** What every maker of kernels offers, and the plain TypeScript maker. */
import { openPlainTubeFit } from './plain-tube-fit';
import { plainRidge, type RidgeKernel } from './ridge';
import type { OpenTubeFit } from './tube-fit';

export interface Kernels {
  readonly name: 'plain' | 'wasm';
  readonly ridge: RidgeKernel;
  readonly openTubeFit: OpenTubeFit;
}

export const plainKernels: Kernels = { name: 'plain', ridge: plainRidge, openTubeFit: openPlainTubeFit };
