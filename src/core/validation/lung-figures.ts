/** Lung masks against the true ones: overlap, and the surface where the stems leave the lung. */
import { neighbourSearch } from '../phantom';
import { voxelToWorld, type Geometry } from '../volume';
import type { LungFigures } from './records';

/** Bits of a side in a lung mask; the rest are marks. */
const sides = 3;
/** Label of vessels of 10 mm² and more in a true vessel mask. */
const thickLabel = 4;
/** A measured surface farther away than this is counted as this far. */
const farthestMm = 15;

/** Dice of both lungs together. */
export function diceOf(measured: Uint8Array, truth: Uint8Array): number {
  let both = 0;
  let sum = 0;
  for (let at = 0; at < truth.length; at += 1) {
    const a = (measured[at] & sides) > 0;
    const b = truth[at] > 0;
    if (a && b) both += 1;
    sum += Number(a) + Number(b);
  }
  return sum > 0 ? (2 * both) / sum : 0;
}

/**
 * Distance of the measured surface from the true one where thick vessels cross it.
 *
 * Surfaces are the faces between voxels in and out; so the distance is 0 for equal masks and good to about half a
 * voxel at a single face. Signed by whether the measured lung holds the voxel outside the true face.
 */
export function hilarSurface(
  geometry: Geometry,
  measured: Uint8Array,
  truth: Uint8Array,
  vessels: Uint8Array,
): Pick<LungFigures, 'hilarErrorMm' | 'hilarBiasMm'> {
  const faces = facesOf(geometry, truth, (at) => vessels[at] === thickLabel);
  if (faces.x.length === 0) return { hilarErrorMm: null, hilarBiasMm: null };
  const near = coarseCells(faces);
  const surface = facesOf(geometry, measured, () => true, near);
  const search = neighbourSearch(surface.x, surface.y, surface.z);
  let sum = 0;
  let signed = 0;
  for (let f = 0; f < faces.x.length; f += 1) {
    const hit = search.nearest(faces.x[f], faces.y[f], faces.z[f], farthestMm);
    const distance =
      hit < 0
        ? farthestMm
        : lengthOf(surface.x[hit] - faces.x[f], surface.y[hit] - faces.y[f], surface.z[hit] - faces.z[f]);
    sum += distance;
    signed += (measured[faces.outside[f]] & sides) > 0 ? distance : -distance;
  }
  return { hilarErrorMm: sum / faces.x.length, hilarBiasMm: signed / faces.x.length };
}

interface Faces {
  readonly x: number[];
  readonly y: number[];
  readonly z: number[];
  /** The voxel on the far side of each. */
  readonly outside: number[];
}

const lengthOf = (x: number, y: number, z: number): number => Math.sqrt(x * x + y * y + z * z);

/** Middles (LPS mm) of the faces between voxels of a lung that `counts` and voxels of none. */
function facesOf(
  geometry: Geometry,
  mask: Uint8Array,
  counts: (at: number) => boolean,
  isNear: (x: number, y: number, z: number) => boolean = () => true,
): Faces {
  const [nx, ny, nz] = geometry.size;
  const steps = [1, nx, nx * ny];
  const faces: Faces = { x: [], y: [], z: [], outside: [] };
  for (let k = 1; k < nz - 1; k += 1) {
    for (let j = 1; j < ny - 1; j += 1) {
      for (let i = 1; i < nx - 1; i += 1) {
        const at = (k * ny + j) * nx + i;
        if ((mask[at] & sides) === 0 || !counts(at)) continue;
        for (let axis = 0; axis < 3; axis += 1) {
          for (const sign of [-1, 1]) {
            const beyond = at + sign * steps[axis];
            if ((mask[beyond] & sides) > 0) continue;
            const half = (a: number): number => (a === axis ? sign / 2 : 0);
            const [x, y, z] = voxelToWorld(geometry, i + half(0), j + half(1), k + half(2));
            if (!isNear(x, y, z)) continue;
            faces.x.push(x);
            faces.y.push(y);
            faces.z.push(z);
            faces.outside.push(beyond);
          }
        }
      }
    }
  }
  return faces;
}

/** Whether a place lies in a cube of 16 mm that holds a face or touches one that does. */
function coarseCells({ x, y, z }: Faces): (x: number, y: number, z: number) => boolean {
  const cell = (value: number): number => Math.floor(value / 16) + 512;
  const key = (i: number, j: number, k: number): number => (k * 1024 + j) * 1024 + i;
  const cells = new Set<number>();
  for (let f = 0; f < x.length; f += 1) {
    const [i, j, k] = [cell(x[f]), cell(y[f]), cell(z[f])];
    for (let dk = -1; dk <= 1; dk += 1)
      for (let dj = -1; dj <= 1; dj += 1) for (let di = -1; di <= 1; di += 1) cells.add(key(i + di, j + dj, k + dk));
  }
  return (px, py, pz) => cells.has(key(cell(px), cell(py), cell(pz)));
}
