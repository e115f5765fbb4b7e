/**
 * The order in which a volume's axes are stored, and a volume stored in another.
 *
 * Files store the same scan in many ways: slices from the feet or the head, columns from the left or the right, the
 * slices as the first axis. The measurement takes one of them, so that the same scan gives the same bits.
 */
import { sharedFloat32, sharedInt16, sharedUint8 } from './arrays';
import { voxelToWorld, type Geometry, type Mat3, type Vec3 } from './geometry';
import type { Box } from './grid';
import { AXES, patientFrame, type Axis } from './patient-frame';
import type { Volume } from './volume';

/** New axis a runs along old axis `axes[a]`, backwards where `reversed[a]`. */
export interface Storage {
  readonly axes: readonly [Axis, Axis, Axis];
  readonly reversed: readonly [boolean, boolean, boolean];
}

/** Steps that differ by less than this share are the same: headers round. */
const SAME_STEP_SHARE = 0.01;

/**
 * The slices third, every axis towards left, posterior or superior, the other two in this order: as an axial series
 * comes from DICOM. The slice axis is the one whose step differs from the other two, else the one nearest to the
 * patient's long axis: a reformatted volume of equal steps keeps the blur of the slices it came from.
 */
export function standardStorage({ spacingMm, direction }: Geometry): Storage {
  const { axes: ofPatient, flipped } = patientFrame(direction);
  const same = (a: Axis, b: Axis): boolean =>
    Math.abs(spacingMm[a] - spacingMm[b]) < SAME_STEP_SHARE * Math.max(spacingMm[a], spacingMm[b]);
  const differing = AXES.filter((axis) => {
    const [u, v] = AXES.filter((other) => other !== axis);
    return same(u, v) && !same(axis, u) && !same(axis, v);
  });
  const slices = differing[0] ?? ofPatient[2];
  const [p, q] = AXES.filter((patient) => ofPatient[patient] !== slices);
  const r = AXES[ofPatient.indexOf(slices)];
  return {
    axes: [ofPatient[p], ofPatient[q], slices],
    reversed: [flipped[p], flipped[q], flipped[r]],
  };
}

/** The same scan in another storage: every voxel keeps its place in the patient. The volume itself where nothing changes. */
export function storedAs(volume: Volume, storage: Storage): Volume {
  if (isAsStored(storage)) return volume;
  const { axes, reversed } = storage;
  const { geometry } = volume;
  const size = pick(geometry.size, axes);
  const hu = volume.hu instanceof Int16Array ? sharedInt16(volume.hu.length) : sharedFloat32(volume.hu.length);
  const { start, steps } = walk(geometry.size, storage);
  let to = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      let from = start + k * steps[2] + j * steps[1];
      for (let i = 0; i < size[0]; i += 1, to += 1, from += steps[0]) hu[to] = volume.hu[from];
    }
  }
  const first = (axis: Axis): number => (reversed[axes.indexOf(axis)] ? geometry.size[axis] - 1 : 0);
  const entry = (r: number, a: Axis): number => {
    const value = geometry.direction[3 * r + axes[a]];
    return reversed[a] ? -value : value;
  };
  const row = (r: number): [number, number, number] => [entry(r, 0), entry(r, 1), entry(r, 2)];
  const direction: Mat3 = [...row(0), ...row(1), ...row(2)];
  const originMm = voxelToWorld(geometry, first(0), first(1), first(2));
  return { ...volume, geometry: { size, spacingMm: pick(geometry.spacingMm, axes), originMm, direction }, hu };
}

/** Labels of a box of a volume in `storage`, on the whole grid of the volume that it was made from; 0 elsewhere. */
export function labelsAsStored(labels: Uint8Array, size: Vec3, box: Box, storage: Storage): Uint8Array {
  const out = sharedUint8(size[0] * size[1] * size[2]);
  const { start, steps } = walk(size, storage);
  const [nx, ny, nz] = box.size;
  let from = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      let to = start + (box.from[2] + k) * steps[2] + (box.from[1] + j) * steps[1] + box.from[0] * steps[0];
      for (let i = 0; i < nx; i += 1, from += 1, to += steps[0]) out[to] = labels[from];
    }
  }
  return out;
}

const isAsStored = ({ axes, reversed }: Storage): boolean =>
  axes.every((axis, a) => axis === a) && !reversed.includes(true);

const pick = (of: Vec3, axes: Storage['axes']): Vec3 => [of[axes[0]], of[axes[1]], of[axes[2]]];

/** How to walk an array of `size` along the axes of `storage`. */
function walk(size: Vec3, { axes, reversed }: Storage): { readonly start: number; readonly steps: Vec3 } {
  const strides = [1, size[0], size[0] * size[1]];
  const step = (a: Axis): number => (reversed[a] ? -1 : 1) * strides[axes[a]];
  const start = AXES.reduce<number>((at, a) => at + (reversed[a] ? (size[axes[a]] - 1) * strides[axes[a]] : 0), 0);
  return { start, steps: [step(0), step(1), step(2)] };
}
