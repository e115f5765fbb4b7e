/** The door of what is known about bronchi beside vessels. */
import { piecesOf, type Parallel } from '../../parallel';
import type { Parameters } from '../../parameters';
import type { FitSetting } from '../fit-setting';
import type { Scene } from '../scene';
import { bronchiAlong, type BronchusRun } from './along-vessel';
import { findBronchiTask, foundStride } from './find-task';

export type { BronchusRun } from './along-vessel';
export { findBronchiTask } from './find-task';
export { withoutBronchi } from './without-bronchi';

const stationsAPiece = 128;

/** The bronchi beside the vessels of a scene. */
export async function findBronchi(
  scene: Scene & { readonly setting: FitSetting },
  backgroundHu: Float64Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<BronchusRun[]> {
  const { grid, hu, distanceMm, labels, stations, regionalHu, index, setting } = scene;
  const list: number[] = [];
  for (let b = 0; b + 1 < stations.first.length; b += 1) {
    for (let s = stations.first[b] + 1; s < stations.first[b + 1]; s += parameters.bronchusEveryStation) {
      const r = stations.radiusMm[s];
      if (r >= parameters.bronchusLeastVesselMm && r <= parameters.bronchusMostVesselMm) list.push(s);
    }
  }
  const selected = Int32Array.from(list);
  const pieces = piecesOf(selected.length, stationsAPiece);
  const input = { grid, hu, distanceMm, labels, stations, regionalHu, index, setting, selected, backgroundHu };
  const answers = await parallel.map(findBronchiTask, input, pieces);
  const rows = new Float64Array(foundStride * selected.length);
  for (const [k, answer] of answers.entries()) rows.set(answer, foundStride * pieces[k].from);
  return bronchiAlong(stations, selected, rows, backgroundHu, parameters);
}
