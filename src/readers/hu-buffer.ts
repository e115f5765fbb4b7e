/**
 * The voxels of a volume while it is being filled.
 *
 * Owns the one volume-sized buffer of a load. Int16 as long as every HU is a whole number in its
 * range; the first value that is not turns it into Float32, once.
 */
import type { Rescale } from '../core/dicom';
import { sharedFloat32, sharedInt16 } from '../core/volume';
import type { StoredValues } from './decode';

export class HuBuffer {
  private values: Int16Array | Float32Array;
  private readonly sliceSize: number;

  constructor(sliceSize: number, slices: number, fractional: boolean) {
    this.sliceSize = sliceSize;
    this.values = fractional ? sharedFloat32(sliceSize * slices) : sharedInt16(sliceSize * slices);
  }

  get hu(): Int16Array | Float32Array {
    return this.values;
  }

  /** Writes one slice in HU. */
  put(index: number, stored: StoredValues, rescale: Rescale): void {
    if (this.values instanceof Int16Array && !fitsInt16(stored, rescale)) {
      const wide = sharedFloat32(this.values.length);
      wide.set(this.values);
      this.values = wide;
    }
    const { slope, intercept } = rescale;
    const out = this.values.subarray(index * this.sliceSize, (index + 1) * this.sliceSize);
    if (slope === 1) for (let i = 0; i < out.length; i += 1) out[i] = stored[i] + intercept;
    else for (let i = 0; i < out.length; i += 1) out[i] = stored[i] * slope + intercept;
  }
}

/** True where the rescale leaves whole numbers whole. */
export const isWhole = ({ slope, intercept }: Rescale): boolean =>
  Number.isInteger(slope) && Number.isInteger(intercept);

function fitsInt16(stored: StoredValues, { slope, intercept }: Rescale): boolean {
  let least = Infinity;
  let most = -Infinity;
  for (let i = 0; i < stored.length; i += 1) {
    if (stored[i] < least) least = stored[i];
    if (stored[i] > most) most = stored[i];
  }
  const a = least * slope + intercept;
  const b = most * slope + intercept;
  return Math.min(a, b) >= -32768 && Math.max(a, b) <= 32767;
}
