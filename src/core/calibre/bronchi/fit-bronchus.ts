/**
 * Fits a vessel and the bronchus at its side together, from the place the search gave.
 *
 * Unknown are the vessel's axis and radius, the background, the bronchus' axis, its lumen and the thickness of its wall over
 * the usual one. The wall of a narrow bronchus is thinner than the blur: thickness and HU cannot be told apart, so HU is
 * fixed and thickness held by what is usual.
 */
import { log } from '../../maths';
import { selectSmallest } from '../../kernels';
import type { FitSetting } from '../fit-setting';
import { factorCholesky, solveCholesky } from '../solve';
import { prepareTube, tubeWithGradient, widerSigmaMm } from '../tube-image';
import { bronchusWithGradient, prepareBronchus, type BronchusImage } from './bronchus-image';
import { outerByLumen, outerByQ, outerMm } from './bronchus-size';
import type { Place } from './search-bronchus';
import type { WideSlab } from './wide-slab';

const unknowns = 8;
const [axisU, axisV, radius, level, ringU, ringV, lumen, wall] = [0, 1, 2, 3, 4, 5, 6, 7];
const steps = 7;

export interface JointFit {
  readonly values: Float64Array;
  readonly matrix: Float64Array;
  readonly factor: Float64Array;
  readonly step: Float64Array;
  readonly row: Float64Array;
  readonly tube: Float64Array;
  readonly ring: Float64Array;
  readonly residual: Float32Array;
  readonly inReach: Int32Array;
  /** Answer: mean square of what is left in the ring, and of what was there, HU². */
  leftHu2: number;
  shownHu2: number;
}

export function makeJointFit(capacity: number): JointFit {
  return {
    values: new Float64Array(unknowns),
    matrix: new Float64Array(unknowns * unknowns),
    factor: new Float64Array(unknowns * unknowns),
    step: new Float64Array(unknowns),
    row: new Float64Array(unknowns),
    tube: new Float64Array(4),
    ring: new Float64Array(5),
    residual: new Float32Array(capacity),
    inReach: new Int32Array(capacity),
    leftHu2: 0,
    shownHu2: 0,
  };
}

/** Fits from `place`, which it moves to the answer; false where the voxels do not tell. */
export function fitBronchus(
  fit: JointFit,
  image: BronchusImage,
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
  let count = 0;
  for (let n = 0; n < slab.count; n += 1) {
    if (wide.weight[n] === 0) continue;
    const [u, v] = [slab.voxels.u[n], slab.voxels.v[n]];
    const own = u * u + v * v < (radiusMm + reach) ** 2;
    if (!own && (u - place.u) ** 2 + (v - place.v) ** 2 > (widest + reach) ** 2) continue;
    fit.inReach[count] = n;
    count += 1;
  }
  if (count < 4 * unknowns) return null;
  let scale = Math.max(2 * noiseHu, 60);
  for (let k = 0; k < steps; k += 1) {
    accumulate(fit, image, wide, count, scale, setting);
    scale = Math.max(noiseHu, 1.4826 * selectSmallest(fit.residual, count, count >> 1));
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
  accumulate(fit, image, wide, count, scale, setting);
  place.u = values[ringU];
  place.v = values[ringV];
  place.lumenMm = values[lumen];
  return { outerMm: outerMm(values[lumen], values[wall], parameters), radiusMm: values[radius] };
}

function accumulate(
  fit: JointFit,
  image: BronchusImage,
  wide: WideSlab,
  count: number,
  scaleHu: number,
  setting: FitSetting,
): void {
  const { parameters, psf } = setting;
  const { slab, own, bloodHu, radiusMm } = wide;
  const { voxels } = slab;
  const { values, matrix, step, row, tube, ring, inReach } = fit;
  const outer = outerMm(values[lumen], values[wall], parameters);
  const backgroundHu = values[level];
  const contrast = bloodHu - backgroundHu;
  prepareTube(own, values[radius], slab.tangentZ, psf);
  prepareBronchus(image, { lumenMm: values[lumen], outerMm: outer }, slab.tangentZ, psf, {
    wallHu: parameters.bronchusWallHu - backgroundHu,
    airHu: parameters.bronchusAirHu - backgroundHu,
  });
  const byLumen = outerByLumen(values[wall], parameters);
  const byWall = outerByQ(values[lumen], values[wall], parameters);
  const robust = 1 / (parameters.fitRobustScales * scaleHu);
  const support = outer + 0.5 * widerSigmaMm(psf);
  matrix.fill(0);
  step.fill(0);
  let left = 0;
  let shown = 0;
  let weights = 0;
  for (let k = 0; k < count; k += 1) {
    const n = inReach[k];
    const [u, v] = [voxels.u[n], voxels.v[n]];
    tubeWithGradient(own, u - values[axisU], v - values[axisV], tube);
    const [du, dv] = [u - values[ringU], v - values[ringV]];
    bronchusWithGradient(image, du, dv, ring);
    const others = voxels.neighbourShare[n];
    const free = 1 - others;
    const vessels = others + free * tube[0];
    const residual = voxels.hu[n] - backgroundHu - contrast * vessels - ring[0];
    fit.residual[k] = Math.abs(residual);
    const z = residual * robust;
    const w = wide.weight[n] / (1 + z * z);
    row[axisU] = -contrast * free * tube[1];
    row[axisV] = -contrast * free * tube[2];
    row[radius] = contrast * free * tube[3];
    // the contrasts of vessels and ring fall as the background rises; that of the ring hardly matters here
    row[level] = 1 - vessels;
    row[ringU] = -ring[1];
    row[ringV] = -ring[2];
    row[lumen] = ring[3] + ring[4] * byLumen;
    row[wall] = ring[4] * byWall;
    for (let a = 0; a < unknowns; a += 1) {
      step[a] += w * row[a] * residual;
      for (let b = 0; b <= a; b += 1) matrix[a * unknowns + b] += w * row[a] * row[b];
    }
    if (du * du + dv * dv > support * support) continue;
    left += wide.weight[n] * residual * residual;
    shown += wide.weight[n] * (residual + ring[0]) * (residual + ring[0]);
    weights += wide.weight[n];
  }
  fit.leftHu2 = left / Math.max(1e-9, weights);
  fit.shownHu2 = shown / Math.max(1e-9, weights);
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
