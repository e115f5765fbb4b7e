/** NIfTI, NRRD and MetaImage: the same voxels at the same places, and what is refused. Written here, read by ITK. */
import { gunzipSync, gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type Geometry, voxelToWorld } from '../../src/core/volume';
import { type Loaded, type Opened, openFiles, type SourceFile, writeNifti } from '../../src/readers';
import { concat } from './dicom-bytes';
import { memorySource, nodeHost } from './disk-source';

const size = [5, 4, 9] as const;
const hu = Int16Array.from({ length: 180 }, (_, i) => -1000 + i * 7);
/** 20° about x, then 10° about z. */
const oblique: Geometry = {
  size,
  spacingMm: [0.7, 0.8, 1.25],
  originMm: [-120.5, 33.25, -410],
  direction: [0.984808, -0.163176, 0.059391, 0.173648, 0.925417, -0.336824, 0, 0.34202, 0.939693],
};

async function open(files: readonly SourceFile[]): Promise<Opened> {
  const opened = await openFiles(files, nodeHost);
  if (!opened.ok) throw new Error(opened.refusal.message);
  return opened.value;
}

async function load(files: readonly SourceFile[]): Promise<Loaded> {
  const outcome = await (await open(files)).load('series-1');
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return outcome.value;
}

/** Why a file is not measured: left out, refused in the list, or refused when loaded. */
async function whyNot(bytes: Uint8Array, name = 'x'): Promise<string> {
  const opened = await open([memorySource(name, bytes)]);
  const [series] = opened.inventory.series;
  if (series === undefined) return opened.inventory.leftOut[0].reason;
  const outcome = await opened.load(series.id);
  return outcome.ok ? 'loaded' : `${outcome.refusal.code}: ${outcome.refusal.message}`;
}

/** Voxels and, rounded to a thousandth of a millimetre, the places of a few of them. */
function told({ volume: { geometry, hu: values } }: Pick<Loaded, 'volume'>): unknown {
  const corners = [
    [0, 0, 0],
    [4, 0, 0],
    [0, 3, 0],
    [0, 0, 8],
    [2, 1, 5],
  ];
  const places = corners.map(([i, j, k]) => voxelToWorld(geometry, i, j, k).map((mm) => Math.round(mm * 1e3) / 1e3));
  return { places, values: Array.from(values) };
}

const volumeOf = (geometry: Geometry, values: Int16Array | Float32Array): Pick<Loaded, 'volume'> => ({
  volume: { geometry, hu: values, paddingHu: null },
});

const raw = new Uint8Array(hu.buffer);
const text = (value: string): Uint8Array => new TextEncoder().encode(value);

function nrrdHeader(more = ''): string {
  const [dx, dy, dz] = oblique.spacingMm;
  const d = oblique.direction;
  const axis = (i: number, mm: number): string => `(${d[i] * mm},${d[i + 3] * mm},${d[i + 6] * mm})`;
  return `NRRD0004\ntype: short\ndimension: 3\nspace: left-posterior-superior\nsizes: 5 4 9\nspace directions: ${axis(0, dx)} ${axis(1, dy)} ${axis(2, dz)}\nendian: little\nencoding: raw\nspace origin: (${oblique.originMm.join(',')})\n${more}`;
}

function metaHeader(dataFile: string): string {
  const d = oblique.direction;
  // MetaImage lists the axes one after another
  const matrix = [0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => d[i]).join(' ');
  return `ObjectType = Image\nNDims = 3\nBinaryData = True\nBinaryDataByteOrderMSB = False\nTransformMatrix = ${matrix}\nOffset = ${oblique.originMm.join(' ')}\nElementSpacing = ${oblique.spacingMm.join(' ')}\nDimSize = 5 4 9\nElementType = MET_SHORT\nElementDataFile = ${dataFile}\n`;
}

