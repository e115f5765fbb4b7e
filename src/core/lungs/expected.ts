/**
 * Where lung is to be expected: the chest is nearly its own mirror image, so where one lung holds air the other should
 * lie, too. But heart and aorta lie on the left: there the lung begins further out.
 */
import type { Parameters } from '../parameters';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';
import { erode } from './morphology';
import type { Rays } from './rays';
import { LEFT, RIGHT } from './types';

export interface Expected {
  /** 1 where the other lung, mirrored, lies deeper than the two halves of a chest differ. */
  readonly deep: Uint8Array;
  /** 1 where the other lung, mirrored, lies. */
  readonly mirrored: Uint8Array;
}

/** `sides`: closed lungs. */
export function expectedLung(scan: CoarseScan, sides: Uint8Array, rays: Rays, parameters: Parameters): Expected {
  const [nx, ny, nz] = scan.size;
  const mirrored = maskOf(scan);
  const heart = Math.round((parameters.heartAsideShare * rays.halfWidthMm) / scan.spacingMm[0]);
  const aorta = Math.round((parameters.aortaAsideShare * rays.halfWidthMm) / scan.spacingMm[0]);
  const twiceMiddle = Math.round(2 * rays.middleX);
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const row = (k * ny + j) * nx;
      const shift = j < rays.spineFront[k] ? heart : aorta;
      for (let i = 0; i < nx; i += 1) {
        const from = twiceMiddle - i;
        if (from < 0 || from >= nx || sides[row + from] === 0) continue;
        // the right lung reaches further in than the left one does beside heart and aorta
        const isLung = sides[row + from] === LEFT || (from + shift < nx && sides[row + from + shift] === RIGHT);
        if (isLung) mirrored[row + i] = 1;
      }
    }
  }
  return { deep: erode(mirrored, scan, parameters.mirrorToleranceShare * rays.halfWidthMm), mirrored };
}
