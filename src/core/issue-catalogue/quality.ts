/** Issues that the judgement of a scan's quality raises. */
import type { Issue } from '../issues';
import type { CutOff } from '../lungs/types';
import { formatNumber } from '../result/format';
import { issue } from './entry';

/** What the trouble does to the figures: with the half width of BV5's interval where it is known. */
function wider(bv5HalfWidthPoints: number | null): string {
  const by = bv5HalfWidthPoints === null ? '' : `: BV5 ±${bv5HalfWidthPoints.toFixed(1)} points`;
  return `The intervals are wider${by}.`;
}

/** What the missing end of a lung is called. */
const ENDS: Readonly<Record<CutOff, string>> = {
  superior: 'above, at the lung tops',
  inferior: 'below, at the lung bases',
  anterior: 'in front',
  posterior: 'behind',
  left: "on the patient's left",
  right: "on the patient's right",
};

export const qualityIssues = {
  /** Six codes, `lungs_cut_off_inferior` and so on. */
  lungs_cut_off: (face: CutOff, areaMm2: number): Issue =>
    issue(
      `lungs_cut_off_${face}`,
      'warning',
      `The scan cuts the lungs off ${ENDS[face]}: ${(areaMm2 / 100).toFixed(1)} cm² of lung touch its edge.`,
      'The figures cover the imaged part only; do not compare them with full scans.',
    ),
  thick_slices: (thicknessMm: number, bv5HalfWidthPoints: number | null): Issue =>
    issue(
      'thick_slices',
      'warning',
      `${thicknessMm.toFixed(1)} mm slices blur small vessels.`,
      wider(bv5HalfWidthPoints),
    ),
  slices_too_thick: (thicknessMm: number): Issue =>
    issue(
      'slices_too_thick',
      'error',
      `${thicknessMm.toFixed(1)} mm slices are too thick for BV5. Vessels of 1.25–5 mm² are 1.3–2.5 mm wide.`,
      'Lung volume and TBV are given; for BV5 choose a series of 1.5 mm or thinner.',
    ),
  sharp_kernel: (kernel: string | null, bv5HalfWidthPoints: number | null): Issue =>
    issue(
      'sharp_kernel',
      'warning',
      kernel === null ? 'The kernel is sharp.' : `The kernel ${kernel} is sharp.`,
      wider(bv5HalfWidthPoints),
    ),
  noise_high: (noiseHu: number, limitHu: number, bv5HalfWidthPoints: number | null): Issue =>
    issue('noise_high', 'warning', `Noise is ${Math.round(noiseHu)} HU, limit ${limitHu}.`, wider(bv5HalfWidthPoints)),
  blur_high: (sigmaMm: number, limitMm: number, bv5HalfWidthPoints: number | null): Issue =>
    issue(
      'blur_high',
      'warning',
      `The scan is blurred: sigma ${sigmaMm.toFixed(2)} mm, limit ${limitMm} mm.`,
      wider(bv5HalfWidthPoints),
    ),
  motion: (percentOfStations: number, bv5HalfWidthPoints: number | null): Issue =>
    issue(
      'motion',
      'warning',
      `The heart or diaphragm moved: ${percentOfStations.toFixed(1)} % of the vessel length has double edges.`,
      wider(bv5HalfWidthPoints),
    ),
  low_inspiration: (meanHu: number, limitHu: number): Issue =>
    issue(
      'low_inspiration',
      'warning',
      `The lungs are not fully inflated: their mean is ${formatNumber(meanHu, 0)} HU, full inspiration lies below ${formatNumber(limitHu, 0)}.`,
      'Compare these figures only with scans of equal inspiration.',
    ),
  uncertain_lung: (percent: number, ml: number): Issue =>
    issue(
      'uncertain_lung',
      'warning',
      `${percent.toFixed(1)} % of the lungs (${Math.round(ml)} mL) is dense, and its border is uncertain.`,
      'Blood inside it is measured only where vessels stand out; what may be hidden there counts in the interval.',
    ),
  detection_limit_high: (detectionLimitMm2: number, binFromMm2: number): Issue =>
    issue(
      'detection_limit_high',
      'warning',
      `Half of the vessels of ${detectionLimitMm2.toFixed(2)} mm² are missed, and BV5 begins at ${binFromMm2} mm².`,
      'BV5 is a lower bound in this scan.',
    ),
  volumes_disagree: (bin: string, attributedMl: number, renderedMl: number): Issue =>
    issue(
      'volumes_disagree',
      'warning',
      `${bin} holds ${attributedMl.toFixed(1)} mL by the brightness of its vessels and ${renderedMl.toFixed(1)} mL by their size and length.`,
      'Look at the vessels of this calibre: some may be missed, doubled or none.',
    ),
  contrast_uneven: (differenceHu: number): Issue =>
    issue(
      'contrast_uneven',
      'warning',
      `Arteries and veins differ by ${Math.round(differenceHu)} HU.`,
      'Vessels are sized with the blood of their own tree, thin ones that cannot be told with a mean; intervals are wider.',
    ),
} as const;
