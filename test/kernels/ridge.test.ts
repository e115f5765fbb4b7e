import { beforeAll, describe, expect, it } from 'vitest';
import { plainKernels, loadWasmKernels, type Kernels, type RidgeSlab } from '../../src/core/kernels';
import { random } from '../../src/core/maths';
import type { Vec3 } from '../../src/core/volume';
import { kernelBytes } from '../../src/kernels';

function randomSlab(seed: number, size: Vec3, from: number, to: number, radii: Vec3): RidgeSlab {
  const draw = random(seed);
  const n = size[0] * size[1] * size[2];
  const hu = Int16Array.from({ length: n }, () => -900 + 1200 * draw.uniform() + (draw.uniform() < 0.02 ? 6000 : 0));
  const half = (radius: number): Float32Array =>
    Float32Array.from({ length: radius + 1 }, (_, t) => (0.1 + draw.uniform()) / (1 + t));
  return {
    hu: seed % 2 === 0 ? hu : Float32Array.from(hu, (v) => v + draw.uniform()),
    size,
    from,
    to,
    mask: Uint8Array.from({ length: size[0] * size[1] * (to - from) }, () => (draw.uniform() < 0.6 ? 1 : 0)),
    taps: [half(radii[0]), half(radii[1]), half(radii[2])],
    differences: Float32Array.from({ length: 6 }, () => 0.5 + draw.uniform()),
    lowestHu: -1024,
    highestHu: 3071,
  };
}

describe('ridge kernel, WebAssembly and its plain twin', () => {
  let wasm: Kernels;
  beforeAll(async () => {
    wasm = await loadWasmKernels(kernelBytes());
  });

  it.each<[string, Vec3, number, number, Vec3]>([
    ['odd sizes', [13, 7, 5], 1, 4, [2, 2, 1]],
    ['all slices', [9, 6, 4], 0, 4, [1, 3, 2]],
    ['wide smoothing, small box', [5, 3, 3], 0, 3, [7, 6, 5]],
    ['no smoothing', [31, 17, 3], 1, 2, [0, 0, 0]],
    ['one voxel wide', [1, 4, 6], 2, 6, [2, 0, 1]],
    ['one slice', [18, 5, 1], 0, 1, [1, 1, 1]],
    ['large', [61, 45, 12], 3, 9, [3, 3, 2]],
  ])('agree to the last bit: %s', (_, size, from, to, radii) => {
    for (const seed of [1, 2, 3, 4]) {
      const slab = randomSlab(seed, size, from, to, radii);
      const a = plainKernels.ridge(slab);
      const b = wasm.ridge(slab);
      expect(bits(b.smoothed)).toEqual(bits(a.smoothed));
      expect(bits(b.strength)).toEqual(bits(a.strength));
      expect(bits(b.valley)).toEqual(bits(a.valley));
    }
  });

  it('does not let one call leak into the next', () => {
    const slab = randomSlab(6, [11, 9, 6], 1, 5, [2, 1, 1]);
    const before = wasm.ridge(slab);
    wasm.ridge(randomSlab(8, [40, 30, 9], 0, 9, [4, 4, 4]));
    expect(wasm.ridge(slab)).toEqual(before);
  });
});

function bits(values: Float32Array): Uint32Array {
  return new Uint32Array(values.buffer, values.byteOffset, values.length);
}
