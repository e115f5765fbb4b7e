/** Samples of one slice turned into pixels: grey through a window, vessels in the colours of their calibre. */
import type { Geometry } from '../core/volume';
import { strides, type Plane } from './planes';
import type { BinSwitches, GreyWindow } from './types';

/** Pixels are written as 32-bit words; every platform that runs a browser is little-endian. */
type Word = number;

const opaque = 0xff000000;

/** Grey words for HU −2048 … 4095; anything outside takes the end's. */
const tableFromHu = -2048;
const tableSize = 6144;

export function greyTable(window: GreyWindow): Uint32Array {
  const table = new Uint32Array(tableSize);
  const low = window.levelHu - window.widthHu / 2;
  for (let index = 0; index < tableSize; index += 1) {
    const share = (index + tableFromHu - low) / window.widthHu;
    const grey = Math.max(0, Math.min(255, Math.round(share * 255)));
    table[index] = (opaque | (grey << 16) | (grey << 8) | grey) >>> 0;
  }
  return table;
}

/** Fills `words` with the values of a slab in grey. */
export function paintValues(hu: Float32Array, table: Uint32Array, words: Uint32Array): void {
  const last = tableSize - 1;
  for (let at = 0; at < hu.length; at += 1) {
    const index = (hu[at] - tableFromHu) | 0;
    words[at] = table[index < 0 ? 0 : index > last ? last : index];
  }
}

/** Fills `words` (columns × rows of the plane) with the slice in grey. */
export function paintGrey(
  g: Geometry,
  hu: Int16Array | Float32Array,
  plane: Plane,
  slice: number,
  table: Uint32Array,
  words: Uint32Array,
): void {
  const { first, column, row } = strides(g, plane, slice);
  const last = tableSize - 1;
  let at = 0;
  for (let y = 0; y < plane.down.count; y += 1) {
    let sample = first + y * row;
    for (let x = 0; x < plane.right.count; x += 1, sample += column, at += 1) {
      const index = (hu[sample] - tableFromHu) | 0;
      words[at] = table[index < 0 ? 0 : index > last ? last : index];
    }
  }
}

export interface MaskPaint {
  /** Words for labels 0…4, lit and dimmed; 0 is nothing. */
  readonly lit: readonly Word[];
  readonly dim: readonly Word[];
  readonly litLabels: readonly ('all' | 'none' | 'some')[];
  /** Bits of `litVoxels`, where a label is lit in part. */
  readonly bits: Uint8Array | null;
  /** With the lung mask: only this side is lit; 0 both. */
  readonly side: 0 | 1 | 2;
  readonly lungs: Uint8Array | null;
}

/** Fills `words` with the vessels of a slice, or of a slab with the thickest in front; false where there is none. */
export function paintMask(
  g: Geometry,
  mask: Uint8Array,
  plane: Plane,
  [firstSlice, lastSlice]: readonly [first: number, last: number],
  paint: MaskPaint,
  words: Uint32Array,
): boolean {
  const front = firstSlice === lastSlice ? null : new Uint8Array(words.length);
  words.fill(0);
  let any = false;
  for (let slice = firstSlice; slice <= lastSlice; slice += 1) {
    const { first, column, row } = strides(g, plane, slice);
    let at = 0;
    for (let y = 0; y < plane.down.count; y += 1) {
      let sample = first + y * row;
      for (let x = 0; x < plane.right.count; x += 1, sample += column, at += 1) {
        const label = mask[sample];
        if (label === 0) continue;
        const isLit = isVoxelLit(paint, label, sample);
        const word = (isLit ? paint.lit[label] : paint.dim[label]) >>> 0;
        if (word === 0) continue;
        any = true;
        if (front !== null) {
          // what is lit stands before what is dimmed, however thick
          const rank = isLit ? label + 8 : label;
          if (front[at] >= rank) continue;
          front[at] = rank;
        }
        words[at] = word;
      }
    }
  }
  return any;
}

function isVoxelLit(paint: MaskPaint, label: number, sample: number): boolean {
  if (paint.side !== 0 && paint.lungs !== null && (paint.lungs[sample] & 7) !== paint.side) return false;
  const how = paint.litLabels[label];
  if (how !== 'some') return how === 'all';
  return paint.bits !== null && (paint.bits[sample >> 3] & (1 << (sample & 7))) !== 0;
}

/** Mask over the grey value at 84 %, so that vessel texture stays; unlit vessels at 42 % of their brightness. */
const maskAlpha = 0.84;
export const dimBrightness = 0.42;

export const calibreColours = {
  below: [0x8a, 0x92, 0x9c],
  bv5: [0x56, 0xb4, 0xe9],
  bv5_10: [0xf2, 0xdf, 0x5b],
  bv10: [0xe5, 0x64, 0x2d],
} as const satisfies Record<string, readonly [number, number, number]>;

/** Words of the four labels with hidden bins left out. */
export function maskWords(bins: BinSwitches, brightness: number): readonly Word[] {
  const word = (name: keyof typeof calibreColours): Word => {
    if (!bins[name]) return 0;
    const [r, g, b] = calibreColours[name].map((part) => Math.round(part * brightness));
    return ((Math.round(maskAlpha * 255) << 24) | (b << 16) | (g << 8) | r) >>> 0;
  };
  return [0, word('below'), word('bv5'), word('bv5_10'), word('bv10')];
}
