/**
 * One function a property of the scan: what was found, where good ends, how bad it is, in words.
 *
 * Limits are in `parameters/quality.ts`. A check that cannot be made gives null and is not listed: an unknown is
 * neither good nor bad.
 */
import { kernelClass } from '../dicom/kernel';
import { issues } from '../issue-catalogue';
import type { Issue } from '../issues';
import type { Parameters } from '../parameters';
import { formatNumber } from '../result/format';
import type { QualityCheck } from '../result/types';
import { determinant3, type Geometry } from '../volume';
import type { QualityInput } from './types';

export interface Finding {
  readonly check: QualityCheck;
  readonly issues: readonly Issue[];
}
type Check = (input: QualityInput, p: Parameters) => Finding | null;
type Verdict = QualityCheck['verdict'];

/** Thickest slice or longest voxel step, mm: across the slices by their distance, not along a sheared axis. */
export function sliceMm(geometry: Geometry, thicknessMm: number | null): number {
  const [x, y, z] = geometry.spacingMm;
  const told = thicknessMm !== null && thicknessMm > 0 && Number.isFinite(thicknessMm) ? thicknessMm : 0;
  return Math.max(x, y, z * Math.abs(determinant3(geometry.direction)), told);
}

const coverage: Check = ({ lungs }, p) => {
  const areaMm2 = lungs.cutOffMm2.reduce((sum, area) => sum + area, 0);
  if (lungs.cutOff.length === 0) {
    return finding('coverage', 'complete', '', 'complete', 'good', 'Both lungs lie wholly inside the scan.');
  }
  const verdict = grade(areaMm2, 0, p.cutOffLimitedMm2);
  const faces = lungs.cutOff.join(', ');
  return finding(
    'coverage',
    `cut off ${faces}`,
    '',
    'complete',
    verdict,
    `The scan cuts off lung over ${(areaMm2 / 100).toFixed(1)} cm² (${faces}).`,
    lungs.cutOff.map((face, i) => issues.lungs_cut_off(face, lungs.cutOffMm2[i] ?? 0)),
  );
};

const noise: Check = ({ estimates, bv5HalfWidthPoints }, p) => {
  const hu = estimates.noiseHu.value;
  const verdict = grade(hu, p.noiseGoodHu, p.noiseLimitedHu);
  const message = `Noise in soft tissue is ${hu.toFixed(0)} HU.`;
  const found = verdict === 'poor' ? [issues.noise_high(hu, p.noiseLimitedHu, bv5HalfWidthPoints)] : [];
  return finding('noise', hu, 'HU', p.noiseGoodHu, verdict, message, found);
};

const blur: Check = ({ estimates, bv5HalfWidthPoints }, p) => {
  const mm = estimates.psfSigmaMm.value;
  const verdict = grade(mm, p.blurGoodMm, p.blurLimitedMm);
  const message = `The blur within the slices is ${mm.toFixed(2)} mm (sigma).`;
  const found = verdict === 'poor' ? [issues.blur_high(mm, p.blurLimitedMm, bv5HalfWidthPoints)] : [];
  return finding('blur', mm, 'mm', p.blurGoodMm, verdict, message, found);
};

const motion: Check = ({ motionPercent, bv5HalfWidthPoints }, p) => {
  if (motionPercent === null) return null;
  const verdict = grade(motionPercent, p.motionGoodPercent, p.motionLimitedPercent);
  const message = `${motionPercent.toFixed(1)} % of the vessel length has double edges.`;
  const found = verdict === 'good' ? [] : [issues.motion(motionPercent, bv5HalfWidthPoints)];
  return finding('motion', motionPercent, '%', p.motionGoodPercent, verdict, message, found);
};

const slices: Check = ({ geometry, facts, bv5HalfWidthPoints }, p) => {
  const mm = sliceMm(geometry, facts.sliceThicknessMm);
  const beyond = (limit: number): boolean => mm > limit + p.sliceToleranceMm;
  const verdict = beyond(p.sliceLimitedMm) ? 'poor' : beyond(p.sliceGoodMm) ? 'limited' : 'good';
  const message = `Slices and voxel steps are at most ${mm.toFixed(2)} mm.`;
  let found: Issue[] = [];
  if (beyond(p.sliceMostMm)) found = [issues.slices_too_thick(mm)];
  else if (beyond(p.sliceWarnMm)) found = [issues.thick_slices(mm, bv5HalfWidthPoints)];
  return finding('slices', mm, 'mm', p.sliceGoodMm, verdict, message, found);
};

