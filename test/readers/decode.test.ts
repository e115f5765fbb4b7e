/** Decoders against values that are known beforehand: RLE and fragments made here, damage always refused. */
import { describe, expect, it } from 'vitest';
import { createFrameDecoder, type FrameJob, type FramePixels, openFiles } from '../../src/readers';
import { concat, type DatasetSpec, datasetBytes, explicitLittle, part10, sliceSpec, u32 } from './dicom-bytes';
import { memorySource, nodeHost } from './disk-source';

const decode = createFrameDecoder(nodeHost);
const values = Array.from({ length: 64 }, (_, i) => (i < 32 ? 300 : -1000 + ((i * i) % 97)));

const job = (bytes: Uint8Array, more: Partial<FrameJob> = {}): FrameJob => ({
  coding: 'rle',
  bytes,
  rows: 8,
  columns: 8,
  bitsAllocated: 16,
  bitsStored: 16,
  shift: 0,
  signed: true,
  littleEndian: true,
  paddingBits: null,
  ...more,
});

/** PackBits with runs and literals. */
function packed(plane: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0; i < plane.length;) {
    let run = 1;
    while (i + run < plane.length && run < 128 && plane[i + run] === plane[i]) run += 1;
    if (run > 1) out.push(257 - run, plane[i]);
    else out.push(0, plane[i]);
    i += run;
  }
  return out.length % 2 === 0 ? out : [...out, 128];
}

function rleFrame(samples: readonly number[], segmentCount = 2): Uint8Array {
  const planes = [8, 0].map((shift) => packed(samples.map((value) => ((value & 0xffff) >> shift) & 0xff)));
  const offsets = [64, 64 + planes[0].length];
  const header = [segmentCount, ...offsets].map((value) => u32(value, explicitLittle));
  return concat([...header, new Uint8Array(52), Uint8Array.from(planes.flat())]);
}

describe('RLE', () => {
  it('unpacks runs and literals, the high bytes first', async () => {
    const pixels = await decode(job(rleFrame(values)));
    expect(pixels.ok && [...pixels.stored]).toEqual(values);
  });

  it.each<[string, Uint8Array, string]>([
    ['17 segments', rleFrame(values, 17), '17 segments'],
    ['one segment for two bytes', rleFrame(values, 1), '1 segments, 2 were expected'],
    ['a cut segment', rleFrame(values).slice(0, 80), 'an RLE segment is cut short'],
    ['a segment with bytes too many', concat([rleFrame(values), new Uint8Array(20)]), 'an RLE segment is damaged'],
    ['a cut header', rleFrame(values).slice(0, 40), 'its RLE header is cut short'],
    [
      'an offset outside',
      concat([u32(2, explicitLittle), u32(9999, explicitLittle), rleFrame(values).slice(8)]),
      'lie outside',
    ],
  ])('refuses %s', async (_, bytes, reason) => {
    const pixels = await decode(job(bytes));
    expect(pixels.ok ? '' : pixels.reason).toContain(reason);
  });
});

describe('streams that are not what they should be', () => {
  it.each<[string, FrameJob['coding'], Uint8Array, string]>([
    ['noise', 'jpeg', Uint8Array.of(1, 2, 3, 4), 'neither JPEG nor JPEG 2000'],
    ['a JPEG without a frame', 'jpeg_ls', Uint8Array.of(0xff, 0xd8, 0xff, 0xd9), 'no JPEG stream'],
    ['a frame of another size', 'jpeg', jpegHead(0xc1, 12, 4096, 4096), 'are 4096 × 4096, the header says 8 × 8'],
    ['a frame without end', 'jpeg_lossless', jpegHead(0xc3, 16, 8, 8), 'cut short'],
    ['a frame without data', 'jpeg_lossless', concat([jpegHead(0xc3, 16, 8, 8), Uint8Array.of(0xff, 0xd9)]), 'damaged'],
    ['JPEG-LS without data', 'jpeg_ls', concat([jpegHead(0xf7, 16, 8, 8), Uint8Array.of(0xff, 0xd9)]), 'damaged'],
    ['three channels', 'jpeg', jpegHead(0xc0, 8, 8, 8, 3), '3 channels'],
    ['native pixels that are too few', 'native', new Uint8Array(100), 'cut short'],
  ])('refuses %s', async (_, coding, bytes, reason) => {
    const pixels = await decode(job(bytes, { coding }));
    expect(pixels.ok ? 'decoded' : pixels.reason).toContain(reason);
  });

  it('goes on after a decoder has trapped', async () => {
    const broken = concat([jpegHead(0xf7, 16, 8, 8), new Uint8Array(500).fill(0x55), Uint8Array.of(0xff, 0xd9)]);
    for (let i = 0; i < 3; i += 1) expect((await decode(job(broken, { coding: 'jpeg_ls' }))).ok).toBe(false);
  });
});

