/**
 * What the interval samples read: how the blood of every part of the lungs and bin, and of every station that may
 * change its bin, answers to each source. Flat numbers on shared memory, so that samples can be drawn in pieces.
 */
import { sizeResponse, widerSigmaMm, type Psf, type SizeResponse } from '../calibre';
import type { Estimate, ScanEstimates } from '../estimates';
import type { LungField } from '../lungs/types';
import { exp, log } from '../maths';
import type { Parameters } from '../parameters';
import type { ScanFacts } from '../result/types';
import { sharedFloat64, sharedInt32, sharedUint8 } from '../volume';
import { binOf } from './bins';
import { changePerTissueMm } from './hilar-tissue';
import { regionCount, regionOf, sideOfRegion, type Ledger } from './ledger';

export interface IntervalContext {
  readonly lungs: Pick<LungField, 'grid' | 'summary'>;
  readonly estimates: ScanEstimates;
  readonly psf: Psf;
  readonly facts: Pick<ScanFacts, 'sliceThicknessMm'>;
}

/** Answers of a volume to the sources, and of its part that may be missed or false; a row of `termCount` numbers. */
export const terms = {
  /** Blood outside cores, mL. */
  tube: 0,
  /** Its change for one HU of background, one of blood, one mm of cut at the hilum, of border elsewhere, of tissue. */
  perBackgroundHu: 1,
  perBloodHu: 2,
  perHilumMm: 3,
  perBorderMm: 4,
  perTissueMm: 5,
} as const;
export const termCount = 6;

/** Terms of stations by region and bin, and the same times their `recallSd`. */
export interface BinSums {
  readonly terms: Float64Array;
  readonly recalled: Float64Array;
}

export interface IntervalTable {
  /** Of all stations, and of those that no sample moves into another bin. */
  readonly all: BinSums;
  readonly fixed: BinSums;
  /** Blood in cores of a region, mL, and its change for one mm of cut at the hilum and of tissue about its stems. */
  readonly core: Float64Array;
  readonly corePerHilumMm: Float64Array;
  readonly corePerTissueMm: Float64Array;
  /** Stations that may change their bin. */
  readonly count: number;
  readonly branches: number;
  readonly branch: Int32Array;
  readonly region: Uint8Array;
  readonly bin: Uint8Array;
  readonly logCsa: Float64Array;
  readonly logSd: Float64Array;
  /** Change of ln CSA for one SD of ln σ and one of blood HU. */
  readonly perBlur: Float64Array;
  readonly perBlood: Float64Array;
  readonly terms: Float64Array;
  readonly recallSd: Float64Array;
  readonly bloodSdHu: number;
  /** Uncertain lung over all lung, and what was measured in it: mL by side and bin. */
  readonly uncertainShare: number;
  readonly doubtfulMl: Float64Array;
  /** Points of share that phantoms show beyond all other sources, and the same for TBV as a share. */
  readonly modelSdPoints: number;
  readonly modelTbvSd: number;
}

/** So many SD from every edge a station keeps its bin: of 200 samples less than one in a hundred goes further. */
const farthestSds = 4;

