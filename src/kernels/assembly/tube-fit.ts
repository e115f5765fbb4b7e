/**
 * One Gauss–Newton step's sums over the voxels of a slab, four at a time, and the median of the residuals.
 *
 * Must give the bits of its plain twin in core/kernels/plain-tube-fit.ts. A lane sums at most 32 voxels in single
 * precision before it is added to the total in double precision: the rounding stays below 1e-6 of a sum,
 * however large the slab, and the inner loop has no conversions.
 */
import { addDisc } from './tube-image';
import { overlap } from './tube-neighbours';

/** Groups of four between two additions to the totals. */
const BLOCK: i32 = 32;
const SUMS: i32 = 31;

/** Images of four places and their work, and the lanes of all sums. */
export function tubeFitScratchBytes(): i32 {
  return 128 + SUMS * 16;
}

/**
 * Sums of the normal equations into 31 doubles at `sums`. `list` + n · `stride` is the n-th array of the slab: u, v, hu,
 * weight, neighbourShare, neighbourU, neighbourV, touching, wallShare, residual. `values` are 10 numbers of the step
 * and 6 of each disc.
 */
export function tubeFit(
  list: usize,
  stride: usize,
  count: i32,
  values: usize,
  nodes: i32,
  wideNodes: i32,
  cosines: usize,
  scratch: usize,
  sums: usize,
): void {
  const lanes = scratch + 128;
  for (let n: i32 = 0; n < SUMS; n++) store<f64>(sums + ((<usize>n) << 3), 0);
  const groups = (count + 3) >> 2;
  for (let from: i32 = 0; from < groups; from += BLOCK) {
    const to = min(groups, from + BLOCK);
    block(list, stride, count, values, nodes, wideNodes, cosines, scratch, from, to);
    for (let n: i32 = 0; n < SUMS; n++) {
      const four = v128.load(lanes + ((<usize>n) << 4));
      const low = <f64>f32x4.extract_lane(four, 0) + <f64>f32x4.extract_lane(four, 1);
      const high = <f64>f32x4.extract_lane(four, 2) + <f64>f32x4.extract_lane(four, 3);
      const at = sums + ((<usize>n) << 3);
      store<f64>(at, load<f64>(at) + (low + high));
    }
  }
}

