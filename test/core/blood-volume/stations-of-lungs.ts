/** A ledger as a lung gives it: branches of every calibre with the volumes that a measurement would give them. */
import type { IntervalContext, Ledger } from '../../../src/core/blood-volume';
import type { Estimate } from '../../../src/core/estimates';
import { LEFT, RIGHT } from '../../../src/core/lungs/types';
import { random } from '../../../src/core/maths';

const branches = 600;
const stationsOfBranch = 8;

export interface Changes {
  /** SD of ln CSA at 1 mm². */
  readonly logSd?: number;
}

export function stationsOfLungs({ logSd = 0.06 }: Changes = {}): Ledger {
  const n = branches * stationsOfBranch;
  const dice = random(7);
  const column = (): Float64Array => new Float64Array(n);
  const ledger = {
    count: n,
    vessel: new Int32Array(n),
    csaMm2: column(),
    csaLogSd: column(),
    backgroundHu: column().fill(-870),
    bloodHu: column().fill(40),
    bloodSdHu: column(),
    lengthMm: column().fill(0.75),
    accepted: new Uint8Array(n).fill(1),
    side: new Uint8Array(n),
    third: new Uint8Array(n),
    peel: new Uint8Array(n),
    uncertain: new Uint8Array(n),
    ml: column(),
    coreMl: column(),
    hilumMl: column(),
    hilumCoreMl: column(),
    borderMl: column(),
    windowMl: column(),
    gapMl: column(),
  };
  for (let b = 0; b < branches; b += 1) {
    // as many branches fall into each doubling as their calibre allows: about as much blood in each
    const csa = 0.7 * 2 ** (5.5 * dice.uniform());
    const length = 20 / csa;
    for (let k = 0; k < stationsOfBranch; k += 1) {
      const s = b * stationsOfBranch + k;
      ledger.vessel[s] = b;
      ledger.csaMm2[s] = csa * (1.05 - (0.1 * k) / stationsOfBranch);
      ledger.csaLogSd[s] = logSd / Math.sqrt(csa);
      ledger.side[s] = b % 2 === 0 ? RIGHT : LEFT;
      ledger.third[s] = b % 3;
      ledger.ml[s] = (ledger.csaMm2[s] * length) / 100;
      ledger.windowMl[s] = 3 * ledger.ml[s];
      if (csa > 12) {
        ledger.coreMl[s] = 0.6 * ledger.ml[s];
        ledger.hilumMl[s] = 0.5 * ledger.ml[s];
        ledger.hilumCoreMl[s] = 0.3 * ledger.ml[s];
      }
      ledger.borderMl[s] = 0.01 * ledger.ml[s];
    }
  }
  return ledger;
}

const estimate = (value: number, half: number): Estimate => ({ value, low: value - half, high: value + half, how: '' });

export interface Scan {
  readonly thicknessMm?: number;
  readonly uncertainMl?: number;
  readonly sharpening?: number;
  readonly noiseHu?: number;
  readonly detectionLimitMm2?: number;
  readonly blurHalfMm?: number;
  readonly bloodHalfHu?: number;
}

/** A thin scan of a healthy lung, unless said otherwise. */
export function scanOf(scan: Scan = {}): IntervalContext {
  const {
    thicknessMm = 1,
    uncertainMl = 0,
    sharpening = 0,
    noiseHu = 20,
    detectionLimitMm2 = 0.6,
    blurHalfMm = 0.01,
    bloodHalfHu = 5,
  } = scan;
  return {
    lungs: {
      grid: { size: [2, 2, 2], spacingMm: [0.8, 0.8, thicknessMm] },
      summary: { rightMl: 2700, leftMl: 2300, meanHu: -840, uncertainMl, cutOff: [], cutOffMm2: [] },
    },
    estimates: {
      bloodHu: estimate(40, bloodHalfHu),
      psfSigmaMm: estimate(0.58, blurHalfMm),
      psfSigmaZMm: estimate(0.5, blurHalfMm),
      noiseHu: estimate(noiseHu, 2),
      detectionLimitMm2: estimate(detectionLimitMm2, 0.1),
    },
    psf: { sigmaMm: 0.58, sigmaZMm: 0.5, sharpening, sharpeningWidth: 1.8 },
    facts: { sliceThicknessMm: thicknessMm },
  };
}
