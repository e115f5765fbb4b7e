/** What the interval samples read: accepted stations with the answer of their size and volume to each source. */
import { sizeResponse, widerSigmaMm, type Psf, type SizeResponse } from '../calibre';
import type { Estimate, ScanEstimates } from '../estimates';
import { LEFT, type LungField } from '../lungs/types';
import { exp, log } from '../maths';
import type { Parameters } from '../parameters';
import type { ScanFacts } from '../result/types';
import type { Ledger } from './ledger';

export interface IntervalContext {
  readonly lungs: Pick<LungField, 'grid' | 'summary'>;
  readonly estimates: ScanEstimates;
  readonly psf: Psf;
  readonly facts: Pick<ScanFacts, 'sliceThicknessMm'>;
}

export interface IntervalTable {
  readonly count: number;
  readonly branches: number;
  readonly branch: Int32Array;
  /** 0 right, 1 left. */
  readonly side: Uint8Array;
  readonly logCsa: Float64Array;
  readonly logSd: Float64Array;
  /** Change of ln CSA for a change of ln σ, and for one HU of blood. */
  readonly perLogSigma: Float64Array;
  readonly perBloodHu: Float64Array;
  /** Blood outside and inside cores, and how much of each lies near the hilum, mL. */
  readonly tubeMl: Float64Array;
  readonly coreMl: Float64Array;
  readonly tubeHilumMl: Float64Array;
  readonly coreHilumMl: Float64Array;
  readonly borderMl: Float64Array;
  /** Change of the blood outside cores for one HU of background, and of blood. */
  readonly mlPerBackgroundHu: Float64Array;
  readonly mlPerBloodHu: Float64Array;
  /** SD of the share of vessels of this calibre that is missed or false. */
  readonly recallSd: Float64Array;
  readonly logSigmaSd: number;
  readonly bloodSdHu: number;
  readonly uncertainShare: number;
  /** Points of share that phantoms show beyond all other sources, and the same for TBV as a share. */
  readonly modelSdPoints: number;
  readonly modelTbvSd: number;
}

export function intervalTable(ledger: Ledger, context: IntervalContext, parameters: Parameters): IntervalTable {
  const { estimates, psf, lungs } = context;
  const keep: number[] = [];
  for (let s = 0; s < ledger.count; s += 1) if (ledger.accepted[s] === 1) keep.push(s);
  const pick = (value: (s: number) => number): Float64Array => Float64Array.from(keep, value);
  const contrast = (s: number): number =>
    Math.max(parameters.attributeLeastContrastHu, estimates.bloodHu.value - ledger.backgroundHu[s]);
  const response = responseByCalibre(widerSigmaMm(psf), parameters);
  const limit = estimates.detectionLimitMm2.value;
  const { rightMl, leftMl, uncertainMl } = lungs.summary;
  const lungMl = (rightMl ?? 0) + (leftMl ?? 0);
  const thickness = Math.max(lungs.grid.spacingMm[2], context.facts.sliceThicknessMm ?? 0);
  const thick = within01((thickness - parameters.modelThinMm) / (parameters.modelThickMm - parameters.modelThinMm));
  return {
    count: keep.length,
    branches: ledger.vessel.reduce((most, v) => Math.max(most, v + 1), 0),
    branch: Int32Array.from(keep, (s) => ledger.vessel[s]),
    side: Uint8Array.from(keep, (s) => (ledger.side[s] === LEFT ? 1 : 0)),
    logCsa: pick((s) => log(ledger.csaMm2[s])),
    logSd: pick((s) => ledger.csaLogSd[s]),
    perLogSigma: pick((s) => response(ledger.csaMm2[s]).perSigma),
    perBloodHu: pick((s) => response(ledger.csaMm2[s]).perContrast / contrast(s)),
    tubeMl: pick((s) => ledger.ml[s] - ledger.coreMl[s]),
    coreMl: pick((s) => ledger.coreMl[s]),
    tubeHilumMl: pick((s) => ledger.hilumMl[s] - ledger.hilumCoreMl[s]),
    coreHilumMl: pick((s) => ledger.hilumCoreMl[s]),
    borderMl: pick((s) => ledger.borderMl[s] / parameters.borderShellMm),
    mlPerBackgroundHu: pick((s) => (ledger.ml[s] - ledger.windowMl[s]) / contrast(s)),
    mlPerBloodHu: pick((s) => (ledger.coreMl[s] - ledger.ml[s]) / contrast(s)),
    recallSd: pick(
      (s) => parameters.recallSd + parameters.recallLimitSd * exp((-parameters.recallFall * ledger.csaMm2[s]) / limit),
    ),
    logSigmaSd: logSd(estimates.psfSigmaMm),
    bloodSdHu: Math.max(parameters.bloodSdLeastHu, (estimates.bloodHu.high - estimates.bloodHu.low) / 3.29),
    uncertainShare: lungMl > 0 ? uncertainMl / lungMl : 0,
    modelSdPoints:
      parameters.modelThinSdPoints + thick * (parameters.modelThickSdPoints - parameters.modelThinSdPoints),
    modelTbvSd: parameters.modelThinTbvSd + thick * (parameters.modelThickTbvSd - parameters.modelThinTbvSd),
  };
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

function within01(x: number): number {
  return Math.min(1, Math.max(0, x));
}
