/**
 * The blurred disc in single precision: what the tube kernels know of a vessel's image, and its plain twin.
 *
 * D(u, v), a disc of radius r under a Gaussian blur, is the flux of a field whose divergence is that Gaussian out of
 * the rim. With places over their blur and s = |p − q|²/2 for a rim point p and the place q = (a, b), the field
 * (p − q)(1 − e^−s)/(4πs) serves: value and gradient need nothing but e^−s, which is a product over both axes.
 *   D  = 1/N · Σ (XY − aY cosθ − bX sinθ)(1 − e^−s)/(2s)
 *   Dr = r/(N σa σb) · Σ e^−s,  Du, Dv: the same under −cosθ, −sinθ
 * for N = 4 · nodes points on a rim of half axes X = r/σa and Y = r/σb, mirrored in both axes. The trapezoid rule on a
 * closed smooth rim converges geometrically. Lengths are stretched, so that e^−s is a power of two.
 */
import { cos } from '../maths';

const { fround, min } = Math;

/** Nodes a quadrant at most: radii up to about 90 σ. */
export const mostRimNodes = 100;
/** √(log2(e)/2): squares of lengths over the blur, stretched by it, are −log2 of the Gaussian. */
const stretch = 0.8493218002880191;

/** Nodes a quadrant for a rim of `ratio` times the narrower σ: measured error of the value below 1e-5 up to 20 σ. */
export function rimNodes(ratio: number): number {
  return Math.min(mostRimNodes, Math.ceil(1.08 * ratio + 0.9));
}

/** cosθ of the nodes for every node count, one after another from n(n − 1)/2 on; sinθ is the same list backwards. */
export const rimCosines: Float64Array = quadrantCosines();
export const rimCosines32: Float32Array = Float32Array.from(rimCosines);

function quadrantCosines(): Float64Array {
  const all = new Float64Array((mostRimNodes * (mostRimNodes + 1)) / 2);
  let at = 0;
  for (let m = 1; m <= mostRimNodes; m += 1) {
    for (let k = 0; k < m; k += 1) {
      all[at] = cos(((k + 0.5) * Math.PI) / (2 * m));
      at += 1;
    }
  }
  return all;
}

export function stretchedInverse(sigmaMm: number): number {
  return stretch / sigmaMm;
}

/** Numbers of a disc: stretched 1/σa, 1/σb, X, Y; factors of value and derivatives. */
export const discStride = 6;

/** Writes the numbers of a disc of radius r and blur σa, σb (mm), counted `share` times; gives its nodes. */
export function writeDisc(
  values: Float32Array,
  at: number,
  r: number,
  sigmaA: number,
  sigmaB: number,
  share: number,
): number {
  const nodes = rimNodes(r / min(sigmaA, sigmaB));
  values[at] = stretch / sigmaA;
  values[at + 1] = stretch / sigmaB;
  values[at + 2] = (stretch * r) / sigmaA;
  values[at + 3] = (stretch * r) / sigmaB;
  values[at + 4] = share / (4 * nodes);
  values[at + 5] = (share * r) / (4 * nodes * sigmaA * sigmaB);
  return nodes;
}

const largest = fround(28);
const whole = fround(12582912);
const p1 = fround(0.6931470036506653);
const p2 = fround(0.24022242426872253);
const p3 = fround(0.05550733581185341);
const p4 = fround(0.009671512991189957);
const p5 = fround(0.001326472731307149);
const tiny = fround(1e-20);
const powers = Float32Array.from({ length: 29 }, (_, n) => 1 / (1 << n));

/** 2^−t for t ≥ 0 with a relative error below 2e-7; above 28 as at 28: no product of two of them is subnormal. */
export function powerOfHalf(square: number): number {
  const t = min(square, largest);
  // adding 1.5 · 2²³ rounds to the nearest whole number
  const n = fround(fround(t + whole) - whole);
  const f = fround(n - t);
  let p = fround(fround(f * p5) + p4);
  p = fround(fround(p * f) + p3);
  p = fround(fround(p * f) + p2);
  p = fround(fround(p * f) + p1);
  p = fround(fround(p * f) + 1);
  return fround(p * powers[n]);
}

/** One rim point's share of the flux. */
function flux(rim: number, product: number, squareA: number, squareB: number): number {
  return fround(fround(rim * fround(1 - product)) / fround(squareA + squareB));
}

/**
 * Adds a disc's value and derivatives by u, v, r at (u, v) to out[0 … 3]; the first disc sets them. Steps and order are
 * those of the SIMD build (`src/kernels/assembly/tube-image.ts`).
 */
export function addDisc(
  u: number,
  v: number,
  values: Float32Array,
  at: number,
  nodes: number,
  isFirst: boolean,
  out: Float32Array,
): void {
  const a = fround(u * values[at]);
  const b = fround(v * values[at + 1]);
  const x = values[at + 2];
  const y = values[at + 3];
  const xy = fround(x * y);
  const from = (nodes * (nodes - 1)) / 2;
  let value = 0;
  let byA = 0;
  let byB = 0;
  let byRadius = 0;
  for (let k = 0; k < nodes; k += 1) {
    const c = rimCosines32[from + k];
    const s = rimCosines32[from + nodes - 1 - k];
    const rimA = fround(x * c);
    const rimB = fround(y * s);
    const am = fround(rimA - a);
    const ap = fround(rimA + a);
    const bm = fround(rimB - b);
    const bp = fround(rimB + b);
    // never 0, so that a place on the rim has no 0/0
    const am2 = fround(fround(am * am) + tiny);
    const ap2 = fround(fround(ap * ap) + tiny);
    const bm2 = fround(bm * bm);
    const bp2 = fround(bp * bp);
    const gam = powerOfHalf(am2);
    const gap = powerOfHalf(ap2);
    const gbm = powerOfHalf(bm2);
    const gbp = powerOfHalf(bp2);
    const acrossA = fround(a * fround(y * c));
    const acrossB = fround(b * fround(x * s));
    const near = fround(xy - acrossA);
    const far = fround(xy + acrossA);
    const first = flux(fround(near - acrossB), fround(gam * gbm), am2, bm2);
    const second = flux(fround(far - acrossB), fround(gap * gbm), ap2, bm2);
    const third = flux(fround(near + acrossB), fround(gam * gbp), am2, bp2);
    const fourth = flux(fround(far + acrossB), fround(gap * gbp), ap2, bp2);
    value = fround(value + fround(fround(first + second) + fround(third + fourth)));
    const bothA = fround(gam + gap);
    const bothB = fround(gbm + gbp);
    byA = fround(byA + fround(c * fround(fround(gap - gam) * bothB)));
    byB = fround(byB + fround(s * fround(fround(gbp - gbm) * bothA)));
    byRadius = fround(byRadius + fround(bothA * bothB));
  }
  const share = values[at + 4];
  const slope = values[at + 5];
  const keep = isFirst ? 0 : 1;
  out[0] = fround(keep * out[0]) + fround(share * value);
  out[1] = fround(keep * out[1]) + fround(slope * byA);
  out[2] = fround(keep * out[2]) + fround(slope * byB);
  out[3] = fround(keep * out[3]) + fround(slope * byRadius);
}
