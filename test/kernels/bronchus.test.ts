import { beforeAll, describe, expect, it } from 'vitest';
import {
  bronchusNodes,
  bronchusPlaces,
  bronchusValues as at,
  loadWasmKernels,
  plainKernels,
  writeDisc,
  type Kernels,
  type TubeFit,
} from '../../src/core/kernels';
import { random } from '../../src/core/maths';
import { kernelBytes } from '../../src/kernels';

/** Fills slab, state and places at random. */
function fill(work: TubeFit, seed: number, count: number, sharpening: number): void {
  const draw = random(seed);
  const { slab, bronchus } = work;
  const { values, nodes, places } = bronchus;
  for (let n = 0; n < count; n += 1) {
    slab.u[n] = 10 * draw.uniform() - 5;
    slab.v[n] = 10 * draw.uniform() - 5;
    slab.hu[n] = Math.round(-1000 + 1100 * draw.uniform());
    slab.weight[n] = 0.01 + draw.uniform();
    slab.neighbourShare[n] = draw.uniform() < 0.3 ? draw.uniform() : 0;
    slab.left[n] = 100 * draw.normal();
  }
  values.set([880, -1030, 2.6 + draw.uniform(), 0.1 * draw.normal(), 0.1 * draw.normal()]);
  values.set([2 + draw.uniform(), draw.normal(), -850, 890, 1 / 150, 1.2, 0.4], at.ringU);
  values.set([12 + draw.uniform(), 16 + draw.uniform(), 3], at.ownSquareMm2);
  const image = (disc: number, node: number, radius: number): void => {
    nodes[node] = writeDisc(values, disc, radius, 0.8, 0.6, 1 + sharpening);
    nodes[node + 1] = sharpening > 0 ? writeDisc(values, disc + 6, radius, 1.2, 1.1, -sharpening) : 0;
  };
  image(at.own, bronchusNodes.own, 1.2);
  image(at.outer, bronchusNodes.outer, 1.4 + draw.uniform());
  image(at.lumen, bronchusNodes.lumen, 1);
  for (let p = 0; p < 2 * bronchusPlaces; p += 1) places[p] = 6 * draw.uniform() - 3;
}

describe('bronchus kernel, WebAssembly and its plain twin', () => {
  let wasm: Kernels;
  beforeAll(async () => {
    wasm = await loadWasmKernels(kernelBytes());
  });

  it.each([
    ['soft kernel', 161, 0],
    ['sharp kernel', 90, 0.4],
    ['few voxels', 3, 0],
    ['none', 0, 0],
    ['many', 1999, 0],
  ])('agree to the last bit: %s', (_, most, sharpening) => {
    // one after another in the same memory: nothing of an earlier slab may show
    const works = [plainKernels.openTubeFit(2000), wasm.openTubeFit(2000)];
    for (const seed of [1, 2, 3]) {
      for (const count of [most, Math.ceil(most / 2)]) {
        const [a, b] = works.map((work) => {
          fill(work, seed, count, sharpening);
          work.searchRing(count);
          work.sumBronchus(count);
          const { shown, sums } = work.bronchus;
          return [shown.slice(), sums.slice(), work.slab.residual.slice(0, count)];
        });
        expect(b).toEqual(a);
        expect(a[0].every((x) => x === 0)).toBe(count === 0);
      }
    }
  });
});
