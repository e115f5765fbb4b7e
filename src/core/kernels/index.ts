/**
 * The few loops that take nearly all of the time, a file a kernel, as an interface with two makers:
 * `plainKernels` (TypeScript, here) and the WebAssembly SIMD build, whose bytes are in `src/kernels`.
 * Both give the same bits; a test holds them together. A task gets its kernels as an argument, so
 * nothing in `core` knows which.
 */
import { plainRidge, type RidgeKernel } from './ridge';

export interface Kernels {
  readonly name: 'plain' | 'wasm';
  readonly ridge: RidgeKernel;
}

export const plainKernels: Kernels = { name: 'plain', ridge: plainRidge };

export { ridgeHalo, type RidgeAnswer, type RidgeKernel, type RidgeSlab } from './ridge';
export { wasmKernels } from './wasm';
