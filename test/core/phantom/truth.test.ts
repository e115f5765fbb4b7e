import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import { inlineParallel, piecesOf } from '../../../src/core/parallel';
import type { Parallel } from '../../../src/core/parallel';
import { chestGeometry, chestOptions, chestScene, makeTubes, render } from '../../../src/core/phantom';
import type { CalibrationShape, ChestOptions, TrueVolumes } from '../../../src/core/phantom';
import { ARTERY, VEIN, type Scene } from '../../../src/core/phantom/scene';
import { trueBlood, trueMasks } from '../../../src/core/phantom/truth';
import type { Geometry } from '../../../src/core/volume';

const parallel = inlineParallel(plainKernels);
/** The same work cut into small pieces. */
const smallPieces: Parallel = {
  map: (task, input, pieces) =>
    parallel.map(
      task,
      input,
      pieces.flatMap(({ from, to }) =>
        piecesOf(to - from, 11).map((part) => ({ from: from + part.from, to: from + part.to })),
      ),
    ),
};

const shapes: readonly CalibrationShape[] = [
  { shape: 'fork', at: [-8, 0, 0], along: [0, 0.6, 0.8], csaMm2: 14, lengthMm: 16, share: 0.4, halfAngleDegrees: 35 },
  { shape: 'pair', at: [8, -6, 0], along: [0, 1, 0], csaMm2: 2, otherCsaMm2: 6, lengthMm: 12, gapMm: -0.5 },
  { shape: 'arc', at: [6, 8, 2], along: [1, 0, 0], csaMm2: 3, lengthMm: 14, bendMm: 9 },
  { shape: 'airway', at: [-9, -9, 0], along: [0, 0, 1], outerRadiusMm: 2, wallMm: 0.5, lengthMm: 10 },
];
const scan = { ...chestOptions.scan, columns: 44, rows: 44, slices: 36, noiseHu: 0 };

/** Radius of the thickest vessel at a point, 0 outside all: every piece looked at. */
function thickestAt(vessels: readonly (readonly number[])[], x: number, y: number, z: number): number {
  let most = 0;
  for (const [ax, ay, az, ra, bx, by, bz, rb] of vessels) {
    const length2 = (bx - ax) ** 2 + (by - ay) ** 2 + (bz - az) ** 2;
    const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay) + (z - az) * (bz - az)) / length2;
    const t = Math.min(1, Math.max(0, along));
    const r = ra + (rb - ra) * t;
    const d2 = (x - ax - t * (bx - ax)) ** 2 + (y - ay - t * (by - ay)) ** 2 + (z - az - t * (bz - az)) ** 2;
    if (d2 < r * r) most = Math.max(most, r);
  }
  return most;
}

describe('true volumes', () => {
  it('are those of the solids: a straight tube with round ends', async () => {
    const one: CalibrationShape = {
      shape: 'straight',
      at: [0.1, 0.2, 0.3],
      along: [0.36, 0.48, 0.8],
      csaMm2: 4,
      lengthMm: 20,
    };
    const { truth } = await makeTubes(
      { seed: 1, scan, lungHu: -870, bloodHu: 40, wallHu: 25, shapes: [one] },
      parallel,
    );
    const r = Math.sqrt(4 / Math.PI);
    expect(1000 * truth.total.bv5Ml).toBeCloseTo(4 * 20 + (4 / 3) * Math.PI * r ** 3, 0);
    expect(truth.total.tbvMl).toBe(truth.total.bv5Ml);
    expect(truth.total.bv5Percent).toBeCloseTo(100, 9);
    expect(truth.stations.lengthMm.reduce((sum, length) => sum + length, 0)).toBeCloseTo(20, 6);
  });

  it('agree with points thrown at random, thickest vessel first, airways not counted', async () => {
    const options = { seed: 1, scan, lungHu: -870, bloodHu: 40, wallHu: 25, shapes };
    const { truth, scene } = await makeTubes(options, parallel);
    const vessels = Array.from(scene.tubes.kind.keys())
      .filter((i) => [ARTERY, VEIN].includes(scene.tubes.kind[i]))
      .map((i) => Array.from(scene.tubes.pieces.subarray(8 * i, 8 * i + 8)));
    const draw = random(7, 1);
    const counts = [0, 0, 0];
    const n = 60_000;
    for (let i = 0; i < n; i += 1) {
      const r = thickestAt(vessels, 36 * draw.uniform() - 18, 36 * draw.uniform() - 18, 36 * draw.uniform() - 18);
      const csa = Math.PI * r * r;
      if (csa >= 1.25) counts[csa < 5 ? 0 : csa < 10 ? 1 : 2] += 1;
    }
    const ml = counts.map((count) => (count / n) * 36 ** 3 * 1e-3);
    const wanted = [truth.total.bv5Ml, truth.total.bv5To10Ml, truth.total.bv10Ml];
    // 3.5 standard deviations of the counts
    ml.forEach((value, bin) => expect(Math.abs(value / wanted[bin] - 1)).toBeLessThan(3.5 / Math.sqrt(counts[bin])));
  });
});

