/** All records of a validation, sorted by kind, with what the document has to say about how they were made. */
import type { ValidationClass } from '../../phantom';
import type {
  BenchRecord,
  CalibrationRecord,
  ChestRecord,
  MeasuredChest,
  RefusalRecord,
  RobustnessRecord,
  TrialRecord,
} from '../records';
import type { Plan } from '../trials';

/** Where the records come from. */
export interface Origin {
  readonly plan: Plan;
  readonly version: string;
  readonly parametersHash: string;
  readonly sourcesHash: string;
  readonly trialsPlanned: number;
  readonly trialsKept: number;
  /** Sum over the trials' processes, s; largest of them, MB. */
  readonly processSeconds: number;
  readonly peakMemoryMb: number;
  /** Runs of the command that made the records. */
  readonly runs: readonly { readonly threads: number; readonly trials: number; readonly seconds: number }[];
  readonly bench: BenchRecord | null;
  /** Written by hand, kept when the document is made again; null where there is no such file. */
  readonly notes: string | null;
  readonly realScans: string | null;
}

export interface Sheet extends Origin {
  readonly chests: readonly ChestRecord[];
  readonly calibrations: readonly CalibrationRecord[];
  readonly changes: readonly RobustnessRecord[];
  readonly refusals: RefusalRecord | null;
}

export function sheetOf(records: readonly TrialRecord[], origin: Origin): Sheet {
  return {
    ...origin,
    chests: records.filter((record) => record.kind === 'chest'),
    calibrations: records.filter((record) => record.kind === 'calibration'),
    changes: records.filter((record) => record.kind === 'robustness'),
    refusals: records.find((record) => record.kind === 'refusals') ?? null,
  };
}

/** A chest that was measured. */
export interface Answer {
  readonly chest: ChestRecord;
  readonly measured: MeasuredChest;
}

export const answersOf = (chests: readonly ChestRecord[]): Answer[] =>
  chests.flatMap((chest) => (chest.measured === null ? [] : [{ chest, measured: chest.measured }]));

export const ofClass = (answers: readonly Answer[], ...classes: readonly ValidationClass[]): Answer[] =>
  answers.filter(({ chest }) => classes.includes(chest.class));

export const classes: readonly ValidationClass[] = ['thin normal', 'thin difficult', 'dense disease', 'thick'];

/** Errors of the three shares of TBV, points; null where one was withheld. */
export function shareErrors({ chest, measured }: Answer): readonly [number, number, number] | null {
  const { bv5, bv5To10, bv10 } = measured.figures.percent;
  if (bv5 === null || bv5To10 === null || bv10 === null) return null;
  const { bv5Percent, bv5To10Percent, bv10Percent } = chest.truth.total;
  return [bv5 - bv5Percent, bv5To10 - bv5To10Percent, bv10 - bv10Percent];
}

/** Largest error of the three shares, points; infinite where one is missing, so that it fails every limit. */
export const worstOf = ({ measured }: Answer): number => measured.figures.score.worstBinPoints ?? Infinity;

export const tbvError = ({ measured }: Answer): number => measured.figures.score.tbvErrorPercent ?? Infinity;

/** Largest error of a lung's shares, points. */
export function sideWorst({ measured }: Answer, side: 'right' | 'left'): number {
  const lines = measured.figures.score.lines.filter(
    ({ name }) => name.startsWith(`${side} BV`) && name.endsWith('share'),
  );
  return lines.length === 0 ? Infinity : Math.max(...lines.map(({ error }) => Math.abs(error ?? Infinity)));
}

export function lineOf({ measured }: Answer, name: string): number | null {
  const line = measured.figures.score.lines.find((one) => one.name === name);
  return line === undefined ? null : (line.errorPercent ?? line.error);
}

/** Whether the interval of BV5 holds the truth; null without one. */
export function holdsBv5({ chest, measured }: Answer): boolean | null {
  const range = measured.intervals.bv5;
  if (range === null) return null;
  const truth = chest.truth.total.bv5Percent;
  return range[0] <= truth && truth <= range[1];
}

export const halfWidth = ({ measured }: Answer): number | null => {
  const range = measured.intervals.bv5;
  return range === null ? null : (range[1] - range[0]) / 2;
};

/** `normal-1.0`, or with the repeat where a case has several chests. */
export const nameOf = ({ caseId, repeat }: ChestRecord, plan: Plan): string =>
  plan.repeats > 1 ? `${caseId} ${repeat}` : caseId;
