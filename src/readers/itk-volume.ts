/** ITK's image → a volume in HU: LPS as ITK has it, whole numbers as Int16, anything that cannot be HU refused. */
import { refusals } from '../core/issue-catalogue';
import { done, type Outcome, refused } from '../core/issues';
import { type Geometry, sharedFloat32, sharedInt16, type Volume } from '../core/volume';
import type { ItkImage } from './itk';

/** Air around and in every chest is far below; values of a picture, a mask or a map are not. */
const airHu = -400;

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

/** @param anyValues also values that are no HU, to look at */
export function volumeOfItk(image: ItkImage, anyValues: boolean): Outcome<Volume> {
  const { values } = image;
  const geometry = geometryOfItk(image);
  if (values.length !== geometry.size[0] * geometry.size[1] * geometry.size[2]) {
    return refused(refusals.geometry_not_trusted('the file holds another number of voxels than its header says'));
  }
  let least = Infinity;
  let most = -Infinity;
  let isWhole = true;
  for (let i = 0; i < values.length; i += 1) {
    const value = values[i];
    if (!Number.isFinite(value)) return refused(refusals.not_finite());
    if (value < least) least = value;
    if (value > most) most = value;
    isWhole &&= value === Math.floor(value);
  }
  if (least > airHu && !anyValues) return refused(refusals.not_hu_range(least, most));
  const fits = isWhole && least >= -32768 && most <= 32767;
  const hu = fits ? sharedInt16(values.length) : sharedFloat32(values.length);
  hu.set(values);
  return done({ geometry, hu, paddingHu: null });
}
