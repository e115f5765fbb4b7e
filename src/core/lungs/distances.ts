/** Distance transforms of several masks at once, one a thread. */
import { piecesOf } from '../parallel';
import type { Parallel, Task } from '../parallel';
import { distanceTransform } from '../volume';
import type { Grid } from '../volume';

interface DistancesInput {
  readonly masks: readonly Uint8Array[];
  readonly grid: Grid;
  readonly maximumMm: number;
}

/** A piece is one of the masks. */
export const distancesTask: Task<DistancesInput, Float32Array> = {
  id: 'lungs/distances',
  run: ({ masks, grid, maximumMm }, piece) =>
    distanceTransform(masks[piece.from], grid.size, grid.spacingMm, maximumMm),
};

/** `distanceTransform` of each mask; the masks are on shared memory, so are the answers. */
export function distances(
  masks: readonly Uint8Array[],
  { size, spacingMm }: Grid,
  maximumMm: number,
  parallel: Parallel,
): Promise<Float32Array[]> {
  return parallel.map(distancesTask, { masks, grid: { size, spacingMm }, maximumMm }, piecesOf(masks.length, 1));
}
