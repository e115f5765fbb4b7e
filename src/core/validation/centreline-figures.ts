/** Centrelines against the true ones, in the classes in which they are validated. */
import { isSameVessel, spread } from '../phantom';
import type { MatchedStations, TrueStations } from '../phantom';
import { defaultParameters } from '../parameters';
import type { StationTable } from '../result';
import { median } from './summary';
import type { CsaAgreement, LengthShare } from './records';

const { bv5FromMm2, bv5ToMm2, bv10FromMm2 } = defaultParameters;
const recallEdgesMm2 = [bv5FromMm2, 2, bv5ToMm2, Infinity];
const binEdgesMm2 = [bv5FromMm2, bv5ToMm2, bv10FromMm2, Infinity];
/** A branch's median counts from so many matched stations on. */
const stationsOfBranch = 5;

const csaOf = (radiusMm: number): number => Math.PI * radiusMm * radiusMm;

const classOf = (edges: readonly number[], value: number): number => edges.findLastIndex((edge) => value >= edge);

/** Bias and scatter of CSA at matched stations of 1.25–10 mm², and of the branches' medians. */
export function csaAgreement(truth: TrueStations, measured: StationTable, { hit }: MatchedStations): CsaAgreement {
  const errors: number[] = [];
  const byBranch = new Map<number, number[]>();
  for (let i = 0; i < truth.count; i += 1) {
    const csa = csaOf(truth.radiusMm[i]);
    if (hit[i] < 0 || csa < bv5FromMm2 || csa >= bv10FromMm2) continue;
    const ratio = measured.csaMm2[hit[i]] / csa;
    if (!isSameVessel(ratio)) continue;
    errors.push(ratio - 1);
    const list = byBranch.get(truth.vessel[i]);
    if (list === undefined) byBranch.set(truth.vessel[i], [ratio - 1]);
    else list.push(ratio - 1);
  }
  const branches = [...byBranch.values()].filter((list) => list.length >= stationsOfBranch).map(median);
  const [station, branch] = [spread(errors), spread(branches)];
  return {
    stations: errors.length,
    ...station,
    branches: branches.length,
    branchBiasPercent: branch.biasPercent,
    branchScatterPercent: branch.scatterPercent,
  };
}

/** Share of the true length that was found, by true calibre. */
export function recallByCalibre(truth: TrueStations, { hit }: MatchedStations): LengthShare[] {
  const lengths = recallEdgesMm2.slice(1).map(() => ({ all: 0, good: 0 }));
  for (let i = 0; i < truth.count; i += 1) {
    const c = classOf(recallEdgesMm2, csaOf(truth.radiusMm[i]));
    if (hit[i] === -2 || c < 0) continue;
    lengths[c].all += truth.lengthMm[i];
    if (hit[i] >= 0) lengths[c].good += truth.lengthMm[i];
  }
  return sharesOf(recallEdgesMm2, lengths);
}

/** Share of the measured length that lies on a true vessel, by measured bin. */
export function precisionByBin(measured: StationTable, { isTrue }: MatchedStations): LengthShare[] {
  const lengths = binEdgesMm2.slice(1).map(() => ({ all: 0, good: 0 }));
  for (let i = 0; i < isTrue.length; i += 1) {
    const c = classOf(binEdgesMm2, measured.csaMm2[i]);
    if (c < 0) continue;
    lengths[c].all += measured.lengthMm[i];
    if (isTrue[i] === 1) lengths[c].good += measured.lengthMm[i];
  }
  return sharesOf(binEdgesMm2, lengths);
}

/** mL counted at stations on no true vessel, in the three bins. */
export function falseMl(measured: StationTable, { isTrue }: MatchedStations): number[] {
  const ml = [0, 0, 0];
  for (let i = 0; i < isTrue.length; i += 1) {
    const c = classOf(binEdgesMm2, measured.csaMm2[i]);
    if (c >= 0 && isTrue[i] === 0) ml[c] += measured.ml[i];
  }
  return ml;
}

function sharesOf(
  edges: readonly number[],
  lengths: readonly { readonly all: number; readonly good: number }[],
): LengthShare[] {
  return lengths.map(({ all, good }, c) => ({
    fromMm2: edges[c],
    // a record is JSON, which has no infinity
    toMm2: Math.min(edges[c + 1], openEndMm2),
    lengthMm: all,
    share: all > 0 ? good / all : null,
  }));
}

/** Stands for an open upper end. */
export const openEndMm2 = 1000;
