import { describe, expect, test } from 'vitest';
import type { Geometry } from '../../src/core/volume';
import { pickInProjection, pickInSlices, type PickTable } from '../../src/viewer/pick';
import { planesOf } from '../../src/viewer/planes';
import { frontTurn } from '../../src/viewer/turntable';

const g: Geometry = {
  size: [40, 40, 10],
  spacingMm: [1, 1, 2],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
const { axial } = planesOf(g);

function table(rows: readonly (readonly [x: number, y: number, z: number, csaMm2: number])[], hidden = -1): PickTable {
  const column = (n: number): Float32Array => Float32Array.from(rows, (row) => row[n]);
  return { x: column(0), y: column(1), z: column(2), csaMm2: column(3), isShown: (row) => row !== hidden };
}

describe('a click in a slice', () => {
  // axial slices are counted from above: k = 9 − slice
  const three = table([
    [10, 10, 10, Math.PI],
    [12.5, 10, 10, Math.PI * 4],
    [30, 10, 2, Math.PI],
  ]);

  test('means the vessel under it, between two the one whose wall is nearer', () => {
    expect(pickInSlices(g, axial, [10, 10], [4, 4], three)).toBe(0);
    expect(pickInSlices(g, axial, [12, 10], [4, 4], three)).toBe(1);
    expect(pickInSlices(g, axial, [10, 14], [4, 4], three)).toBe(-1);
  });

  test('means none that lies outside the slice, unless the slab holds it', () => {
    expect(pickInSlices(g, axial, [30, 10], [4, 4], three)).toBe(-1);
    expect(pickInSlices(g, axial, [30, 10], [4, 9], three)).toBe(2);
  });

  test('means none that is hidden', () => {
    expect(pickInSlices(g, axial, [30, 10], [8, 8], three)).toBe(2);
    expect(pickInSlices(g, axial, [30, 10], [8, 8], { ...three, isShown: (row) => row !== 2 })).toBe(-1);
  });
});

describe('a click in the 3-D picture', () => {
  const view = { turn: frontTurn, centre: [0, 0, 0] as const, pixelsPerMm: 2, width: 200, height: 100 };
  // from the front: x to the right, z up, smaller y nearer to the viewer
  const two = table([
    [10, 5, 20, 4],
    [10, -5, 20, 4],
  ]);

  test('means the vessel nearest to the viewer', () => {
    expect(pickInProjection(view, 120, 10, two)).toBe(1);
    expect(
      pickInProjection(
        view,
        120,
        10,
        table(
          [
            [10, 5, 20, 4],
            [10, -5, 20, 4],
          ],
          1,
        ),
      ),
    ).toBe(0);
    expect(pickInProjection(view, 140, 10, two)).toBe(-1);
  });

  test('follows turn, zoom and shift', () => {
    const back = { ...frontTurn, azimuthDegrees: 180 };
    expect(pickInProjection({ ...view, turn: back }, 80, 10, two)).toBe(0);
    const shifted = { ...frontTurn, shiftX: 0.1, shiftY: -0.05 };
    expect(pickInProjection({ ...view, turn: shifted }, 130, 5, two)).toBe(1);
  });
});
