/**
 * The blurred disc and its gradient at four places at once; formulas and meaning in core/kernels/tube-image.ts, whose
 * bits this must give: same order of every sum, no fused multiply-add.
 */

const LARGEST: f32 = 28;
/** 1.5 · 2²³: added to a small number it leaves the nearest whole number in the low bits. */
const WHOLE: f32 = 12582912;

/** 2^−t for t ≥ 0; above 28 as at 28, so that no product of two of them is ever subnormal. */
export function powerOfHalf(square: v128): v128 {
  const t = f32x4.min(square, f32x4.splat(LARGEST));
  const k = f32x4.add(t, f32x4.splat(WHOLE));
  const f = f32x4.sub(f32x4.sub(k, f32x4.splat(WHOLE)), t);
  let p = f32x4.add(f32x4.mul(f, f32x4.splat(<f32>0.001326472731307149)), f32x4.splat(<f32>0.009671512991189957));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(<f32>0.05550733581185341));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(<f32>0.24022242426872253));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(<f32>0.6931470036506653));
  p = f32x4.add(f32x4.mul(p, f), f32x4.splat(1));
  return i32x4.sub(p, i32x4.shl(k, 23));
}

/** One rim point's share of the flux: `rim` · (1 − e^−s)/s for the squares of its distance along both axes. */
function flux(rim: v128, product: v128, squareA: v128, squareB: v128): v128 {
  const hole = f32x4.sub(f32x4.splat(1), product);
  return f32x4.div(f32x4.mul(rim, hole), f32x4.add(squareA, squareB));
}

/**
 * Value and derivatives of a disc into `out` (value, by a, by b, by radius; 16 bytes each). `a`, `b` are the place over
 * the blur, `x`, `y` the half axes of the rim over it; the derivatives still want their factors.
 */
export function blurredDisc(a: v128, b: v128, x: v128, y: v128, nodes: i32, cosines: usize, out: usize): void {
  const xy = f32x4.mul(x, y);
  let value = f32x4.splat(0);
  let byA = f32x4.splat(0);
  let byB = f32x4.splat(0);
  let byRadius = f32x4.splat(0);
  for (let k: i32 = 0; k < nodes; k++) {
    const c = v128.load32_splat(cosines + ((<usize>k) << 2));
    const s = v128.load32_splat(cosines + ((<usize>(nodes - 1 - k)) << 2));
    const rimA = f32x4.mul(x, c);
    const rimB = f32x4.mul(y, s);
    const am = f32x4.sub(rimA, a);
    const ap = f32x4.add(rimA, a);
    const bm = f32x4.sub(rimB, b);
    const bp = f32x4.add(rimB, b);
    // never 0, so that a place on the rim has no 0/0
    const am2 = f32x4.add(f32x4.mul(am, am), f32x4.splat(<f32>1e-20));
    const ap2 = f32x4.add(f32x4.mul(ap, ap), f32x4.splat(<f32>1e-20));
    const bm2 = f32x4.mul(bm, bm);
    const bp2 = f32x4.mul(bp, bp);
    const gam = powerOfHalf(am2);
    const gap = powerOfHalf(ap2);
    const gbm = powerOfHalf(bm2);
    const gbp = powerOfHalf(bp2);
    const acrossA = f32x4.mul(a, f32x4.mul(y, c));
    const acrossB = f32x4.mul(b, f32x4.mul(x, s));
    const near = f32x4.sub(xy, acrossA);
    const far = f32x4.add(xy, acrossA);
    const first = flux(f32x4.sub(near, acrossB), f32x4.mul(gam, gbm), am2, bm2);
    const second = flux(f32x4.sub(far, acrossB), f32x4.mul(gap, gbm), ap2, bm2);
    const third = flux(f32x4.add(near, acrossB), f32x4.mul(gam, gbp), am2, bp2);
    const fourth = flux(f32x4.add(far, acrossB), f32x4.mul(gap, gbp), ap2, bp2);
    value = f32x4.add(value, f32x4.add(f32x4.add(first, second), f32x4.add(third, fourth)));
    const bothA = f32x4.add(gam, gap);
    const bothB = f32x4.add(gbm, gbp);
    byA = f32x4.add(byA, f32x4.mul(c, f32x4.mul(f32x4.sub(gap, gam), bothB)));
    byB = f32x4.add(byB, f32x4.mul(s, f32x4.mul(f32x4.sub(gbp, gbm), bothA)));
    byRadius = f32x4.add(byRadius, f32x4.mul(bothA, bothB));
  }
  v128.store(out, value);
  v128.store(out, byA, 16);
  v128.store(out, byB, 32);
  v128.store(out, byRadius, 48);
}

/** Adds `factor` times the image of one disc to four places; the first disc of an image sets them. */
export function addDisc(u: v128, v: v128, disc: usize, nodes: i32, cosines: usize, isFirst: bool, out: usize): void {
  const scratch = out + 64;
  const a = f32x4.mul(u, v128.load32_splat(disc, 0));
  const b = f32x4.mul(v, v128.load32_splat(disc, 4));
  const inNodes = cosines + ((<usize>(nodes * (nodes - 1))) << 1);
  blurredDisc(a, b, v128.load32_splat(disc, 8), v128.load32_splat(disc, 12), nodes, inNodes, scratch);
  const share = v128.load32_splat(disc, 16);
  const slope = v128.load32_splat(disc, 20);
  const value = f32x4.mul(share, v128.load(scratch));
  const byU = f32x4.mul(slope, v128.load(scratch, 16));
  const byV = f32x4.mul(slope, v128.load(scratch, 32));
  const byR = f32x4.mul(slope, v128.load(scratch, 48));
  if (isFirst) {
    v128.store(out, value);
    v128.store(out, byU, 16);
    v128.store(out, byV, 32);
    v128.store(out, byR, 48);
  } else {
    v128.store(out, f32x4.add(v128.load(out), value));
    v128.store(out, f32x4.add(v128.load(out, 16), byU), 16);
    v128.store(out, f32x4.add(v128.load(out, 32), byV), 32);
    v128.store(out, f32x4.add(v128.load(out, 48), byR), 48);
  }
}
