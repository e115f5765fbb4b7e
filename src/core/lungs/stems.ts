/**
 * The stems: thick vessels and bronchi that run from within a lung to its mediastinal face, as far as the lung wraps
 * round them. Near them the pleura cannot be seen, for blood meets blood.
 */
import type { Parameters } from '../parameters';
import { distanceTransform, labelComponents, sharedUint8 } from '../volume';
import type { CoarseScan } from './coarse-scan';
import { dilate, erode } from './morphology';

export interface Stems {
  readonly stems: Uint8Array;
  /** Soft tissue thicker than any stem: heart, aorta, tumours. */
  readonly masses: Uint8Array;
}

/**
 * Stems of one lung. `lung`: the lung closed over its small vessels; `wrapped`: the lung closed with a ball wider than
 * any stem; `airways`: lumens of the large bronchi.
 */
export function findStems(
  scan: CoarseScan,
  lung: Uint8Array,
  wrapped: Uint8Array,
  airways: Uint8Array,
  parameters: Parameters,
): Stems {
  const soft = sharedUint8(lung.length);
  for (let n = 0; n < soft.length; n += 1) {
    soft[n] = scan.hu[n] > parameters.vesselAboveHu || airways[n] !== 0 ? 1 : 0;
  }
  const radius = distanceTransform(soft, scan.size, scan.spacingMm, 2 * parameters.stemToRadiusMm);
  // heart, aorta and tumours are thicker than any stem, and so is what lies within their balls
  const cores = sharedUint8(lung.length);
  for (let n = 0; n < cores.length; n += 1) cores[n] = radius[n] >= parameters.stemToRadiusMm ? 1 : 0;
  const masses = dilate(cores, scan, parameters.stemToRadiusMm);
  const stems = sharedUint8(lung.length);
  for (let n = 0; n < stems.length; n += 1) {
    stems[n] = wrapped[n] !== 0 && masses[n] === 0 && radius[n] >= parameters.stemFromRadiusMm ? 1 : 0;
  }
  const deep = erode(wrapped, scan, parameters.stemInLungMm);
  clearRim(deep, scan, parameters.stemInLungMm);
  const { labels, count } = labelComponents(stems, scan.size, 26);
  const deepest = new Uint8Array(count + 1);
  for (let n = 0; n < stems.length; n += 1) {
    if (deep[n] !== 0 && lung[n] !== 0) deepest[labels[n]] = 1;
  }
  deepest[0] = 0;
  for (let n = 0; n < stems.length; n += 1) stems[n] = deepest[labels[n]];
  // their cores only have been kept: give them their width back
  const whole = dilate(stems, scan, parameters.stemFromRadiusMm);
  for (let n = 0; n < whole.length; n += 1) if (soft[n] === 0 || wrapped[n] === 0) whole[n] = 0;
  return { stems: whole, masses };
}

/** Clears what lies near the sides of the box: at the edge of a cropped image chest wall would pass for a stem. */
function clearRim(mask: Uint8Array, { size, spacingMm }: CoarseScan, rimMm: number): void {
  const [nx, ny, nz] = size;
  const x = Math.ceil(rimMm / spacingMm[0]);
  const y = Math.ceil(rimMm / spacingMm[1]);
  for (let row = 0; row < ny * nz; row += 1) {
    const j = row % ny;
    const start = row * nx;
    if (j < y || j >= ny - y) mask.fill(0, start, start + nx);
    mask.fill(0, start, start + Math.min(x, nx));
    mask.fill(0, start + Math.max(0, nx - x), start + nx);
  }
}
