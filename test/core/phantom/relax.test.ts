import { describe, expect, it } from 'vitest';
import { newField } from '../../../src/core/phantom/coarse';
import { addBranch, addVertex, endOf, vertexAt } from '../../../src/core/phantom/forest';
import type { Forest, Point } from '../../../src/core/phantom/forest';
import { relax } from '../../../src/core/phantom/relax';
import { ARTERY, VEIN } from '../../../src/core/phantom/scene';
import type { CoarseGrid } from '../../../src/core/phantom/scene';
import type { Anatomy } from '../../../src/core/phantom/anatomy';

const grid: CoarseGrid = { size: [21, 21, 21], stepMm: 5, originMm: [-50, -50, -50] };
const fieldOf = (value: (x: number) => number): Float32Array =>
  newField(grid).map((_, at) => value(grid.originMm[0] + (at % 21) * 5));

/** The lung is the half space x < limit; no fissure is near. */
function lungBelow(limit: number): Anatomy {
  const far = fieldOf(() => 60);
  const inside = fieldOf((x) => x - limit);
  return {
    right: inside,
    left: far,
    body: far,
    cavity: far,
    abdomen: far,
    abdominalFat: far,
    bone: far,
    cartilage: far,
    soft: far,
    couch: far,
    rightPool: far,
    leftPool: far,
    oblique: far,
    horizontal: far,
  };
}

function straight(forest: Forest, kind: number, radiusMm: number, from: Point, to: Point): number {
  const along: Point = [(to[0] - from[0]) / 30, (to[1] - from[1]) / 30, (to[2] - from[2]) / 30];
  const start = addVertex(forest, from);
  return addBranch(forest, { kind, lobe: 0, parent: -1, radiusMm }, start, along, to, [0, 0, 0], 1.4);
}

/** Least distance between the vertices of two branches. */
function apart(forest: Forest, a: number, b: number): number {
  const ends = [a, b].map((branch) => forest.branches[branch].vertices.map((v) => vertexAt(forest, v)));
  return Math.min(...ends[0].flatMap((p) => ends[1].map((q) => Math.hypot(p[0] - q[0], p[1] - q[1], p[2] - q[2]))));
}

describe('making room', () => {
  it('parts an artery and a vein that would cross; both keep their roots, the vein gives way more', () => {
    const forest: Forest = { points: [], branches: [] };
    const artery = straight(forest, ARTERY, 1.5, [-15, 0, 0], [15, 0, 0]);
    const vein = straight(forest, VEIN, 1, [0, -15, 0.3], [0, 15, 0.3]);
    const before = forest.points.slice();
    relax(forest, grid, lungBelow(45), 30);
    expect(apart(forest, artery, vein)).toBeGreaterThan(2.45);
    for (const branch of forest.branches) {
      const [root] = branch.vertices;
      expect(vertexAt(forest, root)).toEqual(before.slice(3 * root, 3 * root + 3));
    }
    const moved = [artery, vein].map((branch) =>
      Math.max(...forest.branches[branch].vertices.map((v) => Math.abs(forest.points[3 * v + 2] - before[3 * v + 2]))),
    );
    expect(moved[1]).toBeGreaterThan(moved[0]);
  });

  it('leaves alone what forks from each other and what is far apart', () => {
    const forest: Forest = { points: [], branches: [] };
    const stem = straight(forest, ARTERY, 2, [-15, 0, 0], [15, 0, 0]);
    const from = endOf(forest.branches[stem]);
    for (const side of [-1, 1]) {
      const branch = { kind: ARTERY, lobe: 0, parent: stem, radiusMm: 1.5 };
      addBranch(forest, branch, from, [1, 0, 0], [25, 6 * side, 0], [0, 0, 0], 1.4);
    }
    straight(forest, VEIN, 1, [-15, 8, 0], [15, 8, 0]);
    const before = forest.points.slice();
    expect(relax(forest, grid, lungBelow(45), 12)).toBe(0);
    expect(forest.points).toEqual(before);
  });

  it('pushes a vessel back from the border of its lobe', () => {
    const forest: Forest = { points: [], branches: [] };
    const vein = straight(forest, VEIN, 1, [0, -15, 0], [0, 15, 0]);
    relax(forest, grid, lungBelow(1), 30);
    const middle = forest.branches[vein].vertices[10];
    // radius + 1 mm from the border, to within the last tenth that pushes leave
    expect(forest.points[3 * middle]).toBeLessThan(-0.9);
  });
});
