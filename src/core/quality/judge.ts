/** How well a scan is suited for BV5, from what the stages found out about it. */
import type { Parameters } from '../parameters';
import type { Geometry } from '../volume';
import { qualityChecks, sliceMm, worst } from './checks';
import type { QualityInput, QualityJudgement } from './types';

/** Applies every check that can be made. Refuses nothing: what is too bad for BV5 is in the issues. */
export function judgeQuality(input: QualityInput, parameters: Parameters): QualityJudgement {
  const findings = qualityChecks.map((check) => check(input, parameters)).filter((found) => found !== null);
  const checks = findings.map((found) => found.check);
  return {
    verdict: worst(checks.map(({ verdict }) => verdict)),
    checks,
    issues: findings.flatMap((found) => found.issues),
  };
}

/** Whether slices this thick allow BV5 at all; where not, `withholdFineCalibres` takes its figures out. */
export function allowsBv5(geometry: Geometry, sliceThicknessMm: number | null, parameters: Parameters): boolean {
  return sliceMm(geometry, sliceThicknessMm) <= parameters.sliceMostMm + parameters.sliceToleranceMm;
}
