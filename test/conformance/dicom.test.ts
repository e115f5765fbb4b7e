/**
 * Every file of the conformance set by itself, and all of them in one folder: verdict, HU, names, text.
 *
 * The verdict is what a user gets: a series that can at least be looked at is an image, a file left out
 * is no CT or unreadable, with a reason.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decodeText, datasetEncoding, parseDataset, readFileStart, shownName } from '../../src/core/dicom';
import { createFrameDecoder, type Opened, openFiles } from '../../src/readers';
import { memorySource, nodeHost } from '../readers/disk-source';
import { type ConformanceFile, conformanceFiles, haveConformanceSets } from './manifest';

if (!haveConformanceSets) process.stdout.write('conformance: the reference data is absent, skipped\n');

describe.skipIf(!haveConformanceSets)('DICOM conformance set', () => {
  const { files, bytes } = haveConformanceSets
    ? conformanceFiles()
    : { files: [], bytes: new Map<string, Uint8Array>() };
  const dicom = files.filter(({ expected }) => expected !== 'codestream' && expected !== 'raw');
  const bytesOf = (path: string): Uint8Array => bytes.get(path) ?? new Uint8Array();

  it('judges and decodes each file by itself as listed', async () => {
    const wrong: string[] = [];
    for (const file of dicom) {
      const opened = await openFiles([memorySource(file.path, bytesOf(file.path))], nodeHost);
      if (!opened.ok) throw new Error(opened.refusal.message);
      const got = verdictOf(opened.value, file.path);
      const fault = isRight(file, got.verdict) ? await imageFault(file, got.verdict, opened.value) : null;
      if (!isRight(file, got.verdict))
        wrong.push(`${file.path}: expected ${file.expected}, got ${got.verdict} (${got.reason})`);
      else if (fault !== null) wrong.push(`${file.path}: ${fault}`);
    }
    process.stdout.write(`conformance: ${dicom.length - wrong.length} of ${dicom.length} files as listed\n`);
    expect(wrong).toEqual([]);
  }, 300_000);

  it('judges all files in one folder as listed', async () => {
    const opened = await openFiles(
      dicom.map(({ path }) => memorySource(path, bytesOf(path))),
      nodeHost,
    );
    if (!opened.ok) throw new Error(opened.refusal.message);
    const leftOut = new Map(opened.value.inventory.leftOut.map((file) => [file.path, file]));
    const wrong = dicom.filter((file) => {
      const found = leftOut.get(file.path);
      // the zip among them is opened: its entries are left out one by one
      if (file.path.endsWith('.zip')) return found !== undefined;
      const isImage = found === undefined || found.kind === 'duplicate';
      return !isRight(file, isImage ? 'image' : found.kind === 'unreadable' ? 'unreadable' : 'not-ct');
    });
    process.stdout.write(
      `conformance: ${dicom.length - wrong.length} of ${dicom.length} files in one folder as listed\n`,
    );
    expect(wrong.map(({ path }) => `${path}: ${leftOut.get(path)?.reason ?? 'taken as image'}`)).toEqual([]);
  }, 300_000);

  it('decodes bare codestreams to the stored values', async () => {
    const decode = createFrameDecoder(nodeHost);
    for (const file of files.filter(({ expected }) => expected === 'codestream')) {
      const pixels = await decode({
        // the stream says itself what it is
        coding: 'jpeg_2000',
        bytes: bytesOf(file.path),
        rows: 512,
        columns: 512,
        bitsAllocated: 16,
        bitsStored: 16,
        shift: 0,
        signed: true,
        littleEndian: true,
        paddingBits: null,
      });
      if (!pixels.ok) throw new Error(`${file.path}: ${pixels.reason}`);
      expect([file.path, sha256(pixels.stored)]).toEqual([file.path, file.sha256OfInt16Stored]);
    }
  });

  it('reads names in their character sets', () => {
    const named = files.filter(({ text }) => text?.PatientName !== undefined);
    expect(named.length).toBeGreaterThan(10);
    for (const { path, text } of named) {
      const all = bytesOf(path);
      const start = readFileStart(all);
      if (start === null) throw new Error(`${path} is no DICOM file`);
      const data = all.subarray(start.datasetOffset);
      const encoding = datasetEncoding(data, { ...start, datasetOffset: 0 });
      if (encoding === null) throw new Error(`${path} has no data set`);
      const name = shownName(parseDataset(data, encoding, true).dataset, 'x00100010');
      expect([path, name]).toEqual([path, text?.PatientName]);
    }
    expect(decodeText(Uint8Array.of(0x4d, 0xfc, 0x6c), ['NO_SUCH_SET'])).toBe('Mül');
  });
});

type Verdict = 'image' | 'not-ct' | 'unreadable';

function verdictOf({ inventory }: Opened, path: string): { verdict: Verdict; reason: string } {
  if (inventory.series.length > 0) return { verdict: 'image', reason: inventory.series[0].reason };
  const found = inventory.leftOut.find((file) => file.path.startsWith(path));
  if (found === undefined) throw new Error(`${path} is neither listed nor left out`);
  if (found.reason === '') throw new Error(`${path} is left out without a reason`);
  return { verdict: found.kind === 'unreadable' ? 'unreadable' : 'not-ct', reason: found.reason };
}

function isRight({ expected, alsoAcceptable }: ConformanceFile, verdict: Verdict): boolean {
  return verdict === expected || verdict === alsoAcceptable || alsoAcceptable === 'any';
}

/** What is wrong with the pixels or the judgement of an image, or null. */
async function imageFault(file: ConformanceFile, verdict: Verdict, opened: Opened): Promise<string | null> {
  if (verdict !== 'image' || file.expected !== 'image') return null;
  const [series] = opened.inventory.series;
  // none of these files is a volume, and some must not be measured for another reason
  if (series.refusal === null) return 'may be measured';
  const codes: Readonly<Record<string, string>> = { localizer: 'localizer', derived: 'derived_series' };
  const isMeant =
    file.path.includes('D_CLUNIE') || series.refusal.code === (codes[file.role ?? ''] ?? series.refusal.code);
  if (!isMeant) return `refused as ${series.refusal.code}`;
  if (/missing|invalid/u.test(file.geometry ?? '') && series.refusal.code !== 'geometry_missing')
    return 'geometry taken';
  const loaded = await opened.load(series.id, { anyGeometry: true });
  if (!loaded.ok) return loaded.refusal.message;
  const { hu, geometry } = loaded.value.volume;
  return huFault(inStoredOrder(hu, geometry.size[0] * geometry.size[1], file), geometry.size, file);
}

