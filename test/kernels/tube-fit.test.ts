import { beforeAll, describe, expect, it } from 'vitest';
import {
  branchStride,
  fitValues,
  loadWasmKernels,
  plainKernels,
  rimNodes,
  stationStride,
  stretchedInverse,
  writeDisc,
  type Kernels,
  type TubeFit,
} from '../../src/core/kernels';
import { random } from '../../src/core/maths';
import { kernelBytes } from '../../src/kernels';

interface Case {
  readonly count: number;
  readonly radiusMm: number;
  readonly sharpening: number;
  readonly neighbours: number;
}

/** Fills a slab and the state of a fit at random; gives the nodes of both discs. */
function fill(work: TubeFit, seed: number, { count, radiusMm, sharpening, neighbours }: Case): [number, number] {
  const draw = random(seed);
  const { slab, values } = work;
  for (let n = 0; n < count; n += 1) {
    slab.u[n] = (radiusMm + 2) * (2 * draw.uniform() - 1);
    slab.v[n] = (radiusMm + 2) * (2 * draw.uniform() - 1);
    slab.hu[n] = Math.round(-1000 + 1100 * draw.uniform());
    slab.weight[n] = 0.01 + draw.uniform();
    const angle = 2 * draw.uniform() - 1;
    slab.neighbourShare[n] = draw.uniform() < neighbours ? draw.uniform() : 0;
    slab.neighbourU[n] = angle;
    slab.neighbourV[n] = Math.sqrt(1 - angle * angle);
    slab.touching[n] = Math.min(1, 2 * draw.uniform());
    slab.wallShare[n] = draw.uniform() < 0.2 ? draw.uniform() / 2 : 0;
  }
  values[fitValues.u] = 0.2 * draw.normal();
  values[fitValues.v] = 0.2 * draw.normal();
  values[fitValues.backgroundHu] = -850 + 30 * draw.normal();
  values[fitValues.slopeU] = 20 * draw.normal();
  values[fitValues.slopeV] = 20 * draw.normal();
  values[fitValues.bloodHu] = 40;
  values[fitValues.wallHu] = 40;
  values[fitValues.robust] = 1 / 150;
  values[fitValues.rimSquareMm2] = (radiusMm + 0.6) ** 2;
  values[fitValues.brightWeight] = 0.02;
  const nodes = writeDisc(values, fitValues.disc, radiusMm, 0.8, 0.6, 1 + sharpening);
  if (sharpening === 0) return [nodes, 0];
  return [nodes, writeDisc(values, fitValues.wideDisc, radiusMm, 1.2, 1.1, -sharpening)];
}

