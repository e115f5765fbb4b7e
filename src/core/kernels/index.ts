/**
 * The few loops that take nearly all of the time, a file a kernel, as an interface with two makers:
 * `plainKernels` (TypeScript, here) and the WebAssembly SIMD build, whose bytes are in `src/kernels`.
 * Both give the same bits; a test holds them together. A task gets its kernels as an argument, so
 * nothing in `core` knows which.
 */
export {
  bronchusNodes,
  bronchusPlaces,
  bronchusSums,
  bronchusUnknowns,
  bronchusValues,
  ringStepMm,
  ringTableSize,
  type BronchusWork,
} from './bronchus';
export { plainKernels, type Kernels } from './kernels';
export { ridgeHalo, type RidgeAnswer, type RidgeKernel, type RidgeSlab } from './ridge';
export { selectSmallest } from './select-smallest';
export {
  branchStride,
  fitSums,
  fitValues,
  mostNeighbours,
  neighbourBlur,
  stationStride,
  type TubeFit,
  type TubeSlab,
} from './tube-fit';
export { discStride, mostRimNodes, rimCosines, rimNodes, stretchedInverse, writeDisc } from './tube-image';
export { loadWasmKernels } from './wasm';
