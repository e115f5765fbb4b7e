/** Blood of known tubes goes to its vessel and bin: against the tubes' own volume and against a plain sum over the image. */
import { expect, test } from 'vitest';
import { measureBloodVolume, type BloodVolume } from '../../../src/core/blood-volume';
import type { Psf, Vessel } from '../../../src/core/calibre';
import { plainKernels } from '../../../src/core/kernels';
import { NEAR_HILUM, UNCERTAIN, type LungField } from '../../../src/core/lungs/types';
import { inlineParallel, type Parallel } from '../../../src/core/parallel';
import { defaultParameters } from '../../../src/core/parameters';
import { LUMP, VESSEL_CORE } from '../../../src/core/vessels';
import { addTube, bloodHu, emptyScene, gridOf, lungHu, unit, type Vec } from '../calibre/tube-scenes';
import { wholeLung } from '../calibre/whole-lung';

const here = inlineParallel(plainKernels);
const psf: Psf = { sigmaMm: 0.6, sigmaZMm: 0.5, sharpening: 0, sharpeningWidth: 1.8 };
const edgeMm = 27;
const grid = gridOf(edgeMm, [0.8, 0.8, 1]);
const voxelMm3 = 0.8 * 0.8;
const stepMm = 0.75;

interface Straight {
  readonly centre: Vec;
  readonly direction: Vec;
  readonly csaMm2: number;
  readonly bloodHu?: number;
  readonly rejected?: Vessel['rejected'];
}

/** Apart from each other, each through the whole scene, so that nothing ends inside it. */
const tubes: readonly Straight[] = [
  { centre: [4.5, 4.5, 13.5], direction: [0, 0.06, 1], csaMm2: 0.9 },
  { centre: [13.5, 4.5, 13.5], direction: [0.1, 0, 1], csaMm2: 3 },
  { centre: [13.5, 13.5, 13.5], direction: [0, 0.1, 1], csaMm2: 7 },
  { centre: [5, 21, 13.5], direction: [0.05, 0, 1], csaMm2: 14 },
];

function sceneOf(list: readonly Straight[]): { hu: Float32Array; vessels: Vessel[] } {
  const hu = emptyScene(grid);
  for (const tube of list) {
    const contrast = ((tube.bloodHu ?? bloodHu) - lungHu) / (bloodHu - lungHu);
    addTube(hu, grid, tube, psf, contrast);
  }
  return { hu, vessels: list.map(vesselOf) };
}

function vesselOf(tube: Straight, id: number): Vessel {
  const [tx, ty, tz] = unit(tube.direction);
  const half = edgeMm / 2 / tz + 4;
  const n = Math.ceil((2 * half) / stepMm);
  const places = Array.from({ length: n }, (_, k) => (k - (n - 1) / 2) * stepMm);
  return {
    id,
    points: Float64Array.from(
      places.flatMap((w) => [tube.centre[0] + w * tx, tube.centre[1] + w * ty, tube.centre[2] + w * tz]),
    ),
    tangents: Float64Array.from(places.flatMap(() => [tx, ty, tz])),
    csaMm2: new Float64Array(n).fill(tube.csaMm2),
    csaLogSd: new Float64Array(n).fill(0.05),
    bloodHu: tube.bloodHu ?? bloodHu,
    bloodSdHu: 0,
    backgroundHu: new Float64Array(n).fill(lungHu),
    lengthsMm: new Float64Array(n).fill(stepMm),
    ends: [-1, -1],
    fitR2: 0.95,
    rejected: tube.rejected ?? null,
  };
}

function measure(list: readonly Straight[], parallel: Parallel = here): Promise<BloodVolume> {
  const { hu, vessels } = sceneOf(list);
  return measureField(hu, wholeLung(grid), vessels, parallel);
}

function measureField(
  hu: Float32Array,
  lungs: LungField,
  vessels: readonly Vessel[],
  parallel: Parallel = here,
  core = new Uint8Array(hu.length),
  noiseHu = 10,
): Promise<BloodVolume> {
  return measureBloodVolume(
    { hu, lungs, vessels, core, noiseHu, psf, superior: [0, 0, 1] },
    defaultParameters,
    parallel,
  );
}

