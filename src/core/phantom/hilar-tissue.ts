/**
 * Soft tissue where the vessels enter the lungs: sheaths that reach some way along the stems, and lymph nodes beside
 * them. It lies within the lung field where the stems do, looks like blood without contrast agent, and is none.
 */
import type { Random } from '../maths';
import { valueAt } from './coarse';
import { acrossOf, minus, plus, unit } from './forest';
import type { Branch, Forest, Point } from './forest';
import type { ChestOptions } from './options';
import { AIRWAY_WALL, HILAR_TISSUE } from './scene';
import type { CoarseGrid } from './scene';
import { addPiece, courseOf } from './tubes';
import type { TubeList } from './tubes';

/** Depth in the lung at which a sheath has run out, mm. */
const sheathDepthMm = 11;
/** Half the short axis of a node, and how much longer it is, mm. */
const nodeRadiusMm = [1.8, 4] as const;
const nodeLongerMm = [1, 6] as const;
/** Depth of the nodes' places on the stems, mm. */
const nodeDepthMm = 9;
const noBranch = -1;

/** `nearerMm` is the distance to the nearer lung, negative inside. */
export function addHilarTissue(
  list: TubeList,
  forest: Forest,
  options: ChestOptions,
  grid: CoarseGrid,
  nearerMm: Float32Array,
  draw: Random,
): void {
  const { sheathMm, nodes } = options.anatomy;
  if (sheathMm === 0 && nodes === 0) return;
  const depthOf = ([x, y, z]: Point): number => -valueAt(grid, nearerMm, x, y, z);
  const stems = forest.branches.filter((branch) => isHilar(forest, branch));
  const places: { readonly at: Point; readonly along: Point; readonly radiusMm: number }[] = [];
  for (const stem of stems) {
    const course = courseOf(forest, stem);
    const thickness = sheathMm * (0.6 + 0.8 * draw.uniform());
    for (let k = 0; k + 1 < course.length; k += 1) {
      const [a, b] = [course[k], course[k + 1]];
      const [ta, tb] = [a, b].map((p) => thickness * (1 - Math.max(0, depthOf(p)) / sheathDepthMm));
      if (ta > 0.1 && tb > 0) {
        addPiece(list, HILAR_TISSUE, noBranch, a, stem.radiusMm + ta, b, stem.radiusMm + tb);
      }
      const depth = depthOf(a);
      if (depth > 0 && depth < nodeDepthMm) places.push({ at: a, along: unit(minus(b, a)), radiusMm: stem.radiusMm });
    }
  }
  if (places.length === 0) return;
  for (let n = 0; n < nodes; n += 1) {
    const { at, along, radiusMm } = places[draw.integer(places.length)];
    const size = nodeRadiusMm[0] + (nodeRadiusMm[1] - nodeRadiusMm[0]) * draw.uniform();
    const longer = nodeLongerMm[0] + (nodeLongerMm[1] - nodeLongerMm[0]) * draw.uniform();
    const side = acrossOf([draw.normal(), draw.normal(), draw.normal()], along);
    const middle = plus(at, side, radiusMm + 0.7 * size);
    addPiece(
      list,
      HILAR_TISSUE,
      noBranch,
      plus(middle, along, -longer / 2),
      size,
      plus(middle, along, longer / 2),
      size,
    );
  }
}

/** Stems of the lobes, and what springs from them: vessels and bronchi alike, without trunks and windpipe. */
function isHilar(forest: Forest, branch: Branch): boolean {
  if (branch.parent < 0) return false;
  const parent = forest.branches[branch.parent];
  const isStem = branch.lobe < 0 && (branch.kind !== AIRWAY_WALL || parent.parent >= 0);
  return isStem || (branch.lobe >= 0 && parent.lobe < 0);
}
