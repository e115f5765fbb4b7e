/** All figures that are sums over the accepted stations: after the measurement, and again after a change by hand. */
import { LEFT, RIGHT } from '../lungs/types';
import type { Parameters } from '../parameters';
import type { Part } from '../result/types';
import { binSums, histogram, partOf } from './bins';
import { LOWER, MIDDLE, UPPER, type Ledger } from './ledger';

export interface LedgerSums {
  readonly whole: Part;
  readonly tbvWithoutHilumMl: number;
  readonly sides: { readonly left: Part; readonly right: Part };
  readonly zones: Readonly<Record<'upper' | 'middle' | 'lower' | 'core' | 'peel', Part>>;
  readonly histogram: { readonly edgesMm2: readonly number[]; readonly ml: readonly number[] };
  /** Part of the blood found between the vessels' windows. */
  readonly gapMl: number;
}

export function sumLedger(ledger: Ledger, parameters: Parameters): LedgerSums {
  const part = (take: (s: number) => boolean): Part => partOf(binSums(ledger, parameters, take));
  let hilumMl = 0;
  let gapMl = 0;
  for (let s = 0; s < ledger.count; s += 1) {
    if (ledger.accepted[s] === 0) continue;
    gapMl += ledger.gapMl[s];
    hilumMl += ledger.csaMm2[s] < parameters.bv5FromMm2 ? ledger.hilumCoreMl[s] : ledger.hilumMl[s];
  }
  const whole = part(() => true);
  return {
    whole,
    tbvWithoutHilumMl: (whole.volumes.tbvMl ?? 0) - hilumMl,
    sides: { left: part((s) => ledger.side[s] === LEFT), right: part((s) => ledger.side[s] === RIGHT) },
    zones: {
      upper: part((s) => ledger.third[s] === UPPER),
      middle: part((s) => ledger.third[s] === MIDDLE),
      lower: part((s) => ledger.third[s] === LOWER),
      core: part((s) => ledger.peel[s] === 0),
      peel: part((s) => ledger.peel[s] === 1),
    },
    histogram: histogram(ledger, parameters),
    gapMl,
  };
}
