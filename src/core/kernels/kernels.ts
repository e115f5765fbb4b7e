/** What every maker of kernels offers, and the plain TypeScript maker. */
import { plainRidge, type RidgeKernel } from './ridge';

export interface Kernels {
  readonly name: 'plain' | 'wasm';
  readonly ridge: RidgeKernel;
}

export const plainKernels: Kernels = { name: 'plain', ridge: plainRidge };
