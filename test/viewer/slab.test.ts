import { describe, expect, test } from 'vitest';
import type { Geometry } from '../../src/core/volume';
import { planesOf } from '../../src/viewer/planes';
import { blendSlab, nextSlab, noSlab, slabHu, slabMm, slabSlices } from '../../src/viewer/slab';
import { maskWords, paintMask } from '../../src/viewer/slice-pixels';

const g: Geometry = {
  size: [4, 3, 9],
  spacingMm: [1, 1, 2.5],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const { axial, sagittal } = planesOf(g);
const at = (i: number, j: number, k: number): number => i + 4 * (j + 3 * k);
/** k as HU: the axial plane is stacked from above, so slice n lies at k = 8 − n. */
const hu = Int16Array.from({ length: 4 * 3 * 9 }, (_, n) => Math.floor(n / 12));

describe('a slab', () => {
  test('T goes through 5, 10 and 20 mm and back to one slice; the blend stays', () => {
    let slab = { ...noSlab, blend: 'mean' as const };
    const seen = [0, 1, 2, 3].map(() => (slab = { ...slab, ...nextSlab(slab), blend: 'mean' }).thicknessMm);
    expect(seen).toEqual([5, 10, 20, 0]);
  });

  test('spans as many slices as its thickness holds, counted in the spacing of its own plane', () => {
    const slab = { thicknessMm: 10, blend: 'maximum' } as const;
    expect(slabSlices(axial, 4, slab)).toEqual([3, 6]);
    expect(slabMm(axial, 4, slab)).toBe(10);
    expect(slabSlices(sagittal, 2, slab)).toEqual([0, 3]);
    expect(slabMm(sagittal, 2, slab)).toBe(4);
  });

  test('ends at the ends of the volume', () => {
    const slab = { thicknessMm: 20, blend: 'maximum' } as const;
    expect(slabSlices(axial, 0, slab)).toEqual([0, 4]);
    expect(slabSlices(axial, 8, slab)).toEqual([5, 8]);
  });

  test('shows the largest or the mean value, and tells the same under the pointer', () => {
    const values = new Float32Array(12);
    blendSlab(g, hu, axial, [3, 6], 'maximum', values);
    // slices 3 … 6 lie at k 5 … 2
    expect([...values]).toEqual(Array.from({ length: 12 }, () => 5));
    expect(slabHu(g, hu, axial, [3, 6], 'maximum', [1, 2])).toBe(5);
    blendSlab(g, hu, axial, [3, 6], 'mean', values);
    expect([...values]).toEqual(Array.from({ length: 12 }, () => 3.5));
    expect(slabHu(g, hu, axial, [3, 6], 'mean', [1, 2])).toBe(3.5);
  });

  test('has the thickest vessel in front, and no vessel of a slice outside it', () => {
    const mask = new Uint8Array(hu.length);
    mask[at(1, 1, 5)] = 4;
    mask[at(1, 1, 4)] = 2;
    mask[at(2, 1, 3)] = 3;
    mask[at(3, 1, 8)] = 4;
    const bins = { below: true, bv5: true, bv5_10: true, bv10: true };
    const words = new Uint32Array(12);
    const lit = maskWords(bins, 1);
    const paint = {
      lit,
      dim: maskWords(bins, 0.42),
      litLabels: ['none', 'all', 'all', 'all', 'all'] as const,
      bits: null,
      side: 0 as const,
      lungs: null,
    };
    expect(paintMask(g, mask, axial, [3, 6], paint, words)).toBe(true);
    expect([words[4 + 1], words[4 + 2], words[4 + 3]]).toEqual([lit[4], lit[3], 0]);
  });
});
