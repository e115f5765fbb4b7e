/** What the judgement of a scan needs, and what it says. */
import type { ScanEstimates } from '../estimates';
import type { Issue } from '../issues';
import type { LungSummary } from '../lungs/types';
import type { QualityCheck, ScanFacts } from '../result/types';
import type { Geometry } from '../volume';

export interface QualityInput {
  readonly geometry: Geometry;
  readonly facts: Pick<ScanFacts, 'kernel' | 'sliceThicknessMm'>;
  readonly estimates: ScanEstimates;
  readonly lungs: LungSummary;
  /** Strength a of a sharpening kernel, PSF = (1 + a)·G(σ1) − a·G(σ2); null where it was not measured. */
  readonly sharpening: number | null;
  /** Share of the vessel length with double edges, %; null where it was not measured. */
  readonly motionPercent: number | null;
  /** Blood of arteries minus veins, HU; null where they were not told apart. */
  readonly arteryVeinHu: number | null;
  /** Half width of BV5's interval, for the words of the issues; null where it is not known. */
  readonly bv5HalfWidthPoints: number | null;
}

export interface QualityJudgement {
  /** The worst of the checks. */
  readonly verdict: QualityCheck['verdict'];
  readonly checks: readonly QualityCheck[];
  readonly issues: readonly Issue[];
}
