import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { inlineParallel } from '../../../src/core/parallel';
import { chestOptions, chestScene, makeTubes, render } from '../../../src/core/phantom';
import { newField, valueAt } from '../../../src/core/phantom/coarse';
import { hilarFaceDistance } from '../../../src/core/phantom/hilar-face';
import { heartbeat } from '../../../src/core/phantom/motion';
import { ARTERY, HILAR_TISSUE } from '../../../src/core/phantom/scene';
import type { CoarseGrid } from '../../../src/core/phantom/scene';
import { addPiece, emptyList, tubesOf } from '../../../src/core/phantom/tubes';

const parallel = inlineParallel(plainKernels);

describe('the mediastinal face about the hilum', () => {
  // a right lung left of the plane x = 0, no left lung; one vessel enters at (0, 0, 0)
  const grid: CoarseGrid = { size: [31, 41, 41], stepMm: 3, originMm: [-60, -60, -60] };
  const field = (of: (x: number, y: number, z: number) => number): Float32Array => {
    const out = newField(grid);
    for (let at = 0; at < out.length; at += 1) {
      out[at] = of(-60 + 3 * (at % 31), -60 + 3 * (Math.floor(at / 31) % 41), -60 + 3 * Math.floor(at / (31 * 41)));
    }
    return out;
  };
  const list = emptyList();
  addPiece(list, ARTERY, 0, [2, 0, 0], 3, [-2, 0, 0], 3);
  const lung = field((x) => x + 0.4);
  const distance = hilarFaceDistance(
    grid,
    lung,
    field(() => 50),
    tubesOf(list),
  );

  it('is a plane where the lung is one: depth is the distance', () => {
    for (const depth of [1, 5, 10]) {
      expect(valueAt(grid, distance, -0.4 - depth, 7, -11)).toBeCloseTo(depth, 0);
    }
  });

  it('ends 40 mm from where the vessel enters', () => {
    expect(valueAt(grid, distance, -4, 0, 36)).toBeLessThan(6);
    expect(valueAt(grid, distance, -4, 0, 50)).toBeGreaterThan(9);
    expect(valueAt(grid, distance, -4, 0, 59)).toBeGreaterThan(13);
  });

  it('is no part of a surface that looks up or away', () => {
    const above = hilarFaceDistance(
      grid,
      field((_x, _y, z) => z),
      field(() => 50),
      tubesOf(list),
    );
    expect(Math.min(...above)).toBe(14);
    const away = hilarFaceDistance(
      grid,
      field((x) => -x),
      field(() => 50),
      tubesOf(list),
    );
    expect(Math.min(...away)).toBe(14);
  });
});

it('soft tissue lies at the roots of the lungs and is no vessel', async () => {
  const anatomy = { ...chestOptions.anatomy, scale: 0.4, gridMm: 4, sheathMm: 0.8, nodes: 8 };
  const scene = await chestScene({ ...chestOptions, seed: 5, anatomy }, parallel);
  const { kind, pieces, branch } = scene.tubes;
  const tissue = Array.from(kind.keys()).filter((i) => kind[i] === HILAR_TISSUE);
  expect(tissue.length).toBeGreaterThan(60);
  const { hilarFaceMm } = scene;
  if (hilarFaceMm === null) throw new Error('a chest has a hilum');
  let inside = 0;
  for (const i of tissue) {
    const [x, y, z] = pieces.subarray(8 * i, 8 * i + 3);
    const lung = Math.min(
      valueAt(scene.grid, scene.rightLungMm, x, y, z),
      valueAt(scene.grid, scene.leftLungMm, x, y, z),
    );
    expect(lung).toBeGreaterThan(-16);
    if (lung < 0) inside += 1;
    expect(branch[i]).toBe(-1);
  }
  expect(inside).toBeGreaterThan(20);
});

it('a beating heart smears the vessels beside it about the place where they are, and leaves the rest', async () => {
  const scan = { ...chestOptions.scan, columns: 60, rows: 30, slices: 30, pixelMm: 0.8, noiseHu: 0 };
  const upright = (x: number) =>
    ({ shape: 'straight', at: [x, 0.1, 0.2], along: [0, 0, 1], csaMm2: 4, lengthMm: 60 }) as const;
  const options = { seed: 1, scan, lungHu: -870, bloodHu: 40, wallHu: 25, shapes: [upright(-14), upright(12)] };
  const { scene, volume } = await makeTubes(options, parallel);
  // a chest so small that x = 12 mm lies left of its heart, which is near everything
  const motion = heartbeat(scene.tubes, 1.5, 0.2, scene.grid, newField(scene.grid));
  const moved = await render({ ...scene, motion }, scan, volume.geometry, 1, parallel);
  const profile = (hu: ArrayLike<number>, x: number): { mean: number; variance: number; sum: number } => {
    const k = 13;
    let [sum, mean, square] = [0, 0, 0];
    for (let j = 0; j < 30; j += 1) {
      for (let i = 0; i < 60; i += 1) {
        const at = volume.geometry.originMm[0] + 0.8 * i - x;
        if (Math.abs(at) > 7) continue;
        const share = (hu[(k * 30 + j) * 60 + i] + 870) / 910;
        sum += share;
        mean += share * at;
        square += share * at * at;
      }
    }
    return { sum, mean: mean / sum, variance: square / sum - (mean / sum) * (mean / sum) };
  };
  const [still, beating] = [profile(volume.hu, 12), profile(moved.hu, 12)];
  expect(beating.sum / still.sum).toBeCloseTo(1, 1);
  expect(beating.mean).toBeCloseTo(still.mean, 1);
  // two thirds and more of the time at either end, 1.23 mm to the side
  expect(beating.variance - still.variance).toBeGreaterThan(0.6);
  const [right, rightStill] = [profile(moved.hu, -14), profile(volume.hu, -14)];
  expect(right).toEqual(rightStill);
});
