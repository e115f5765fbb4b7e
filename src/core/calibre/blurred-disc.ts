/**
 * The image of a straight vessel across its axis: a disc blurred by an anisotropic Gaussian.
 *
 * D(u, v) = ∫ over |p| < r of G((u, v) − p; σa, σb) dp, in 0 … 1. By the divergence theorem D and its
 * derivatives are integrals over the rim of the disc, and the trapezoid rule on a closed smooth rim
 * converges geometrically: a few nodes a quadrant give value and gradient at once, for any σa, σb and r.
 * With θk on the rim and N nodes, w = 2πr/N:
 *   D  = Σ w cosθ Φ((r cosθ − u)/σa) g((r sinθ − v)/σb)/σb
 *   Dr = Σ w g g,  Du = −Σ w cosθ g g,  Dv = −Σ w sinθ g g
 * Nodes lie mirrored in both axes, so Φ and g are looked up 6 times for 4 nodes.
 */
import { mostRimNodes, rimCosines, rimNodes } from '../kernels';
import { exp, normalCdf } from '../maths';

/** A prepared disc; `prepareDisc` fills it for one size and blur, the evaluations read it. */
export interface Disc {
  /** Nodes in one quadrant. */
  nodes: number;
  inverseA: number;
  inverseB: number;
  /** Beyond this |u| or |v| the image is below 1e-9. */
  reachA: number;
  reachB: number;
  /** Per node: r cosθ/σa, r sinθ/σb, weight·cosθ, weight·sinθ, weight (the latter with 1/σa, 1/σb inside). */
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly areaWeight: Float64Array;
  readonly cosWeight: Float64Array;
  readonly sinWeight: Float64Array;
  readonly rimWeight: Float64Array;
}

/** Table of Φ and g over ±6.5 in steps of 1/128: linear interpolation errs by less than 3e-6. */
const tableReach = 6.5;
const stepsPerUnit = 128;
const tableSize = 2 * tableReach * stepsPerUnit;
const cdf = new Float64Array(tableSize + 2);
const density = new Float64Array(tableSize + 2);
for (let i = 0; i < tableSize + 2; i += 1) {
  const z = i / stepsPerUnit - tableReach;
  cdf[i] = normalCdf(z);
  density[i] = exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

export function makeDisc(): Disc {
  const list = (): Float64Array => new Float64Array(mostRimNodes);
  return {
    nodes: 0,
    inverseA: 1,
    inverseB: 1,
    reachA: 0,
    reachB: 0,
    x: list(),
    y: list(),
    areaWeight: list(),
    cosWeight: list(),
    sinWeight: list(),
    rimWeight: list(),
  };
}

/** Fills `disc` for radius r and blur σa (along u), σb (along v), all in mm and above 0. */
export function prepareDisc(disc: Disc, r: number, sigmaA: number, sigmaB: number): void {
  const m = rimNodes(r / Math.min(sigmaA, sigmaB));
  const from = (m * (m - 1)) / 2;
  const inverseA = 1 / sigmaA;
  const inverseB = 1 / sigmaB;
  disc.nodes = m;
  disc.inverseA = inverseA;
  disc.inverseB = inverseB;
  disc.reachA = r + 6 * sigmaA;
  disc.reachB = r + 6 * sigmaB;
  const rim = ((Math.PI * r) / (2 * m)) * inverseB;
  for (let k = 0; k < m; k += 1) {
    const c = rimCosines[from + k];
    const s = rimCosines[from + m - 1 - k];
    disc.x[k] = r * c * inverseA;
    disc.y[k] = r * s * inverseB;
    disc.areaWeight[k] = rim * c;
    disc.rimWeight[k] = rim * inverseA;
    disc.cosWeight[k] = rim * inverseA * c;
    disc.sinWeight[k] = rim * inverseA * s;
  }
}

/** D at (u, v) mm from the axis. */
export function discAt(disc: Disc, u: number, v: number): number {
  if (Math.abs(u) > disc.reachA || Math.abs(v) > disc.reachB) return 0;
  const a = u * disc.inverseA;
  const b = v * disc.inverseB;
  let sum = 0;
  for (let k = 0; k < disc.nodes; k += 1) {
    const x = disc.x[k];
    const y = disc.y[k];
    sum += disc.areaWeight[k] * (cdfAt(x - a) - cdfAt(-x - a)) * (densityAt(y - b) + densityAt(y + b));
  }
  return sum;
}

/** D, ∂D/∂u, ∂D/∂v, ∂D/∂r at (u, v) into out[0 … 3]. */
export function discWithGradient(disc: Disc, u: number, v: number, out: Float64Array): void {
  let value = 0;
  let du = 0;
  let dv = 0;
  let dr = 0;
  if (Math.abs(u) <= disc.reachA && Math.abs(v) <= disc.reachB) {
    const a = u * disc.inverseA;
    const b = v * disc.inverseB;
    for (let k = 0; k < disc.nodes; k += 1) {
      const x = disc.x[k];
      const y = disc.y[k];
      const p = clampToTable(x - a);
      const ip = p | 0;
      const fp = p - ip;
      const q = clampToTable(-x - a);
      const iq = q | 0;
      const fq = q - iq;
      const gp = density[ip] + fp * (density[ip + 1] - density[ip]);
      const gq = density[iq] + fq * (density[iq + 1] - density[iq]);
      const step = cdf[ip] - cdf[iq] + fp * (cdf[ip + 1] - cdf[ip]) - fq * (cdf[iq + 1] - cdf[iq]);
      const hp = densityAt(y - b);
      const hq = densityAt(y + b);
      value += disc.areaWeight[k] * step * (hp + hq);
      du += disc.cosWeight[k] * (gq - gp) * (hp + hq);
      dv += disc.sinWeight[k] * (gp + gq) * (hq - hp);
      dr += disc.rimWeight[k] * (gp + gq) * (hp + hq);
    }
  }
  out[0] = value;
  out[1] = du;
  out[2] = dv;
  out[3] = dr;
}

/** Φ(z) from the table, absolute error below 3e-6. */
export function cdfAt(z: number): number {
  const p = clampToTable(z);
  const i = p | 0;
  return cdf[i] + (p - i) * (cdf[i + 1] - cdf[i]);
}

function densityAt(z: number): number {
  const p = clampToTable(z);
  const i = p | 0;
  return density[i] + (p - i) * (density[i + 1] - density[i]);
}

function clampToTable(z: number): number {
  const p = (z + tableReach) * stepsPerUnit;
  return p < 0 ? 0 : p > tableSize ? tableSize : p;
}
