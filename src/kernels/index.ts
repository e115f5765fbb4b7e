/** The kernels as WebAssembly: bytes only; `core/kernels` makes `Kernels` of them. */
export { kernelBytes } from './build/kernels-wasm';
