/** Tube-fit kernel of the WebAssembly build: the slab lives in the module's memory, so that no step copies it. */
import { bronchusNodesLength, bronchusPlaces, bronchusSumsLength, bronchusValuesLength } from './bronchus';
import {
  branchStride,
  fitSumsLength,
  fitValuesLength,
  mostNeighbours,
  neighbourBlurLength,
  slabOrder,
  stationStride,
  type TubeFit,
  type TubeSlab,
} from './tube-fit';
import { rimCosines32 } from './tube-image';
import { layOut, type Module } from './wasm-module';

export function openWasmTubeFit(module: Module, capacity: number): TubeFit {
  // whole groups of four, so that all arrays lie one stride apart
  const stride = ((capacity + 3) >> 2) * 16;
  const [list, valuesAt, sumsAt, blurAt, stationsAt, branchesAt, cosines, scratch, ...rings] = layOut(module, [
    stride * slabOrder.length,
    fitValuesLength * 4,
    fitSumsLength * 8,
    neighbourBlurLength * 4,
    stationStride * mostNeighbours * 4,
    branchStride * mostNeighbours * 4,
    rimCosines32.byteLength,
    Math.max(module.tubeFitScratchBytes(), module.tubeNeighboursScratchBytes(), module.bronchusScratchBytes()),
    bronchusValuesLength * 4,
    bronchusNodesLength * 4,
    2 * bronchusPlaces * 4,
    3 * bronchusPlaces * 4,
    bronchusSumsLength * 8,
  ]);
  const [ringValues, ringNodes, places, shown, ringSums] = rings;
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
    x: view('x'),
    y: view('y'),
    z: view('z'),
    left: view('left'),
  };
  const residualAt = slab.residual.byteOffset;
  return {
    slab,
    neighbours: {
      blur: new Float32Array(buffer, blurAt, neighbourBlurLength),
      stations: new Float32Array(buffer, stationsAt, stationStride * mostNeighbours),
      branches: new Int32Array(buffer, branchesAt, branchStride * mostNeighbours),
    },
    values: new Float32Array(buffer, valuesAt, fitValuesLength),
    sums: new Float64Array(buffer, sumsAt, fitSumsLength),
    bronchus: {
      values: new Float32Array(buffer, ringValues, bronchusValuesLength),
      nodes: new Int32Array(buffer, ringNodes, bronchusNodesLength),
      places: new Float32Array(buffer, places, 2 * bronchusPlaces),
      shown: new Float32Array(buffer, shown, 3 * bronchusPlaces),
      sums: new Float64Array(buffer, ringSums, bronchusSumsLength),
    },
    shareNeighbours(count, branches) {
      module.tubeNeighbours(list, stride, count, blurAt, stationsAt, branchesAt, branches, cosines, scratch);
    },
    sum(count, nodes, wideNodes) {
      module.tubeFit(list, stride, count, valuesAt, nodes, wideNodes, cosines, scratch, sumsAt);
    },
    searchRing(count) {
      module.searchRing(list, stride, count, ringValues, ringNodes, cosines, scratch, places, shown);
    },
    sumBronchus(count) {
      module.sumBronchus(list, stride, count, ringValues, ringNodes, cosines, scratch, ringSums);
    },
    kthResidual: (count, k) => module.kthSmallest(residualAt, count, k),
  };
}
