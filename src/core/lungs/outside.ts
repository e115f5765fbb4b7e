/**
 * Which air may be lung: air within the body, not padding and not the air around the patient.
 *
 * Judged slice by slice, for in three dimensions the air around a patient can reach the lungs through nose and
 * trachea. Lung that touches the edge of a cropped scan stays: it has body on its other sides and is not plain air.
 */
import type { Parameters } from '../parameters';
import { labelComponents } from '../volume';
import type { Vec3 } from '../volume';
import { sidesWithBody } from './body';
import type { BodyFrame } from './body';
import { maskOf } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';

/** Lungs, airways, stomach and bowel. */
export interface AirInBody {
  readonly mask: Uint8Array;
  /** Where the mask is set: on how many of the four sides of the voxel, 0 … 4, the body lies. */
  readonly bodySides: Uint8Array;
}

export function airInBody(scan: CoarseScan, frame: BodyFrame, parameters: Parameters): AirInBody {
  const [nx, ny, nz] = scan.size;
  const area = nx * ny;
  const mask = maskOf(scan);
  const bodySides = maskOf(scan);
  const slice = new Uint8Array(area);
  for (let k = 0; k < nz; k += 1) {
    const hu = scan.hu.subarray(k * area, (k + 1) * area);
    const sides = bodySides.subarray(k * area, (k + 1) * area);
    const padding = paddingAtEdge(hu, scan.size, parameters);
    for (let n = 0; n < area; n += 1) {
      slice[n] = padding[n] === 0 && hu[n] < parameters.airBelowHu ? 1 : 0;
      if (slice[n] !== 0) sides[n] = sidesWithBody(frame, n % nx, Math.trunc(n / nx), k);
    }
    const { labels, count } = labelComponents(slice, [nx, ny, 1], 6);
    const outer = outerAir(hu, padding, labels, count, scan.size, sides, parameters);
    for (let n = 0; n < area; n += 1) if (labels[n] !== 0 && outer[labels[n]] === 0) mask[k * area + n] = 1;
  }
  return { mask, bodySides };
}

/** Blocks at the lower clip that reach the edge of the slice; others are undershoot in an airway. */
function paddingAtEdge(hu: Float32Array, [nx, ny]: Vec3, parameters: Parameters): Uint8Array {
  const padding = new Uint8Array(nx * ny);
  let any = false;
  for (let n = 0; n < padding.length; n += 1) {
    if (hu[n] > parameters.clipLowHu) continue;
    padding[n] = 1;
    any = true;
  }
  if (!any) return padding;
  const { labels, count } = labelComponents(padding, [nx, ny, 1], 6);
  const atEdge = new Uint8Array(count + 1);
  for (let j = 0; j < ny; j += 1) {
    const step = j === 0 || j === ny - 1 ? 1 : Math.max(1, nx - 1);
    for (let i = 0; i < nx; i += step) atEdge[labels[j * nx + i]] = 1;
  }
  for (let n = 0; n < padding.length; n += 1) if (labels[n] !== 0 && atEdge[labels[n]] === 0) padding[n] = 0;
  return padding;
}

/** For each component of air in a slice: 1 where it is the air around the patient. */
function outerAir(
  hu: Float32Array,
  padding: Uint8Array,
  labels: Int32Array,
  count: number,
  [nx, ny]: Vec3,
  bodySides: Uint8Array,
  parameters: Parameters,
): Uint8Array {
  const touches = new Uint8Array(count + 1);
  const voxels = new Int32Array(count + 1);
  const plain = new Int32Array(count + 1);
  const sides = new Int32Array(count + 1);
  for (let j = 0; j < ny; j += 1) {
    for (let i = 0; i < nx; i += 1) {
      const n = j * nx + i;
      const label = labels[n];
      if (label === 0) continue;
      if (i === 0 || j === 0 || i === nx - 1 || j === ny - 1) touches[label] = 1;
      else if (padding[n - 1] + padding[n + 1] + padding[n - nx] + padding[n + nx] > 0) touches[label] = 1;
      voxels[label] += 1;
      if (hu[n] < parameters.plainAirBelowHu) plain[label] += 1;
      sides[label] += bodySides[n];
    }
  }
  const outer = new Uint8Array(count + 1);
  for (let label = 1; label <= count; label += 1) {
    const enclosed = sides[label] / (4 * voxels[label]);
    const edge = touches[label] === 1;
    const air = plain[label] > parameters.plainAirShare * voxels[label];
    if (enclosed < parameters.enclosedShare || (edge && air)) outer[label] = 1;
  }
  return outer;
}
