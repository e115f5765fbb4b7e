/**
 * The few fields of a NIfTI header that decide whether it may be handed on: ITK reads a truncated file
 * without a word, fills in zeros, and takes a file without orientation as if it had one.
 * Offsets by nifti1.h and nifti2.h of the NIfTI data format working group.
 */
export interface NiftiHeader {
  /** True for NIfTI-2. */
  readonly second: boolean;
  /** False for the header of a .hdr/.img pair. */
  readonly single: boolean;
  readonly dimensions: readonly number[];
  readonly datatype: number;
  readonly littleEndian: boolean;
  /** Where the voxels begin: in this file, or in the .img. */
  readonly voxelsAt: number;
  /** Bytes up to the end of the voxels: of this file, or of the .img. */
  readonly bytes: number;
  /** True where neither qform nor sform says how the voxels lie in the patient. */
  readonly unoriented: boolean;
  /** What is wrong with the axes of the sform; null where nothing is, or none is given. */
  readonly axesFault: string | null;
}

/** Null where the header is damaged. */
export function readNiftiHeader(head: Uint8Array): NiftiHeader | null {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < 348) return null;
  const little = view.getInt32(0, true) === 348 || view.getInt32(0, true) === 540;
  const second = view.getInt32(0, little) === 540;
  if (!second && view.getInt32(0, little) !== 348) return null;
  if (second && head.length < 540) return null;
  const wide = (at: number): number => Number(view.getBigInt64(at, little));
  const count = second ? wide(16) : view.getInt16(40, little);
  if (count < 1 || count > 7) return null;
  const dimensions = Array.from({ length: count }, (_, i) =>
    second ? wide(24 + 8 * i) : view.getInt16(42 + 2 * i, little),
  );
  if (dimensions.some((size) => size < 1)) return null;
  const bits = view.getInt16(second ? 14 : 72, little);
  const offset = second ? wide(168) : view.getFloat32(108, little);
  const single = head[second ? 5 : 345] === 0x2b;
  const forms = second ? [344, 348] : [252, 254];
  const codes = forms.map((at) => (second ? view.getInt32(at, little) : view.getInt16(at, little)));
  // 0 stands for the first place there is; between it and that place lies the header
  const first = second ? 544 : 352;
  const voxelsAt = !single ? 0 : offset === 0 ? first : offset;
  if (single && !(voxelsAt >= first - 4)) return null;
  return {
    second,
    single,
    dimensions,
    datatype: view.getInt16(second ? 12 : 70, little),
    littleEndian: little,
    voxelsAt,
    bytes: voxelsAt + (dimensions.reduce((product, size) => product * size, 1) * bits) / 8,
    unoriented: codes.every((code) => code <= 0),
    axesFault: codes[1] > 0 ? axesFaultOf(sformAxes(view, second, little)) : null,
  };
}

/** The columns of the sform: from one voxel to the next along each axis. */
function sformAxes(view: DataView, second: boolean, little: boolean): readonly (readonly number[])[] {
  const at = (row: number, column: number): number =>
    second
      ? view.getFloat64(400 + 32 * row + 8 * column, little)
      : view.getFloat32(280 + 16 * row + 4 * column, little);
  return [0, 1, 2].map((column) => [at(0, column), at(1, column), at(2, column)]);
}

/** Cosine of the angle between two axes that are still at right angles, in 32 bits. */
const squareCosine = 1e-3;

function axesFaultOf(axes: readonly (readonly number[])[]): string | null {
  const lengths = axes.map((axis) => Math.hypot(...axis));
  if (lengths.some((mm) => !(mm > 0 && mm < Infinity))) return 'its sform gives an axis without a length';
  const cosine = (a: number, b: number): number =>
    Math.abs(axes[a].reduce((sum, value, i) => sum + value * axes[b][i], 0)) / (lengths[a] * lengths[b]);
  return Math.max(cosine(0, 1), cosine(0, 2), cosine(1, 2)) > squareCosine
    ? 'its axes are not at right angles (a sheared sform): resample it to a grid of right angles'
    : null;
}

/** The file with the place of its voxels written out: ITK takes 0 for the end of the header, four bytes early. */
export function withVoxelPlace(bytes: Uint8Array, { second, single, voxelsAt, littleEndian }: NiftiHeader): Uint8Array {
  if (!single) return bytes;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stated = second ? Number(view.getBigInt64(168, littleEndian)) : view.getFloat32(108, littleEndian);
  if (stated === voxelsAt) return bytes;
  const copy = bytes.slice();
  const written = new DataView(copy.buffer);
  if (second) written.setBigInt64(168, BigInt(voxelsAt), littleEndian);
  else written.setFloat32(108, voxelsAt, littleEndian);
  return copy;
}

/** True where a floating-point file holds values that are no numbers: ITK turns them into 0 HU. */
export function holdsNonFinite(data: Uint8Array, header: NiftiHeader): boolean {
  const width = header.datatype === 16 ? 4 : header.datatype === 64 ? 8 : 0;
  if (width === 0) return false;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  for (let at = header.voxelsAt; at + width <= header.bytes; at += width) {
    const value = width === 4 ? view.getFloat32(at, header.littleEndian) : view.getFloat64(at, header.littleEndian);
    if (!Number.isFinite(value)) return true;
  }
  return false;
}
