import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import { inlineParallel } from '../../../src/core/parallel';
import { chestGeometry, chestOptions, chestScene, healthy } from '../../../src/core/phantom';
import type { ChestOptions, DiseaseOptions, Scene } from '../../../src/core/phantom';
import { addBranch, addVertex } from '../../../src/core/phantom/forest';
import type { Forest } from '../../../src/core/phantom/forest';
import { prune } from '../../../src/core/phantom/prune';
import { AIRWAY_LUMEN, AIRWAY_WALL, ARTERY, HOLE, SOLID, VEIN } from '../../../src/core/phantom/scene';
import { trueBlood } from '../../../src/core/phantom/truth';

const parallel = inlineParallel(plainKernels);
const options = (disease: Partial<DiseaseOptions>): ChestOptions => ({
  ...chestOptions,
  seed: 5,
  scan: { ...chestOptions.scan, columns: 66, rows: 56, slices: 36, pixelMm: 2, sliceSpacingMm: 3 },
  anatomy: { ...chestOptions.anatomy, scale: 0.33, gridMm: 4 },
  blood: { ...chestOptions.blood, tbvMl: 6 },
  disease: { ...healthy, ...disease },
});
const sceneOf = (disease: Partial<DiseaseOptions>): Promise<Scene> => chestScene(options(disease), parallel);
const kinds = (scene: Scene, kind: number): number => scene.tubes.kind.filter((k) => k === kind).length;

/** Nodes of the grid that lie in a lung, and the HU of the parenchyma there. */
function parenchyma(scene: Scene): number[] {
  const { hu } = scene.layers[scene.layers.length - 1];
  if (typeof hu === 'number') throw new Error('the lungs have one HU');
  return Array.from(hu).filter((_, at) => Math.min(scene.rightLungMm[at], scene.leftLungMm[at]) < 0);
}

describe('disease', async () => {
  const well = await sceneOf({});

  it('is absent from a healthy chest', () => {
    expect(kinds(well, HOLE) + kinds(well, SOLID)).toBe(0);
    const mean = parenchyma(well).reduce((sum, hu) => sum + hu, 0) / parenchyma(well).length;
    expect(mean).toBeGreaterThan(-875);
    expect(mean).toBeLessThan(-850);
  });

  it('fills the share of the lung asked for: holes, haze, airless lung', async () => {
    const ill = await sceneOf({
      emphysema: { fraction: 0.05, diameterMm: 5 },
      groundGlass: { fraction: 0.2, addedHu: 300 },
      consolidation: { fraction: 0.1, hu: 25 },
    });
    let holeMl = 0;
    for (let i = 0; i < ill.tubes.count; i += 1) {
      if (ill.tubes.kind[i] === HOLE) holeMl += ((4 / 3) * Math.PI * ill.tubes.pieces[8 * i + 3] ** 3) / 1000;
    }
    const hu = parenchyma(ill);
    const lungMl = (hu.length * 4 ** 3) / 1000;
    expect(holeMl / lungMl).toBeGreaterThan(0.04);
    expect(holeMl / lungMl).toBeLessThan(0.065);
    const share = (low: number, high: number): number => hu.filter((v) => v > low && v < high).length / hu.length;
    expect(share(-250, 100)).toBeGreaterThan(0.08);
    expect(share(-250, 100)).toBeLessThan(0.13);
    expect(share(-720, -400)).toBeGreaterThan(0.12);
    expect(share(-720, -400)).toBeLessThan(0.25);
  });

  it('takes lung away where there is fluid, and no blood lies in the fluid', async () => {
    const ill = await sceneOf({ effusion: { depthMm: 12, hu: 10 } });
    const geometry = chestGeometry(options({}));
    const [before, after] = [await trueBlood(well, geometry, parallel), await trueBlood(ill, geometry, parallel)];
    const lost = 1 - (after.rightLungMl + after.leftLungMl) / (before.rightLungMl + before.leftLungMl);
    expect(lost).toBeGreaterThan(0.02);
    expect(lost).toBeLessThan(0.25);
    expect(after.total.tbvMl).toBeGreaterThan(4.5);
    expect(ill.layers).toHaveLength(well.layers.length + 2);
  });

  it('puts nodules and plugs in, the plugs instead of air', async () => {
    const ill = await sceneOf({ nodules: { count: 6, diameterMm: 5 }, mucusPlugs: { fraction: 1, hu: 30 } });
    const balls = Array.from(ill.tubes.kind).filter((kind, i) => kind === SOLID && ill.tubes.branch[i] < 0);
    expect(balls).toHaveLength(6);
    expect(kinds(ill, AIRWAY_WALL)).toBe(kinds(well, AIRWAY_WALL));
    expect(kinds(ill, AIRWAY_LUMEN)).toBeLessThan(kinds(well, AIRWAY_LUMEN));
    expect(kinds(ill, AIRWAY_LUMEN) + kinds(ill, SOLID) - 6).toBe(kinds(ill, AIRWAY_WALL));
  });

  it('prunes thin vessels and spares thick ones', async () => {
    const ill = await sceneOf({ pruning: { fraction: 0.3, belowRadiusMm: 0.9 } });
    const geometry = chestGeometry(options({}));
    const [before, after] = [await trueBlood(well, geometry, parallel), await trueBlood(ill, geometry, parallel)];
    expect(after.total.bv5Ml / before.total.bv5Ml).toBeLessThan(0.85);
    expect(after.total.bv10Ml / before.total.bv10Ml).toBeCloseTo(1, 1);
    expect(kinds(ill, ARTERY) + kinds(ill, VEIN)).toBeLessThan(0.6 * (kinds(well, ARTERY) + kinds(well, VEIN)));
  });
});

it('pruning a branch takes all that hangs on it and leaves no loose ends', () => {
  const forest: Forest = { points: [], branches: [] };
  const root = addVertex(forest, [0, 0, 0]);
  const add = (parent: number, from: number, radiusMm: number, to: readonly [number, number, number]): number =>
    addBranch(forest, { kind: VEIN, lobe: 0, parent, radiusMm }, from, [1, 0, 0], to, [0, 0, 0], 1);
  const endOf = (branch: number): number => forest.branches[branch].vertices.at(-1) ?? -1;
  const stem = add(-1, root, 3, [5, 0, 0]);
  const thin = add(stem, endOf(stem), 0.5, [8, 3, 0]);
  add(thin, endOf(thin), 2, [12, 3, 0]);
  const thick = add(stem, endOf(stem), 2, [8, -3, 0]);
  add(thick, endOf(thick), 2, [12, -3, 0]);

  const place = prune(forest, { fraction: 1, belowRadiusMm: 1 }, random(1));
  expect(Array.from(place)).toEqual([0, -1, -1, 1, 2]);
  expect(forest.branches.map(({ parent }) => parent)).toEqual([-1, 0, 1]);
  const used = new Set(forest.branches.flatMap(({ vertices }) => vertices));
  expect(used.size).toBe(forest.points.length / 3);
  expect(forest.points.slice(-3)).toEqual([12, -3, 0]);
});
