import { describe, expect, test } from 'vitest';
import type { StationTable } from '../../src/core/result';
import type { Geometry } from '../../src/core/volume';
import { contoursOf } from '../../src/viewer/contours';
import { isLit, labelOfCsa, litBin, litLabels, litVoxels } from '../../src/viewer/lit';
import { maskBox } from '../../src/viewer/mask-box';
import { planesOf } from '../../src/viewer/planes';
import { greyTable, maskWords, paintGrey, paintMask, type MaskPaint } from '../../src/viewer/slice-pixels';

const g: Geometry = {
  size: [8, 6, 4],
  spacingMm: [1, 1, 2],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const at = (i: number, j: number, k: number): number => i + 8 * (j + 6 * k);
const planes = planesOf(g);

function stations(rows: readonly { x: number; y: number; z: number; csaMm2: number; side?: number }[]): StationTable {
  const floats = (values: number[]): Float32Array => Float32Array.from(values);
  return {
    vessel: Int32Array.from(rows, () => 1),
    branch: Int32Array.from(rows, () => 1),
    x: floats(rows.map((r) => r.x)),
    y: floats(rows.map((r) => r.y)),
    z: floats(rows.map((r) => r.z)),
    csaMm2: floats(rows.map((r) => r.csaMm2)),
    csaLowMm2: floats(rows.map((r) => r.csaMm2)),
    csaHighMm2: floats(rows.map((r) => r.csaMm2)),
    lengthMm: floats(rows.map(() => 1)),
    ml: floats(rows.map(() => 0.001)),
    side: Uint8Array.from(rows, (r) => r.side ?? 1),
  };
}

describe('grey', () => {
  test('black below, white above, half in the middle of the window', () => {
    const table = greyTable({ levelHu: -550, widthHu: 1350 });
    const grey = (hu: number): number => table[hu + 2048] & 0xff;
    expect(grey(-1225)).toBe(0);
    expect(grey(125)).toBe(255);
    expect(grey(-550)).toBe(128);
  });

  test('values beyond the table take its ends; the slice is read in its own order', () => {
    const hu = new Int16Array(8 * 6 * 4).fill(-1000);
    hu[at(2, 3, 3)] = 32000;
    hu[at(0, 0, 3)] = -32000;
    const words = new Uint32Array(8 * 6);
    // slice 0 of the axial plane is the most superior: k = 3
    paintGrey(g, hu, planes.axial, 0, greyTable({ levelHu: 0, widthHu: 400 }), words);
    expect(words[3 * 8 + 2]).toBe(0xffffffff);
    expect(words[0]).toBe(0xff000000);
  });
});

describe('vessels over a slice', () => {
  const bins = { below: false, bv5: true, bv5_10: true, bv10: true };
  const paintOf = (over: Partial<MaskPaint>): MaskPaint => ({
    lit: maskWords(bins, 1),
    dim: maskWords(bins, 0.42),
    litLabels: litLabels(null),
    bits: null,
    side: 0,
    lungs: null,
    ...over,
  });
  const mask = new Uint8Array(8 * 6 * 4);
  mask[at(1, 1, 3)] = 1;
  mask[at(2, 1, 3)] = 2;
  mask[at(3, 1, 3)] = 4;

  test('each label has its colour; a bin that is switched off has none', () => {
    const words = new Uint32Array(48);
    expect(paintMask(g, mask, planes.axial, [0, 0], paintOf({}), words)).toBe(true);
    expect(words[8 + 1]).toBe(0);
    expect((words[8 + 2] & 0xffffff).toString(16)).toBe('e9b456');
    expect((words[8 + 3] & 0xffffff).toString(16)).toBe('2d64e5');
    expect(paintMask(g, mask, planes.axial, [2, 2], paintOf({}), words)).toBe(false);
  });

  test('the vessels of another figure or of the other lung are dimmed', () => {
    const words = new Uint32Array(48);
    const lungs = new Uint8Array(mask.length).fill(2);
    lungs[at(2, 1, 3)] = 1 + 8;
    paintMask(g, mask, planes.axial, [0, 0], paintOf({ litLabels: litLabels(litBin('bv10')) }), words);
    expect(words[8 + 2]).toBe(maskWords(bins, 0.42)[2]);
    expect(words[8 + 3]).toBe(maskWords(bins, 1)[4]);
    paintMask(g, mask, planes.axial, [0, 0], paintOf({ side: 1, lungs }), words);
    expect(words[8 + 2]).toBe(maskWords(bins, 1)[2]);
    expect(words[8 + 3]).toBe(maskWords(bins, 0.42)[4]);
  });

  test('a part of a bin lights the voxels of its own stations alone', () => {
    const two = new Uint8Array(8 * 6 * 4);
    two[at(2, 2, 1)] = 2;
    two[at(6, 2, 1)] = 2;
    two[at(2, 3, 1)] = 4;
    const table = stations([
      { x: 2, y: 2, z: 2, csaMm2: 2 },
      { x: 6, y: 2, z: 2, csaMm2: 4 },
    ]);
    const lit = { fromMm2: 1.25, toMm2: 3, side: 0 } as const;
    const bits = litVoxels(g, two, table, lit);
    const has = (sample: number): boolean => (bits[sample >> 3] & (1 << (sample & 7))) !== 0;
    expect([has(at(2, 2, 1)), has(at(6, 2, 1)), has(at(2, 3, 1))]).toEqual([true, false, false]);
    expect(litLabels(lit)).toEqual(['none', 'none', 'some', 'none', 'none']);
  });

  test('edges of the bins are half-open', () => {
    expect([1.2499, 1.25, 4.999, 5, 9.99, 10].map(labelOfCsa)).toEqual([1, 2, 2, 3, 3, 4]);
    expect(isLit(litBin('bv5'), 5, 1, 7)).toBe(false);
    expect(isLit({ ...litBin('bv5'), side: 2 }, 2, 1, 7)).toBe(false);
  });
});

describe('outline and box of the lungs', () => {
  const mask = new Uint8Array(8 * 6 * 4);
  for (let j = 1; j <= 3; j += 1) for (let i = 2; i <= 5; i += 1) mask[at(i, j, 3)] = i === 5 ? 1 + 8 : 1;
  const inside = (label: number): boolean => (label & 7) === 1;

  test('one closed chain around the voxels, half a voxel out; uncertain parts apart', () => {
    const all = contoursOf(g, mask, planes.axial, 0, inside, () => false);
    expect(all).toHaveLength(1);
    const { points } = all[0];
    expect([points[0], points[1]]).toEqual([points[points.length - 2], points[points.length - 1]]);
    const columns = Array.from(points).filter((_, index) => index % 2 === 0);
    expect([Math.min(...columns), Math.max(...columns)]).toEqual([1.5, 5.5]);
    // enclosed area: 4 × 3 voxels less four corners of an eighth
    let area = 0;
    for (let p = 0; p < points.length - 2; p += 2) {
      area += (points[p] * points[p + 3] - points[p + 2] * points[p + 1]) / 2;
    }
    expect(Math.abs(area)).toBeCloseTo(12 - 4 / 8, 9);

    const parts = contoursOf(g, mask, planes.axial, 0, inside, (label) => (label & 8) !== 0);
    expect(parts.filter((part) => part.uncertain)).toHaveLength(1);
    expect(parts.filter((part) => !part.uncertain)).toHaveLength(1);
  });

  test('a lung at the edge of the image is closed there', () => {
    const whole = new Uint8Array(8 * 6 * 4).fill(1);
    const chains = contoursOf(g, whole, planes.coronal, 2, inside, () => false);
    expect(chains).toHaveLength(1);
  });

  test('the box holds the mask to within a voxel in every plane', () => {
    const box = maskBox(g, mask);
    expect(box).not.toBeNull();
    const onPlane = box?.onPlane(planes.axial);
    expect(onPlane?.fromColumn).toBeLessThanOrEqual(3);
    expect(onPlane?.toColumn).toBeGreaterThanOrEqual(4);
    expect(maskBox(g, new Uint8Array(mask.length))).toBeNull();
  });
});
