/**
 * Volumes and masks as compressed NIfTI-1 (.nii.gz): geometry and nothing else in the header.
 *
 * LPS becomes RAS by turning x and y round. The sform holds the affine as it is, sheared stacks
 * included; the qform holds it where it is a rotation, which is all that a quaternion can say.
 * Format: nifti1.h of the NIfTI data format working group (nifti.nimh.nih.gov).
 */
import { Gzip } from 'fflate';
import { joinBytes } from './inflate';
import { determinant3, type Geometry, shearDegrees } from '../core/volume';

export type NiftiData = Uint8Array | Int16Array | Float32Array;

const headerBytes = 352;
/** datatype and bits of nifti1.h. */
const codes = { uint8: [2, 8], int16: [4, 16], float32: [16, 32] } as const;
/** Code 1: scanner-anatomical coordinates. */
const scannerCoordinates = 1;

/** The bytes of a .nii.gz: the same for the same input, without date or text. Values in the machine's order, which is little-endian. */
export function writeNifti(geometry: Geometry, data: NiftiData): Uint8Array {
  const [nx, ny, nz] = geometry.size;
  if (data.length !== nx * ny * nz) throw new Error('data and geometry have different sizes');
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const chunks: Uint8Array[] = [];
  // no date, so that two runs give the same file
  const gzip = new Gzip({ level: 6, mtime: 0 }, (chunk) => chunks.push(chunk));
  gzip.push(header(geometry, data));
  const step = 2 ** 24;
  for (let from = 0; from < bytes.length; from += step) {
    gzip.push(bytes.slice(from, from + step), from + step >= bytes.length);
  }
  return joinBytes(chunks);
}

function header(geometry: Geometry, data: NiftiData): Uint8Array {
  const bytes = new Uint8Array(headerBytes);
  const view = new DataView(bytes.buffer);
  const [datatype, bits] = codes[typeOf(data)];
  view.setInt32(0, 348, true);
  [3, ...geometry.size, 1, 1, 1, 1].forEach((size, i) => view.setInt16(40 + 2 * i, size, true));
  view.setInt16(70, datatype, true);
  view.setInt16(72, bits, true);
  const ras = rasAxes(geometry);
  const [dx, dy, dz] = geometry.spacingMm;
  const handedness = determinant3(geometry.direction) < 0 ? -1 : 1;
  [handedness, dx, dy, dz].forEach((value, i) => view.setFloat32(76 + 4 * i, value, true));
  view.setFloat32(108, headerBytes, true);
  view.setFloat32(112, 1, true); // scl_slope
  view.setUint8(123, 2); // millimetres
  const origin = [-geometry.originMm[0], -geometry.originMm[1], geometry.originMm[2]];
  if (shearDegrees(geometry) < 0.001) {
    view.setInt16(252, scannerCoordinates, true);
    const quaternion = quaternionOf(ras, handedness);
    [...quaternion, ...origin].forEach((value, i) => view.setFloat32(256 + 4 * i, value, true));
  }
  view.setInt16(254, scannerCoordinates, true);
  for (let axis = 0; axis < 3; axis += 1) {
    const row = [ras[axis][0] * dx, ras[axis][1] * dy, ras[axis][2] * dz, origin[axis]];
    row.forEach((value, i) => view.setFloat32(280 + 16 * axis + 4 * i, value, true));
  }
  bytes.set([0x6e, 0x2b, 0x31, 0], 344); // n+1
  return bytes;
}

function typeOf(data: NiftiData): keyof typeof codes {
  if (data instanceof Uint8Array) return 'uint8';
  return data instanceof Int16Array ? 'int16' : 'float32';
}

type Rows = readonly (readonly [number, number, number])[];

/** Directions of i, j, k as columns in RAS. */
function rasAxes({ direction: d }: Geometry): Rows {
  // 0 - x, not -x: a negative zero would be written
  return [
    [0 - d[0], 0 - d[1], 0 - d[2]],
    [0 - d[3], 0 - d[4], 0 - d[5]],
    [d[6], d[7], d[8]],
  ];
}

/** Half the square root, 0 where rounding made the sum negative. */
const halfRoot = (value: number): number => Math.sqrt(Math.max(0, value)) / 2;

/** b, c, d of the unit quaternion of a rotation (nifti1.h, method 2), a ≥ 0; k is turned round for a left-handed grid. */
function quaternionOf([x, y, z]: Rows, handedness: number): [number, number, number] {
  const r = [x, y, z].map(([i, j, k]) => [i, j, k * handedness]);
  const a = halfRoot(1 + r[0][0] + r[1][1] + r[2][2]);
  let b = halfRoot(1 + r[0][0] - r[1][1] - r[2][2]);
  let c = halfRoot(1 - r[0][0] + r[1][1] - r[2][2]);
  let d = halfRoot(1 - r[0][0] - r[1][1] + r[2][2]);
  // the largest component is the one whose sign can be chosen; the others follow from the off-diagonal sums
  const largest = Math.max(a, b, c, d);
  if (largest === a) {
    b = (r[2][1] - r[1][2]) / (4 * a);
    c = (r[0][2] - r[2][0]) / (4 * a);
    d = (r[1][0] - r[0][1]) / (4 * a);
  } else if (largest === b) {
    c = (r[0][1] + r[1][0]) / (4 * b);
    d = (r[0][2] + r[2][0]) / (4 * b);
  } else if (largest === c) {
    b = (r[0][1] + r[1][0]) / (4 * c);
    d = (r[1][2] + r[2][1]) / (4 * c);
  } else {
    b = (r[0][2] + r[2][0]) / (4 * d);
    c = (r[1][2] + r[2][1]) / (4 * d);
  }
  const aSigned =
    largest === a ? a : largest === b ? r[2][1] - r[1][2] : largest === c ? r[0][2] - r[2][0] : r[1][0] - r[0][1];
  return aSigned < 0 ? [-b, -c, -d] : [b, c, d];
}
