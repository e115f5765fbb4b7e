/**
 * Fits a vessel and the bronchus at its side together, from the place the search gave.
 *
 * Unknown are the vessel's axis and radius, the background, the bronchus' axis, its lumen and the thickness of its wall over
 * the usual one. The wall of a narrow bronchus is thinner than the blur: thickness and HU cannot be told apart, so HU is
 * fixed and thickness held by what is usual.
 */
import {
  bronchusNodes,
  bronchusSums,
  bronchusUnknowns as unknowns,
  bronchusValues as at,
  type BronchusWork,
} from '../../kernels';
import { log } from '../../maths';
import type { FitSetting } from '../fit-setting';
import { factorCholesky, solveCholesky } from '../solve';
import { widerSigmaMm, writeTube } from '../tube-image';
import { writeRing } from './bronchus-image';
import { outerByLumen, outerByQ, outerMm } from './bronchus-size';
import type { Place } from './search-bronchus';
import { keepVoxels, type WideSlab } from './wide-slab';

const [axisU, axisV, radius, level, ringU, ringV, lumen, wall] = [0, 1, 2, 3, 4, 5, 6, 7];
const steps = 7;

export interface JointFit {
  readonly values: Float64Array;
  readonly matrix: Float64Array;
  readonly factor: Float64Array;
  readonly step: Float64Array;
  /** Answer: mean square of what is left in the ring, and of what was there, HU². */
  leftHu2: number;
  shownHu2: number;
}

export function makeJointFit(): JointFit {
  return {
    values: new Float64Array(unknowns),
    matrix: new Float64Array(unknowns * unknowns),
    factor: new Float64Array(unknowns * unknowns),
    step: new Float64Array(unknowns),
    leftHu2: 0,
    shownHu2: 0,
  };
}

/** Fits from `place`, which it moves to the answer; false where the voxels do not tell. */
export function fitBronchus(
  fit: JointFit,
  wide: WideSlab,
  place: Place,
  setting: FitSetting,
): { readonly outerMm: number; readonly radiusMm: number } | null {
  const { parameters, noiseHu, psf } = setting;
  const { slab, radiusMm, backgroundHu } = wide;
  const { values, step } = fit;
  values.fill(0);
  values[radius] = radiusMm;
  values[level] = backgroundHu;
  values[ringU] = place.u;
  values[ringV] = place.v;
  values[lumen] = place.lumenMm;
  const reach = 3 * widerSigmaMm(psf);
  const widest = outerMm(1.3 * place.lumenMm, 0.4, parameters);
  keepVoxels(wide, (u, v) => {
    if (u * u + v * v < (radiusMm + reach) ** 2) return true;
    return (u - place.u) ** 2 + (v - place.v) ** 2 <= (widest + reach) ** 2;
  });
  const { count } = slab;
  if (count < 4 * unknowns) return null;
  let scale = Math.max(2 * noiseHu, 60);
  for (let k = 0; k < steps; k += 1) {
    accumulate(fit, wide, scale, setting);
    scale = Math.max(noiseHu, 1.4826 * slab.work.kthResidual(count, count >> 1));
    for (let a = 0; a < unknowns; a += 1) fit.matrix[a * unknowns + a] *= 1.01;
    if (!factorCholesky(fit.matrix, fit.factor, unknowns)) return null;
    solveCholesky(fit.factor, step, unknowns);
    const most = [0.4, 0.4, 0.3 * radiusMm, 80, 0.6, 0.6, 0.3 * values[lumen], 0.3];
    for (let a = 0; a < unknowns; a += 1) values[a] += Math.min(most[a], Math.max(-most[a], step[a]));
    values[radius] = Math.max(parameters.radiusLeastMm, values[radius]);
    values[lumen] = Math.max(0.3, values[lumen]);
    if (Math.abs(step[radius]) < 0.01 && Math.abs(step[ringU]) + Math.abs(step[ringV]) + Math.abs(step[lumen]) < 0.05)
      break;
  }
  accumulate(fit, wide, scale, setting);
  place.u = values[ringU];
  place.v = values[ringV];
  place.lumenMm = values[lumen];
  return { outerMm: outerMm(values[lumen], values[wall], parameters), radiusMm: values[radius] };
}