/** By the sharpening that was measured; by the vendor's name where none was; the worse of the two where both are. */
const kernel: Check = ({ facts, sharpening, bv5HalfWidthPoints }, p) => {
  const named = kernelClass(facts.kernel);
  if (named === 'unknown' && sharpening === null) return null;
  const measured = sharpening === null ? 'good' : grade(sharpening, p.sharpeningGood, p.sharpeningLimited);
  const verdict = worst([measured, named === 'sharp' ? 'limited' : 'good']);
  const name = facts.kernel === null ? 'The kernel' : `The kernel ${facts.kernel}`;
  const message = `${name} is ${verdict === 'good' ? 'not sharp' : 'sharp'}.`;
  const found = verdict === 'good' ? [] : [issues.sharp_kernel(facts.kernel, bv5HalfWidthPoints)];
  return finding('kernel', facts.kernel, '', 'not sharp', verdict, message, found);
};

const inspiration: Check = ({ lungs }, p) => {
  const verdict = grade(lungs.meanHu, p.inspirationGoodHu, p.inspirationLimitedHu);
  const message = `The lungs have a mean of ${formatNumber(lungs.meanHu, 0)} HU.`;
  const found = verdict === 'good' ? [] : [issues.low_inspiration(lungs.meanHu, p.inspirationGoodHu)];
  return finding('lungs', lungs.meanHu, 'HU', p.inspirationGoodHu, verdict, message, found);
};

const limit: Check = ({ estimates }, p) => {
  const mm2 = estimates.detectionLimitMm2.value;
  const verdict = grade(mm2, p.detectionGoodMm2, p.detectionLimitedMm2);
  const message = `Vessels are found from ${mm2.toFixed(2)} mm² on.`;
  const found = verdict === 'good' ? [] : [issues.detection_limit_high(mm2, p.bv5FromMm2)];
  return finding('limit', mm2, 'mm²', p.detectionGoodMm2, verdict, message, found);
};

const denseLung: Check = ({ lungs }, p) => {
  const totalMl = (lungs.rightMl ?? 0) + (lungs.leftMl ?? 0);
  if (!(totalMl > 0)) return null;
  const percent = (100 * lungs.uncertainMl) / totalMl;
  const verdict = grade(percent, p.denseLungGoodPercent, p.denseLungLimitedPercent);
  const message = `${percent.toFixed(1)} % of the lungs is dense with an uncertain border.`;
  const found = verdict === 'good' ? [] : [issues.uncertain_lung(percent, lungs.uncertainMl)];
  return finding('dense_lung', percent, '%', p.denseLungGoodPercent, verdict, message, found);
};

const contrast: Check = ({ arteryVeinHu }, p) => {
  if (arteryVeinHu === null) return null;
  const hu = Math.abs(arteryVeinHu);
  const verdict = hu < p.contrastDifferenceGoodHu ? 'good' : 'limited';
  const message = `Blood differs by ${hu.toFixed(0)} HU between arteries and veins.`;
  const found = verdict === 'good' ? [] : [issues.contrast_uneven(hu)];
  return finding('contrast', hu, 'HU', p.contrastDifferenceGoodHu, verdict, message, found);
};

/** In the order in which they are shown. */
export const qualityChecks: readonly Check[] = [
  coverage,
  noise,
  blur,
  motion,
  slices,
  kernel,
  inspiration,
  limit,
  denseLung,
  contrast,
];

/** The worst of several verdicts; good where there is none. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes('poor')) return 'poor';
  return verdicts.includes('limited') ? 'limited' : 'good';
}

function grade(value: number, good: number, limited: number): Verdict {
  return value <= good ? 'good' : value <= limited ? 'limited' : 'poor';
}

function finding(
  id: string,
  value: QualityCheck['value'],
  unit: string,
  good: QualityCheck['limit'],
  verdict: Verdict,
  message: string,
  found: readonly Issue[] = [],
): Finding {
  return { check: { id, value, unit, limit: good, verdict, message }, issues: found };
}
