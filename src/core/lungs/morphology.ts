/**
 * Growing, shrinking and closing of masks by millimetres, through the exact distance transform.
 *
 * Beyond the box nothing is known, so a mask goes on there as it is at the face: closing never erodes at the
 * edge of a scan.
 */
import { distanceTransform, labelComponents, sharedUint8 } from '../volume';
import type { Grid } from '../volume';

/** Voxels within `radiusMm` of the mask. */
export function dilate(mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array {
  const out = inverse(mask);
  const distance = distanceTransform(out, grid.size, grid.spacingMm, radiusMm * 1.01 + 1e-3);
  for (let n = 0; n < out.length; n += 1) out[n] = distance[n] <= radiusMm ? 1 : 0;
  return out;
}

/** Voxels of the mask further than `radiusMm` from any voxel outside it. */
export function erode(mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array {
  const distance = distanceTransform(mask, grid.size, grid.spacingMm, radiusMm * 1.01 + 1e-3);
  const out = sharedUint8(mask.length);
  for (let n = 0; n < out.length; n += 1) out[n] = distance[n] > radiusMm ? 1 : 0;
  return out;
}

/** What no ball of `radiusMm` outside the mask can reach. */
export function close(mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array {
  return closings(mask, grid, [radiusMm])[0];
}

/** The closings of a mask by several radii, from one distance transform. */
export function closings(mask: Uint8Array, grid: Grid, radiiMm: readonly number[]): Uint8Array[] {
  const distance = distanceTransform(inverse(mask), grid.size, grid.spacingMm, Math.max(...radiiMm) * 1.01 + 1e-3);
  return radiiMm.map((radiusMm) => {
    const grown = sharedUint8(mask.length);
    for (let n = 0; n < grown.length; n += 1) grown[n] = distance[n] <= radiusMm ? 1 : 0;
    const out = erode(grown, grid, radiusMm);
    for (let n = 0; n < out.length; n += 1) if (mask[n] !== 0) out[n] = 1;
    return out;
  });
}

/** What a ball of `radiusMm` inside the mask can reach. */
export function open(mask: Uint8Array, grid: Grid, radiusMm: number): Uint8Array {
  const out = dilate(erode(mask, grid, radiusMm), grid, radiusMm);
  for (let n = 0; n < out.length; n += 1) if (mask[n] === 0) out[n] = 0;
  return out;
}

/** Fills holes that are closed in three dimensions: parts of the outside that reach no face of the box. */
export function fillHoles(mask: Uint8Array, grid: Grid): Uint8Array {
  const [nx, ny, nz] = grid.size;
  const out = inverse(mask);
  const { labels, count } = labelComponents(out, grid.size, 6);
  const reachesFace = new Uint8Array(count + 1);
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = (k * ny + j) * nx;
      const wholeRow = k === 0 || k === nz - 1 || j === 0 || j === ny - 1;
      for (let i = 0; i < nx; i += wholeRow ? 1 : Math.max(1, nx - 1)) reachesFace[labels[row + i]] = 1;
    }
  }
  for (let n = 0; n < out.length; n += 1) out[n] = labels[n] === 0 || reachesFace[labels[n]] === 0 ? 1 : 0;
  return out;
}

function inverse(mask: Uint8Array): Uint8Array {
  const out = sharedUint8(mask.length);
  for (let n = 0; n < out.length; n += 1) out[n] = mask[n] === 0 ? 1 : 0;
  return out;
}
