/** Background HU along a row of voxels, from the coarse field of the lungs: never a volume of its own. */
import type { CoarseField } from '../lungs';
import type { Vec3 } from '../volume';

/** Makes a reader that fills `out` (nx values) with the trilinear background of row (j, k). */
export function backgroundRows(
  field: CoarseField,
  spacingMm: Vec3,
  nx: number,
): (j: number, k: number, out: Float64Array) => void {
  const [cx, cy, cz] = field.grid.size;
  const coarseRow = new Float64Array(cx);
  const left = new Int32Array(nx);
  const share = new Float64Array(nx);
  for (let i = 0; i < nx; i += 1) {
    const at = placeOn(i * spacingMm[0], field.offsetMm[0], field.grid.spacingMm[0], cx);
    left[i] = Math.min(Math.floor(at), Math.max(0, cx - 2));
    share[i] = at - left[i];
  }
  const next = cx > 1 ? 1 : 0;
  return (j, k, out) => {
    const y = placeOn(j * spacingMm[1], field.offsetMm[1], field.grid.spacingMm[1], cy);
    const z = placeOn(k * spacingMm[2], field.offsetMm[2], field.grid.spacingMm[2], cz);
    const y0 = Math.floor(y);
    const z0 = Math.floor(z);
    const y1 = Math.min(cy - 1, y0 + 1);
    const z1 = Math.min(cz - 1, z0 + 1);
    const v = y - y0;
    const w = z - z0;
    for (let c = 0; c < cx; c += 1) {
      const low = (1 - v) * field.values[(z0 * cy + y0) * cx + c] + v * field.values[(z0 * cy + y1) * cx + c];
      const high = (1 - v) * field.values[(z1 * cy + y0) * cx + c] + v * field.values[(z1 * cy + y1) * cx + c];
      coarseRow[c] = (1 - w) * low + w * high;
    }
    for (let i = 0; i < nx; i += 1) {
      out[i] = (1 - share[i]) * coarseRow[left[i]] + share[i] * coarseRow[left[i] + next];
    }
  };
}

/** Coordinate on a coarse axis, held to its ends. */
function placeOn(mm: number, offsetMm: number, stepMm: number, n: number): number {
  return Math.min(n - 1, Math.max(0, (mm - offsetMm) / stepMm));
}
