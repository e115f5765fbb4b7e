/**
 * Sizes one vessel at one station: the blurred-disc model fitted to the raw voxels of a slab across its axis.
 *
 * Unknown are the axis (u, v), the radius and a background with two slopes; blood HU and blur are known.
 * That is what makes it unbiased where the radius is near the blur. Voxels are never resampled: that would
 * blur them once more. Gauss–Newton steps with a little damping and Cauchy weights; `slab.ts` gathers the voxels
 * and what is known about neighbours, chest wall and air.
 */
import type { Parameters } from '../parameters';
import type { FitSetting } from './fit-setting';
import { overlap, overlapSlope } from './neighbours';
import type { Slab } from './slab';
import { factorCholesky, selectSmallest, solveCholesky } from './solve';
import { makeTubeImage, prepareTube, tubeWithGradient, widerSigmaMm, type TubeImage } from './tube-image';

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
  readonly tube: TubeImage;
  readonly normalMatrix: Float64Array;
  readonly damped: Float64Array;
  readonly factor: Float64Array;
  readonly step: Float64Array;
  readonly gradient: Float64Array;
  readonly absolute: Float64Array;
  /** Voxels with a weight. */
  used: number;
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

export function makeFit(capacity: number): Fit {
  return {
    tube: makeTubeImage(),
    normalMatrix: new Float64Array(unknowns * unknowns),
    damped: new Float64Array(unknowns * unknowns),
    factor: new Float64Array(unknowns * unknowns),
    step: new Float64Array(unknowns),
    gradient: new Float64Array(4),
    absolute: new Float64Array(capacity),
    used: 0,
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
  const { parameters, bloodHu, noiseHu } = setting;
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
    if (fit.used < 2 * unknowns) return false;
    const scale = Math.max(noiseHu, 1.4826 * selectSmallest(fit.absolute, fit.used, fit.used >> 1));
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
  const { psf, bloodHu, parameters } = setting;
  const { gradient, normalMatrix, step, absolute } = fit;
  prepareTube(fit.tube, fit.radiusMm, slab.tangentZ, psf);
  const robust = 1 / (parameters.fitRobustScales * fit.scaleHu);
  const rim = fit.radiusMm + parameters.fitBrightRimSigmas * widerSigmaMm(psf);
  const wallHu = parameters.wallHu;
  // 27 sums kept in locals: this is the innermost loop of the whole measurement
  let b0 = 0;
  let b1 = 0;
  let b2 = 0;
  let b3 = 0;
  let b4 = 0;
  let b5 = 0;
  let n00 = 0;
  let n10 = 0;
  let n11 = 0;
  let n20 = 0;
  let n21 = 0;
  let n22 = 0;
  let n30 = 0;
  let n31 = 0;
  let n32 = 0;
  let n33 = 0;
  let n40 = 0;
  let n41 = 0;
  let n42 = 0;
  let n43 = 0;
  let n44 = 0;
  let n50 = 0;
  let n51 = 0;
  let n52 = 0;
  let n53 = 0;
  let n54 = 0;
  let n55 = 0;
  let used = 0;
  let weights = 0;
  let fixed = 0;
  let squares = 0;
  let plain = 0;
  for (let i = 0; i < slab.count; i += 1) {
    const u = slab.u[i];
    const v = slab.v[i];
    const du = u - fit.u;
    const dv = v - fit.v;
    tubeWithGradient(fit.tube, du, dv, gradient);
    const others = slab.neighbourShare[i];
    let share = gradient[0];
    let slope = 1;
    if (others > 0) {
      const own = within(share, 0, 1);
      const steep = Math.sqrt(gradient[1] * gradient[1] + gradient[2] * gradient[2]) + 1e-12;
      const cosine = -(gradient[1] * slab.neighbourU[i] + gradient[2] * slab.neighbourV[i]) / steep;
      const touch = slab.touching[i];
      slope = 1 - touch * overlapSlope(others, own, cosine);
      share += others - touch * overlap(others, own, cosine);
    }
    const field = fit.backgroundHu + fit.slopeU * u + fit.slopeV * v;
    const wall = slab.wallShare[i];
    const residual = slab.hu[i] - (1 - wall) * (field + (bloodHu - field) * share) - wall * wallHu;
    if (slab.weight[i] > 0) {
      absolute[used] = Math.abs(residual);
      used += 1;
    }
    const z = residual * robust;
    let weight = slab.weight[i] / (1 + z * z);
    if (z > 1 && du * du + dv * dv > rim * rim) weight *= parameters.fitBrightWeight;
    const contrast = (1 - wall) * (bloodHu - field) * slope;
    const j0 = -contrast * gradient[1];
    const j1 = -contrast * gradient[2];
    const j2 = contrast * gradient[3];
    const j3 = (1 - wall) * (1 - share);
    const j4 = j3 * u;
    const j5 = j3 * v;
    const w0 = weight * j0;
    const w1 = weight * j1;
    const w2 = weight * j2;
    const w3 = weight * j3;
    const w4 = weight * j4;
    const w5 = weight * j5;
    b0 += w0 * residual;
    b1 += w1 * residual;
    b2 += w2 * residual;
    b3 += w3 * residual;
    b4 += w4 * residual;
    b5 += w5 * residual;
    n00 += w0 * j0;
    n10 += w1 * j0;
    n11 += w1 * j1;
    n20 += w2 * j0;
    n21 += w2 * j1;
    n22 += w2 * j2;
    n30 += w3 * j0;
    n31 += w3 * j1;
    n32 += w3 * j2;
    n33 += w3 * j3;
    n40 += w4 * j0;
    n41 += w4 * j1;
    n42 += w4 * j2;
    n43 += w4 * j3;
    n44 += w4 * j4;
    n50 += w5 * j0;
    n51 += w5 * j1;
    n52 += w5 * j2;
    n53 += w5 * j3;
    n54 += w5 * j4;
    n55 += w5 * j5;
    weights += weight;
    fixed += slab.weight[i];
    squares += weight * residual * residual;
    plain += slab.weight[i] * residual * residual;
  }
  step.set([b0, b1, b2, b3, b4, b5]);
  const lower = [
    n00,
    n10,
    n11,
    n20,
    n21,
    n22,
    n30,
    n31,
    n32,
    n33,
    n40,
    n41,
    n42,
    n43,
    n44,
    n50,
    n51,
    n52,
    n53,
    n54,
    n55,
  ];
  for (let a = 0, k = 0; a < unknowns; a += 1)
    for (let b = 0; b <= a; b += 1, k += 1) normalMatrix[a * unknowns + b] = lower[k];
  addPriors(fit, slab, parameters);
  fit.used = used;
  fit.residualHu = Math.sqrt(squares / (weights + 1e-9));
  fit.weight = weights / (fixed + 1e-9);
  fit.r2 = 1 - plain / (slab.varianceHu2 * fixed + 1e-9);
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
