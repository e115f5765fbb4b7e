/**
 * The figures after changes by hand: the same sums over other stations, with intervals of their own.
 *
 * A branch that is left out keeps its voxels, as a rejected one does in the measurement: its neighbours gain nothing.
 * Lungs, estimates and quality are those of the scan and stay.
 */
import { measureIntervals, sumLedger } from '../blood-volume';
import type { Parallel } from '../parallel';
import type { Parameters } from '../parameters';
import { allowsBv5, withholdFineCalibres } from '../quality';
import type { Measurement } from '../result';
import type { VesselAccount } from './types';

/** What `rejected` calls what was left out by hand. */
export const byHand = 'by_hand';

export async function correctedMeasurement(
  measurement: Measurement,
  account: VesselAccount,
  accepted: Uint8Array,
  parameters: Parameters,
  parallel: Parallel,
): Promise<Measurement> {
  const ledger = { ...account.ledger, accepted };
  const { whole, tbvWithoutHilumMl, sides, zones, histogram } = sumLedger(ledger, parameters);
  const { tbvMl } = whole.volumes;
  const corrected: Measurement = {
    ...measurement,
    volumes: {
      ...whole.volumes,
      tbvWithoutHilumMl,
      tbvMlPerL: tbvMl === null ? null : tbvMl / (measurement.lungs.totalMl / 1000),
    },
    percent: whole.percent,
    intervals: await measureIntervals({ ledger }, account.context, parameters, parallel),
    sides,
    zones,
    histogram,
    vessels: { ...countVessels(account, accepted), rejected: rejectedAfter(measurement, account, accepted) },
  };
  const withBv5 = allowsBv5(measurement.geometry, account.context.facts.sliceThicknessMm, parameters);
  return withBv5 ? corrected : withholdFineCalibres(corrected, parameters.bv10FromMm2);
}

function countVessels(
  { branches, ledger }: VesselAccount,
  accepted: Uint8Array,
): { branches: number; stations: number; lengthMm: number } {
  let count = 0;
  let stations = 0;
  let lengthMm = 0;
  for (let b = 0; b < branches.count; b += 1) {
    const before = stations;
    let ofBranch = 0;
    for (let s = branches.first[b]; s < branches.first[b + 1]; s += 1) {
      if (accepted[s] === 0) continue;
      stations += 1;
      ofBranch += ledger.lengthMm[s];
    }
    if (stations > before) count += 1;
    lengthMm += ofBranch;
  }
  return { branches: count, stations, lengthMm };
}

/** What the measurement left out, less what was taken back, and what was left out by hand on top. */
function rejectedAfter(
  measurement: Measurement,
  { branches, ledger }: VesselAccount,
  accepted: Uint8Array,
): Measurement['vessels']['rejected'] {
  const change = new Map<string, { count: number; ml: number }>();
  for (let b = 0; b < branches.count; b += 1) {
    let ml = 0;
    let stations = 0;
    for (let s = branches.first[b]; s < branches.first[b + 1]; s += 1) {
      if (accepted[s] === ledger.accepted[s]) continue;
      ml += ledger.ml[s];
      stations += 1;
    }
    if (stations === 0) continue;
    const reason = branches.rejected[b];
    const known = change.get(reason ?? byHand) ?? { count: 0, ml: 0 };
    const sign = reason === null ? 1 : -1;
    change.set(reason ?? byHand, { count: known.count + sign, ml: known.ml + sign * ml });
  }
  const before = measurement.vessels.rejected.map(({ reason, count, ml }) => {
    const { count: more, ml: moreMl } = change.get(reason) ?? { count: 0, ml: 0 };
    return { reason, count: count + more, ml: ml + moreMl };
  });
  const left = change.get(byHand);
  const all = left === undefined ? before : [...before, { reason: byHand, ...left }];
  return all.filter(({ count }) => count > 0);
}
