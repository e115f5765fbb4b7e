/** Real CT series, and what is made of them by leaving files out or doubling one. Needs the reference data. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { datasetEncoding, parseDataset, readFileStart } from '../../src/core/dicom';
import { decimals } from '../../src/core/dicom/dataset';
import { worldToVoxel } from '../../src/core/volume';
import { type Loaded, type Opened, openFiles, type SourceFile } from '../../src/readers';
import { diskSource, memorySource, nodeHost, sharedFolder } from './disk-source';

const folder = join(sharedFolder, 'data/ct');
const have = existsSync(folder);
if (!have) process.stdout.write('real scans: the reference data are absent, skipped\n');

async function open(files: readonly SourceFile[]): Promise<Opened> {
  const opened = await openFiles(files, nodeHost);
  if (!opened.ok) throw new Error(opened.refusal.message);
  return opened.value;
}

const zip = (name: string): SourceFile[] => [diskSource(join(folder, `${name}.zip`), `${name}.zip`)];

async function load(opened: Opened): Promise<Loaded & { readonly codes: readonly string[] }> {
  const outcome = await opened.load('series-1');
  if (!outcome.ok) throw new Error(outcome.refusal.message);
  return { ...outcome.value, codes: outcome.issues.map(({ code }) => code) };
}

function huAt({ volume: { geometry, hu } }: Loaded, x: number, y: number, z: number): number {
  const [i, j, k] = worldToVoxel(geometry, x, y, z).map(Math.round);
  return hu[(k * geometry.size[1] + j) * geometry.size[0] + i];
}

describe.skipIf(!have)('real scans', { timeout: 300_000 }, () => {
  it('reads the thin chest CT with its affine and HU', async () => {
    const opened = await open(zip('lidc-idri-0002'));
    const [series] = opened.inventory.series;
    expect(series).toMatchObject({ slices: 230, verdict: 'best', reason: 'Thin slices, medium kernel', issues: [] });
    expect(series.geometry).toEqual({
      size: [512, 512, 230],
      spacingMm: [0.681641, 0.681641, 1.25],
      originMm: [-175.5, -174.5, -315.75],
      direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    });
    const loaded = await load(opened);
    expect(loaded.volume.paddingHu).toBe(-3024);
    expect(loaded.volume.hu).toBeInstanceOf(Int16Array);
    expect(loaded.volume.hu.buffer).toBeInstanceOf(SharedArrayBuffer);
    // corner outside the circle; lung on the patient's right and left at mid height
    expect(huAt(loaded, -175, -174, -200)).toBe(-3024);
    expect(huAt(loaded, -80, -20, -180)).toBeLessThan(-700);
    expect(huAt(loaded, 80, -20, -180)).toBeLessThan(-700);
  });

  it('reads the contrast chest CT from JPEG-LS, its padding not where the tag says', async () => {
    const opened = await open(zip('lidc-idri-0001'));
    const [series] = opened.inventory.series;
    expect(series).toMatchObject({ slices: 133, verdict: 'usable', reason: '2.5 mm slices: wider intervals' });
    expect(series.facts.contrastAgent).toBe('IV');
    const loaded = await load(opened);
    expect(loaded.volume.geometry.spacingMm[2]).toBe(2.5);
    expect(huAt(loaded, -166, -171, -200)).toBe(-2048);
  });

  it('names the gaps, the empty file and the screenshot of the abdominal CT', async () => {
    const { series, leftOut } = (await open(zip('tcga-bc-a10x'))).inventory;
    expect(series[0].refusal?.code).toBe('slices_missing');
    expect(series[0].refusal?.message).toContain('16 mm');
    for (const z of ['-349', '-333', '-317']) expect(series[0].refusal?.message).toContain(`z ${z} mm`);
    expect(leftOut.map(({ path, kind }) => [path.slice(-10), kind])).toEqual([
      ['000000.dcm', 'unreadable'],
      ['000001.dcm', 'not_ct'],
    ]);
  });

  it('lists six series of one image each, none of them usable', async () => {
    const { series } = (await open(zip('ny-sbu-a098752'))).inventory;
    expect(series.map(({ refusal }) => refusal?.code)).toEqual([
      'single_slice',
      'single_slice',
      'derived_series',
      'derived_series',
      'derived_series',
      'derived_series',
    ]);
  });

  it('decodes the damaged JPEG 2000 of the phantom with a warning, signed as the codestream says', async () => {
    const opened = await open(zip('fda-thorax-phantom'));
    expect(opened.inventory.series[0].geometry?.spacingMm[2]).toBeCloseTo(0.4, 4);
    const loaded = await load(opened);
    expect(loaded.codes).toEqual(['lossy_compression', 'frame_repaired']);
    const sorted = loaded.volume.hu.slice(0, 512 * 512).toSorted();
    expect(sorted[0]).toBe(-1000);
    expect(sorted[sorted.length - 1]).toBeLessThan(1500);
  });

  it('reads the right lung from NIfTI, its axes from the affine', async () => {
    const opened = await open([diskSource(join(folder, 'ibsi-ct-phantom.nii.gz'), 'ibsi.nii.gz')]);
    const loaded = await load(opened);
    const { geometry, hu } = loaded.volume;
    expect(geometry.size).toEqual([204, 201, 60]);
    expect(geometry.spacingMm).toEqual([0.977, 0.977, 3]);
    expect(geometry.originMm.map((value) => Math.round(value * 10) / 10)).toEqual([-174.4, -79.6, -100.4]);
    expect(hu).toBeInstanceOf(Int16Array);
    expect(hu.toSorted().at(-1)).toBe(3065);
  });
});

describe.skipIf(!have)('the thin chest CT, changed', { timeout: 300_000 }, () => {
  const files = have ? headed() : [];

  it.each<[string, (file: Headed, index: number) => boolean, string | null, string]>([
    ['cut off below', ({ z }) => z > -180, null, 'Thin slices'],
    ['eight slices', ({ z }) => z >= -200 && z < -190, null, 'Thin slices'],
    ['seven slices', ({ z }) => z >= -200 && z < -191.25, 'too_few_slices', '7 slices'],
    [
      'a gap of five slices',
      ({ instance }) => instance < 100 || instance > 104,
      'slices_missing',
      '5 slices are missing: a gap of 7.5 mm',
    ],
  ])('%s', async (_, keep, code, words) => {
    const { series } = (await open(files.filter(keep).map(({ file }) => file))).inventory;
    expect(series[0].refusal?.code ?? null).toBe(code);
    expect(series[0].reason).toContain(words);
  });

  it('every second slice has 2.5 mm, whatever the thickness says', async () => {
    const half = files.filter(({ z }) => Math.round((z + 315.75) / 1.25) % 2 === 0).map(({ file }) => file);
    const [series] = (await open(half)).inventory.series;
    expect(series.geometry?.spacingMm[2]).toBe(2.5);
    expect(series.facts.sliceThicknessMm).toBe(1.25);
    expect(series.reason).toBe('2.5 mm slices: wider intervals');
  });

  it('a doubled file counts once and is named', async () => {
    const copy = { ...files[20].file, path: 'copy of it.dcm' };
    const { series, leftOut } = (await open([...files.map(({ file }) => file), copy])).inventory;
    expect(series[0]).toMatchObject({ slices: 230, refusal: null });
    expect(leftOut).toHaveLength(1);
    expect(leftOut[0]).toMatchObject({ kind: 'duplicate' });
  });
});

interface Headed {
  readonly file: SourceFile;
  readonly z: number;
  readonly instance: number;
}

function headed(): Headed[] {
  const entries = Object.entries(unzipSync(readFileSync(join(folder, 'lidc-idri-0002.zip'))));
  return entries
    .filter(([path]) => !path.endsWith('/'))
    .map(([path, bytes]) => {
      const start = readFileStart(bytes);
      const data = bytes.subarray(start?.datasetOffset ?? 0);
      const encoding = start && datasetEncoding(data, { ...start, datasetOffset: 0 });
      if (encoding === null) throw new Error(`${path} is no DICOM file`);
      const { dataset } = parseDataset(data, encoding, true);
      const [z] = (decimals(dataset, 'x00200032') ?? []).slice(2);
      const [instance] = decimals(dataset, 'x00200013') ?? [];
      return { file: memorySource(path, bytes), z, instance };
    });
}
