/** The robustness set: one synthetic chest, its scan changed in one thing at a time, and what each change may move. */
import type { Scene } from '../phantom';
import { chestGeometry, chestScene, render } from '../phantom';
import type { ChestOptions, ScanOptions, TrueBlood } from '../phantom';
import { cos, sin } from '../maths';
import { storedAs, type Volume } from '../volume';
import { measureVolume, noteOf, type Host } from './chest-trial';
import type { RobustnessRecord } from './records';
import {
  blurred,
  cropped,
  mirrored,
  sharpened,
  slicesAveraged,
  turnedInHeader,
  upsampled,
  withNoise,
} from './scan-changes';

/** The scan that is changed, and the scene behind it, for changes that scan it anew. */
export interface Base {
  readonly options: ChestOptions;
  readonly volume: Volume;
  /** Made on request: it takes as long as drawing it. */
  scene(): Promise<Scene>;
}

export interface ScanChange {
  readonly id: string;
  readonly title: string;
  /** Points that any bin may move; null: see `told`. */
  readonly limitPoints: number | null;
  /** Which target it belongs to beyond the limit, points; null where there is none. */
  readonly targetPoints: number | null;
  /** Start of a code that has to come with the result. */
  readonly told?: string;
  readonly thicknessFactor?: number;
  make(base: Base, host: Host): Promise<Volume>;
}

const change = (
  id: string,
  title: string,
  limitPoints: number | null,
  targetPoints: number | null,
  make: ScanChange['make'],
): ScanChange => ({ id, title, limitPoints, targetPoints, make });

const turn = (degrees: number): readonly [number, number] => {
  const angle = (degrees * Math.PI) / 180;
  return [cos(angle), sin(angle)];
};

/** The same scene on another scan: shifted by a part of a voxel, or with another kernel. */
async function scannedAnew(
  base: Base,
  host: Host,
  scan: Partial<ScanOptions>,
  shift: readonly [number, number, number] = [0, 0, 0],
): Promise<Volume> {
  const options = { ...base.options, scan: { ...base.options.scan, ...scan } };
  const geometry = chestGeometry(options);
  const [x, y, z] = geometry.originMm;
  const [dx, dy, dz] = geometry.spacingMm;
  const originMm = [x + shift[0] * dx, y + shift[1] * dy, z + shift[2] * dz] as const;
  return render(await base.scene(), options.scan, { ...geometry, originMm }, base.options.seed, host.parallel);
}

const now = (volume: Volume): Promise<Volume> => Promise.resolve(volume);
/** Slices of another spacing over the same chest. */
const respaced = (base: Base, mm: number): Partial<ScanOptions> => ({
  slices: Math.round((base.options.scan.slices * base.options.scan.sliceSpacingMm) / mm),
  sliceSpacingMm: mm,
  sliceThicknessMm: mm,
});
const blurTo = (sigmaMm: number, { psfSigmaMm }: ScanOptions): number =>
  Math.sqrt(sigmaMm * sigmaMm - psfSigmaMm * psfSigmaMm);

export const unchanged = 'unchanged';