/** Normal equations and right side (in `step`) at the present values. */
function accumulate(fit: JointFit, wide: WideSlab, scaleHu: number, setting: FitSetting): void {
  const { parameters } = setting;
  const { slab, radiusMm } = wide;
  const { values, matrix, step } = fit;
  const { sums } = slab.work.bronchus;
  const outer = outerMm(values[lumen], values[wall], parameters);
  const backgroundHu = values[level];
  const byLumen = outerByLumen(values[wall], parameters);
  const byWall = outerByQ(values[lumen], values[wall], parameters);
  const robust = 1 / (parameters.fitRobustScales * scaleHu);
  present(fit, slab.work.bronchus, wide, { outerMm: outer, byLumen, byWall, robust }, setting);
  slab.work.sumBronchus(slab.count);
  for (let a = 0, k = bronchusSums.matrix; a < unknowns; a += 1) {
    step[a] = sums[bronchusSums.right + a];
    for (let b = 0; b <= a; b += 1, k += 1) matrix[a * unknowns + b] = sums[k];
  }
  const weights = Math.max(1e-9, sums[bronchusSums.weights]);
  fit.leftHu2 = sums[bronchusSums.left] / weights;
  fit.shownHu2 = sums[bronchusSums.shown] / weights;
  const hold = (a: number, sd: number, off: number, by = 1): void => {
    const weight = (scaleHu / sd) ** 2;
    matrix[a * unknowns + a] += weight * by * by;
    step[a] -= weight * by * off;
  };
  hold(wall, parameters.bronchusWallLogSd, values[wall]);
  hold(lumen, 0.5, log(values[lumen] / (0.8 * radiusMm)), 1 / values[lumen]);
  hold(level, parameters.backgroundSdHu / 2, backgroundHu - wide.backgroundHu);
  hold(axisU, 0.3, values[axisU]);
  hold(axisV, 0.3, values[axisV]);
  // both are round bodies that do not overlap
  const [bu, bv] = [values[ringU] - values[axisU], values[ringV] - values[axisV]];
  const apart = Math.sqrt(bu * bu + bv * bv);
  const gap = apart - values[radius] - outer - parameters.bronchusGapMm;
  const weight = (scaleHu / (gap < 0 ? 0.15 : 0.6)) ** 2;
  const slope = [-bu / apart, -bv / apart, -1, 0, bu / apart, bv / apart, -byLumen, -byWall];
  for (let a = 0; a < unknowns; a += 1) {
    step[a] -= weight * slope[a] * gap;
    for (let b = 0; b <= a; b += 1) matrix[a * unknowns + b] += weight * slope[a] * slope[b];
  }
}

/** Writes the present values for the kernel. */
function present(
  { values }: JointFit,
  work: BronchusWork,
  { slab, bloodHu }: WideSlab,
  wallOf: { readonly outerMm: number; readonly byLumen: number; readonly byWall: number; readonly robust: number },
  { parameters, psf }: FitSetting,
): void {
  const out = work.values;
  const backgroundHu = values[level];
  // beyond, either image is below 1e-5
  const fades = 4.5 * widerSigmaMm(psf) * (psf.sharpening > 0 ? psf.sharpeningWidth : 1);
  const { outerMm: outer } = wallOf;
  out[at.u] = values[axisU];
  out[at.v] = values[axisV];
  out[at.ringU] = values[ringU];
  out[at.ringV] = values[ringV];
  out[at.backgroundHu] = backgroundHu;
  out[at.contrastHu] = bloodHu - backgroundHu;
  out[at.robust] = wallOf.robust;
  out[at.outerByLumen] = wallOf.byLumen;
  out[at.outerByWall] = wallOf.byWall;
  out[at.ownSquareMm2] = (values[radius] + fades) ** 2;
  out[at.ringSquareMm2] = (outer + fades) ** 2;
  out[at.supportSquareMm2] = (outer + 0.5 * widerSigmaMm(psf)) ** 2;
  work.nodes.set(writeTube(out, at.own, values[radius], slab.tangentZ, psf), bronchusNodes.own);
  writeRing(work, { lumenMm: values[lumen], outerMm: outer }, slab.tangentZ, psf, backgroundHu, parameters);
}
