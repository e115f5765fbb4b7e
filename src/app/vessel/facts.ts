/** What the panel says about one vessel, as texts; pure, so that its numbers can be tested. */
import type { CalibreName } from '../../viewer';
import { csaRange, type VesselAccount } from '../../core/vessel-account';
import { decimalsFor, defaultDecimals, formatNumber, formatRangeInWords, withUnit } from '../../core/result';
import type { Measurement } from '../../core/result';
import { labelOfCsa } from '../../viewer';
import { words } from '../words';
import type { SelectedVessel } from './desk';

const binNames: readonly CalibreName[] = ['below', 'bv5', 'bv5_10', 'bv10'];

export function binAt(account: VesselAccount, station: number): CalibreName {
  return binNames[labelOfCsa(account.ledger.csaMm2[station]) - 1];
}

export interface StationFacts {
  readonly csa: string;
  readonly range: string;
  readonly sdPercent: string;
  readonly diameter: string;
  readonly bin: CalibreName;
  readonly alongMm: string;
  readonly bloodHu: string;
  readonly backgroundHu: string;
}

export function stationFacts(account: VesselAccount, { station, along, at }: SelectedVessel): StationFacts {
  const { ledger } = account;
  const csa = ledger.csaMm2[station];
  const range = csaRange(account, station);
  const decimals = decimalsFor((range[1] - range[0]) / 2, csa < 2 ? 2 : 1);
  const hu = (value: number): string => withUnit(formatNumber(value, defaultDecimals.hu), 'HU');
  return {
    csa: formatNumber(csa, decimals),
    range: formatRangeInWords(range, decimals),
    sdPercent: withUnit(formatNumber(100 * ledger.csaLogSd[station], 0), '%'),
    diameter: withUnit(formatNumber(2 * Math.sqrt(csa / Math.PI), 2), 'mm'),
    bin: binAt(account, station),
    alongMm: withUnit(formatNumber(along[at], 1), 'mm'),
    bloodHu: hu(ledger.bloodHu[station]),
    backgroundHu: hu(ledger.backgroundHu[station]),
  };
}

/** Lung and third of a station, in words. */
export function placeOfStation({ ledger }: VesselAccount, station: number): string {
  return words.vessel.place(ledger.side[station], ledger.third[station]);
}

export interface AddedRow {
  readonly bin: CalibreName | null;
  readonly name: string;
  readonly ml: string;
  readonly percent: string;
}

/** What a set of branches adds to each bin, and what share of the scan's total that is; left out ones would add. */
export function addedRows(account: VesselAccount, branches: readonly number[], m: Measurement): readonly AddedRow[] {
  const ml = [0, 0, 0, 0];
  const { ledger, branches: all } = account;
  for (const b of branches) {
    for (let s = all.first[b]; s < all.first[b + 1]; s += 1) {
      ml[labelOfCsa(ledger.csaMm2[s]) - 1] += ledger.ml[s] - ledger.coreMl[s];
      ml[3] += ledger.coreMl[s];
    }
  }
  const { volumes } = m;
  const totals = [volumes.belowMl, volumes.bv5Ml, volumes.bv5To10Ml, volumes.bv10Ml];
  const row = (bin: CalibreName | null, value: number, total: number | null): AddedRow => ({
    bin,
    name: bin === null ? words.vessel.together : words.panel.bins[bin].name,
    ml: formatNumber(value, defaultDecimals.vesselMl),
    percent:
      total === null || total === 0 ? words.panel.notGiven : withUnit(formatNumber((100 * value) / total, 3), '%'),
  });
  const rows = binNames.map((bin, n) => row(bin, ml[n], totals[n])).filter((_, n) => n > 0 || ml[0] > 0);
  // below range stands apart from what is added together
  return [...rows, row(null, ml[1] + ml[2] + ml[3], volumes.tbvMl)];
}

/** One line for a table, with its head: the columns of centrelines.csv and what the card shows beside them. */
export function copiedRow(
  account: VesselAccount,
  selected: SelectedVessel,
  positionMm: readonly [number, number, number],
): string {
  const { ledger, branches } = account;
  const { station, branch } = selected;
  const [low, high] = csaRange(account, station);
  const cells: readonly (readonly [string, string | number])[] = [
    ['branch', branches.id[branch]],
    ['x_mm', positionMm[0].toFixed(2)],
    ['y_mm', positionMm[1].toFixed(2)],
    ['z_mm', positionMm[2].toFixed(2)],
    ['csa_mm2', formatPlain(ledger.csaMm2[station])],
    ['csa_low_mm2', formatPlain(low)],
    ['csa_high_mm2', formatPlain(high)],
    ['blood_hu', ledger.bloodHu[station].toFixed(1)],
    ['background_hu', ledger.backgroundHu[station].toFixed(1)],
    ['fit_r2', branches.fitR2[branch].toFixed(4)],
    ['left_out', branches.rejected[branch] ?? ''],
  ];
  return `${cells.map(([name]) => name).join('\t')}\n${cells.map(([, value]) => value).join('\t')}\n`;
}

const formatPlain = (value: number): string => value.toPrecision(6);