describe('where the voxels of a NIfTI begin', () => {
  const plain = gunzipSync(writeNifti(oblique, hu));
  const placed = (offset: number): Uint8Array => {
    const bytes = plain.slice();
    new DataView(bytes.buffer).setFloat32(108, offset, true);
    return bytes;
  };

  it('0 stands for behind the header, not for four bytes before', async () => {
    const loaded = await load([memorySource('x.nii', placed(0))]);
    expect(told(loaded)).toEqual(told(volumeOf(oblique, hu)));
  });

  it.each([-5, 100, NaN, Infinity])('%d is refused', async (offset) => {
    expect(await whyNot(placed(offset), 'x.nii')).toMatch(/header is damaged|cut short/);
  });
});

describe('volumes in one file', () => {
  it.each<[string, readonly SourceFile[]]>([
    ['NIfTI, compressed', [memorySource('a.nii.gz', writeNifti(oblique, hu))]],
    ['NIfTI under any name', [memorySource('scan', gunzipSync(writeNifti(oblique, hu)))]],
    ['NRRD', [memorySource('a.nrrd', concat([text(`${nrrdHeader()}\n`), raw]))]],
    [
      'NRRD with data beside it',
      [memorySource('f/a.nhdr', text(nrrdHeader('data file: a.raw\n'))), memorySource('f/a.raw', raw)],
    ],
    ['MetaImage', [memorySource('a.mha', concat([text(metaHeader('LOCAL')), raw]))]],
    [
      'MetaImage with data beside it',
      [memorySource('f/a.raw', raw), memorySource('f/a.mhd', text(metaHeader('a.raw')))],
    ],
  ])('reads %s on its place', async (_, files) => {
    expect(told(await load(files))).toEqual(told(volumeOf(oblique, hu)));
    expect((await open(files)).inventory.leftOut).toEqual([]);
  });

  it.each<[string, Int16Array | Float32Array]>([
    ['float32', Float32Array.from(hu, (value) => value + 0.25)],
    ['int16', hu],
  ])('keeps %s as it is', async (_, values) => {
    const loaded = await load([memorySource('x', writeNifti(oblique, values))]);
    expect(told(loaded)).toEqual(told(volumeOf(oblique, values)));
    expect(loaded.volume.hu.constructor).toBe(values.constructor);
    expect(loaded.volume.hu.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('keeps a left-handed grid left-handed', async () => {
    const d = oblique.direction;
    const flipped: Geometry = { ...oblique, direction: [d[0], d[1], -d[2], d[3], d[4], -d[5], d[6], d[7], -d[8]] };
    expect(told(await load([memorySource('x', writeNifti(flipped, hu))]))).toEqual(told(volumeOf(flipped, hu)));
  });

  it.each([
    ['right', 1],
    ['left', -1],
  ])('says the same in its quaternion: a %s-handed grid', async (_, hand) => {
    const d = oblique.direction;
    const grid: Geometry = {
      ...oblique,
      direction: [d[0], d[1], hand * d[2], d[3], d[4], hand * d[5], d[6], d[7], hand * d[8]],
    };
    const nii = gunzipSync(writeNifti(grid, hu));
    // no sform
    new DataView(nii.buffer).setInt16(254, 0, true);
    expect(told(await load([memorySource('x', nii)]))).toEqual(told(volumeOf(grid, hu)));
  });

  it('shows single slices for the chooser', async () => {
    const slice = await (await open([memorySource('x', writeNifti(oblique, hu))])).slice('series-1', 8);
    expect(slice.ok && Array.from(slice.value.hu)).toEqual(Array.from(hu.subarray(160)));
    expect(slice.ok && [slice.value.width, slice.value.height]).toEqual([5, 4]);
  });
});

describe('volumes that are refused', () => {
  const nii = gunzipSync(writeNifti(oblique, hu));
  /** Other 16-bit numbers at these places of the header. */
  const changed = (fields: Readonly<Record<number, number>>): Uint8Array => {
    const copy = nii.slice();
    for (const [at, value] of Object.entries(fields)) new DataView(copy.buffer).setInt16(Number(at), value, true);
    return copy;
  };

  it.each<[string, Uint8Array, string]>([
    ['cut short', nii.slice(0, 600), 'it is cut short (600 of 712 bytes)'],
    ['cut short inside a gzip', gzipSync(nii.slice(0, 600)), 'it is cut short'],
    ['of four dimensions', changed({ 40: 4, 46: 3, 48: 3 }), 'it has 4 dimensions'],
    ['of two dimensions', changed({ 40: 2 }), 'it has 2 dimensions'],
    ['in colour', changed({ 46: 6, 70: 128, 72: 24 }), 'values a voxel'],
    ['without orientation', changed({ 252: 0, 254: 0 }), 'geometry_missing: qform and sform are missing'],
    ['with impossible sizes', changed({ 42: -5 }), 'its NIfTI header is damaged'],
    ['with sizes beyond all memory', changed({ 42: 30_000, 44: 30_000, 46: 30_000 }), 'it is cut short'],
    [
      'of grey levels',
      gunzipSync(
        writeNifti(
          oblique,
          Uint8Array.from(hu, (_, i) => i),
        ),
      ),
      'not_hu_range: The values run from 0 to 179',
    ],
    [
      'with holes',
      gunzipSync(
        writeNifti(
          oblique,
          Float32Array.from(hu, (value, i) => (i === 9 ? Number.NaN : value)),
        ),
      ),
      'values that are no numbers',
    ],
    ['of two slices', gunzipSync(writeNifti({ ...oblique, size: [5, 4, 2] }, hu.slice(0, 40))), 'too_few_slices'],
    [
      'sheared',
      gunzipSync(writeNifti({ ...oblique, direction: [1, 0, 0, 0, 1, 0.3, 0, 0, 0.953939] }, hu)),
      'its axes are not at right angles (a sheared sform)',
    ],
    [
      'in thousandths',
      gunzipSync(
        writeNifti(
          oblique,
          Float32Array.from(hu, (value) => value * 1000),
        ),
      ),
      'beyond_hu_range: The values run from ',
    ],
  ])('NIfTI %s', async (_, bytes, reason) => {
    expect(await whyNot(bytes)).toContain(reason);
  });

  it.each<[string, Uint8Array, string]>([
    ['NRRD cut short', concat([text(`${nrrdHeader()}\n`), raw.slice(0, 100)]), 'damaged'],
    ['MetaImage cut short', concat([text(metaHeader('LOCAL')), raw.slice(0, 100)]), 'damaged'],
    [
      'MetaImage whose data are elsewhere',
      text(metaHeader('../../secret.raw')),
      'its data file ../../secret.raw is not beside it',
    ],
  ])('%s', async (_, bytes, reason) => {
    expect(await whyNot(bytes)).toContain(reason);
  });
});

describe('writing NIfTI', () => {
  it('gives the same bytes each time, without text or date', () => {
    const [first, second] = [writeNifti(oblique, hu), writeNifti(oblique, hu)];
    expect(first).toEqual(second);
    expect(first.slice(4, 8)).toEqual(new Uint8Array(4));
    const header = gunzipSync(first);
    // descrip and aux_file
    expect(header.slice(148, 148 + 80 + 24)).toEqual(new Uint8Array(104));
  });

  it('puts a sheared affine into the sform alone', () => {
    const view = new DataView(
      gunzipSync(writeNifti({ ...oblique, direction: [1, 0, 0, 0, 1, 0.258819, 0, 0, 0.965926] }, hu)).buffer,
    );
    expect([view.getInt16(252, true), view.getInt16(254, true)]).toEqual([0, 1]);
    const row = [0, 4, 8, 12].map((at) => view.getFloat32(296 + at, true));
    [0, -0.8, -0.258819 * 1.25, -33.25].forEach((value, i) => expect(row[i]).toBeCloseTo(value, 4));
  });

  it('refuses data of another size', () => {
    expect(() => writeNifti(oblique, hu.slice(1))).toThrow('different sizes');
  });
});
