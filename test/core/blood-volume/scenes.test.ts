import { describe, expect, it } from 'vitest';
import {
  addNoise,
  addTube,
  bloodHu,
  emptyScene,
  gridOf,
  latticeScene,
  lineAlong,
  lungHu,
  unit,
  type Tube,
  type Vec,
} from '../calibre/tube-scenes';
import { measureScene, psf, searchAndMeasure } from './measure-scene';

const mean = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('vessels side by side', () => {
  const direction = unit([0.4, 0.3, 0.8]);
  const across = unit([0.8, 0, -0.4]);
  const pair = (csaMm2: number, gapMm: number): [Tube, Tube] => {
    const half = Math.sqrt(csaMm2 / Math.PI) + gapMm / 2;
    const at = (side: number): Vec => [7.1 + side * half * across[0], 6.9, 7.05 + side * half * across[2]];
    return [
      { centre: at(-1), direction, csaMm2 },
      { centre: at(1), direction, csaMm2 },
    ];
  };

  it('0.5 mm apart are sized within 3 %', async () => {
    for (const csa of [1.25, 2.5, 5, 10]) {
      const grid = gridOf(14, [0.7, 0.7, 1]);
      const hu = emptyScene(grid);
      const tubes = pair(csa, 0.5);
      for (const tube of tubes) addTube(hu, grid, tube, psf);
      const lines = tubes.map((tube, id) => lineAlong(tube, 7, id, 0.1));
      const { vessels } = await measureScene(hu, grid, lines, 0);
      for (const vessel of vessels) expect(Math.abs(mean(vessel.csaMm2) / csa - 1), `${csa} mm²`).toBeLessThan(0.03);
    }
  });

  it('a track twice in one vessel counts once', async () => {
    const grid = gridOf(14, [0.7, 0.7, 1]);
    const hu = emptyScene(grid);
    const [tube] = pair(4, 6);
    addTube(hu, grid, tube, psf);
    const twice = { ...lineAlong(tube, 6, 1, 0.2), lengthMm: 5.9 };
    const once = await measureScene(hu, grid, [lineAlong(tube, 7, 0, 0.1)], 0);
    const both = await measureScene(hu, grid, [lineAlong(tube, 7, 0, 0.1), twice], 0);
    expect(both.vessels).toHaveLength(1);
    expect(both.mm3).toBeCloseTo(once.mm3, 6);
  });
});

