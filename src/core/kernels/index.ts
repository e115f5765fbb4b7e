/**
 * The few loops that take nearly all of the time, as an interface with two makers: `plainKernels`
 * (TypeScript, here) and the WebAssembly SIMD build in `src/kernels`. Both give the same bits; a test
 * holds them together. A task gets its kernels as an argument, so nothing in `core` knows which.
 */
export interface Kernels {
  readonly name: 'plain' | 'wasm';
}

export const plainKernels: Kernels = { name: 'plain' };
