/**
 * Which branches hold no contrast, where the blood of the scan does: plugs of mucus, nodules, nodes, walls.
 *
 * Stations are fitted with their blood and with soft tissue in its place. A vessel twice as wide as the blur shows by its
 * shape what it holds: its middle is as bright. A branch most of whose stations soft tissue fits clearly better is no blood.
 */
import { piecesOf, type Parallel } from '../parallel';
import { fitFields, fitStationsTask, fitStride } from './fit-task';
import { fitInput, stationsAPiece, type Round } from './rounds';
import { widerSigmaMm } from './tube-image';

/** Whether each branch is shown to hold no contrast; all false where the scan has too little of it to tell. */
export async function findUnenhanced(round: Round, parallel: Parallel): Promise<boolean[]> {
  const { stations, parameters } = round;
  const none = Array.from({ length: stations.first.length - 1 }, () => false);
  let darkestBloodHu = Infinity;
  for (let s = 0; s < stations.count; s += 1) darkestBloodHu = Math.min(darkestBloodHu, stations.bloodHu[s]);
  if (darkestBloodHu - parameters.softTissueHu < parameters.unenhancedLeastHu) return none;

  const selected = wideStations(round);
  const asBlood = await residuals(round, selected, parallel);
  const ownHu = Float64Array.from(stations.bloodHu);
  stations.bloodHu.fill(parameters.softTissueHu);
  const asTissue = await residuals(round, selected, parallel);
  stations.bloodHu.set(ownHu);

  const ratios: number[][] = none.map(() => []);
  for (const [k, s] of selected.entries()) {
    if (asBlood[k] > 0 && asTissue[k] > 0) ratios[stations.branch[s]].push(asTissue[k] / asBlood[k]);
  }
  const { unenhancedLeastStations, unenhancedResidual, unenhancedMostShare } = parameters;
  const unenhanced = ratios.map(
    (list) => list.length >= unenhancedLeastStations && medianOf(list) < unenhancedResidual,
  );
  // a whole tree without contrast is one that contrast has not reached
  let tested = 0;
  let dark = 0;
  for (const [b, { length }] of ratios.entries()) {
    tested += length;
    if (unenhanced[b]) dark += length;
  }
  return dark <= unenhancedMostShare * tested ? unenhanced : none;
}

/** Every second one of the fitted stations that are wide enough to show what they hold. */
function wideStations({ stations, fits, psf, parameters }: Round): Int32Array {
  const leastMm = parameters.unenhancedLeastSigmas * widerSigmaMm(psf);
  const list: number[] = [];
  for (let b = 0; b + 1 < stations.first.length; b += 1) {
    for (let s = stations.first[b]; s < stations.first[b + 1]; s += 2) {
      if (stations.radiusMm[s] >= leastMm && fits[s * fitStride + fitFields.radiusMm] > 0) list.push(s);
    }
  }
  return Int32Array.from(list);
}

/** Residuals in HU of fits with the blood that the stations hold now; 0 where no fit is possible. */
async function residuals(round: Round, selected: Int32Array, parallel: Parallel): Promise<Float64Array> {
  const pieces = piecesOf(selected.length, stationsAPiece);
  const answers = await parallel.map(fitStationsTask, { ...fitInput(round, true), selected }, pieces);
  const out = new Float64Array(selected.length);
  for (const [piece, fits] of answers.entries()) {
    for (let k = 0; k * fitStride < fits.length; k += 1) {
      const at = k * fitStride;
      if (fits[at + fitFields.radiusMm] > 0) out[pieces[piece].from + k] = fits[at + fitFields.residualHu];
    }
  }
  return out;
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).toSorted();
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
