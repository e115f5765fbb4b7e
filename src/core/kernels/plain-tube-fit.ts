/**
 * Plain twin of the tube-fit kernel: rounds to single precision after every step, in the order of the SIMD build
 * (`src/kernels/assembly/tube-fit.ts`), so that both give the same bits.
 */
import {
  bronchusNodesLength,
  bronchusPlaces,
  bronchusSumsLength,
  bronchusValuesLength,
  type BronchusWork,
} from './bronchus';
import { searchPlainRing, sumPlainBronchus } from './plain-bronchus';
import { overlap32, sharePlainNeighbours } from './plain-neighbours';
import { selectSmallest } from './select-smallest';
import { addDisc } from './tube-image';
import {
  branchStride,
  fitSumsLength,
  fitValues,
  fitValuesLength,
  mostNeighbours,
  neighbourBlurLength,
  stationStride,
  type OpenTubeFit,
  type TubeNeighbours,
  type TubeSlab,
} from './tube-fit';

const { abs, fround, max, min, sqrt } = Math;
/** Voxels summed in single precision, four lanes side by side, before they go to the totals. */
const block = 128;
const unknowns = 6;

export const openPlainTubeFit: OpenTubeFit = (capacity) => {
  const list = (): Float32Array => new Float32Array(capacity);
  const slab: TubeSlab = {
    u: list(),
    v: list(),
    hu: list(),
    weight: list(),
    neighbourShare: list(),
    neighbourU: list(),
    neighbourV: list(),
    touching: list(),
    wallShare: list(),
    residual: list(),
    x: list(),
    y: list(),
    z: list(),
    left: list(),
  };
  const neighbours: TubeNeighbours = {
    blur: new Float32Array(neighbourBlurLength),
    stations: new Float32Array(stationStride * mostNeighbours),
    branches: new Int32Array(branchStride * mostNeighbours),
  };
  const bronchus: BronchusWork = {
    values: new Float32Array(bronchusValuesLength),
    nodes: new Int32Array(bronchusNodesLength),
    places: new Float32Array(2 * bronchusPlaces),
    shown: new Float32Array(3 * bronchusPlaces),
    sums: new Float64Array(bronchusSumsLength),
  };
  const values = new Float32Array(fitValuesLength);
  const sums = new Float64Array(fitSumsLength);
  const lanes = new Float32Array(4 * fitSumsLength);
  const image = new Float32Array(4);
  const jacobian = new Float32Array(unknowns);
  return {
    slab,
    neighbours,
    values,
    sums,
    bronchus,
    shareNeighbours: (count, branches) => sharePlainNeighbours(slab, neighbours, count, branches),
    sum(count, nodes, wideNodes) {
      sums.fill(0);
      for (let from = 0; from < count; from += block) {
        lanes.fill(0);
        for (let n = from; n < min(count, from + block); n += 1) {
          addVoxel(slab, n, values, nodes, wideNodes, image, jacobian, lanes);
        }
        for (let k = 0; k < fitSumsLength; k += 1) {
          sums[k] += lanes[4 * k] + lanes[4 * k + 1] + (lanes[4 * k + 2] + lanes[4 * k + 3]);
        }
      }
    },
    searchRing: (count) => searchPlainRing(slab, bronchus, count),
    sumBronchus: (count) => sumPlainBronchus(slab, bronchus, count),
    kthResidual: (count, k) => selectSmallest(slab.residual, count, k),
  };
};

function addVoxel(
  slab: TubeSlab,
  n: number,
  values: Float32Array,
  nodes: number,
  wideNodes: number,
  image: Float32Array,
  jacobian: Float32Array,
  lanes: Float32Array,
): void {
  const u = slab.u[n];
  const v = slab.v[n];
  const du = fround(u - values[fitValues.u]);
  const dv = fround(v - values[fitValues.v]);
  addDisc(du, dv, values, fitValues.disc, nodes, true, image);
  if (wideNodes > 0) addDisc(du, dv, values, fitValues.wideDisc, wideNodes, false, image);
  const byU = image[1];
  const byV = image[2];
  const byR = image[3];
  let share = image[0];
  let slope = 1;
  const others = slab.neighbourShare[n];
  if (others > 0) {
    const own = min(max(share, 0), 1);
    const steep = fround(fround(sqrt(fround(fround(byU * byU) + fround(byV * byV)))) + fround(1e-12));
    const along = fround(fround(byU * slab.neighbourU[n]) + fround(byV * slab.neighbourV[n]));
    const cosine = -fround(along / steep);
    const touch = slab.touching[n];
    const c = abs(cosine);
    const isLimit = cosine < 0 ? fround(others + own) > 1 : own < others;
    const bothSlope = fround(fround(fround(1 - c) * others) + (isLimit ? c : 0));
    slope = fround(1 - fround(touch * bothSlope));
    share = fround(share + fround(others - fround(touch * overlap32(others, own, cosine))));
  }
  const level = fround(values[fitValues.backgroundHu] + fround(values[fitValues.slopeU] * u));
  const field = fround(level + fround(values[fitValues.slopeV] * v));
  const wall = slab.wallShare[n];
  const open = fround(1 - wall);
  const above = fround(values[fitValues.bloodHu] - field);
  const model = fround(open * fround(field + fround(above * share)));
  const residual = fround(fround(slab.hu[n] - model) - fround(wall * values[fitValues.wallHu]));
  slab.residual[n] = abs(residual);
  const z = fround(residual * values[fitValues.robust]);
  const given = slab.weight[n];
  let weight = fround(given / fround(1 + fround(z * z)));
  const fromAxis = fround(fround(du * du) + fround(dv * dv));
  if (z > 1 && fromAxis > values[fitValues.rimSquareMm2]) weight = fround(weight * values[fitValues.brightWeight]);
  const contrast = fround(fround(open * above) * slope);
  jacobian[0] = -fround(contrast * byU);
  jacobian[1] = -fround(contrast * byV);
  jacobian[2] = fround(contrast * byR);
  jacobian[3] = fround(open * fround(1 - share));
  jacobian[4] = fround(jacobian[3] * u);
  jacobian[5] = fround(jacobian[3] * v);
  let at = n & 3;
  for (let a = 0; a < unknowns; a += 1, at += 4) {
    lanes[at] += fround(fround(weight * jacobian[a]) * residual);
  }
  for (let a = 0; a < unknowns; a += 1) {
    const weighted = fround(weight * jacobian[a]);
    for (let b = 0; b <= a; b += 1, at += 4) lanes[at] += fround(weighted * jacobian[b]);
  }
  const square = fround(residual * residual);
  lanes[at] += weight;
  lanes[at + 4] += given;
  lanes[at + 8] += fround(weight * square);
  lanes[at + 12] += fround(given * square);
}