export const scanChanges: readonly ScanChange[] = [
  change(unchanged, 'unchanged', 0, 0, (base) => now(base.volume)),
  change('noise-added', 'noise of SD 30 HU added', 1.5, null, (base) =>
    now(withNoise(base.volume, base.options.scan, 30, base.options.seed + 1)),
  ),
  change('noise-40', 'scanned with noise 40 HU instead of 22', 1.5, 0.4, (base, host) =>
    scannedAnew(base, host, { noiseHu: 40 }),
  ),
  change('blurred', 'blurred to σ 0.8 mm', 2, 0.5, (base) => now(blurred(base.volume, blurTo(0.8, base.options.scan)))),
  change('sharpened', 'edges enhanced by 0.4 at σ 1 mm', 2, null, (base) => now(sharpened(base.volume, 0.4, 1))),
  change('soft-kernel', 'soft kernel: σ 0.75 mm, noise 14 HU', 2, null, (base, host) =>
    scannedAnew(base, host, { psfSigmaMm: 0.75, noiseHu: 14, noiseCorrelationMm: 0.9 }),
  ),
  change('sharp-kernel', 'sharp kernel: σ 0.55 mm, a 0.3, noise 35 HU', 2, null, (base, host) =>
    scannedAnew(base, host, { psfSigmaMm: 0.55, sharpening: 0.3, noiseHu: 35, noiseCorrelationMm: 0.4 }),
  ),
  {
    ...change('averaged-2', 'slices averaged 2:1', 2, null, (base) => now(slicesAveraged(base.volume, 2))),
    thicknessFactor: 2,
  },
  {
    ...change('averaged-3', 'slices averaged 3:1', 3, null, (base) => now(slicesAveraged(base.volume, 3))),
    thicknessFactor: 3,
  },
  {
    ...change('spacing-0.75', 'scanned at 0.75 mm', 2, 1.5, (base, host) =>
      scannedAnew(base, host, respaced(base, 0.75)),
    ),
    thicknessFactor: 0.75,
  },
  {
    ...change('spacing-1.5', 'scanned at 1.5 mm', 2, 1.5, (base, host) => scannedAnew(base, host, respaced(base, 1.5))),
    thicknessFactor: 1.5,
  },
  change('mirrored', 'mirrored left to right', 0.5, 0.2, (base) => now(mirrored(base.volume))),
  change('reversed', 'rows and slices stored backwards', 0.5, 0.2, (base) =>
    now(storedAs(base.volume, { axes: [0, 1, 2], reversed: [false, true, true] })),
  ),
  change('transposed', 'columns and rows exchanged in storage', 0.5, 0.2, (base) =>
    now(storedAs(base.volume, { axes: [1, 0, 2], reversed: [false, false, false] })),
  ),
  change('slices-first', 'slices stored as the first axis', 0.5, 0.2, (base) =>
    now(storedAs(base.volume, { axes: [2, 0, 1], reversed: [false, false, false] })),
  ),
  change('turned', 'turned in the header by 20° and 10°', 0.5, 0.2, (base) =>
    now(turnedInHeader(base.volume, turn(20), turn(10))),
  ),
  change('half-voxel', 'scanned half a voxel further on along each axis', 0.5, 0.3, (base, host) =>
    scannedAnew(base, host, {}, [0.5, 0.5, 0.5]),
  ),
  change('margin-cut', 'air around the body cut off', 0.5, null, (base) => now(marginCut(base.volume))),
  change('upsampled', 'columns and rows doubled by interpolation', 1, null, (base) =>
    now(upsampled(marginCut(base.volume))),
  ),
  {
    ...change('field-cut', 'field of view cut through the right lung', null, null, (base) =>
      now(fieldCut(base.volume)),
    ),
    told: 'lungs_cut_off',
  },
];

/** Scene, scan and truth of a base from its options; the scene is made once. */
export function baseOf(options: ChestOptions, volume: Volume, host: Host): Base {
  let made: Promise<Scene> | null = null;
  return { options, volume, scene: () => (made ??= chestScene(options, host.parallel)) };
}

export async function runChange(one: ScanChange, base: Base, truth: TrueBlood, host: Host): Promise<RobustnessRecord> {
  const volume = await one.make(base, host);
  const start = host.now();
  const thicknessMm = base.options.scan.sliceThicknessMm * (one.thicknessFactor ?? 1);
  const outcome = await measureVolume(volume, thicknessMm, host);
  const { bv5Percent: bv5, bv5To10Percent: bv5To10, bv10Percent: bv10 } = truth.total;
  const common = {
    kind: 'robustness',
    changeId: one.id,
    seed: base.options.seed,
    truth: { bv5, bv5To10, bv10 },
  } as const;
  const seconds = host.now() - start;
  if (!outcome.ok) {
    return {
      ...common,
      percent: null,
      tbvMl: null,
      sides: null,
      psf: null,
      issues: outcome.issues.map(({ code }) => code),
      refusal: noteOf(outcome.refusal),
      seconds,
    };
  }
  const { percent, volumes, sides, estimates, issues } = outcome.value.measurement;
  return {
    ...common,
    percent,
    tbvMl: volumes.tbvMl,
    sides: { right: sides.right.volumes, left: sides.left.volumes },
    psf: [estimates.psfSigmaMm.value, estimates.psfSigmaZMm.value],
    issues: issues.map(({ code }) => code),
    refusal: null,
    seconds,
  };
}

/** Above this a voxel is body or couch, not the air around it. */
const bodyFromHu = -300;
const marginMm = 4;

/** The box of everything brighter than air, with a small margin, over all slices. */
function marginCut(volume: Volume): Volume {
  const { size, spacingMm } = volume.geometry;
  const low = [size[0], size[1]];
  const high = [0, 0];
  for (let at = 0; at < volume.hu.length; at += 1) {
    if (volume.hu[at] < bodyFromHu) continue;
    const place = [at % size[0], Math.floor(at / size[0]) % size[1]];
    for (const axis of [0, 1]) {
      low[axis] = Math.min(low[axis], place[axis]);
      high[axis] = Math.max(high[axis], place[axis]);
    }
  }
  const margin = [0, 1].map((axis) => Math.ceil(marginMm / spacingMm[axis]));
  const from = [0, 1].map((axis) => Math.max(0, low[axis] - margin[axis]));
  const to = [0, 1].map((axis) => Math.min(size[axis], high[axis] + 1 + margin[axis]));
  return cropped(volume, [from[0], from[1], 0], [to[0], to[1], size[2]]);
}

/** The right third of the field is not reconstructed: it goes through the right lung. */
function fieldCut(volume: Volume): Volume {
  const { size } = volume.geometry;
  return cropped(volume, [Math.round(size[0] / 3), 0, 0], size);
}
