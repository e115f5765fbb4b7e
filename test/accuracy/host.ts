/** One thread with the SIMD kernels, and small chests: what the accuracy tests share. */
import { loadWasmKernels } from '../../src/core/kernels';
import { inlineParallel } from '../../src/core/parallel';
import { chestOptions, type ChestOptions } from '../../src/core/phantom';
import type { Host } from '../../src/core/validation';
import { kernelBytes } from '../../src/kernels';

export const host: Host = {
  parallel: inlineParallel(await loadWasmKernels(kernelBytes())),
  now: () => performance.now() / 1000,
};

/** A chest of half the size, an eighth of the volume: all of the chain in seconds. */
export function smallChest(seed: number, changes: Partial<ChestOptions> = {}): ChestOptions {
  return {
    ...chestOptions,
    seed,
    anatomy: { ...chestOptions.anatomy, scale: 0.5 },
    blood: { ...chestOptions.blood, tbvMl: 25 },
    ...changes,
    scan: { ...chestOptions.scan, columns: 200, rows: 200, slices: 150, ...changes.scan },
  };
}
