/** Zips and gzips: opened as they are, refused where they are hostile, never taken at their word. */
import { gunzipSync, gzipSync, strToU8, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../src/readers/crc32';
import { type Opened, openFiles, type SourceFile, writeNifti } from '../../src/readers';
import { concat, datasetBytes, elementBytes, part10, sliceFile, sliceSpec } from './dicom-bytes';
import { memorySource, nodeHost } from './disk-source';

async function open(files: readonly SourceFile[]): Promise<Opened> {
  const opened = await openFiles(files, nodeHost);
  if (!opened.ok) throw new Error(opened.refusal.message);
  return opened.value;
}

const slices = (n: number): Zippable =>
  Object.fromEntries(
    Array.from({ length: n }, (_, k) => [
      `study/CT ${k}`,
      sliceFile({ position: [0, 0, k], instance: k, stored: k, rows: 64, columns: 64 }),
    ]),
  );

const reasons = ({ inventory }: Opened): string =>
  inventory.leftOut.map(({ path, reason }) => `${path}: ${reason}`).join('\n');

describe('zip', () => {
  it.each([
    ['deflated', 6],
    ['stored', 0],
  ] as const)('loads a series of %s entries', async (_, level) => {
    const opened = await open([memorySource('a.zip', zipSync(slices(10), { level }))]);
    expect(opened.inventory.files).toBe(10);
    const loaded = await opened.load('series-1');
    if (!loaded.ok) throw new Error(loaded.refusal.message);
    expect(Array.from(loaded.value.volume.hu.filter((_value, i) => i % 4096 === 0))).toEqual(
      Array.from({ length: 10 }, (_value, k) => k - 1024),
    );
  });

  it('passes over resource forks and system files, and names what is no image', async () => {
    const zip = zipSync({
      ...slices(8),
      '__MACOSX/study/._CT 0': strToU8('x'),
      '.DS_Store': strToU8('x'),
      'readme.txt': strToU8('hello, this is no image at all'),
    });
    const opened = await open([memorySource('a.zip', zip)]);
    expect(opened.inventory.leftOut.map(({ path }) => path)).toEqual(['a.zip/readme.txt']);
  });

  it('keeps paths of entries for showing only', async () => {
    const zip = zipSync({
      '..\\..\\x': strToU8('no image, but a name that climbs'),
      '/etc/passwd': strToU8('no image either, of course not'),
    });
    expect(reasons(await open([memorySource('a.zip', zip)]))).toContain('a.zip/../../x: it is no image file');
  });

  it.each<[string, Uint8Array, string]>([
    ['a zip in a zip', zipSync({ 'b.zip': zipSync(slices(1)) }), 'a.zip/b.zip: a zip inside an archive is not opened'],
    ['a cut zip', zipSync(slices(8)).slice(0, 3000), 'a.zip: the zip is cut short'],
    ['an entry cut short', damaged(zipSync(slices(1), { level: 6 }), 200), 'its compressed data are damaged'],
    ['ten thousand entries too many', manyEntries(30_000), 'a.zip: the zip has 30000 entries, more than 20000'],
    ['an entry that explodes', bomb(), 'inflates to'],
  ])('refuses %s quickly', async (_, bytes, reason) => {
    const before = process.memoryUsage().rss;
    expect(reasons(await open([memorySource('a.zip', bytes)]))).toContain(reason);
    expect(process.memoryUsage().rss - before).toBeLessThan(400e6);
  });
});

describe('gzip', () => {
  it('reads a compressed DICOM file', async () => {
    const { series } = (await open([memorySource('x.dcm.gz', gzipSync(sliceFile()))])).inventory;
    expect(series[0].slices).toBe(1);
  });

  it.each<[string, Uint8Array, string]>([
    [
      'cut short',
      gzipSync(sliceFile({ rows: 64, columns: 64 })).slice(0, 300),
      'its compressed data are damaged or cut short',
    ],
    [
      'that states more than a file may have',
      gzipSync(largeNifti()),
      'its header states 54000000352 bytes, more than 2 GB',
    ],
    ['holding a zip', gzipSync(zipSync(slices(1))), 'an archive inside a gzip is not opened'],
  ])('names one %s', async (_, bytes, reason) => {
    expect(reasons(await open([memorySource('x.gz', bytes)]))).toContain(reason);
  });
});

it('computes the checksum of the zip format', () => {
  // check value of CRC-32/ISO-HDLC
  expect(crc32(strToU8('123456789'))).toBe(0xcbf43926);
  expect(crc32(strToU8('The quick brown fox jumps over the lazy dog'))).toBe(0x414fa339);
});

function damaged(zip: Uint8Array, at: number): Uint8Array {
  const copy = zip.slice();
  copy.fill(0xaa, at, at + 64);
  return copy;
}

/** The header of a NIfTI of 54 GB. */
function largeNifti(): Uint8Array {
  const geometry = { size: [4, 4, 4], spacingMm: [1, 1, 1], originMm: [0, 0, 0] } as const;
  const nii = gunzipSync(writeNifti({ ...geometry, direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] }, new Int16Array(64)));
  for (const at of [42, 44, 46]) new DataView(nii.buffer).setInt16(at, 3000, true);
  return nii;
}

/** A zip whose directory claims more entries than it has. */
function manyEntries(count: number): Uint8Array {
  const zip = zipSync({ a: strToU8('x') });
  new DataView(zip.buffer).setUint16(zip.length - 12, count, true);
  return zip;
}

/** A slice with 100 MB of zeros in front of its geometry, in 100 kB. */
function bomb(): Uint8Array {
  return zipSync({
    x: part10(concat([elementBytes('00030010', 'UN', new Uint8Array(100e6)), datasetBytes(sliceSpec())])),
  });
}