/** mL of each tube within the scene: the slices hold it from half a slice below the first to half above the last. */
const tubeMl = ({ csaMm2, direction }: Straight): number =>
  (csaMm2 * grid.size[2] * grid.spacingMm[2]) / unit(direction)[2] / 1000;

test('each bin holds the volume of its tubes', async () => {
  const { whole } = await measure(tubes);
  const { belowMl, bv5Ml, bv5To10Ml, bv10Ml } = whole.volumes;
  for (const [k, ml] of [belowMl, bv5Ml, bv5To10Ml, bv10Ml].entries()) {
    expect((ml ?? NaN) / tubeMl(tubes[k]), `tube of ${tubes[k].csaMm2} mm²`).toBeCloseTo(1, 1.7);
  }
});

test('the bins add up to the blood of the image, by a loop that knows no vessels', async () => {
  const { hu } = sceneOf(tubes);
  const imageMl = (hu.reduce((sum, value) => sum + (value - lungHu) / (bloodHu - lungHu), 0) * voxelMm3) / 1000;
  const { volumes } = (await measure(tubes)).whole;
  expect(((volumes.tbvMl ?? NaN) + (volumes.belowMl ?? NaN)) / imageMl).toBeCloseTo(1, 2.3);
});

test('parts add up to the whole', async () => {
  const { whole, sides, zones, histogram } = await measure(tubes);
  const tbv = whole.volumes.tbvMl ?? NaN;
  const sum = (...parts: readonly BloodVolume['whole'][]): number =>
    parts.reduce((total, part) => total + (part.volumes.tbvMl ?? NaN), 0);
  expect(sum(sides.left, sides.right)).toBeCloseTo(tbv, 9);
  expect(sum(zones.upper, zones.middle, zones.lower)).toBeCloseTo(tbv, 9);
  expect(sum(zones.core, zones.peel)).toBeCloseTo(tbv, 9);
  const bars = histogram.ml.reduce((total, ml) => total + ml, 0);
  expect(bars).toBeCloseTo(tbv + (whole.volumes.belowMl ?? NaN), 9);
});

test('every vessel is measured with its own blood', async () => {
  const pair: readonly Straight[] = [
    { ...tubes[1], bloodHu: 350 },
    { ...tubes[2], bloodHu: 230 },
  ];
  const { volumes } = (await measure(pair)).whole;
  expect((volumes.bv5Ml ?? NaN) / tubeMl(pair[0])).toBeCloseTo(1, 1.7);
  expect((volumes.bv5To10Ml ?? NaN) / tubeMl(pair[1])).toBeCloseTo(1, 1.7);
});

test('lung as dense as blood adds nothing to a vessel that runs through it', async () => {
  const tube = tubes[1];
  const { hu, vessels } = sceneOf([tube]);
  const field = wholeLung(grid);
  const half = grid.size[0] * grid.size[1] * Math.floor(grid.size[2] / 2);
  for (let at = 0; at < half; at += 1) {
    hu[at] = Math.max(hu[at], 25);
    field.labels[at] += UNCERTAIN;
  }
  const { volumes } = (await measureField(hu, field, vessels)).whole;
  expect((volumes.bv5Ml ?? NaN) / tubeMl(tube)).toBeGreaterThan(0.95);
  expect((volumes.bv5Ml ?? NaN) / tubeMl(tube)).toBeLessThan(1.15);
});

test.each([10, 60])('a wall beside a thin vessel adds nothing to it, at a noise of %s HU', async (noiseHu) => {
  const tube = { ...tubes[1], csaMm2: 1.5 };
  const { hu, vessels } = sceneOf([tube]);
  const [nx, ny] = grid.size;
  // 0.5 mm of soft tissue along the vessel, 1 mm beside its surface, blurred
  const wallMm = 0.5;
  for (let at = 0; at < hu.length; at += 1) {
    const across = (Math.floor(at / nx) % ny) * 0.8 - tube.centre[1] - Math.sqrt(tube.csaMm2 / Math.PI) - 1.25;
    const share = (wallMm / (psf.sigmaMm * Math.sqrt(2 * Math.PI))) * Math.exp(-0.5 * (across / psf.sigmaMm) ** 2);
    hu[at] += share * (bloodHu - lungHu);
  }
  const { whole } = await measureField(hu, wholeLung(grid), vessels, here, undefined, noiseHu);
  const ratio = (whole.volumes.bv5Ml ?? NaN) / tubeMl(tube);
  expect(ratio).toBeGreaterThan(0.99);
  expect(ratio).toBeLessThan(1.02);
});

