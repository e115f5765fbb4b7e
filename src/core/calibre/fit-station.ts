/**
 * Sizes one vessel at one station: the blurred-disc model fitted to the raw voxels of a slab across its axis.
 *
 * Unknown are the axis (u, v), the radius and a background with two slopes; blood HU and blur are known.
 * That is what makes it unbiased where the radius is near the blur. Voxels are never resampled: that would
 * blur them once more. Gauss–Newton steps with a little damping and Cauchy weights; `slab.ts` gathers the voxels
 * and what is known about neighbours, chest wall and air.
 */
import { fitSums, fitValues, type TubeFit } from '../kernels';
import type { Parameters } from '../parameters';
import type { FitSetting } from './fit-setting';
import type { Slab } from './slab';
import { factorCholesky, solveCholesky } from './solve';
import { widerSigmaMm, writeTube } from './tube-image';

const unknowns = 6;
const damping = 0.01;
/** No residual scale below this in the first steps, so that a poor start is not taken for outliers. */
const openingScaleHu = 60;
const openingSteps = 3;
/** A fit has settled when radius (share) and axis (mm) move less than a tenth of what noise leaves open. */
const settledShare = 2e-3;
const settledMm = 6e-3;
/** Blood must stand out at least so far from the fitted background. */
const leastContrastHu = 60;

/** Working memory of one task; after `fitSlab` its numbers are the answer. */
export interface Fit {
  readonly work: TubeFit;
  readonly normalMatrix: Float64Array;
  readonly damped: Float64Array;
  readonly factor: Float64Array;
  readonly step: Float64Array;
  /** Axis in the plane, mm from the station. */
  u: number;
  v: number;
  radiusMm: number;
  backgroundHu: number;
  slopeU: number;
  slopeV: number;
  /** Scale of the residuals, HU: 1.48 median, not below the noise. */
  scaleHu: number;
  /** Root mean square of the weighted residuals, HU. */
  residualHu: number;
  /** Share of the variance of the voxels that the model explains. */
  r2: number;
  /** Standard deviation of the radius for white noise, mm. */
  radiusSdMm: number;
  /** Mean robust weight, 0 … 1. */
  weight: number;
}

export function makeFit(work: TubeFit): Fit {
  return {
    work,
    normalMatrix: new Float64Array(unknowns * unknowns),
    damped: new Float64Array(unknowns * unknowns),
    factor: new Float64Array(unknowns * unknowns),
    step: new Float64Array(unknowns),
    u: 0,
    v: 0,
    radiusMm: 0,
    backgroundHu: 0,
    slopeU: 0,
    slopeV: 0,
    scaleHu: 0,
    residualHu: 0,
    r2: 0,
    radiusSdMm: 0,
    weight: 0,
  };
}

/**
 * Fits the slab from a start radius, never above `capMm`; false where there are too few voxels. A start that comes
 * from an earlier fit is trusted sooner.
 */
export function fitSlab(
  fit: Fit,
  slab: Slab,
  startMm: number,
  capMm: number,
  setting: FitSetting,
  isStartGood: boolean,
): boolean {
  const { parameters, noiseHu } = setting;
  const { bloodHu } = slab;
  const highest = Math.min(bloodHu - leastContrastHu, slab.regionalHu + parameters.backgroundAboveHu);
  const lowest = Math.min(highest - 1, slab.regionalHu - parameters.backgroundBelowHu);
  const reach = Math.max(1, 0.8 * startMm);
  const stride = 0.4 * Math.max(1, startMm);
  fit.u = 0;
  fit.v = 0;
  fit.radiusMm = within(startMm, parameters.radiusLeastMm, capMm);
  fit.backgroundHu = within(slab.startBackgroundHu, lowest, highest);
  fit.slopeU = 0;
  fit.slopeV = 0;
  fit.scaleHu = Math.max(noiseHu, openingScaleHu);
  const { step } = fit;
  const opening = isStartGood ? 1 : openingSteps;
  for (let k = 0; k < parameters.fitSteps; k += 1) {
    accumulate(fit, slab, setting);
    if (slab.count < 2 * unknowns) return false;
    const scale = Math.max(noiseHu, 1.4826 * fit.work.kthResidual(slab.count, slab.count >> 1));
    fit.scaleHu = k < opening ? Math.max(scale, openingScaleHu) : scale;
    fit.damped.set(fit.normalMatrix);
    for (let a = 0; a < unknowns; a += 1) fit.damped[a * unknowns + a] *= 1 + damping;
    if (!factorCholesky(fit.damped, fit.factor, unknowns)) return false;
    solveCholesky(fit.factor, step, unknowns);
    const before = fit.radiusMm;
    fit.u = within(fit.u + within(step[0], -stride, stride), -reach, reach);
    fit.v = within(fit.v + within(step[1], -stride, stride), -reach, reach);
    const most = 0.35 * before + 0.05;
    fit.radiusMm = within(before + within(step[2], -most, most), parameters.radiusLeastMm, capMm);
    fit.backgroundHu = within(fit.backgroundHu + within(step[3], -150, 150), lowest, highest);
    fit.slopeU += within(step[4], -60, 60);
    fit.slopeV += within(step[5], -60, 60);
    const still = Math.abs(fit.radiusMm - before) < settledShare * before;
    if (k >= opening && still && Math.abs(step[0]) < settledMm && Math.abs(step[1]) < settledMm) break;
  }
  accumulate(fit, slab, setting);
  fit.radiusSdMm = 0;
  if (factorCholesky(fit.normalMatrix, fit.factor, unknowns)) {
    step.fill(0);
    step[2] = 1;
    solveCholesky(fit.factor, step, unknowns);
    fit.radiusSdMm = fit.scaleHu * Math.sqrt(Math.max(0, step[2]));
  }
  return true;
}

