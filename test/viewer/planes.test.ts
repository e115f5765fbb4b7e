import { describe, expect, test } from 'vitest';
import { voxelToWorld, type Geometry } from '../../src/core/volume';
import {
  acquisitionPlane,
  oppositeLetter,
  placeOf,
  placeOfWorld,
  planesOf,
  slicePositionMm,
  strides,
  voxelOf,
  worldOf,
} from '../../src/viewer/planes';
import { planeNames } from '../../src/viewer/types';

/** Axial stack from the feet up, as most scanners send it. */
const axial: Geometry = {
  size: [40, 30, 20],
  spacingMm: [0.7, 0.8, 2.5],
  originMm: [-14, -12, -25],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
/** The same patient, stored with every axis turned round. */
const turned: Geometry = { ...axial, direction: [-1, 0, 0, 0, -1, 0, 0, 0, -1], originMm: [14, 12, 25] };
/** A coronal stack: columns to the left, rows down, slices backwards. */
const coronal: Geometry = { ...axial, direction: [1, 0, 0, 0, 0, 1, 0, -1, 0] };

describe('planes follow the patient, whatever the order of storage', () => {
  test.each([
    ['axial', axial],
    ['turned round', turned],
    ['coronal', coronal],
  ])('%s: right, down and through run to the right patient sides', (_, g) => {
    const planes = planesOf(g);
    const step = (name: (typeof planeNames)[number], which: 0 | 1 | 2): number[] => {
      const from = worldOf(g, planes[name], 3, 3, 3);
      const to = worldOf(g, planes[name], which === 0 ? 4 : 3, which === 1 ? 4 : 3, which === 2 ? 4 : 3);
      return to.map((value, axis) => Math.sign(Math.round((value - from[axis]) * 1e6)));
    };
    // radiological: patient's left on the right, posterior below; slices from the head down, from front to back, from the right
    expect([step('axial', 0), step('axial', 1), step('axial', 2)]).toEqual([
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, -1],
    ]);
    expect([step('coronal', 0), step('coronal', 1), step('coronal', 2)]).toEqual([
      [1, 0, 0],
      [0, 0, -1],
      [0, 1, 0],
    ]);
    expect([step('sagittal', 0), step('sagittal', 1), step('sagittal', 2)]).toEqual([
      [0, 1, 0],
      [0, 0, -1],
      [1, 0, 0],
    ]);
  });

  test('places and voxels are inverse to each other', () => {
    for (const g of [axial, turned, coronal]) {
      for (const name of planeNames) {
        const plane = planesOf(g)[name];
        expect(placeOf(plane, voxelOf(plane, 5, 7, 2))).toEqual([5, 7, 2]);
        const [column, row, slice] = placeOfWorld(g, plane, worldOf(g, plane, 5.5, 7.25, 2));
        expect(column).toBeCloseTo(5.5, 9);
        expect(row).toBeCloseTo(7.25, 9);
        expect(slice).toBeCloseTo(2, 9);
      }
    }
  });

  test('strides walk the samples of the slice', () => {
    for (const g of [axial, turned, coronal]) {
      for (const name of planeNames) {
        const plane = planesOf(g)[name];
        const { first, column, row } = strides(g, plane, 4);
        const [i, j, k] = voxelOf(plane, 6, 9, 4);
        expect(first + 6 * column + 9 * row).toBe(i + g.size[0] * (j + g.size[1] * k));
      }
    }
  });

  test('an oblique stack keeps the nearest planes, each axis once', () => {
    const c = Math.cos(0.5);
    const s = Math.sin(0.5);
    const planes = planesOf({ ...axial, direction: [c, -s, 0, s, c, 0, 0, 0, 1] });
    expect([planes.axial.right.axis, planes.axial.down.axis, planes.axial.through.axis]).toEqual([0, 1, 2]);
  });

  test('slice positions and letters', () => {
    const plane = planesOf(axial).axial;
    expect(slicePositionMm(axial, plane, 0)).toBeCloseTo(voxelToWorld(axial, 0, 0, 19)[2], 9);
    expect([plane.right.letter, plane.down.letter]).toEqual(['L', 'P']);
    expect(['L', 'P', 'S'].map(oppositeLetter)).toEqual(['R', 'A', 'I']);
    expect(acquisitionPlane(axial)).toBe('axial');
    expect(acquisitionPlane(coronal)).toBe('coronal');
  });
});