describe('frames in fragments', () => {
  const frames = [values, values.map((value) => value + 1), values.map((value) => value - 5)];
  const coded = frames.map((frame) => rleFrame(frame));

  it.each<[string, readonly Uint8Array[], readonly number[]]>([
    ['with an offset table', coded, [0, coded[0].length + 8, coded[0].length + coded[1].length + 16]],
    ['without', coded, []],
    ['with a wrong one', coded, [0, 1, 2]],
  ])('are read %s', async (_, fragments, table) => {
    const opened = await openFiles([memorySource('x', encapsulated(fragments, table, 3))], nodeHost);
    if (!opened.ok) throw new Error(opened.refusal.message);
    for (const [k, frame] of frames.entries()) {
      const slice = await opened.value.slice('series-1', k);
      expect(slice.ok && [...slice.value.hu]).toEqual(frame.map((value) => value - 1024));
    }
  });

  it('of one frame are joined whatever the table says', async () => {
    const halves = [coded[0].slice(0, 70), coded[0].slice(70)];
    const opened = await openFiles([memorySource('x', encapsulated(halves, [40], 1))], nodeHost);
    const slice = opened.ok ? await opened.value.slice('series-1', 0) : opened;
    expect(slice.ok && [...slice.value.hu]).toEqual(values.map((value) => value - 1024));
  });

  it.each<[string, Uint8Array, string]>([
    ['are too few', encapsulated(coded.slice(0, 2), [], 3), '2 fragments cannot be told apart into 3 frames'],
    ['are cut', encapsulated(coded, [], 3).slice(0, -60), 'its pixels are cut short ('],
    ['are missing', encapsulated([], [], 1), 'missing'],
  ])('are refused where they %s', async (_, file, reason) => {
    const opened = await openFiles([memorySource('x', file)], nodeHost);
    expect(opened.ok && opened.value.inventory.leftOut[0].reason).toContain(reason);
  });
});

const item = (bytes: Uint8Array): Uint8Array =>
  concat([Uint8Array.of(0xfe, 0xff, 0x00, 0xe0), u32(bytes.length, explicitLittle), bytes]);

describe('frames that are decoded elsewhere', () => {
  it('give the same volume, in whatever order they come back', async () => {
    const many = Array.from({ length: 20 }, (_, k) => values.map((value) => value + k));
    const file = memorySource(
      'x',
      encapsulated(
        many.map((frame) => rleFrame(frame)),
        [],
        20,
      ),
    );
    const opened = await openFiles([file], nodeHost);
    if (!opened.ok) throw new Error(opened.refusal.message);
    let asked = 0;
    let running = 0;
    let most = 0;
    // as a pool of workers: jobs and pixels are cloned, and later frames may be ready first
    const decodeFrame = async (wanted: FrameJob): Promise<FramePixels> => {
      asked += 1;
      running += 1;
      most = Math.max(most, running);
      const pixels = await decode(structuredClone(wanted));
      for (let turn = 5 - (asked % 5); turn > 0; turn -= 1) await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return structuredClone(pixels);
    };
    const [here, there] = [await opened.value.load('series-1'), await opened.value.load('series-1', { decodeFrame })];
    expect(there).toEqual(here);
    expect(there.ok && there.value.volume.hu[64]).toBe(300 + 1 - 1024);
    expect(most).toBeGreaterThan(1);
  });

  it('stop when asked', async () => {
    const file = memorySource(
      'x',
      encapsulated(
        Array.from({ length: 20 }, () => rleFrame(values)),
        [],
        20,
      ),
    );
    const opened = await openFiles([file], nodeHost);
    if (!opened.ok) throw new Error(opened.refusal.message);
    const told: number[] = [];
    const outcome = await opened.value.load('series-1', {
      onProgress: (fraction) => told.push(fraction),
      cancelled: () => told.length >= 5,
    });
    expect(outcome.ok ? 'loaded' : outcome.refusal.code).toBe('cancelled');
    expect(told).toEqual([0.05, 0.1, 0.15, 0.2, 0.25]);
  });

  it('name the first that is damaged', async () => {
    const frames = Array.from({ length: 20 }, (_, k) => (k === 7 || k === 9 ? rleFrame(values, 17) : rleFrame(values)));
    const opened = await openFiles([memorySource('x', encapsulated(frames, [], 20))], nodeHost);
    const outcome = opened.ok ? await opened.value.load('series-1', { decodeFrame: decode }) : opened;
    expect(outcome.ok ? 'loaded' : outcome.refusal.message).toContain('x frame 8 could not be decoded');
  });
});

/** A multi-frame image of 8 × 8 in RLE; the frames lie 1 mm apart. */
function encapsulated(fragments: readonly Uint8Array[], table: readonly number[], frames: number): Uint8Array {
  const pixels = concat([
    Uint8Array.of(0xe0, 0x7f, 0x10, 0x00, 0x4f, 0x42, 0, 0, 0xff, 0xff, 0xff, 0xff),
    item(concat(table.map((offset) => u32(offset, explicitLittle)))),
    ...fragments.map(item),
    Uint8Array.of(0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0),
  ]);
  const groups = Array.from({ length: frames }, (_, k): DatasetSpec => ({
    '00209113': ['SQ', [{ '00200032': ['DS', `0\\0\\${k}`] }]],
  }));
  const more: DatasetSpec = { '00280008': ['IS', `${frames}`], '52009230': ['SQ', groups] };
  const spec = sliceSpec({ rows: 8, columns: 8, more, without: ['7fe00010', '00200032'] });
  return part10(concat([datasetBytes(spec), pixels]), '1.2.840.10008.1.2.5');
}

const u16 = (value: number): number[] => [value >> 8, value & 0xff];

/** Start, frame and scan header of a JPEG stream, without tables and data. */
function jpegHead(process: number, precision: number, rows: number, columns: number, components = 1): Uint8Array {
  const parts = Array.from({ length: components }, (_, i) => [i + 1, 0x11, 0]).flat();
  const frame = [precision, ...u16(rows), ...u16(columns), components, ...parts];
  const scan = [1, 1, 0, process === 0xf7 ? 0 : 1, 0, 0];
  return Uint8Array.of(0xff, 0xd8, 0xff, process, ...u16(frame.length + 2), ...frame, 0xff, 0xda, ...u16(8), ...scan);
}
