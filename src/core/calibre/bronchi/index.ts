/** The door of what is known about bronchi beside vessels. */
import { piecesOf, type Parallel } from '../../parallel';
import type { Parameters } from '../../parameters';
import type { FitSetting } from '../fit-setting';
import type { Scene } from '../scene';
import type { Stations } from '../stations';
import { bronchiAlong, type BronchusRun } from './along-vessel';
import { found, findBronchiTask, foundStride } from './find-task';

export type { BronchusRun } from './along-vessel';
export { findBronchiTask } from './find-task';
export { withoutBronchi } from './without-bronchi';

const stationsAPiece = 64;

/**
 * The bronchi beside the vessels of a scene. Every second of the places to look at comes first, then those between that
 * lie beside a find: a bronchus runs on over several of them.
 */
export async function findBronchi(
  scene: Scene & { readonly setting: FitSetting },
  backgroundHu: Float64Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<BronchusRun[]> {
  const { grid, hu, distanceMm, labels, stations, regionalHu, index, setting } = scene;
  const selected = selectStations(stations, parameters);
  const rows = new Float64Array(foundStride * selected.length);
  const lookAt = async (places: readonly number[]): Promise<void> => {
    const pieces = piecesOf(places.length, stationsAPiece);
    const some = Int32Array.from(places, (k) => selected[k]);
    const input = { grid, hu, distanceMm, labels, stations, regionalHu, index, setting, selected: some, backgroundHu };
    const answers = await parallel.map(findBronchiTask, input, pieces);
    for (const [n, k] of places.entries()) {
      const answer = answers[Math.floor(n / stationsAPiece)];
      const at = foundStride * (n % stationsAPiece);
      rows.set(answer.subarray(at, at + foundStride), foundStride * k);
    }
  };
  const first: number[] = [];
  const between: number[] = [];
  for (let k = 0; k < selected.length; k += 1) {
    const isNew = first.at(-1) !== k - 1 || stations.branch[selected[k]] !== stations.branch[selected[k - 1]];
    (isNew ? first : between).push(k);
  }
  await lookAt(first);
  const isFound = (k: number): boolean => rows[foundStride * k + found.trust] > 0;
  await lookAt(between.filter((k) => isFound(k - 1) || isFound(k + 1)));
  return bronchiAlong(stations, selected, rows, backgroundHu, parameters);
}

/** The stations at which to look, rising. */
function selectStations({ first, radiusMm }: Stations, parameters: Parameters): Int32Array {
  const list: number[] = [];
  for (let b = 0; b + 1 < first.length; b += 1) {
    for (let s = first[b] + 1; s < first[b + 1]; s += parameters.bronchusEveryStation) {
      if (radiusMm[s] >= parameters.bronchusLeastVesselMm && radiusMm[s] <= parameters.bronchusMostVesselMm)
        list.push(s);
    }
  }
  return Int32Array.from(list);
}
