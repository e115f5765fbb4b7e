/** Sizes and spacings that are measured; the same for every format. */
import { refusals } from '../issue-catalogue';
import type { Refusal } from '../issues';
import type { Geometry } from '../volume';
import { dicomLimits } from './limits';

/** Null where the geometry is within the limits. */
export function geometryLimits(geometry: Geometry): Refusal | null {
  const [columns, rows, n] = geometry.size;
  if (n < dicomLimits.minSlices) return refusals.too_few_slices(n, dicomLimits.minSlices);
  if (n > dicomLimits.maxSlices) return refusals.too_large(`${n} slices`, `${dicomLimits.maxSlices}`);
  if (Math.max(columns, rows) > dicomLimits.maxMatrix) {
    return refusals.too_large(`a matrix of ${columns} × ${rows}`, `${dicomLimits.maxMatrix}`);
  }
  if (columns * rows * n > dicomLimits.maxVoxels) {
    return refusals.too_large(`${columns} × ${rows} × ${n} voxels`, `${dicomLimits.maxVoxels}`);
  }
  const wrong = geometry.spacingMm.find((s) => !(s >= dicomLimits.minSpacingMm && s <= dicomLimits.maxSpacingMm));
  if (wrong === undefined) return null;
  return refusals.spacing_out_of_range(wrong, dicomLimits.minSpacingMm, dicomLimits.maxSpacingMm);
}
