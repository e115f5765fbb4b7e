/**
 * Soft tissue about the stems where they enter the lung: walls, sheaths, nodes. Without contrast nothing in the image
 * tells it from blood, and it only adds. What may be there is a shell of `hilarTissueSdMm` times a normal number, none
 * where that is below 0. The mean of it is taken off what was measured; the intervals let it vary about that mean.
 */
import type { Parameters } from '../parameters';
import type { Ledger } from './ledger';

export function meanTissueMm({ hilarTissueSdMm }: Parameters): number {
  return hilarTissueSdMm / Math.sqrt(2 * Math.PI);
}

/** Takes the mean off the blood near the hilum. */
export function takeOffTissue(ledger: Ledger, parameters: Parameters): void {
  const { csaMm2, ml, coreMl, hilumMl, hilumCoreMl } = ledger;
  for (let s = 0; s < ledger.count; s += 1) {
    const share = shellShare(csaMm2[s], meanTissueMm(parameters), parameters);
    ml[s] -= share * hilumMl[s];
    coreMl[s] -= share * hilumCoreMl[s];
    hilumMl[s] *= 1 - share;
    hilumCoreMl[s] *= 1 - share;
  }
}

/** Change of what is left of a vessel near the hilum for one mm more of tissue, as a share of it. */
export function changePerTissueMm(csaMm2: number, parameters: Parameters): number {
  if (csaMm2 < parameters.bv10FromMm2) return 0;
  return -2 / (Math.sqrt(csaMm2 / Math.PI) - meanTissueMm(parameters));
}

/** Share of a vessel's outline that a shell of `mm` within it takes; only stems wear one. */
function shellShare(csaMm2: number, mm: number, { bv10FromMm2 }: Parameters): number {
  if (csaMm2 < bv10FromMm2) return 0;
  const ofRadius = Math.min(1, mm / Math.sqrt(csaMm2 / Math.PI));
  return ofRadius * (2 - ofRadius);
}
