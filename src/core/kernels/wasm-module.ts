/** What the WebAssembly module offers to its wrappers, and where they put their arrays in its memory. */
export type Numeric = (...values: number[]) => number;

export interface Module {
  readonly memory: WebAssembly.Memory;
  readonly heapBase: Numeric;
  readonly ridgeScratchBytes: Numeric;
  readonly ridge: Numeric;
  readonly tubeFitScratchBytes: Numeric;
  readonly tubeFit: Numeric;
  readonly kthSmallest: Numeric;
  readonly tubeNeighboursScratchBytes: Numeric;
  readonly tubeNeighbours: Numeric;
  readonly bronchusScratchBytes: Numeric;
  readonly searchRing: Numeric;
  readonly sumBronchus: Numeric;
}

/** Places for arrays behind the module's own data, each on a 16-byte border with 16 bytes to spare. */
export function layOut(module: Module, bytes: readonly number[]): number[] {
  let at = module.heapBase();
  const places = bytes.map((length) => {
    const place = at;
    at = (at + length + 16 + 15) & ~15;
    return place;
  });
  const missing = at - module.memory.buffer.byteLength;
  if (missing > 0) module.memory.grow(Math.ceil(missing / 65536));
  return places;
}
