/** Branches taken out of a forest with all that hangs on them. */
import type { Random } from '../maths';
import type { Branch, Forest } from './forest';
import type { DiseaseOptions } from './options';

/** Drops a share of the thin branches with all behind them; returns the new index of every branch, −1 where it is gone. */
export function prune(forest: Forest, pruning: NonNullable<DiseaseOptions['pruning']>, draw: Random): Int32Array {
  const place = new Int32Array(forest.branches.length).fill(-1);
  const kept: Branch[] = [];
  forest.branches.forEach((branch, index) => {
    // drawn for every branch, so that one lost branch does not change the fate of the next
    const chance = draw.uniform();
    const springs = branch.parent < 0 || place[branch.parent] >= 0;
    const isLost = branch.radiusMm < pruning.belowRadiusMm && chance < pruning.fraction;
    if (!springs || isLost) return;
    place[index] = kept.length;
    kept.push({ ...branch, parent: branch.parent < 0 ? -1 : place[branch.parent] });
  });
  replaceBranches(forest, kept);
  return place;
}

/** Puts in the kept branches and only the vertices that they use. */
function replaceBranches(forest: Forest, kept: readonly Branch[]): void {
  const vertex = new Int32Array(forest.points.length / 3).fill(-1);
  const points: number[] = [];
  const branches = kept.map((branch) => ({
    ...branch,
    vertices: branch.vertices.map((old) => {
      if (vertex[old] < 0) {
        vertex[old] = points.length / 3;
        points.push(forest.points[3 * old], forest.points[3 * old + 1], forest.points[3 * old + 2]);
      }
      return vertex[old];
    }),
  }));
  forest.branches.splice(0, forest.branches.length, ...branches);
  forest.points.length = 0;
  for (const value of points) forest.points.push(value);
}
