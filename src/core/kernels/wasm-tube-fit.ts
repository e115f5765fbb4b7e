/** Tube-fit kernel of the WebAssembly build: the slab lives in the module's memory, so that no step copies it. */
import { fitSumsLength, fitValuesLength, slabOrder, type TubeFit, type TubeSlab } from './tube-fit';
import { rimCosines32 } from './tube-image';
import { layOut, type Module } from './wasm-module';

export function openWasmTubeFit(module: Module, capacity: number): TubeFit {
  // whole groups of four, so that all arrays lie one stride apart
  const stride = ((capacity + 3) >> 2) * 16;
  const sizes = [stride * slabOrder.length, fitValuesLength * 4, rimCosines32.byteLength, module.tubeFitScratchBytes()];
  const [list, valuesAt, cosines, scratch, sumsAt] = layOut(module, [...sizes, fitSumsLength * 8]);
  const { buffer } = module.memory;
  const view = (name: (typeof slabOrder)[number]): Float32Array =>
    new Float32Array(buffer, list + slabOrder.indexOf(name) * stride, stride / 4).fill(0);
  new Float32Array(buffer, cosines, rimCosines32.length).set(rimCosines32);
  const slab: TubeSlab = {
    u: view('u'),
    v: view('v'),
    hu: view('hu'),
    weight: view('weight'),
    neighbourShare: view('neighbourShare'),
    neighbourU: view('neighbourU'),
    neighbourV: view('neighbourV'),
    touching: view('touching'),
    wallShare: view('wallShare'),
    residual: view('residual'),
  };
  const residualAt = slab.residual.byteOffset;
  return {
    slab,
    values: new Float32Array(buffer, valuesAt, fitValuesLength),
    sums: new Float64Array(buffer, sumsAt, fitSumsLength),
    sum(count, nodes, wideNodes) {
      module.tubeFit(list, stride, count, valuesAt, nodes, wideNodes, cosines, scratch, sumsAt);
    },
    kthResidual: (count, k) => module.kthSmallest(residualAt, count, k),
  };
}