/** Normal equations, right side (in `step`) and summary at the present values. */
function accumulate(fit: Fit, slab: Slab, setting: FitSetting): void {
  const { psf, parameters } = setting;
  const { work, normalMatrix, step } = fit;
  const { values, sums } = work;
  const rim = fit.radiusMm + parameters.fitBrightRimSigmas * widerSigmaMm(psf);
  values[fitValues.u] = fit.u;
  values[fitValues.v] = fit.v;
  values[fitValues.backgroundHu] = fit.backgroundHu;
  values[fitValues.slopeU] = fit.slopeU;
  values[fitValues.slopeV] = fit.slopeV;
  values[fitValues.bloodHu] = slab.bloodHu;
  values[fitValues.wallHu] = parameters.wallHu;
  values[fitValues.robust] = 1 / (parameters.fitRobustScales * fit.scaleHu);
  values[fitValues.rimSquareMm2] = rim * rim;
  values[fitValues.brightWeight] = parameters.fitBrightWeight;
  const [nodes, wideNodes] = writeTube(values, fitValues.disc, fit.radiusMm, slab.tangentZ, psf);
  work.sum(slab.count, nodes, wideNodes);
  for (let a = 0, k = fitSums.matrix; a < unknowns; a += 1) {
    step[a] = sums[fitSums.right + a];
    for (let b = 0; b <= a; b += 1, k += 1) normalMatrix[a * unknowns + b] = sums[k];
  }
  addPriors(fit, slab, parameters);
  const fixed = sums[fitSums.fixed] + 1e-9;
  fit.residualHu = Math.sqrt(sums[fitSums.squares] / (sums[fitSums.weights] + 1e-9));
  fit.weight = sums[fitSums.weights] / fixed;
  fit.r2 = 1 - sums[fitSums.plainSquares] / (slab.varianceHu2 * fixed);
}

/** Gaussian priors of level and slopes; the axis is held by 1e-6 where nothing else holds it. */
function addPriors(fit: Fit, slab: Slab, parameters: Parameters): void {
  const { normalMatrix, step, scaleHu } = fit;
  const level = (scaleHu / parameters.backgroundSdHu) * (scaleHu / parameters.backgroundSdHu);
  const slope = (scaleHu / parameters.backgroundSlopeSdHuPerMm) * (scaleHu / parameters.backgroundSlopeSdHuPerMm);
  normalMatrix[0] += 1e-6;
  normalMatrix[unknowns + 1] += 1e-6;
  normalMatrix[2 * unknowns + 2] += 1e-6;
  normalMatrix[3 * unknowns + 3] += level;
  normalMatrix[4 * unknowns + 4] += slope;
  normalMatrix[5 * unknowns + 5] += slope;
  step[3] += level * (slab.regionalHu - fit.backgroundHu);
  step[4] -= slope * fit.slopeU;
  step[5] -= slope * fit.slopeV;
}

function within(x: number, low: number, high: number): number {
  return x < low ? low : x > high ? high : x;
}