/** The volume is in the order of positions, the listed figures in that of the file. */
function inStoredOrder(hu: Int16Array | Float32Array, slice: number, { frameOrder }: ConformanceFile): typeof hu {
  const out = hu.slice();
  frameOrder?.forEach((k, frame) => out.set(hu.subarray(k * slice, (k + 1) * slice), frame * slice));
  return out;
}

/** True where a figure is listed and another one was found. */
const off = (a: number, b: number | null | undefined, allowed: number): boolean =>
  typeof b === 'number' && Math.abs(a - b) > allowed;

function huFault(
  hu: Int16Array | Float32Array,
  [columns, rows]: readonly number[],
  file: ConformanceFile,
): string | null {
  let sum = 0;
  let least = Infinity;
  let most = -Infinity;
  for (const value of hu) {
    sum += value;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (typeof file.sha256OfInt16HU === 'string' && sha256(Int16Array.from(hu)) !== file.sha256OfInt16HU) {
    return `other HU than listed, ${least} to ${most}`;
  }
  // figures are listed with four decimals, HU kept in Float32
  const tolerance = (file.tolerance ?? 0) + 1e-3;
  if (off(least, file.huMin, tolerance) || off(most, file.huMax, tolerance)) return `HU ${least} to ${most}`;
  if (off(sum / hu.length, file.huMean, tolerance / 2 + 1e-3)) return `mean HU ${sum / hu.length}`;
  const sample = (file.samples ?? []).find(([frame, row, column, value]) =>
    off(hu[(frame * rows + row) * columns + column], value, tolerance),
  );
  return sample === undefined ? null : `HU at frame, row, column ${sample.slice(0, 3).join(', ')} is not ${sample[3]}`;
}

function sha256(values: ArrayBufferView): string {
  return createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
}
