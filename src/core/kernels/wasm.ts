/**
 * `Kernels` made from the bytes of the WebAssembly build. Each instance has a memory of its own:
 * slabs are copied in and out, so nothing but the arguments decides the answer.
 */
import { plainKernels, type Kernels } from './kernels';
import { assertRidgeSlab, type RidgeAnswer, type RidgeSlab } from './ridge';
import { layOut, type Module, type Numeric } from './wasm-module';
import { openWasmTubeFit } from './wasm-tube-fit';

/** Instantiates the module; the plain twins, slower and of the same bits, where the engine knows no SIMD. */
export async function loadWasmKernels(bytes: Uint8Array<ArrayBuffer>): Promise<Kernels> {
  if (!WebAssembly.validate(bytes)) return plainKernels;
  const { instance } = await WebAssembly.instantiate(bytes);
  const module: Module = {
    memory: memoryOf(instance),
    heapBase: functionOf(instance, 'heapBase'),
    ridgeScratchBytes: functionOf(instance, 'ridgeScratchBytes'),
    ridge: functionOf(instance, 'ridge'),
    tubeFitScratchBytes: functionOf(instance, 'tubeFitScratchBytes'),
    tubeFit: functionOf(instance, 'tubeFit'),
    kthSmallest: functionOf(instance, 'kthSmallest'),
    tubeNeighboursScratchBytes: functionOf(instance, 'tubeNeighboursScratchBytes'),
    tubeNeighbours: functionOf(instance, 'tubeNeighbours'),
    bronchusScratchBytes: functionOf(instance, 'bronchusScratchBytes'),
    searchRing: functionOf(instance, 'searchRing'),
    sumBronchus: functionOf(instance, 'sumBronchus'),
  };
  return {
    name: 'wasm',
    ridge: (slab) => ridge(module, slab),
    openTubeFit: (capacity) => openWasmTubeFit(module, capacity),
  };
}

function memoryOf(instance: WebAssembly.Instance): WebAssembly.Memory {
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('the kernels export no memory');
  return memory;
}

function functionOf(instance: WebAssembly.Instance, name: string): Numeric {
  const value = instance.exports[name];
  if (!isNumeric(value)) throw new Error(`the kernels have no function ${name}`);
  return value;
}

/** What a WebAssembly function of numbers is to TypeScript. */
function isNumeric(value: WebAssembly.ExportValue | undefined): value is Numeric {
  return typeof value === 'function';
}

function ridge(module: Module, slab: RidgeSlab): RidgeAnswer {
  assertRidgeSlab(slab);
  const [nx, ny, nz] = slab.size;
  const [tapsX, tapsY, tapsZ] = slab.taps;
  const n = nx * ny * (slab.to - slab.from);
  const tapBytes = (tapsX.length + tapsY.length + tapsZ.length) * 4;
  const scratchBytes = module.ridgeScratchBytes(nx, ny, tapsX.length - 1);
  const sizes = [slab.hu.length * 4, n, tapBytes, 24, scratchBytes, n * 4, n * 4, n * 4];
  const [hu, mask, taps, differences, scratch, strength, valley, smoothed] = layOut(module, sizes);
  const { buffer } = module.memory;
  new Float32Array(buffer, hu, slab.hu.length).set(slab.hu);
  new Uint8Array(buffer, mask, n).set(slab.mask);
  new Uint8Array(buffer, mask + n, 4).fill(0);
  const tapView = new Float32Array(buffer, taps, tapBytes / 4);
  tapView.set(tapsX);
  tapView.set(tapsY, tapsX.length);
  tapView.set(tapsZ, tapsX.length + tapsY.length);
  new Float32Array(buffer, differences, 6).set(slab.differences);
  module.ridge(
    hu,
    nx,
    ny,
    nz,
    slab.from,
    slab.to,
    mask,
    taps,
    tapsX.length - 1,
    tapsY.length - 1,
    tapsZ.length - 1,
    differences,
    slab.lowestHu,
    slab.highestHu,
    scratch,
    strength,
    valley,
    smoothed,
  );
  return {
    strength: new Float32Array(buffer, strength, n).slice(),
    valley: new Float32Array(buffer, valley, n).slice(),
    smoothed: new Float32Array(buffer, smoothed, n).slice(),
  };
}
