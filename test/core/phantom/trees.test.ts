import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { inlineParallel } from '../../../src/core/parallel';
import { chestOptions, variedChestOptions } from '../../../src/core/phantom';
import type { ChestOptions } from '../../../src/core/phantom';
import { anatomyOf } from '../../../src/core/phantom/anatomy';
import { bodyShape } from '../../../src/core/phantom/body';
import { growVessels } from '../../../src/core/phantom/chest-scene';
import { gridAround, valueAt } from '../../../src/core/phantom/coarse';
import { lobeDistanceMm, lobesOf } from '../../../src/core/phantom/lobes';
import { ARTERY, VEIN } from '../../../src/core/phantom/scene';

const parallel = inlineParallel(plainKernels);

/** Grown on coarse grids: quick, and near enough for shares. */
async function vesselsOf(seed: number, base: ChestOptions) {
  const options = { ...base, seed };
  const grid = gridAround([-152, -112, -28], [152, 112, 285], 5);
  const anatomy = await anatomyOf(grid, bodyShape(seed, 1), 1, parallel);
  const lobes = lobesOf(grid, anatomy, 4);
  return { grid, anatomy, lobes, ...growVessels(options, grid, anatomy, lobes) };
}
type Grown = Awaited<ReturnType<typeof vesselsOf>>;

/** mL inside the lungs by bin: below, BV5, BV5–10, BV10, as the sum of π r² L. */
function blood({ forest, grid, anatomy }: Grown): number[] {
  const sums = [0, 0, 0, 0];
  const { points } = forest;
  for (const { radiusMm, vertices } of forest.branches) {
    const csa = Math.PI * radiusMm * radiusMm;
    const bin = [1.25, 5, 10].filter((edge) => csa >= edge).length;
    for (let k = 1; k < vertices.length; k += 1) {
      const [a, b] = [vertices[k - 1], vertices[k]].map((v) => points.slice(3 * v, 3 * v + 3));
      const inside = [anatomy.right, anatomy.left].some((lung) => valueAt(grid, lung, b[0], b[1], b[2]) < 0);
      if (inside) sums[bin] += (csa * Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2])) / 1000;
    }
  }
  return sums;
}

describe.each([
  [2, chestOptions],
  [3, variedChestOptions],
  [4, variedChestOptions],
])('vessels of seed %i', async (seed, base) => {
  const grown = await vesselsOf(seed, base);
  const { forest } = grown;

  it('hold blood in the bands of healthy lungs', () => {
    const [below, bv5, bv5To10, bv10] = blood(grown);
    const tbv = bv5 + bv5To10 + bv10;
    expect(tbv).toBeGreaterThan(140);
    expect(tbv).toBeLessThan(175);
    expect(below).toBeGreaterThan(16);
    expect(below).toBeLessThan(100);
    expect((100 * bv5) / tbv).toBeGreaterThan(42);
    expect((100 * bv5) / tbv).toBeLessThan(53);
    expect((100 * bv5To10) / tbv).toBeGreaterThan(20);
    expect((100 * bv5To10) / tbv).toBeLessThan(27);
  });

  it('fork in two by Murray’s law, each tree with an exponent of its own', () => {
    const children: number[][] = forest.branches.map(() => []);
    forest.branches.forEach(({ parent, lobe }, index) => {
      if (parent >= 0 && lobe >= 0) children[parent].push(index);
    });
    const excess = (index: number, exponent: number): number =>
      children[index].reduce((sum, child) => sum + forest.branches[child].radiusMm ** exponent, 0) /
        forest.branches[index].radiusMm ** exponent -
      1;
    const exponents = [ARTERY, VEIN].map((kind) => {
      const forks = [...forest.branches.keys()].filter(
        (index) =>
          forest.branches[index].kind === kind && forest.branches[index].lobe >= 0 && children[index].length > 0,
      );
      expect(forks.length).toBeGreaterThan(2500);
      // by bisection on the first fork: two thinner branches have less of a higher power
      let [low, high] = [2, 5];
      for (let n = 0; n < 60; n += 1) {
        const middle = (low + high) / 2;
        if (excess(forks[0], middle) > 0) low = middle;
        else high = middle;
      }
      const worst = Math.max(
        ...forks.map((index) => Math.abs(excess(index, low)) + Math.abs(children[index].length - 2)),
      );
      expect(worst).toBeLessThan(1e-6);
      return low;
    });
    const { murrayExponent, murraySpread } = base.blood;
    for (const exponent of exponents) expect(Math.abs(exponent - murrayExponent)).toBeLessThan(murraySpread + 1e-6);
    expect(Math.abs(exponents[0] - exponents[1]) > 0.01).toBe(murraySpread > 0);
  });

  it('end everywhere in all five lobes, arteries and veins alike', () => {
    const isParent = new Set(forest.branches.map(({ parent }) => parent));
    const ends = forest.branches.filter((branch, index) => branch.lobe >= 0 && !isParent.has(index));
    const radii = ends.map(({ radiusMm }) => radiusMm);
    expect(Math.max(...radii)).toBeLessThan(0.75);
    expect(Math.min(...radii)).toBeGreaterThan(0.2);
    for (let lobe = 0; lobe < 5; lobe += 1) {
      const points = grown.lobes.points[lobe];
      for (const artery of [true, false]) {
        const here = ends.filter((end) => end.lobe === lobe && (end.kind === ARTERY) === artery);
        // one end feeds some 0.5 to 2 mL
        const perEndMl = ((points.length / 3) * 64) / 1000 / here.length;
        expect(perEndMl).toBeGreaterThan(0.4);
        expect(perEndMl).toBeLessThan(2);
        const depths = here.map(({ vertices }) => {
          const v = vertices[vertices.length - 1];
          const [x, y, z] = forest.points.slice(3 * v, 3 * v + 3);
          return -lobeDistanceMm(grown.grid, grown.anatomy, lobe, [x, y, z]);
        });
        // vessels reach the pleura: a good part of the ends lies within 1 cm of the border, hardly any outside
        expect(depths.filter((depth) => depth < 10).length / depths.length).toBeGreaterThan(0.3);
        expect(depths.filter((depth) => depth < 0).length / depths.length).toBeLessThan(0.03);
      }
    }
  });

  it('start at the hilum with stems of 3 to 6 mm', () => {
    const stems = grown.arteryStems.map((stem) => forest.branches[stem].radiusMm);
    for (const radius of stems) {
      expect(radius).toBeGreaterThan(2.5);
      expect(radius).toBeLessThan(6);
    }
  });
});

it('other seeds give other lungs', async () => {
  const grid = gridAround([-152, -112, -28], [152, 112, 285], 10);
  const volumes = [];
  for (let seed = 1; seed < 6; seed += 1) {
    const { right, left } = await anatomyOf(grid, bodyShape(seed, 1), 1, parallel);
    volumes.push((right.filter((d) => d < 0).length + left.filter((d) => d < 0).length) * 10 ** 3 * 1e-6);
  }
  expect(Math.min(...volumes)).toBeGreaterThan(4.8);
  expect(Math.max(...volumes)).toBeLessThan(6.8);
  expect(Math.max(...volumes) - Math.min(...volumes)).toBeGreaterThan(0.15);
});
