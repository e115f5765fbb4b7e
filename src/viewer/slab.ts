/** A slab: several neighbouring slices seen as one, by their largest or their mean value. */
import type { Geometry } from '../core/volume';
import { strides, type Plane } from './planes';
import type { Slab } from './types';

/** Thicknesses of the key T; 0 is one slice. */
export const slabThicknessesMm: readonly number[] = [0, 5, 10, 20];

export const noSlab: Slab = { thicknessMm: 0, blend: 'maximum' };

/** The thickness after the one of now. */
export function nextSlab(slab: Slab): Slab {
  const at = slabThicknessesMm.indexOf(slab.thicknessMm);
  return { ...slab, thicknessMm: slabThicknessesMm[(at + 1) % slabThicknessesMm.length] };
}

/** First and last slice of the slab around a slice; an even number of slices lies one more behind it. */
export function slabSlices(plane: Plane, slice: number, slab: Slab): readonly [first: number, last: number] {
  const { count, spacingMm } = plane.through;
  const slices = Math.max(1, Math.round(slab.thicknessMm / spacingMm));
  const first = slice - Math.floor((slices - 1) / 2);
  return [Math.max(0, first), Math.min(count - 1, first + slices - 1)];
}

/** What the slab around a slice spans here; less at the ends of the volume. */
export function slabMm(plane: Plane, slice: number, slab: Slab): number {
  const [first, last] = slabSlices(plane, slice, slab);
  return (last - first + 1) * plane.through.spacingMm;
}

/** Fills `hu` (columns × rows of the plane) with the slab's values. */
export function blendSlab(
  g: Geometry,
  samples: Int16Array | Float32Array,
  plane: Plane,
  [first, last]: readonly [number, number],
  blend: Slab['blend'],
  hu: Float32Array,
): void {
  hu.fill(blend === 'maximum' ? -Infinity : 0);
  for (let slice = first; slice <= last; slice += 1) {
    const { first: start, column, row } = strides(g, plane, slice);
    let at = 0;
    for (let y = 0; y < plane.down.count; y += 1) {
      let sample = start + y * row;
      for (let x = 0; x < plane.right.count; x += 1, sample += column, at += 1) {
        const value = samples[sample];
        if (blend === 'mean') hu[at] += value;
        else if (value > hu[at]) hu[at] = value;
      }
    }
  }
  if (blend === 'mean') {
    const share = 1 / (last - first + 1);
    for (let at = 0; at < hu.length; at += 1) hu[at] *= share;
  }
}

/** The slab's value at one place of the plane. */
export function slabHu(
  g: Geometry,
  samples: Int16Array | Float32Array,
  plane: Plane,
  [first, last]: readonly [number, number],
  blend: Slab['blend'],
  place: readonly [column: number, row: number],
): number {
  let most = -Infinity;
  let sum = 0;
  for (let slice = first; slice <= last; slice += 1) {
    const { first: start, column, row } = strides(g, plane, slice);
    const value = samples[start + place[0] * column + place[1] * row];
    sum += value;
    if (value > most) most = value;
  }
  return blend === 'maximum' ? most : sum / (last - first + 1);
}
