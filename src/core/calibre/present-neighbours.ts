/** Writes the other vessels about a slab into the kernel's memory, seen from the slab's own station. */
import { branchStride, neighbourBlur, rimNodes, stationStride, stretchedInverse, type TubeFit } from '../kernels';
import type { Neighbourhood } from './neighbours';
import type { Stations } from './stations';
import { widerSigmaMm, type Psf } from './tube-image';

/**
 * Writes the gathered stations for the slab of station s, with plane `frame` and own radius `radius`; gives the number of
 * branches among them.
 */
export function presentNeighbours(
  work: TubeFit,
  near: Neighbourhood,
  all: Stations,
  s: number,
  frame: Float64Array,
  radius: number,
  psf: Psf,
): number {
  const { blur, stations, branches } = work.neighbours;
  const { points, tangents, radiusMm, alongMm, first, branch } = all;
  const wide = psf.sigmaMm * psf.sharpeningWidth;
  blur[neighbourBlur.limitMm] = 3.9 * widerSigmaMm(psf);
  blur[neighbourBlur.sigmaSquare] = psf.sigmaMm * psf.sigmaMm;
  blur[neighbourBlur.sigmaZSquare] = psf.sigmaZMm * psf.sigmaZMm;
  blur[neighbourBlur.scale] = stretchedInverse(psf.sigmaMm);
  blur[neighbourBlur.sharpening] = psf.sharpening;
  blur[neighbourBlur.wideSigmaSquare] = wide * wide;
  blur[neighbourBlur.wideScale] = stretchedInverse(wide);
  blur[neighbourBlur.radiusMm] = radius;
  blur.set(frame, neighbourBlur.frame);
  let count = 0;
  let at = 0;
  while (at < near.count) {
    const b = branch[near.station[at]];
    const from = at;
    const end = alongMm[first[b + 1] - 1];
    let thickest = 0;
    for (; at < near.count && branch[near.station[at]] === b; at += 1) {
      const other = near.station[at];
      const row = stationStride * at;
      for (let axis = 0; axis < 3; axis += 1) {
        stations[row + axis] = points[3 * other + axis] - points[3 * s + axis];
        stations[row + 4 + axis] = tangents[3 * other + axis];
      }
      stations[row + 3] = radiusMm[other];
      stations[row + 7] = alongMm[other];
      stations[row + 8] = end - alongMm[other];
      thickest = Math.max(thickest, radiusMm[other]);
    }
    branches[branchStride * count] = from;
    branches[branchStride * count + 1] = at;
    branches[branchStride * count + 2] = rimNodes(thickest / Math.min(psf.sigmaMm, psf.sigmaZMm));
    branches[branchStride * count + 3] = psf.sharpening > 0 ? rimNodes(thickest / Math.min(wide, psf.sigmaZMm)) : 0;
    count += 1;
  }
  return count;
}