describe('blood volume of shapes', () => {
  const grid = gridOf(16, [0.8, 0.8, 0.8]);
  const centre: Vec = [8, 8, 8];

  it('of a piece of vessel is its volume within 1.5 %, with and without noise', async () => {
    const direction = unit([0.4, 0.3, 0.8]);
    for (const csaMm2 of [2, 12]) {
      const r2 = csaMm2 / Math.PI;
      const clean = latticeScene(grid, psf, (x, y, z) => {
        const d = [x - 8, y - 8, z - 8];
        const w = d[0] * direction[0] + d[1] * direction[1] + d[2] * direction[2];
        return Math.abs(w) < 5 && d[0] ** 2 + d[1] ** 2 + d[2] ** 2 - w * w < r2 ? bloodHu : lungHu;
      });
      for (const noise of [0, 20]) {
        const hu = clean.slice();
        if (noise > 0) addNoise(hu, noise, 4);
        const line = lineAlong({ centre, direction, csaMm2 }, 10, 0, 0.1);
        const { blood, mm3 } = await measureScene(hu, grid, [line], noise);
        expect(Math.abs(mm3 / (csaMm2 * 10) - 1), `${csaMm2} mm², noise ${noise}`).toBeLessThan(0.015);
        expect(blood.whole.percent[csaMm2 < 5 ? 'bv5' : 'bv10']).toBe(100);
      }
    }
  });

  it('at a T-junction is right within 2 % in all, and the inside of the parent is the parent’s', async () => {
    const [parentMm2, childMm2] = [14, 3];
    const [rp2, rc2] = [parentMm2 / Math.PI, childMm2 / Math.PI];
    const inParent = (x: number, y: number, z: number): boolean =>
      Math.abs(z - 8) < 6 && (x - 8) ** 2 + (y - 8) ** 2 < rp2;
    const inChild = (x: number, y: number, z: number): boolean => x > 8 && x < 14 && (y - 8) ** 2 + (z - 8) ** 2 < rc2;
    let parent = 0;
    let child = 0;
    const h = 0.08;
    for (let z = 1.5; z < 14.5; z += h) {
      for (let y = 5; y < 11; y += h) {
        for (let x = 5; x < 14.5; x += h) {
          if (inParent(x, y, z)) parent += h ** 3;
          else if (inChild(x, y, z)) child += h ** 3;
        }
      }
    }
    const hu = latticeScene(grid, psf, (x, y, z) => (inParent(x, y, z) || inChild(x, y, z) ? bloodHu : lungHu));
    const up: Vec = [0, 0, 1];
    const lines = [
      lineAlong({ centre: [8, 8, 5], direction: up, csaMm2: parentMm2 }, 6, 0, 0, [-1, 0]),
      lineAlong({ centre: [8, 8, 11], direction: up, csaMm2: parentMm2 }, 6, 1, 0, [0, -1]),
      lineAlong({ centre: [11, 8, 8], direction: [1, 0, 0], csaMm2: childMm2 }, 6, 2, 0, [0, -1]),
    ];
    const { blood, mm3 } = await measureScene(hu, grid, lines, 0);
    expect(Math.abs(mm3 / (parent + child) - 1)).toBeLessThan(0.02);
    expect(Math.abs((1000 * (blood.whole.volumes.bv5Ml ?? 0)) / child - 1)).toBeLessThan(0.1);
  });

  it('at the mouth of a branch in the core of a thick vessel is the branch’s from the vessel’s surface on', async () => {
    const wide = gridOf(26, [0.8, 0.8, 0.8]);
    const [rp2, rc2] = [30 / Math.PI, 9 / Math.PI];
    const inParent = (x: number, y: number, z: number): boolean =>
      Math.abs(z - 13) < 11 && (x - 8) ** 2 + (y - 13) ** 2 < rp2;
    const inChild = (x: number, y: number, z: number): boolean => {
      const along = (x - 8 + z - 9) * Math.SQRT1_2;
      return along > 0 && along < 15 && (x - 8) ** 2 + (y - 13) ** 2 + (z - 9) ** 2 - along ** 2 < rc2;
    };
    let child = 0;
    const h = 0.1;
    for (let z = 8; z < 22; z += h) {
      for (let y = 11; y < 15; y += h) {
        for (let x = 8; x < 22; x += h) if (inChild(x, y, z) && !inParent(x, y, z)) child += h ** 3;
      }
    }
    const hu = latticeScene(wide, psf, (x, y, z) => (inParent(x, y, z) || inChild(x, y, z) ? bloodHu : lungHu), 0.2);
    for (const noise of [0, 15]) {
      const noisy = hu.slice();
      addNoise(noisy, noise, 2);
      const { blood } = await searchAndMeasure(noisy, wide, noise);
      expect((1000 * (blood.whole.volumes.bv5To10Ml ?? 0)) / child, `noise ${noise}`).toBeGreaterThan(0.92);
      expect((1000 * (blood.whole.volumes.bv5To10Ml ?? 0)) / child, `noise ${noise}`).toBeLessThan(1.03);
    }
  });

  it('where a vessel forks is the vessel’s within its radius of its end', async () => {
    const wide = gridOf(24, [0.8, 0.8, 0.8]);
    const [rp, rc] = [Math.sqrt(8 / Math.PI), Math.sqrt(4 / Math.PI)];
    const arms: readonly Vec[] = [unit([0.55, 0, 0.8]), unit([-0.55, 0, 0.8])];
    const inCapsule = ([x, y, z]: Vec, t: Vec, r: number): boolean => {
      const along = Math.max(0, x * t[0] + y * t[1] + z * t[2]);
      return (x - along * t[0]) ** 2 + (y - along * t[1]) ** 2 + (z - along * t[2]) ** 2 < r * r;
    };
    const inParent = (d: Vec): boolean => inCapsule(d, [0, 0, -1], rp);
    const isBlood = (d: Vec): boolean => inParent(d) || arms.some((t) => inCapsule(d, t, rc));
    let parent = 0;
    const h = 0.1;
    for (let z = -0.35; z < 14; z += h) {
      for (let y = 10; y < 14; y += h) {
        for (let x = 10; x < 14; x += h) if (inParent([x - 12, y - 12, z - 12])) parent += h ** 3;
      }
    }
    const hu = latticeScene(wide, psf, (x, y, z) => (isBlood([x - 12, y - 12, z - 12]) ? bloodHu : lungHu), 0.2);
    const lines = [
      lineAlong({ centre: [12, 12, 4], direction: [0, 0, 1], csaMm2: 8 }, 16, 0, 0, [-1, 0]),
      ...arms.map((t, n) => {
        const middle: Vec = [12 + 6 * t[0], 12, 12 + 6 * t[2]];
        return lineAlong({ centre: middle, direction: t, csaMm2: 4 }, 12, n + 1, 0, [0, -1]);
      }),
    ];
    const { blood } = await measureScene(hu, wide, lines, 0);
    // 0.90 where the image of the vessel ends with its axis
    expect((1000 * (blood.whole.volumes.bv5To10Ml ?? 0)) / parent).toBeGreaterThan(0.93);
    expect((1000 * (blood.whole.volumes.bv5To10Ml ?? 0)) / parent).toBeLessThan(1.02);
  });

  it('of a sheet 1 mm thick and of a wide bronchus is nothing; their blood is named', async () => {
    const sheet = latticeScene(grid, psf, (x) => (Math.abs(x - 8) < 0.5 ? bloodHu : lungHu));
    const track = lineAlong({ centre, direction: [0, 0.6, 0.8], csaMm2: 1.5 }, 9, 0, 0.1);
    const inSheet = await measureScene(sheet, grid, [track], 0);
    expect(inSheet.mm3).toBe(0);
    expect(inSheet.blood.rejected[0].ml).toBeGreaterThan(0.005);

    const bronchus = latticeScene(grid, psf, (x, y) => {
      const q = Math.hypot(x - 8, y - 8);
      return q < 1.5 ? -1000 : q < 2.3 ? bloodHu : lungHu;
    });
    const walls = [0, 1, 2].map((k) => {
      const angle = (k * 2 * Math.PI) / 3;
      const at: Vec = [8 + 1.9 * Math.cos(angle), 8 + 1.9 * Math.sin(angle), 8];
      return lineAlong({ centre: at, direction: [0, 0, 1], csaMm2: 0.6 }, 9, k);
    });
    const inWall = await measureScene(bronchus, grid, walls, 0);
    expect(inWall.vessels.map((vessel) => vessel.rejected)).toEqual(['airway_wall', 'airway_wall', 'airway_wall']);
    expect(inWall.mm3).toBe(0);
  });

  it('is not raised by a twig beside a vessel that no centreline follows', async () => {
    const twig = (x: number, y: number, z: number): boolean => x > 8 && Math.hypot(y - 8, z - 8) < 0.3 && x < 12;
    const bare = latticeScene(grid, psf, (x, y, z) =>
      Math.hypot(x - 8, y - 8) < 1 && Math.abs(z - 8) < 5 ? bloodHu : lungHu,
    );
    const withTwig = latticeScene(grid, psf, (x, y, z) =>
      (Math.hypot(x - 8, y - 8) < 1 && Math.abs(z - 8) < 5) || twig(x, y, z) ? bloodHu : lungHu,
    );
    const line = lineAlong({ centre, direction: [0, 0, 1], csaMm2: Math.PI }, 10, 0);
    const a = await measureScene(bare, grid, [line], 15);
    const b = await measureScene(withTwig, grid, [line], 15);
    expect(b.mm3 - a.mm3).toBeLessThan(0.6);
  });
});
