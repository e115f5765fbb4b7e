/**
 * The voxels of a volume while it is being filled.
 *
 * Owns the one volume-sized buffer of a load: Int16 as long as every HU is a whole number in its
 * range, Float32 from the first slice on where one is not.
 */
import type { Rescale } from '../core/dicom';
import { sharedFloat32, sharedInt16 } from '../core/volume';
import type { StoredValues } from './decode';

/** How the stored values of a slice become HU. */
export interface HuScale extends Rescale {
  /** Stored padding that is written as another HU, so that one value means padding in all slices; null: none. */
  readonly padding: { readonly stored: number; readonly hu: number } | null;
}

export class HuBuffer {
  private values: Int16Array | Float32Array | null = null;
  private readonly sliceSize: number;
  private readonly length: number;

  constructor(sliceSize: number, slices: number) {
    this.sliceSize = sliceSize;
    this.length = sliceSize * slices;
  }

  get hu(): Int16Array | Float32Array {
    return this.values ?? sharedInt16(this.length);
  }

  /** Writes one slice; slices may come in any order. */
  put(index: number, stored: StoredValues, scale: HuScale): void {
    const values = this.roomFor(stored, scale);
    const { slope, intercept, padding } = scale;
    const out = values.subarray(index * this.sliceSize, (index + 1) * this.sliceSize);
    for (let i = 0; i < out.length; i += 1) out[i] = stored[i] * slope + intercept;
    if (padding === null) return;
    for (let i = 0; i < out.length; i += 1) if (stored[i] === padding.stored) out[i] = padding.hu;
  }

  private roomFor(stored: StoredValues, scale: HuScale): Int16Array | Float32Array {
    if (this.values instanceof Float32Array) return this.values;
    if (fitsInt16(stored, scale)) {
      this.values ??= sharedInt16(this.length);
      return this.values;
    }
    const wide = sharedFloat32(this.length);
    if (this.values !== null) wide.set(this.values);
    this.values = wide;
    return wide;
  }
}

function fitsInt16(stored: StoredValues, { slope, intercept }: Rescale): boolean {
  for (let i = 0; i < stored.length; i += 1) {
    const hu = stored[i] * slope + intercept;
    if (hu < -32768 || hu > 32767 || hu !== Math.floor(hu)) return false;
  }
  return true;
}
