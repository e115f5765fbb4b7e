/** Made-up series: what is stacked, split, dropped or refused, and in which words. */
import { assert, asyncProperty, double, record, shuffledSubarray, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Inventory } from '../../src/core/dicom';
import { shearDegrees, type Vec3, voxelToWorld } from '../../src/core/volume';
import { type Opened, openFiles } from '../../src/readers';
import { type SliceSpec, sliceFile } from './dicom-bytes';
import { memorySource, nodeHost } from './disk-source';

async function open(slices: readonly SliceSpec[]): Promise<Opened> {
  const files = slices.map((slice, i) =>
    memorySource(`IM${`${i + 1}`.padStart(3, '0')}`, sliceFile({ instance: i + 1, ...slice })),
  );
  const opened = await openFiles(files, nodeHost);
  if (!opened.ok) throw new Error(opened.refusal.message);
  return opened.value;
}

const stack = (n: number, stepMm = 1, spec: SliceSpec = {}): SliceSpec[] =>
  Array.from({ length: n }, (_, k) => ({ ...spec, position: [0, 0, k * stepMm], stored: k }));

const inventory = async (slices: readonly SliceSpec[]): Promise<Inventory> => (await open(slices)).inventory;

describe('stacks', () => {
  it('recovers any affine from positions and directions, in any order of files', async () => {
    const cosine = double({ min: -1, max: 1, noNaN: true });
    const length = double({ min: 0.3, max: 5, noNaN: true });
    const affine = record({
      quaternion: tuple(cosine, cosine, cosine, cosine).filter((q) => q.reduce((sum, v) => sum + v * v, 0) > 0.01),
      origin: tuple(...[0, 1, 2].map(() => double({ min: -500, max: 500, noNaN: true }))),
      spacing: tuple(length, length, length),
      shear: tuple(double({ min: -0.5, max: 0.5, noNaN: true }), double({ min: -0.5, max: 0.5, noNaN: true })),
      order: shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 10 }),
    });
    await assert(
      asyncProperty(affine, async ({ quaternion, origin, spacing, shear, order }) => {
        const [row, column, normal] = rotation(quaternion);
        const step = [0, 1, 2].map((a) => spacing[2] * (normal[a] + shear[0] * row[a] + shear[1] * column[a]));
        const slices = order.map((k) => ({
          position: origin.map((value, a) => value + k * step[a]),
          orientation: [...row, ...column],
          spacing: [spacing[1], spacing[0]],
          stored: k,
        }));
        const opened = await open(slices);
        const [series] = opened.inventory.series;
        expect(series.refusal).toBeNull();
        const loaded = await opened.load(series.id);
        if (!loaded.ok) throw new Error(loaded.refusal.message);
        const { geometry, hu } = loaded.value.volume;
        for (const [i, j, k] of [
          [0, 0, 0],
          [3, 0, 0],
          [0, 3, 0],
          [0, 0, 9],
          [2, 1, 5],
        ]) {
          const world = voxelToWorld(geometry, i, j, k);
          world.forEach((value, a) => {
            const expected = origin[a] + i * spacing[0] * row[a] + j * spacing[1] * column[a] + k * step[a];
            expect(value).toBeCloseTo(expected, 3);
          });
          expect(hu[k * 16]).toBe(k - 1024);
        }
        const tilt = Math.atan(Math.hypot(...shear)) * (180 / Math.PI);
        expect(shearDegrees(geometry)).toBeCloseTo(tilt, 1);
        expect(series.issues.some(({ code }) => code === 'gantry_tilt')).toBe(shearDegrees(geometry) > 0.5);
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  it('takes positions that the scanner rounded to a tenth of a millimetre', async () => {
    const slices = stack(40).map((slice, k) => ({ ...slice, position: [0, 0, Number((k * 0.625).toFixed(1))] }));
    const [series] = (await inventory(slices)).series;
    expect(series.refusal).toBeNull();
    expect(series.geometry?.spacingMm[2]).toBeCloseTo(0.625, 3);
  });

  it.each([
    ['one slice', stack(1), 'single_slice', 'IM001'],
    ['seven slices', stack(7), 'too_few_slices', '7 slices'],
    [
      'a gap',
      stack(20).filter((_, k) => k !== 8 && k !== 9),
      'slices_missing',
      '2 slices are missing: a gap of 3 mm between IM008 (z 7 mm) and IM009 (z 10 mm)',
    ],
    [
      'two spacings',
      [...stack(10), ...stack(10, 2).map((s) => ({ ...s, position: [0, 0, 11 + (s.position?.[2] ?? 0)] }))],
      'spacing_changes',
      '1 mm to 2 mm',
    ],
    [
      'uneven spacing',
      stack(20).map((s, k) => ({ ...s, position: [0, 0, k + 0.3 * ((k * 7) % 3)] })),
      'spacing_irregular',
      'irregular',
    ],
    [
      'slices that wander sideways',
      stack(20).map((s, k) => ({ ...s, position: [(k % 3) * 0.4, 0, k] })),
      'geometry_not_trusted',
      'shifted sideways',
    ],
    [
      'two pictures at each place',
      [...stack(10), ...stack(10).map((s) => ({ ...s, stored: 500 }))],
      'overlapping_acquisitions',
      '10 duplicate positions hold different slices',
    ],
    ['far too large a step', stack(10, 12), 'spacing_out_of_range', '12 mm'],
    ['no PixelSpacing', stack(10, 1, { without: ['00280030'] }), 'geometry_missing', 'PixelSpacing is missing'],
    [
      'a comma in the position',
      stack(10, 1, { more: { '00200032': ['DS', '0,5\\0\\0'] } }),
      'geometry_missing',
      'ImagePositionPatient has no valid value',
    ],
  ])('refuses %s', async (_, slices, code, words) => {
    const [series] = (await inventory(slices)).series;
    expect(series.refusal?.code).toBe(code);
    expect(series.refusal?.message).toContain(words);
    expect(series.verdict).toBe('not_for_bv5');
  });
});

describe('what belongs together', () => {
  it('drops copies, even under another instance UID, and names them', async () => {
    const slices = [...stack(10), { ...stack(10)[4] }];
    const { series, leftOut } = await inventory(slices);
    expect(series[0].slices).toBe(10);
    expect(series[0].issues.map(({ code }) => code)).toEqual(['duplicates_dropped']);
    expect(leftOut).toEqual([{ path: 'IM011', kind: 'duplicate', reason: 'it is a copy of IM005' }]);
  });

  it('keeps slices of one instance UID that lie elsewhere', async () => {
    const { series } = await inventory(stack(10).map((slice) => ({ ...slice, instance: 1 })));
    expect(series[0].slices).toBe(10);
  });

  it.each([
    ['acquisition number', (part: number) => ({ '00200012': ['IS', `${part}`] as const })],
    ['contrast agent', (part: number) => ({ '00180010': ['LO', part === 0 ? 'NONE' : 'OMNIPAQUE'] as const })],
    ['temporal position', (part: number) => ({ '00200100': ['IS', `${part}`] as const })],
  ])('never interleaves two acquisitions that differ in %s', async (word, more) => {
    const slices = [0, 1].flatMap((part) =>
      stack(10, 2).map((slice) => ({
        ...slice,
        position: [0, 0, (slice.position?.[2] ?? 0) + part],
        more: more(part),
      })),
    );
    const { series } = await inventory(slices);
    expect(series.map(({ slices: n, refusal }) => [n, refusal])).toEqual([
      [10, null],
      [10, null],
    ]);
    expect(series[0].geometry?.spacingMm[2]).toBe(2);
    expect(series[0].issues[0].message).toContain(word);
  });

  it('stacks acquisitions that follow one another', async () => {
    const slices = stack(12).map((slice, k) => ({
      ...slice,
      more: { '00200012': ['IS', `${Math.floor(k / 4)}`] as const },
    }));
    const { series } = await inventory(slices);
    expect(series.map(({ slices: n, refusal }) => [n, refusal])).toEqual([[12, null]]);
  });

  it.each([
    ['kernel', { '00181210': ['SH', 'B70f'] as const }],
    ['patient', { '00100020': ['LO', 'T2'] as const }],
    ['PixelSpacing', { '00280030': ['DS', '0.8\\0.8'] as const }],
    ['orientation', { '00200037': ['DS', '1\\0\\0\\0\\0.9848\\0.1736'] as const }],
  ])('splits by %s', async (word, more) => {
    const { series } = await inventory([...stack(10), ...stack(10, 1, { more })]);
    expect(series.map(({ slices }) => slices)).toEqual([10, 10]);
    for (const { issues } of series) expect(issues.map(({ message }) => message).join(' ')).toContain(word);
  });

  it.each([
    ['localizer', 'ORIGINAL\\PRIMARY\\LOCALIZER', 'Scout image, not a volume.', 'localizer'],
    ['reformats', 'DERIVED\\SECONDARY\\MPR', 'Reformatted from another series.', 'derived'],
  ])('sets %s aside by name', async (_, imageType, reason, word) => {
    const odd = { position: [0, 0, 3.3], stored: 9, more: { '00080008': ['CS', imageType] as const } };
    const { series } = await inventory([...stack(10), odd]);
    expect(series[0]).toMatchObject({ slices: 10, refusal: null });
    expect(series[0].issues[0].message).toContain(word);
    expect(series[0].issues[0].message).toContain('IM011');
    expect(series[1].reason).toBe(reason);
  });

  it('takes axial slices marked DERIVED by lossy coding, with a warning', async () => {
    const { series } = await inventory(stack(10, 1, { more: { '00080008': ['CS', 'DERIVED\\PRIMARY\\AXIAL'] } }));
    expect(series[0].refusal).toBeNull();
    expect(series[0].issues.map(({ code }) => code)).toEqual(['derived_images']);
  });

  it('names a damaged file where its slice is missing', async () => {
    const files = stack(12).map((slice, k) =>
      memorySource(`a/${k}`, k === 6 ? new Uint8Array() : sliceFile({ ...slice, instance: k })),
    );
    const opened = await openFiles(files, nodeHost);
    if (!opened.ok) throw new Error(opened.refusal.message);
    expect(opened.value.inventory.series[0].refusal?.message).toContain('a/6 (it is empty (0 bytes))');
  });
});

const seriesOf = (uid: string, step: number, kernel: string): SliceSpec[] =>
  stack(10, step, { more: { '0020000e': ['UI', uid], '00181210': ['SH', kernel] } });

describe('fitness', () => {
  it.each([
    [1, 'B31f', 'best', 'Thin slices, medium kernel'],
    [1, 'B70f', 'usable', 'Sharp kernel: wider intervals'],
    [1, 'LUNG', 'usable', 'Sharp kernel: wider intervals'],
    [2, 'STANDARD', 'usable', '2 mm slices: wider intervals'],
    [5, 'B31f', 'not_for_bv5', '5 mm slices: no BV5. Lung volume and TBV only'],
  ])('%s mm with kernel %s is %s', async (step, kernel, verdict, reason) => {
    const { series } = await inventory(stack(10, step, { more: { '00181210': ['SH', kernel] } }));
    expect(series[0]).toMatchObject({ verdict, reason, refusal: null, rank: 1 });
  });

  it('ranks thin before thick, medium before sharp, volumes before pictures', async () => {
    const { series } = await inventory([
      ...seriesOf('1.5', 5, 'B31f'),
      ...seriesOf('1.2', 1, 'B70f'),
      ...seriesOf('1.1', 1, 'B31f'),
      ...seriesOf('1.4', 2, 'B31f'),
    ]);
    expect(series.map(({ uid }) => uid)).toEqual(['1.1', '1.4', '1.2', '1.5']);
    expect(series.map(({ id, rank }) => [id, rank])).toEqual([
      ['series-1', 1],
      ['series-2', 2],
      ['series-3', 3],
      ['series-4', 4],
    ]);
  });

  it('asks for memory before it takes it', async () => {
    const opened = await open(stack(10));
    const outcome = await opened.load('series-1', { memoryLimitBytes: 1e6 });
    expect(outcome.ok ? null : outcome.refusal).toMatchObject({ code: 'memory_too_small', exit: 5 });
  });
});

/** Columns of the rotation matrix of a quaternion: row, column and normal direction. */
function rotation(q: readonly number[]): [Vec3, Vec3, Vec3] {
  const norm = Math.hypot(...q);
  const [a, b, c, d] = q.map((value) => value / norm);
  return [
    [a * a + b * b - c * c - d * d, 2 * (b * c + a * d), 2 * (b * d - a * c)],
    [2 * (b * c - a * d), a * a - b * b + c * c - d * d, 2 * (c * d + a * b)],
    [2 * (b * d + a * c), 2 * (c * d - a * b), a * a - b * b - c * c + d * d],
  ];
}