// told by its shape already, or left in the core
test.each([LUMP, VESSEL_CORE])('a lump beside a thin vessel is no blood of its (core %s)', async (value) => {
  const tube = tubes[1];
  const { hu, vessels } = sceneOf([tube]);
  const core = new Uint8Array(hu.length);
  const [nx, ny] = grid.size;
  // a ball of soft tissue 8 mm wide, whose surface touches the vessel's
  for (let at = 0; at < hu.length; at += 1) {
    const [x, y, z] = [(at % nx) * 0.8, (Math.floor(at / nx) % ny) * 0.8, Math.floor(at / (nx * ny))];
    if ((x - 13.5) ** 2 + (y - 9.5) ** 2 + (z - 13.5) ** 2 > 16) continue;
    hu[at] = 35;
    core[at] = value;
  }
  const blood = await measureField(hu, wholeLung(grid), vessels, here, core);
  expect(blood.whole.volumes.bv10Ml).toBe(0);
  expect((blood.whole.volumes.bv5Ml ?? NaN) / tubeMl(tube)).toBeLessThan(1.15);
  expect(blood.rejected).toMatchObject([{ reason: 'blob' }]);
  expect(blood.mask).not.toContain(4);
});

test('near the hilum a shell of soft tissue is taken off the stems, and nothing off thinner vessels', async () => {
  const { hu, vessels } = sceneOf(tubes);
  const field = wholeLung(grid);
  const bare = (await measureField(hu, field, vessels)).whole.volumes;
  const half = field.labels.length / 2;
  for (let at = 0; at < half; at += 1) field.labels[at] += NEAR_HILUM;
  const { whole, tbvWithoutHilumMl } = await measureField(hu, field, vessels);
  expect(whole.volumes.bv5Ml).toBe(bare.bv5Ml);
  expect(whole.volumes.bv5To10Ml).toBe(bare.bv5To10Ml);
  // half of the stem lies near the hilum: its outline less 0.2 mm all around
  const inner = (1 - 0.2 / Math.sqrt(tubes[3].csaMm2 / Math.PI)) ** 2;
  expect((whole.volumes.bv10Ml ?? NaN) / (bare.bv10Ml ?? NaN)).toBeCloseTo((1 + inner) / 2, 2);
  expect(tbvWithoutHilumMl / (bare.tbvMl ?? NaN)).toBeCloseTo(0.5, 1);
});

test('a rejected branch keeps its blood to itself', async () => {
  const { whole, rejected } = await measure([{ ...tubes[1], rejected: 'sheet' }, tubes[2]]);
  expect(whole.volumes.bv5Ml).toBe(0);
  expect(rejected).toHaveLength(1);
  expect(rejected[0]).toMatchObject({ reason: 'sheet', count: 1 });
  // without the tail beyond the window, which only counting branches are given
  const share = rejected[0].ml / tubeMl(tubes[1]);
  expect(share).toBeGreaterThan(0.95);
  expect(share).toBeLessThan(1.02);
});

test('the same bits in whatever order the pieces are done, each with its own copy of the input as in workers', async () => {
  const backwards: Parallel = {
    map: async (task, input, pieces) => {
      const outputs = [];
      for (const piece of pieces.toReversed()) outputs.push(...(await here.map(task, structuredClone(input), [piece])));
      return outputs.toReversed();
    },
  };
  const [forth, back] = [await measure(tubes), await measure(tubes, backwards)];
  expect(back.ledger.ml).toEqual(forth.ledger.ml);
  expect(back.mask).toEqual(forth.mask);
});