describe('tube-fit kernel, WebAssembly and its plain twin', () => {
  let wasm: Kernels;
  beforeAll(async () => {
    wasm = await loadWasmKernels(kernelBytes());
  });

  it.each<[string, Case]>([
    ['alone', { count: 160, radiusMm: 0.8, sharpening: 0, neighbours: 0 }],
    ['beside others', { count: 161, radiusMm: 1.3, sharpening: 0, neighbours: 0.5 }],
    ['few voxels', { count: 3, radiusMm: 0.3, sharpening: 0, neighbours: 1 }],
    ['none', { count: 0, radiusMm: 0.3, sharpening: 0, neighbours: 0 }],
    ['sharp kernel', { count: 130, radiusMm: 1, sharpening: 0.5, neighbours: 0.3 }],
    ['thick', { count: 1999, radiusMm: 11, sharpening: 0.25, neighbours: 0.1 }],
  ])('agree to the last bit: %s', (_, slab) => {
    // one after another in the same memory: nothing of an earlier slab may show
    const a = plainKernels.openTubeFit(2000);
    const b = wasm.openTubeFit(2000);
    for (const seed of [1, 2, 3]) {
      for (const count of [slab.count, Math.ceil(slab.count / 2)]) {
        const nodes = fill(a, seed, { ...slab, count });
        fill(b, seed, { ...slab, count });
        a.sum(count, ...nodes);
        b.sum(count, ...nodes);
        expect(b.sums).toEqual(a.sums);
        expect(b.slab.residual.slice(0, count)).toEqual(a.slab.residual.slice(0, count));
      }
    }
  });

  it.each([1, 2, 3, 4, 5, 150, 2000])('pick the k-th of %i residuals as sorting does', (count) => {
    const draw = random(count);
    for (const work of [plainKernels.openTubeFit(2000), wasm.openTubeFit(2000)]) {
      const nodes = fill(work, count, { count, radiusMm: 1, sharpening: 0, neighbours: 0 });
      for (const k of [0, count >> 1, count - 1, Math.floor(draw.uniform() * count)]) {
        work.sum(count, ...nodes);
        const sorted = work.slab.residual.slice(0, count).toSorted();
        expect(work.kthResidual(count, k)).toBe(sorted[k]);
      }
    }
  });

  it.each<[string, number, number, number]>([
    ['one branch', 60, 1, 0],
    ['many branches', 161, 7, 0],
    ['sharp kernel', 90, 4, 0.4],
    ['none', 30, 0, 0],
  ])('agree to the last bit on other vessels: %s', (_, count, branches, sharpening) => {
    const a = plainKernels.openTubeFit(2000);
    const b = wasm.openTubeFit(2000);
    let shared = 0;
    for (const seed of [1, 2, 3, 4, 5]) {
      for (const work of [a, b]) {
        placeOthers(work, seed, count, branches, sharpening);
        work.shareNeighbours(count, branches);
      }
      for (const name of ['neighbourShare', 'neighbourU', 'neighbourV', 'touching'] as const) {
        // adding 0 makes zeros of either sign equal
        const same = (work: TubeFit): number[] => Array.from(work.slab[name].subarray(0, count), (x) => x + 0);
        expect(same(b)).toEqual(same(a));
      }
      shared += a.slab.neighbourShare.slice(0, count).filter((share) => share > 0.05 && share < 0.95).length;
    }
    expect(shared > 20).toBe(branches > 0);
  });
});

/** Voxels at random and branches of stations half a millimetre apart through their midst, every second one upright. */
function placeOthers(work: TubeFit, seed: number, count: number, branches: number, sharpening: number): void {
  const draw = random(seed);
  const { slab, neighbours } = work;
  for (const place of [slab.x, slab.y, slab.z]) {
    for (let n = 0; n < count; n += 1) place[n] = 4 * (2 * draw.uniform() - 1);
  }
  const wide = 0.6 * 1.8;
  const stretched = [0.6, wide].map(stretchedInverse);
  neighbours.blur.set([
    3.2,
    0.36,
    0.64,
    stretched[0],
    sharpening,
    wide * wide,
    stretched[1],
    0.9,
    1,
    0,
    0,
    0,
    0.6,
    0.8,
  ]);
  let at = 0;
  for (let b = 0; b < branches; b += 1) {
    const from = at;
    const stations = 1 + Math.floor(8 * draw.uniform());
    const upright = b % 2 === 1;
    const tangent = upright ? [0, 0, 1] : [draw.normal(), draw.normal(), draw.normal()];
    const length = Math.sqrt(tangent[0] ** 2 + tangent[1] ** 2 + tangent[2] ** 2);
    const [x, y, z] = tangent.map((t) => t / length);
    const start = [draw.normal(), draw.normal(), draw.normal()];
    const radius = 0.4 + 2 * draw.uniform();
    for (let k = 0; k < stations; k += 1, at += 1) {
      const along = 0.5 * k;
      const place = [start[0] + along * x, start[1] + along * y, start[2] + along * z];
      neighbours.stations.set(
        [...place, radius + 0.01 * k, x, y, z, along, 0.5 * (stations - 1) - along],
        stationStride * at,
      );
    }
    const nodes = rimNodes((radius + 0.1) / 0.6);
    neighbours.branches.set([from, at, nodes, sharpening > 0 ? nodes : 0], branchStride * b);
  }
}
