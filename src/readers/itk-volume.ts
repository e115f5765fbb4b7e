/** ITK's image → a volume in HU: LPS as ITK has it, whole numbers as Int16, anything that cannot be HU refused. */
import { refusals } from '../core/issue-catalogue';
import { done, type Outcome, refused } from '../core/issues';
import { type Geometry, sharedFloat32, sharedInt16, type Volume, voxelCount } from '../core/volume';
import type { ItkImage, Samples } from './itk';

/** Air around and in every chest is far below; values of a picture, a mask or a map are not. */
const airHu = -400;
/** No scanner's 16 bits reach further, whatever its intercept; what does is in other units. */
const farthestHu = 65536;

export function geometryOfItk({ size, spacingMm, originMm, direction: d }: ItkImage): Geometry {
  return {
    size: [size[0], size[1], size[2]],
    spacingMm: [tidy(spacingMm[0]), tidy(spacingMm[1]), tidy(spacingMm[2])],
    originMm: [tidy(originMm[0]), tidy(originMm[1]), tidy(originMm[2])],
    // 0 + x: ITK gives negative zeros
    direction: [0 + d[0], 0 + d[1], 0 + d[2], 0 + d[3], 0 + d[4], 0 + d[5], 0 + d[6], 0 + d[7], 0 + d[8]],
  };
}

/** NIfTI keeps millimetres in 32 bits: 0.977 comes back as 0.97699999…; the rest is no information. */
const tidy = (mm: number): number => Math.round(mm * 1e6) / 1e6 + 0;

/**
 * The image as a volume; its voxels are taken over where they have the right type, not copied.
 * @param anyValues also values that are no HU, to look at
 */
export function volumeOfItk(image: ItkImage, anyValues: boolean): Outcome<Volume> {
  const { values } = image;
  const geometry = geometryOfItk(image);
  if (values.length !== voxelCount(geometry)) {
    return refused(refusals.geometry_not_trusted('the file holds another number of voxels than its header says'));
  }
  const { least, most, whole } = values instanceof Int16Array ? rangeOfWhole(values) : rangeOf(values);
  if (Number.isNaN(least)) return refused(refusals.not_finite());
  if (least > airHu && !anyValues) return refused(refusals.not_hu_range(least, most));
  const isBeyond = Math.max(-least, most) > farthestHu;
  if (isBeyond && !anyValues) return refused(refusals.beyond_hu_range(least, most));
  const fits = whole && least >= -32768 && most <= 32767;
  return done({ geometry, hu: fits ? int16(values) : float32(values), paddingHu: null });
}

interface Range {
  readonly least: number;
  readonly most: number;
  readonly whole: boolean;
}

function rangeOfWhole(values: Int16Array): Range {
  let least = 32767;
  let most = -32768;
  for (let i = 0; i < values.length; i += 1) {
    if (values[i] < least) least = values[i];
    if (values[i] > most) most = values[i];
  }
  return { least, most, whole: true };
}

/** NaN in the range where a value is no number. */
function rangeOf(values: Samples): Range {
  let least = Infinity;
  let most = -Infinity;
  let whole = true;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (!(Math.abs(value) < Infinity)) return { least: Number.NaN, most: Number.NaN, whole: false };
    if (value < least) least = value;
    if (value > most) most = value;
    if (whole && value !== Math.floor(value)) whole = false;
  }
  return { least, most, whole };
}

function int16(values: Samples): Int16Array {
  if (values instanceof Int16Array && isShared(values)) return values;
  const out = sharedInt16(values.length);
  out.set(values);
  return out;
}

function float32(values: Samples): Float32Array {
  if (values instanceof Float32Array && isShared(values)) return values;
  const out = sharedFloat32(values.length);
  out.set(values);
  return out;
}

/** True where the buffer is as shared as it can be here. */
const isShared = ({ buffer }: Samples): boolean =>
  typeof SharedArrayBuffer === 'undefined' || buffer instanceof SharedArrayBuffer;
