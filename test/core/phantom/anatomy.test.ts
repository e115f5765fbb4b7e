import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { inlineParallel } from '../../../src/core/parallel';
import { chestOptions, chestScene } from '../../../src/core/phantom';
import { newField, valueAt } from '../../../src/core/phantom/coarse';
import { insideRuns } from '../../../src/core/phantom/lung-runs';
import { keepLargest } from '../../../src/core/phantom/pockets';
import { AIRWAY_LUMEN, AIRWAY_WALL, ARTERY, VEIN } from '../../../src/core/phantom/scene';
import type { CoarseGrid } from '../../../src/core/phantom/scene';

describe('a chest', async () => {
  const options = {
    ...chestOptions,
    seed: 6,
    anatomy: { ...chestOptions.anatomy, scale: 0.6, gridMm: 4 },
    blood: { ...chestOptions.blood, tbvMl: 32 },
  };
  const scene = await chestScene(options, inlineParallel(plainKernels));
  const { pieces, kind, branch, count } = scene.tubes;
  const middle = (i: number): number[] =>
    [0, 1, 2].map((axis) => (pieces[8 * i + axis] + pieces[8 * i + 4 + axis]) / 2);
  const indices = Array.from({ length: count }, (_, i) => i);
  const lobar = indices.filter((i) => {
    const [x, y, z] = middle(i);
    return (
      Math.min(valueAt(scene.grid, scene.rightLungMm, x, y, z), valueAt(scene.grid, scene.leftLungMm, x, y, z)) < -4
    );
  });

  it('has two lungs of healthy size that do not touch', () => {
    const [right, left] = [scene.rightLungMm, scene.leftLungMm].map(
      (field) => field.filter((d) => d < 0).length * 4 ** 3 * 1e-6,
    );
    expect((right + left) / 0.6 ** 3).toBeGreaterThan(4.8);
    expect((right + left) / 0.6 ** 3).toBeLessThan(6.8);
    expect(left / right).toBeGreaterThan(0.75);
    expect(left / right).toBeLessThan(1.1);
    expect(scene.rightLungMm.every((d, at) => d >= 0 || scene.leftLungMm[at] >= 0)).toBe(true);
  });

  it('has airways with air inside a wall of 10 to 20 % of their diameter', () => {
    const lumens = indices.filter((i) => kind[i] === AIRWAY_LUMEN);
    expect(lumens.length).toBeGreaterThan(500);
    for (const i of lumens) {
      // the wall's piece comes just before
      expect(kind[i - 1]).toBe(AIRWAY_WALL);
      const outer = pieces[8 * (i - 1) + 3];
      const share = (outer - pieces[8 * i + 3]) / (2 * outer);
      expect(share).toBeGreaterThan(0.1);
      expect(share).toBeLessThan(0.2);
    }
    // the windpipe comes in from the top
    const highest = lumens.reduce((best, i) => (middle(i)[2] > middle(best)[2] ? i : best));
    expect(Math.abs(middle(highest)[0])).toBeLessThan(3);
    expect(valueAt(scene.grid, scene.layers[2].distanceMm, 0, 0, middle(highest)[2])).toBeLessThan(0);
  });

  it('has bronchi that run beside an artery, touching neither it nor a vein', () => {
    const vessels = indices.filter((i) => kind[i] === ARTERY || kind[i] === VEIN);
    const walls = lobar.filter((i) => kind[i] === AIRWAY_WALL);
    const sample = walls.filter((_, n) => n % 5 === 0);
    let beside = 0;
    let through = 0;
    for (const i of sample) {
      const [x, y, z] = middle(i);
      let nearest = Infinity;
      let artery = Infinity;
      for (const j of vessels) {
        const p = 8 * j;
        const d = Math.hypot(pieces[p] - x, pieces[p + 1] - y, pieces[p + 2] - z) - pieces[p + 3] - pieces[8 * i + 3];
        nearest = Math.min(nearest, d);
        if (kind[j] === ARTERY) artery = Math.min(artery, d);
      }
      if (artery < 1.2) beside += 1;
      if (nearest < -0.2) through += 1;
    }
    expect(sample.length).toBeGreaterThan(50);
    expect(beside / sample.length).toBeGreaterThan(0.8);
    expect(through / sample.length).toBeLessThan(0.06);
  });

  it('has arteries and veins that keep clear of each other', () => {
    const veins = lobar.filter((i) => kind[i] === VEIN);
    const arteries = indices.filter((i) => kind[i] === ARTERY);
    const sample = veins.filter((_, n) => n % 40 === 0);
    const crossed = sample.filter((i) => {
      const [x, y, z] = middle(i);
      return arteries.some((j) => {
        const p = 8 * j;
        const reach = 0.8 * (pieces[p + 3] + pieces[8 * i + 3]);
        return Math.hypot(pieces[p] - x, pieces[p + 1] - y, pieces[p + 2] - z) < reach;
      });
    });
    expect(sample.length).toBeGreaterThan(200);
    expect(crossed.length / sample.length).toBeLessThan(0.02);
    expect(new Set(veins.map((i) => branch[i])).size).toBeGreaterThan(500);
  });
});

const grid: CoarseGrid = { size: [9, 3, 3], stepMm: 2, originMm: [0, 0, 0] };

describe('lines through a solid', () => {
  it('end where the interpolated field is zero', () => {
    const plane = new Float32Array(27).map((_, at) => Math.abs((at % 9) * 2 - 7.7) - 4.4 + 0.1 * Math.floor(at / 9));
    const runs: number[][] = [];
    insideRuns(grid, plane, 2, (from, to) => runs.push([from, to]));
    expect(runs).toHaveLength(1);
    // at y = 2 the field is |x − 7.7| − 4.3 at the nodes
    expect(runs[0][0]).toBeCloseTo(3.4, 5);
    expect(runs[0][1]).toBeCloseTo(12, 5);
  });

  it('reach to the ends of the world where the border is inside', () => {
    const plane = new Float32Array(27).map((_, at) => (at % 9) * 2 - 5);
    insideRuns(grid, plane, 1, (from, to) => {
      expect(from).toBe(-Infinity);
      expect(to).toBeCloseTo(5, 5);
    });
  });
});

it('gives up what does not hang together with the largest part', () => {
  const field = newField(grid).fill(1);
  for (const at of [0, 1, 2, 9, 7, 8]) field[at] = -1;
  keepLargest(grid, field);
  expect(Array.from(field.keys()).filter((at) => field[at] < 0)).toEqual([0, 1, 2, 9]);
});
