/** Sums the ledger by calibre: volumes, percentages, histogram. Bins are half-open, nothing is rounded first. */
import { exp } from '../maths';
import type { Parameters } from '../parameters';
import type { BinPercent, BinVolumes, Part } from '../result/types';
import { BELOW, BV10, BV5, BV5_10 } from './bin-labels';
import type { Ledger } from './ledger';

/** Bin of a CSA. */
export function binOf(csaMm2: number, parameters: Parameters): 1 | 2 | 3 | 4 {
  if (csaMm2 < parameters.bv5FromMm2) return BELOW;
  if (csaMm2 < parameters.bv5ToMm2) return BV5;
  return csaMm2 < parameters.bv10FromMm2 ? BV5_10 : BV10;
}

/** mL in [below, BV5, BV5–10, BV10] of the accepted stations for which `take` holds. */
export function binSums(ledger: Ledger, parameters: Parameters, take: (s: number) => boolean): Float64Array {
  const out = new Float64Array(4);
  for (let s = 0; s < ledger.count; s += 1) {
    if (ledger.accepted[s] === 0 || !take(s)) continue;
    out[binOf(ledger.csaMm2[s], parameters) - 1] += ledger.ml[s] - ledger.coreMl[s];
    out[BV10 - 1] += ledger.coreMl[s];
  }
  return out;
}

/** Volumes and percentages of four bin sums; percentages add up to 100 and are null without blood. */
export function partOf(bins: Float64Array): Part {
  const [belowMl, bv5Ml, bv5To10Ml, bv10Ml] = bins;
  const volumes: BinVolumes = { bv5Ml, bv5To10Ml, bv10Ml, tbvMl: bv5Ml + bv5To10Ml + bv10Ml, belowMl };
  return { volumes, percent: percentOf(bins) };
}

export function percentOf(bins: Float64Array): BinPercent {
  const tbv = bins[1] + bins[2] + bins[3];
  if (!(tbv > 0)) return { bv5: null, bv5To10: null, bv10: null };
  const bv5 = (100 * bins[1]) / tbv;
  const bv5To10 = (100 * bins[2]) / tbv;
  return { bv5, bv5To10, bv10: 100 - bv5 - bv5To10 };
}

const barsADoubling = 5;
const lowestBar = -5;
const highestBar = 35;

/** Log-spaced edges, five bars a doubling, so that 1.25, 5 and 10 mm² are edges; 0.625 … 160 mm². */
export function histogramEdges(): number[] {
  const edges: number[] = [];
  for (let bar = lowestBar; bar <= highestBar; bar += 1) {
    const doublings = Math.floor(bar / barsADoubling);
    const part = bar - doublings * barsADoubling;
    const whole = doublings < 0 ? 1 / 2 ** -doublings : 2 ** doublings;
    edges.push(1.25 * whole * (part === 0 ? 1 : exp((part / barsADoubling) * Math.LN2)));
  }
  return edges;
}

/** mL of every bar; the outermost hold what lies beyond. */
export function histogram(ledger: Ledger, parameters: Parameters): { edgesMm2: number[]; ml: number[] } {
  const edgesMm2 = histogramEdges();
  const ml = edgesMm2.slice(1).map(() => 0);
  const barOf = (csa: number): number => {
    let bar = 0;
    while (bar < ml.length - 1 && csa >= edgesMm2[bar + 1]) bar += 1;
    return bar;
  };
  for (let s = 0; s < ledger.count; s += 1) {
    if (ledger.accepted[s] === 0) continue;
    ml[barOf(ledger.csaMm2[s])] += ledger.ml[s] - ledger.coreMl[s];
    ml[barOf(Math.max(parameters.bv10FromMm2, ledger.csaMm2[s]))] += ledger.coreMl[s];
  }
  return { edgesMm2, ml };
}
