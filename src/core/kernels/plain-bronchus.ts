/**
 * Plain twin of the bronchus kernel: rounds to single precision after every step, in the order of the SIMD build
 * (`src/kernels/assembly/bronchus.ts`), so that both give the same bits.
 */
import {
  bronchusNodes,
  bronchusPlaces,
  bronchusSums,
  bronchusSumsLength,
  bronchusUnknowns,
  bronchusValues as at,
  ringStepMm,
  ringTableSize,
  type BronchusWork,
} from './bronchus';
import type { TubeSlab } from './tube-fit';
import { addDisc, discStride } from './tube-image';

const { abs, fround, min, sqrt } = Math;
/** Voxels summed in single precision, four lanes side by side, before they go to the totals. */
const block = 128;
const step32 = fround(ringStepMm);
const perStep = fround(1 / ringStepMm);
const table = new Float32Array(ringTableSize);
const lanes = new Float32Array(4 * bronchusSumsLength);
const row = new Float32Array(bronchusUnknowns);
const own = new Float32Array(4);
const outer = new Float32Array(4);
const lumen = new Float32Array(4);
const ring = new Float32Array(5);

/** Image of a tube with all of its discs. */
function tube(u: number, v: number, { values, nodes }: BronchusWork, disc: number, n: number, out: Float32Array): void {
  addDisc(u, v, values, disc, nodes[n], true, out);
  if (nodes[n + 1] > 0) addDisc(u, v, values, disc + discStride, nodes[n + 1], false, out);
}

export function searchPlainRing(slab: TubeSlab, work: BronchusWork, count: number): void {
  const { values, places, shown } = work;
  const reach = values[at.reachMm];
  const entries = Math.trunc(fround(reach * perStep)) + 3;
  for (let n = 0; n < entries; n += 1) {
    const u = fround(n * step32);
    tube(u, 0, work, at.outer, bronchusNodes.outer, outer);
    tube(u, 0, work, at.lumen, bronchusNodes.lumen, lumen);
    table[n] = fround(values[at.wallHu] * outer[0]) + fround(values[at.innerHu] * lumen[0]);
  }
  const limit = fround(reach * reach);
  for (let p = 0; p < bronchusPlaces; p += 1) {
    lanes.fill(0, 0, 12);
    for (let n = 0; n < count; n += 1) {
      const du = fround(slab.u[n] - places[2 * p]);
      const dv = fround(slab.v[n] - places[2 * p + 1]);
      const square = fround(fround(du * du) + fround(dv * dv));
      if (!(square < limit)) continue;
      const steps = fround(fround(sqrt(square)) * perStep);
      const whole = Math.trunc(steps);
      const part = fround(steps - whole);
      const here = table[whole];
      const image = fround(here + fround(part * fround(table[whole + 1] - here)));
      const weighted = fround(slab.weight[n] * image);
      lanes[n & 3] += weighted;
      lanes[4 + (n & 3)] += fround(weighted * image);
      lanes[8 + (n & 3)] += fround(weighted * slab.left[n]);
    }
    for (let k = 0; k < 3; k += 1) {
      const low = fround(lanes[4 * k] + lanes[4 * k + 1]);
      shown[3 * p + k] = low + fround(lanes[4 * k + 2] + lanes[4 * k + 3]);
    }
  }
}

export function sumPlainBronchus(slab: TubeSlab, work: BronchusWork, count: number): void {
  const { sums } = work;
  sums.fill(0);
  for (let from = 0; from < count; from += block) {
    lanes.fill(0);
    for (let n = from; n < min(count, from + block); n += 1) addVoxel(slab, n, work);
    for (let k = 0; k < bronchusSumsLength; k += 1) {
      sums[k] += lanes[4 * k] + lanes[4 * k + 1] + (lanes[4 * k + 2] + lanes[4 * k + 3]);
    }
  }
}

function addVoxel(slab: TubeSlab, n: number, work: BronchusWork): void {
  const { values } = work;
  const ownU = fround(slab.u[n] - values[at.u]);
  const ownV = fround(slab.v[n] - values[at.v]);
  if (fround(fround(ownU * ownU) + fround(ownV * ownV)) < values[at.ownSquareMm2])
    tube(ownU, ownV, work, at.own, bronchusNodes.own, own);
  else own.fill(0);
  const ringU = fround(slab.u[n] - values[at.ringU]);
  const ringV = fround(slab.v[n] - values[at.ringV]);
  const ringSquare = fround(fround(ringU * ringU) + fround(ringV * ringV));
  if (ringSquare < values[at.ringSquareMm2]) imageOfRing(ringU, ringV, work);
  else ring.fill(0);
  const contrast = values[at.contrastHu];
  const others = slab.neighbourShare[n];
  const free = fround(1 - others);
  const vessels = fround(others + fround(free * own[0]));
  const above = fround(slab.hu[n] - values[at.backgroundHu]);
  const residual = fround(fround(above - fround(contrast * vessels)) - ring[0]);
  slab.residual[n] = abs(residual);
  const given = slab.weight[n];
  const z = fround(residual * values[at.robust]);
  const weight = fround(given / fround(1 + fround(z * z)));
  const shown = fround(contrast * free);
  row[0] = -fround(shown * own[1]);
  row[1] = -fround(shown * own[2]);
  row[2] = shown * own[3];
  row[3] = 1 - vessels;
  row[4] = -ring[1];
  row[5] = -ring[2];
  row[6] = ring[3] + fround(ring[4] * values[at.outerByLumen]);
  row[7] = ring[4] * values[at.outerByWall];
  let lane = 4 * bronchusSums.matrix + (n & 3);
  for (let a = 0; a < bronchusUnknowns; a += 1) {
    const weighted = fround(weight * row[a]);
    lanes[4 * a + (n & 3)] += fround(weighted * residual);
    for (let b = 0; b <= a; b += 1, lane += 4) lanes[lane] += fround(weighted * row[b]);
  }
  if (ringSquare > values[at.supportSquareMm2]) return;
  const whole = fround(residual + ring[0]);
  lanes[lane] += fround(given * fround(residual * residual));
  lanes[lane + 4] += fround(given * fround(whole * whole));
  lanes[lane + 8] += given;
}

/** Value and derivatives by u, v, lumen and outer radius. */
function imageOfRing(u: number, v: number, work: BronchusWork): void {
  const { values } = work;
  tube(u, v, work, at.outer, bronchusNodes.outer, outer);
  tube(u, v, work, at.lumen, bronchusNodes.lumen, lumen);
  const wallHu = values[at.wallHu];
  const innerHu = values[at.innerHu];
  for (let i = 0; i < 3; i += 1) ring[i] = fround(wallHu * outer[i]) + fround(innerHu * lumen[i]);
  ring[3] = innerHu * lumen[3];
  ring[4] = wallHu * outer[3];
}
