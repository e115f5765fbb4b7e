/** Brings the blood of a forest to what is asked for by one factor on all radii. */
import type { Forest } from './forest';

/** Share of the sum of π r² L that is left when vessels that overlap in junctions are counted once. */
const countedOnce = 0.95;
const smallestCsaMm2 = 1.25;

/** Changes the radii in place so that vessels of CSA ≥ 1.25 mm² inside hold about `tbvMl`. */
export function scaleToAim(
  forest: Forest,
  tbvMl: number,
  isInside: (x: number, y: number, z: number) => boolean,
): void {
  const parts = forest.branches.map((branch) => ({
    radiusMm: branch.radiusMm,
    lengthMm: lengthInside(forest, branch.vertices, isInside),
  }));
  const sumMl = (scale: number): number => {
    let sum = 0;
    for (const { radiusMm, lengthMm } of parts) {
      const csa = Math.PI * radiusMm * radiusMm * scale * scale;
      if (csa >= smallestCsaMm2) sum += (csa * lengthMm) / 1000;
    }
    return sum * countedOnce;
  };
  let low = 0.3;
  let high = 3;
  for (let round = 0; round < 30; round += 1) {
    const middle = (low + high) / 2;
    if (sumMl(middle) < tbvMl) low = middle;
    else high = middle;
  }
  for (const branch of forest.branches) branch.radiusMm *= low;
}

function lengthInside(
  forest: Forest,
  vertices: readonly number[],
  isInside: (x: number, y: number, z: number) => boolean,
): number {
  const { points } = forest;
  let sum = 0;
  for (let k = 1; k < vertices.length; k += 1) {
    const a = 3 * vertices[k - 1];
    const b = 3 * vertices[k];
    const d = [0, 1, 2].map((axis) => points[b + axis] - points[a + axis]);
    const m = [0, 1, 2].map((axis) => (points[b + axis] + points[a + axis]) / 2);
    if (isInside(m[0], m[1], m[2])) sum += Math.sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
  }
  return sum;
}
