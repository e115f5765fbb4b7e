/** What the WebAssembly module offers. Every kernel works on memory the caller lays out from `heapBase()` on. */
export { bronchusScratchBytes, searchRing, sumBronchus } from './bronchus';
export { ridge, ridgeScratchBytes } from './ridge';
export { kthSmallest, tubeFit, tubeFitScratchBytes } from './tube-fit';
export { tubeNeighbours, tubeNeighboursScratchBytes } from './tube-neighbours';

export function heapBase(): usize {
  return (__heap_base + 15) & ~15;
}