export function intervalTable(ledger: Ledger, context: IntervalContext, parameters: Parameters): IntervalTable {
  const answer = stationAnswers(ledger, context, parameters);
  const movable = answer.list.filter((s) => mayMove(answer, s, parameters));
  const all = makeBinSums();
  const fixed = makeBinSums();
  const core = sharedFloat64(regionCount);
  const corePerHilumMm = sharedFloat64(regionCount);
  const corePerTissueMm = sharedFloat64(regionCount);
  const doubtfulMl = sharedFloat64(12);
  const moves = new Uint8Array(ledger.count);
  for (const s of movable) moves[s] = 1;
  for (const s of answer.list) {
    const region = regionOf(ledger, s);
    core[region] += ledger.coreMl[s];
    corePerHilumMm[region] += ledger.hilumCoreMl[s] / parameters.hilumBandMm;
    corePerTissueMm[region] += ledger.hilumCoreMl[s] * changePerTissueMm(ledger.csaMm2[s], parameters);
    const bin = binOf(ledger.csaMm2[s], parameters) - 1;
    if (ledger.uncertain[s] === 1) {
      const side = 4 * sideOfRegion(region);
      doubtfulMl[side + bin] += ledger.ml[s] - ledger.coreMl[s];
      doubtfulMl[side + 3] += ledger.coreMl[s];
    }
    const at = (region * 4 + bin) * termCount;
    for (let t = 0; t < termCount; t += 1) {
      const value = answer.terms[termCount * s + t];
      for (const sums of moves[s] === 1 ? [all] : [all, fixed]) {
        sums.terms[at + t] += value;
        sums.recalled[at + t] += answer.recallSd[s] * value;
      }
    }
  }
  const n = movable.length;
  const table: IntervalTable = {
    all,
    fixed,
    core,
    corePerHilumMm,
    corePerTissueMm,
    doubtfulMl,
    count: n,
    branches: ledger.vessel.reduce((most, v) => Math.max(most, v + 1), 0),
    branch: sharedInt32(n),
    region: sharedUint8(n),
    bin: sharedUint8(n),
    logCsa: sharedFloat64(n),
    logSd: sharedFloat64(n),
    perBlur: sharedFloat64(n),
    perBlood: sharedFloat64(n),
    terms: sharedFloat64(n * termCount),
    recallSd: sharedFloat64(n),
    bloodSdHu: bloodSd(ledger, context, parameters),
    ...scanErrors(context, parameters),
  };
  for (const [k, s] of movable.entries()) {
    table.branch[k] = ledger.vessel[s];
    table.region[k] = regionOf(ledger, s);
    table.bin[k] = binOf(ledger.csaMm2[s], parameters) - 1;
    table.logCsa[k] = answer.logCsa[s];
    table.logSd[k] = answer.logSd[s];
    table.perBlur[k] = answer.perBlur[s];
    table.perBlood[k] = answer.perBlood[s];
    table.terms.set(answer.terms.subarray(termCount * s, termCount * (s + 1)), termCount * k);
    table.recallSd[k] = answer.recallSd[s];
  }
  return table;
}

function makeBinSums(): BinSums {
  const n = regionCount * 4 * termCount;
  return { terms: sharedFloat64(n), recalled: sharedFloat64(n) };
}

/** What depends on the scan as a whole. */
function scanErrors(
  { lungs, psf, facts, estimates }: IntervalContext,
  p: Parameters,
): Pick<IntervalTable, 'uncertainShare' | 'modelSdPoints' | 'modelTbvSd'> {
  const { rightMl, leftMl, uncertainMl } = lungs.summary;
  const lungMl = (rightMl ?? 0) + (leftMl ?? 0);
  const thickness = Math.max(lungs.grid.spacingMm[2], facts.sliceThicknessMm ?? 0);
  const thick = Math.min(1, Math.max(0, (thickness - p.modelThinMm) / (p.modelThickMm - p.modelThinMm)));
  const points = p.modelThinSdPoints + thick * (p.modelThickSdPoints - p.modelThinSdPoints);
  const tbv = p.modelThinTbvSd + thick * (p.modelThickTbvSd - p.modelThinTbvSd);
  const noiseShare = estimates.noiseHu.value / Math.max(p.attributeLeastContrastHu, contrastOf(lungs, estimates));
  const noise = noiseShare / p.modelNoiseShare;
  const sharp = psf.sharpening;
  return {
    uncertainShare: lungMl > 0 ? uncertainMl / lungMl : 0,
    modelSdPoints: Math.sqrt(
      points * points + (p.modelSharpSdPoints * sharp) ** 2 + (p.modelNoiseSdPoints * noise * noise) ** 2,
    ),
    modelTbvSd: Math.sqrt(tbv * tbv + (p.modelSharpTbvSd * sharp) ** 2 + (p.modelNoiseTbvSd * noise * noise) ** 2),
  };
}

const contrastOf = ({ summary }: IntervalContext['lungs'], { bloodHu }: ScanEstimates): number =>
  bloodHu.value - summary.meanHu;

interface Answers {
  /** Accepted stations; the columns below are filled for them. */
  readonly list: readonly number[];
  readonly logCsa: Float64Array;
  readonly logSd: Float64Array;
  readonly perBlur: Float64Array;
  readonly perBlood: Float64Array;
  readonly recallSd: Float64Array;
  readonly terms: Float64Array;
}

