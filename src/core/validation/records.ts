/** What a trial leaves behind: plain JSON, in the program's names, from which tables, plots and text are made. */
import type { CalibreScore, Score, TrueBlood, ValidationClass } from '../phantom';
import type { BinPercent, BinVolumes, Measurement, Range } from '../result';

/** Why a scan was not measured. */
export interface RefusalNote {
  readonly code: string;
  readonly message: string;
  readonly exit: number;
}

/** Errors of one way of measuring on one chest. */
export interface Figures {
  readonly percent: BinPercent;
  readonly volumes: BinVolumes;
  readonly score: Score;
}

/** Matched stations of CSA 1.25–10 mm²; % of the true CSA. */
export interface CsaAgreement {
  readonly stations: number;
  readonly biasPercent: number | null;
  readonly scatterPercent: number | null;
  /** The same of the medians of true branches with five stations or more. */
  readonly branches: number;
  readonly branchBiasPercent: number | null;
  readonly branchScatterPercent: number | null;
}

export interface LengthShare {
  readonly fromMm2: number;
  readonly toMm2: number;
  readonly lengthMm: number;
  /** Recall or precision; null where there is no length. */
  readonly share: number | null;
}

export interface CentrelineFigures {
  readonly classes: readonly CalibreScore[];
  readonly agreement: CsaAgreement;
  /** By true calibre: 1.25–2, 2–5, above. */
  readonly recall: readonly LengthShare[];
  /** By measured calibre: the three bins. */
  readonly precision: readonly LengthShare[];
  /** Blood counted at stations that lie on no true vessel, mL, in the three bins. */
  readonly falseMl: readonly number[];
}

export interface LungFigures {
  readonly dice: number;
  /** Mean distance of the measured surface from the true one where vessels of 10 mm² and more cross it, mm. */
  readonly hilarErrorMm: number | null;
  /** Its signed mean: above 0 where the measured lung reaches further in. */
  readonly hilarBiasMm: number | null;
}

/** An estimate of the scan beside its truth. */
export interface EstimateFigure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly truth: number | null;
}

export interface MeasuredChest {
  readonly figures: Figures;
  readonly lungs: LungFigures & Pick<Measurement['lungs'], 'uncertainPercent' | 'cutOff'>;
  readonly centrelines: CentrelineFigures;
  readonly estimates: Readonly<Record<'bloodHu' | 'psfSigmaMm' | 'psfSigmaZMm' | 'noiseHu', EstimateFigure>>;
  readonly detectionLimitMm2: number;
  readonly intervals: Readonly<Record<'bv5' | 'bv5To10' | 'bv10', Range | null>> & { readonly tbvMl: Range | null };
  readonly sources: Measurement['intervals']['sources'];
  readonly rejected: Measurement['vessels']['rejected'];
  readonly verdict: Measurement['quality']['verdict'];
  readonly issues: readonly string[];
  readonly seconds: number;
  readonly stageSeconds: readonly { readonly id: string; readonly seconds: number }[];
}

/** The naive pipeline on the same volume. */
export interface NaiveChest {
  readonly figures: Figures;
  readonly classes: readonly CalibreScore[];
  /** Over CSA ≥ 1.25 mm². */
  readonly recall: number | null;
  readonly precision: number | null;
}

export interface ChestRecord {
  readonly kind: 'chest';
  readonly caseId: string;
  readonly title: string;
  readonly class: ValidationClass;
  readonly repeat: number;
  readonly seed: number;
  readonly truth: Omit<TrueBlood, 'histogram'>;
  readonly measured: MeasuredChest | null;
  readonly refusal: RefusalNote | null;
  readonly naive: NaiveChest | null;
  readonly generationSeconds: number;
}

/** One way of sizing on one calibre of a calibration set; % of the true CSA. */
export interface CalibrationClass {
  readonly csaMm2: number;
  readonly stations: number;
  readonly recall: number | null;
  readonly biasPercent: number | null;
  readonly sdPercent: number | null;
}

export interface CalibrationMethod {
  readonly method: string;
  readonly classes: readonly CalibrationClass[];
}

export interface CalibrationRecord {
  readonly kind: 'calibration';
  readonly setId: string;
  readonly title: string;
  readonly seed: number;
  readonly shapes: number;
  readonly methods: readonly CalibrationMethod[];
  /** Cramér–Rao: least SD at any one station, %, by calibre; null where the set has none. */
  readonly bound: readonly { readonly csaMm2: number; readonly sdPercent: number }[];
  /** Blood found where there is none (sheets, airways), mL. */
  readonly falseMl: number;
  readonly seconds: number;
}

export interface RobustnessRecord {
  readonly kind: 'robustness';
  readonly changeId: string;
  readonly seed: number;
  readonly truth: BinPercent;
  readonly percent: BinPercent | null;
  readonly tbvMl: number | null;
  readonly sides: Readonly<Record<'right' | 'left', BinVolumes>> | null;
  readonly psf: readonly [sigmaMm: number, sigmaZMm: number] | null;
  readonly issues: readonly string[];
  readonly refusal: RefusalNote | null;
  readonly seconds: number;
}

export interface RefusalRecord {
  readonly kind: 'refusals';
  readonly scans: readonly {
    readonly id: string;
    readonly title: string;
    /** Null: it was measured, which is a fault. */
    readonly refusal: RefusalNote | null;
  }[];
  readonly seconds: number;
}

export interface BenchRecord {
  readonly kind: 'bench';
  readonly size: readonly [number, number, number];
  readonly threads: number;
  readonly processor: string;
  readonly totalSeconds: number;
  readonly peakMemoryMb: number;
  readonly stages: readonly { readonly id: string; readonly seconds: number; readonly peakMemoryMb: number }[];
  readonly kernels: readonly {
    readonly name: string;
    readonly plainSeconds: number;
    readonly wasmSeconds: number;
    readonly sameBits: boolean;
  }[];
}

export type TrialRecord = ChestRecord | CalibrationRecord | RobustnessRecord | RefusalRecord | BenchRecord;