/** A small chest on a coarse scan: quick, and with everything in it. */
const small: ChestOptions = {
  ...chestOptions,
  seed: 3,
  scan: {
    ...chestOptions.scan,
    columns: 78,
    rows: 64,
    slices: 25,
    pixelMm: 2,
    sliceSpacingMm: 4,
    sliceThicknessMm: 5,
    subStepMm: 1,
  },
  anatomy: { ...chestOptions.anatomy, scale: 0.4, gridMm: 4 },
  blood: { ...chestOptions.blood, tbvMl: 10 },
  disease: {
    emphysema: { fraction: 0.03, diameterMm: 6 },
    groundGlass: { fraction: 0.1, addedHu: 200 },
    consolidation: { fraction: 0.04, hu: 25 },
    effusion: { depthMm: 8, hu: 12 },
    nodules: { count: 3, diameterMm: 6 },
    mucusPlugs: { fraction: 0.3, hu: 30 },
    pruning: { fraction: 0.1, belowRadiusMm: 0.8 },
  },
};

describe('a whole chest', async () => {
  const scene = await chestScene(small, parallel);
  const whole = chestGeometry(small);
  const blood = await trueBlood(scene, whole, parallel);

  it('has the same bits however it is cut into pieces', async () => {
    const again = await chestScene(small, smallPieces);
    expect(scene.tubes.count).toBeGreaterThan(8_000);
    expect(isEqual(scene.tubes.pieces, again.tubes.pieces)).toBe(true);
    expect(await trueBlood(again, whole, smallPieces)).toEqual(blood);
    const draw = async (workers: Parallel): Promise<Int16Array | Float32Array> =>
      (await render(scene, small.scan, whole, small.seed, workers)).hu;
    expect(isEqual(await draw(parallel), await draw(smallPieces))).toBe(true);
    const masks = async (workers: Parallel): Promise<Uint8Array> => (await trueMasks(scene, whole, workers)).vesselMask;
    expect(isEqual(await masks(parallel), await masks(smallPieces))).toBe(true);
  });

  it('counts blood by bin as its histogram and its sides do, and none outside the scan', async () => {
    const sum = (pick: (v: TrueVolumes) => number): number => pick(blood.right) + pick(blood.left);
    expect(sum((v) => v.tbvMl)).toBeCloseTo(blood.total.tbvMl, 6);
    const { edgesMm2, ml } = blood.histogram;
    const above = ml.reduce((total, value, i) => total + (edgesMm2[i] >= 1.25 ? value : 0), 0);
    expect(above).toBeCloseTo(blood.total.tbvMl, 6);
    expect(blood.total.bv5Percent + blood.total.bv5To10Percent + blood.total.bv10Percent).toBeCloseTo(100, 9);

    const low = await trueBlood(scene, slicesOf(whole, 0, 14), parallel);
    const high = await trueBlood(scene, slicesOf(whole, 14, 11), parallel);
    expect(low.total.tbvMl + high.total.tbvMl).toBeCloseTo(blood.total.tbvMl, 6);
    expect(low.rightLungMl + high.rightLungMl).toBeCloseTo(blood.rightLungMl, 6);
  });

  it('agrees with points thrown at random into both lungs, and so does what is left without the hilum', () => {
    const found = byRandomPoints(scene, whole, 400_000);
    const spread = (hits: number): number => 3.5 / Math.sqrt(hits);
    [blood.right, blood.left].forEach((side, n) => {
      [side.belowMl, side.bv5Ml, side.bv5To10Ml, side.bv10Ml].forEach((ml, bin) => {
        const hits = found.vessel[n][bin];
        expect(hits).toBeGreaterThan(100);
        expect(Math.abs((hits * found.pointMl) / ml - 1)).toBeLessThan(spread(hits));
      });
    });
    expect(Math.abs((found.lung[0] * found.pointMl) / blood.rightLungMl - 1)).toBeLessThan(spread(found.lung[0]));
    expect(Math.abs((found.lung[1] * found.pointMl) / blood.leftLungMl - 1)).toBeLessThan(spread(found.lung[1]));
    const { tbvMl } = blood.withoutHilum;
    expect(Math.abs((found.clear * found.pointMl) / tbvMl - 1)).toBeLessThan(spread(found.clear));
    expect(tbvMl).toBeLessThan(0.95 * blood.total.tbvMl);
    expect(blood.withoutHilum.bv10Ml / blood.total.bv10Ml).toBeLessThan(blood.withoutHilum.bv5Ml / blood.total.bv5Ml);
  });

  it('labels the voxels whose centre lies in a lung as many as the lung holds', async () => {
    const { lungMask, vesselMask } = await trueMasks(scene, whole, parallel);
    const voxelMl = 2 * 2 * 4 * 1e-3;
    expect(count(lungMask, 1) * voxelMl).toBeCloseTo(blood.rightLungMl, -1.4);
    expect(count(lungMask, 2) * voxelMl).toBeCloseTo(blood.leftLungMl, -1.4);
    // 100 to 500 voxels a bin: within 4 standard deviations
    [blood.total.bv5Ml, blood.total.bv5To10Ml, blood.total.bv10Ml].forEach((ml, bin) => {
      const voxels = count(vesselMask, bin + 2);
      expect(Math.abs(voxels - ml / voxelMl)).toBeLessThan(4 * Math.sqrt(voxels));
    });
    expect(vesselMask.every((label, i) => label === 0 || lungMask[i] > 0)).toBe(true);
  });
});