function stationAnswers(ledger: Ledger, context: IntervalContext, p: Parameters): Answers {
  const { estimates, psf } = context;
  const n = ledger.count;
  const list: number[] = [];
  for (let s = 0; s < n; s += 1) if (ledger.accepted[s] === 1) list.push(s);
  const column = (): Float64Array => new Float64Array(n);
  const answers: Answers = {
    list,
    logCsa: column(),
    logSd: column(),
    perBlur: column(),
    perBlood: column(),
    recallSd: column(),
    terms: new Float64Array(n * termCount),
  };
  const response = responseByCalibre(widerSigmaMm(psf), p);
  const blurSd = Math.max(p.blurSdLeast, logSd(estimates.psfSigmaMm));
  const bloodSdHu = bloodSd(ledger, context, p);
  const limit = estimates.detectionLimitMm2.value;
  for (const s of list) {
    const csa = ledger.csaMm2[s];
    const contrast = Math.max(p.attributeLeastContrastHu, ledger.bloodHu[s] - ledger.backgroundHu[s]);
    const { perSigma, perContrast } = response(csa);
    answers.logCsa[s] = log(csa);
    const ofBlood = (ledger.bloodSdHu[s] * perContrast) / contrast;
    answers.logSd[s] = Math.sqrt(ledger.csaLogSd[s] ** 2 + ofBlood * ofBlood);
    answers.perBlur[s] = blurSd * perSigma;
    answers.perBlood[s] = (bloodSdHu * perContrast) / contrast;
    answers.recallSd[s] = p.recallSd + p.recallLimitSd * exp((-p.recallFall * csa) / limit);
    const at = s * termCount;
    const tube = ledger.ml[s] - ledger.coreMl[s];
    answers.terms[at + terms.tube] = tube;
    answers.terms[at + terms.perBackgroundHu] = (ledger.ml[s] - ledger.windowMl[s]) / contrast;
    answers.terms[at + terms.perBloodHu] = -tube / contrast;
    answers.terms[at + terms.perHilumMm] = (ledger.hilumMl[s] - ledger.hilumCoreMl[s]) / p.hilumBandMm;
    answers.terms[at + terms.perBorderMm] = ledger.borderMl[s] / p.borderShellMm;
    answers.terms[at + terms.perTissueMm] = (ledger.hilumMl[s] - ledger.hilumCoreMl[s]) * changePerTissueMm(csa, p);
  }
  return answers;
}

function mayMove({ logCsa, logSd: sd, perBlur, perBlood }: Answers, s: number, p: Parameters): boolean {
  const reach = farthestSds * Math.sqrt(perBlur[s] ** 2 + perBlood[s] ** 2 + sd[s] ** 2 + p.modelSizeLogSd ** 2);
  return [p.bv5FromMm2, p.bv5ToMm2, p.bv10FromMm2].some((edge) => Math.abs(logCsa[s] - log(edge)) <= reach);
}

/** One SD of the blood common to all vessels. Where arteries and veins differ, the estimate's range spans both pools. */
function bloodSd(ledger: Ledger, { estimates, lungs }: IntervalContext, parameters: Parameters): number {
  const { value, low, high } = estimates.bloodHu;
  const ofEstimate = (high - low) / 3.29;
  const isTold = ledger.bloodHu.some((hu) => hu !== value);
  const told = parameters.bloodToldSdShare * contrastOf(lungs, estimates);
  return Math.max(parameters.bloodSdLeastHu, isTold ? Math.min(told, ofEstimate) : ofEstimate);
}

/** SD of the logarithm of an estimate from its 90 % range. */
function logSd(estimate: Estimate): number {
  if (!(estimate.low > 0)) return 0;
  return log(estimate.high / estimate.low) / 3.29;
}

/** The answer of the size to blur and contrast, on a lattice of radii in σ. */
function responseByCalibre(sigmaMm: number, parameters: Parameters): (csaMm2: number) => SizeResponse {
  const stepMm = 0.1 * sigmaMm;
  const lattice: SizeResponse[] = [];
  for (let k = 3; k <= 80; k += 1) {
    const r = k * stepMm;
    const window = Math.max(
      parameters.windowLeastMm,
      r + parameters.windowSigmas * sigmaMm + parameters.windowMarginMm,
    );
    lattice.push(sizeResponse(r, sigmaMm, window));
  }
  return (csaMm2) => {
    const k = Math.round(Math.sqrt(csaMm2 / Math.PI) / stepMm) - 3;
    return lattice[Math.min(lattice.length - 1, Math.max(0, k))];
  };
}