function block(
  list: usize,
  stride: usize,
  count: i32,
  values: usize,
  nodes: i32,
  wideNodes: i32,
  cosines: usize,
  scratch: usize,
  from: i32,
  to: i32,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const centreU = v128.load32_splat(values, 0);
  const centreV = v128.load32_splat(values, 4);
  const backgroundHu = v128.load32_splat(values, 8);
  const slopeU = v128.load32_splat(values, 12);
  const slopeV = v128.load32_splat(values, 16);
  const bloodHu = v128.load32_splat(values, 20);
  const wallHu = v128.load32_splat(values, 24);
  const robust = v128.load32_splat(values, 28);
  const rimSquare = v128.load32_splat(values, 32);
  const brightWeight = v128.load32_splat(values, 36);
  const disc = values + 40;
  const wide = disc + 24;
  let b0 = zero;
  let b1 = zero;
  let b2 = zero;
  let b3 = zero;
  let b4 = zero;
  let b5 = zero;
  let n00 = zero;
  let n10 = zero;
  let n11 = zero;
  let n20 = zero;
  let n21 = zero;
  let n22 = zero;
  let n30 = zero;
  let n31 = zero;
  let n32 = zero;
  let n33 = zero;
  let n40 = zero;
  let n41 = zero;
  let n42 = zero;
  let n43 = zero;
  let n44 = zero;
  let n50 = zero;
  let n51 = zero;
  let n52 = zero;
  let n53 = zero;
  let n54 = zero;
  let n55 = zero;
  let weights = zero;
  let fixed = zero;
  let squares = zero;
  let plain = zero;
  for (let group = from; group < to; group++) {
    const at = list + ((<usize>group) << 4);
    const u = v128.load(at);
    const v = v128.load(at + stride);
    const hu = v128.load(at + 2 * stride);
    const index = i32x4.add(i32x4.splat(group << 2), i32x4(0, 1, 2, 3));
    const within = i32x4.lt_s(index, i32x4.splat(count));
    const given = v128.and(v128.load(at + 3 * stride), within);
    const du = f32x4.sub(u, centreU);
    const dv = f32x4.sub(v, centreV);
    addDisc(du, dv, disc, nodes, cosines, true, scratch);
    if (wideNodes > 0) addDisc(du, dv, wide, wideNodes, cosines, false, scratch);
    let share = v128.load(scratch);
    const byU = v128.load(scratch, 16);
    const byV = v128.load(scratch, 32);
    const byR = v128.load(scratch, 48);
    let slope = one;
    const others = v128.load(at + 4 * stride);
    if (v128.any_true(f32x4.gt(others, zero))) {
      const own = f32x4.min(f32x4.max(share, zero), one);
      const square = f32x4.add(f32x4.mul(byU, byU), f32x4.mul(byV, byV));
      const steep = f32x4.add(f32x4.sqrt(square), f32x4.splat(<f32>1e-12));
      const along = f32x4.add(f32x4.mul(byU, v128.load(at + 5 * stride)), f32x4.mul(byV, v128.load(at + 6 * stride)));
      const cosine = f32x4.neg(f32x4.div(along, steep));
      const touch = v128.load(at + 7 * stride);
      const both = overlap(others, own, cosine);
      const opposed = f32x4.lt(cosine, zero);
      const c = f32x4.abs(cosine);
      const isOver = f32x4.gt(f32x4.add(others, own), one);
      const extra = v128.and(c, v128.bitselect(isOver, f32x4.lt(own, others), opposed));
      const bothSlope = f32x4.add(f32x4.mul(f32x4.sub(one, c), others), extra);
      slope = f32x4.sub(one, f32x4.mul(touch, bothSlope));
      share = f32x4.add(share, f32x4.sub(others, f32x4.mul(touch, both)));
    }
    const field = f32x4.add(f32x4.add(backgroundHu, f32x4.mul(slopeU, u)), f32x4.mul(slopeV, v));
    const wall = v128.load(at + 8 * stride);
    const open = f32x4.sub(one, wall);
    const above = f32x4.sub(bloodHu, field);
    const model = f32x4.mul(open, f32x4.add(field, f32x4.mul(above, share)));
    const residual = f32x4.sub(f32x4.sub(hu, model), f32x4.mul(wall, wallHu));
    v128.store(at + 9 * stride, v128.bitselect(f32x4.abs(residual), f32x4.splat(f32.MAX_VALUE), within));
    const z = f32x4.mul(residual, robust);
    const trusted = f32x4.div(given, f32x4.add(one, f32x4.mul(z, z)));
    const fromAxis = f32x4.add(f32x4.mul(du, du), f32x4.mul(dv, dv));
    const isBright = v128.and(f32x4.gt(z, one), f32x4.gt(fromAxis, rimSquare));
    const weight = v128.bitselect(f32x4.mul(trusted, brightWeight), trusted, isBright);
    const contrast = f32x4.mul(f32x4.mul(open, above), slope);
    const j0 = f32x4.neg(f32x4.mul(contrast, byU));
    const j1 = f32x4.neg(f32x4.mul(contrast, byV));
    const j2 = f32x4.mul(contrast, byR);
    const j3 = f32x4.mul(open, f32x4.sub(one, share));
    const j4 = f32x4.mul(j3, u);
    const j5 = f32x4.mul(j3, v);
    const w0 = f32x4.mul(weight, j0);
    const w1 = f32x4.mul(weight, j1);
    const w2 = f32x4.mul(weight, j2);
    const w3 = f32x4.mul(weight, j3);
    const w4 = f32x4.mul(weight, j4);
    const w5 = f32x4.mul(weight, j5);
    b0 = f32x4.add(b0, f32x4.mul(w0, residual));
    b1 = f32x4.add(b1, f32x4.mul(w1, residual));
    b2 = f32x4.add(b2, f32x4.mul(w2, residual));
    b3 = f32x4.add(b3, f32x4.mul(w3, residual));
    b4 = f32x4.add(b4, f32x4.mul(w4, residual));
    b5 = f32x4.add(b5, f32x4.mul(w5, residual));
    n00 = f32x4.add(n00, f32x4.mul(w0, j0));
    n10 = f32x4.add(n10, f32x4.mul(w1, j0));
    n11 = f32x4.add(n11, f32x4.mul(w1, j1));
    n20 = f32x4.add(n20, f32x4.mul(w2, j0));
    n21 = f32x4.add(n21, f32x4.mul(w2, j1));
    n22 = f32x4.add(n22, f32x4.mul(w2, j2));
    n30 = f32x4.add(n30, f32x4.mul(w3, j0));
    n31 = f32x4.add(n31, f32x4.mul(w3, j1));
    n32 = f32x4.add(n32, f32x4.mul(w3, j2));
    n33 = f32x4.add(n33, f32x4.mul(w3, j3));
    n40 = f32x4.add(n40, f32x4.mul(w4, j0));
    n41 = f32x4.add(n41, f32x4.mul(w4, j1));
    n42 = f32x4.add(n42, f32x4.mul(w4, j2));
    n43 = f32x4.add(n43, f32x4.mul(w4, j3));
    n44 = f32x4.add(n44, f32x4.mul(w4, j4));
    n50 = f32x4.add(n50, f32x4.mul(w5, j0));
    n51 = f32x4.add(n51, f32x4.mul(w5, j1));
    n52 = f32x4.add(n52, f32x4.mul(w5, j2));
    n53 = f32x4.add(n53, f32x4.mul(w5, j3));
    n54 = f32x4.add(n54, f32x4.mul(w5, j4));
    n55 = f32x4.add(n55, f32x4.mul(w5, j5));
    const square = f32x4.mul(residual, residual);
    weights = f32x4.add(weights, weight);
    fixed = f32x4.add(fixed, given);
    squares = f32x4.add(squares, f32x4.mul(weight, square));
    plain = f32x4.add(plain, f32x4.mul(given, square));
  }
  const out = scratch + 128;
  v128.store(out, b0);
  v128.store(out, b1, 16);
  v128.store(out, b2, 32);
  v128.store(out, b3, 48);
  v128.store(out, b4, 64);
  v128.store(out, b5, 80);
  v128.store(out, n00, 96);
  v128.store(out, n10, 112);
  v128.store(out, n11, 128);
  v128.store(out, n20, 144);
  v128.store(out, n21, 160);
  v128.store(out, n22, 176);
  v128.store(out, n30, 192);
  v128.store(out, n31, 208);
  v128.store(out, n32, 224);
  v128.store(out, n33, 240);
  v128.store(out, n40, 256);
  v128.store(out, n41, 272);
  v128.store(out, n42, 288);
  v128.store(out, n43, 304);
  v128.store(out, n44, 320);
  v128.store(out, n50, 336);
  v128.store(out, n51, 352);
  v128.store(out, n52, 368);
  v128.store(out, n53, 384);
  v128.store(out, n54, 400);
  v128.store(out, n55, 416);
  v128.store(out, weights, 432);
  v128.store(out, fixed, 448);
  v128.store(out, squares, 464);
  v128.store(out, plain, 480);
}

/**
 * The k-th smallest (from 0) of `count` floats ≥ 0, padded to whole groups with the largest float: their bits rise with
 * them, so the answer is built from its highest bit down by counting what is smaller.
 */
export function kthSmallest(list: usize, count: i32, k: i32): f32 {
  const end = list + ((<usize>((count + 3) >> 2)) << 4);
  let answer: i32 = 0;
  for (let bit: i32 = 1 << 30; bit > 0; bit >>= 1) {
    const trial = i32x4.splat(answer | bit);
    let smaller = i32x4.splat(0);
    for (let at = list; at < end; at += 16) smaller = i32x4.add(smaller, i32x4.lt_s(v128.load(at), trial));
    const sum =
      i32x4.extract_lane(smaller, 0) +
      i32x4.extract_lane(smaller, 1) +
      i32x4.extract_lane(smaller, 2) +
      i32x4.extract_lane(smaller, 3);
    if (-sum <= k) answer |= bit;
  }
  return reinterpret<f32>(answer);
}