/** Counts of random points by a way of its own: fields read at eight nodes, pieces looked up in cells of 4 mm. */
function byRandomPoints(scene: Scene, { size, spacingMm, originMm }: Geometry, n: number) {
  const { pieces, kind } = scene.tubes;
  const cells = new Map<string, number[]>();
  for (let i = 0; i < kind.length; i += 1) {
    if (kind[i] !== ARTERY && kind[i] !== VEIN) continue;
    const [ax, ay, az, ra, bx, by, bz, rb] = pieces.subarray(8 * i, 8 * i + 8);
    const r = Math.max(ra, rb);
    const range = (a: number, b: number): [number, number] => [
      Math.floor((Math.min(a, b) - r) / 4),
      Math.floor((Math.max(a, b) + r) / 4),
    ];
    const [x, y, z] = [range(ax, bx), range(ay, by), range(az, bz)];
    for (let c = z[0]; c <= z[1]; c += 1) {
      for (let b = y[0]; b <= y[1]; b += 1) {
        for (let a = x[0]; a <= x[1]; a += 1) {
          const key = `${a},${b},${c}`;
          cells.set(key, [...(cells.get(key) ?? []), i]);
        }
      }
    }
  }
  const { grid } = scene;
  const at = (field: Float32Array, p: readonly number[]): number => {
    const u = p.map((x, axis) => (x - grid.originMm[axis]) / grid.stepMm);
    const base = u.map((value, axis) => Math.min(grid.size[axis] - 2, Math.max(0, Math.floor(value))));
    let sum = 0;
    for (let corner = 0; corner < 8; corner += 1) {
      const bit = [corner & 1, (corner >> 1) & 1, corner >> 2];
      const weight = bit.reduce((w, on, axis) => w * (on ? u[axis] - base[axis] : 1 - u[axis] + base[axis]), 1);
      const [i, j, k] = bit.map((on, axis) => base[axis] + on);
      sum += weight * field[(k * grid.size[1] + j) * grid.size[0] + i];
    }
    return sum;
  };
  const draw = random(99, 3);
  const counts = {
    vessel: [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ],
    lung: [0, 0],
    clear: 0,
  };
  for (let t = 0; t < n; t += 1) {
    const p = [0, 1, 2].map((axis) => originMm[axis] + (size[axis] * draw.uniform() - 0.5) * spacingMm[axis]);
    const side = at(scene.rightLungMm, p) < 0 ? 0 : at(scene.leftLungMm, p) < 0 ? 1 : -1;
    if (side < 0) continue;
    counts.lung[side] += 1;
    const near = cells.get(p.map((x) => Math.floor(x / 4)).join(',')) ?? [];
    const r = thickestAt(
      near.map((i) => Array.from(pieces.subarray(8 * i, 8 * i + 8))),
      p[0],
      p[1],
      p[2],
    );
    if (r === 0) continue;
    const csa = Math.PI * r * r;
    const bin = [1.25, 5, 10].filter((edge) => csa >= edge).length;
    counts.vessel[side][bin] += 1;
    if (bin > 0 && scene.hilarFaceMm !== null && at(scene.hilarFaceMm, p) >= 10) counts.clear += 1;
  }
  const boxMl = size.reduce((volume, count, axis) => volume * count * spacingMm[axis], 1e-3);
  return { ...counts, pointMl: boxMl / n };
}

const slicesOf = (whole: Geometry, from: number, slices: number): Geometry => ({
  ...whole,
  size: [whole.size[0], whole.size[1], slices],
  originMm: [whole.originMm[0], whole.originMm[1], whole.originMm[2] + whole.spacingMm[2] * from],
});

const count = (mask: Uint8Array, label: number): number => mask.reduce((n, value) => n + (value === label ? 1 : 0), 0);

const bytes = (array: ArrayBufferView): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

const isEqual = (a: ArrayBufferView, b: ArrayBufferView): boolean => Buffer.compare(bytes(a), bytes(b)) === 0;
