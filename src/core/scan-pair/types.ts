/** Two measured scans set beside each other: differences with their intervals, and whether they can be compared. */
import type { Range } from '../result';

export type PairFigure = 'bv5' | 'bv5_10' | 'bv10' | 'bv5_ml' | 'tbv_ml' | 'lungs_ml' | 'tbv_ml_per_l';

/** B minus A; null where one of them is not given. */
export interface PairRow {
  readonly figure: PairFigure;
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number | null;
  /** Of the difference; null where an interval is not known. */
  readonly interval: Range | null;
}

export type PairCheckId =
  'rules' | 'scanner' | 'kernel' | 'thickness' | 'noise' | 'blood' | 'lungs' | 'coverage' | 'quality' | 'by_hand';

/** `limited`: part of a difference may come from it; `poor`: the figures do not compare. */
export interface PairCheck {
  readonly id: PairCheckId;
  readonly verdict: 'good' | 'limited' | 'poor';
  readonly a: number | string | null;
  readonly b: number | string | null;
}

export interface ScanPair {
  readonly rows: readonly PairRow[];
  readonly checks: readonly PairCheck[];
}
