/**
 * A vessel and the bronchus at its side: the sums of a search over places, and of one Gauss–Newton step, four voxels at a
 * time. Meaning and layout in core/kernels/bronchus.ts; must give the bits of its plain twin in
 * core/kernels/plain-bronchus.ts.
 */
import { addDisc } from './tube-image';

/** Groups of four between two additions to the totals. */
const BLOCK: i32 = 32;
const SUMS: i32 = 47;
const UNKNOWNS: i32 = 8;
const PLACES: i32 = 16;
/** Bytes to the values of the discs, and of one. */
const OWN: usize = 60;
const DISC: usize = 24;
const OUTER: usize = OWN + 2 * DISC;
const LUMEN: usize = OWN + 4 * DISC;
const STEP: f32 = 0.1;
const PER_STEP: f32 = 10;

/** Images of four places and their work; then a row of derivatives and the lanes of all sums, or a table. */
export function bronchusScratchBytes(): i32 {
  return 128 + max(16 * (UNKNOWNS + SUMS), 4 * 256);
}

/** Image of a tube with all of its discs at four places into `out`. */
function tube(u: v128, v: v128, disc: usize, nodes: usize, cosines: usize, out: usize): void {
  addDisc(u, v, disc, load<i32>(nodes), cosines, true, out);
  const wide = load<i32>(nodes, 4);
  if (wide > 0) addDisc(u, v, disc + DISC, wide, cosines, false, out);
}

/** Three sums for each of 16 `places` into `shown`; arrays of the slab as for `tubeFit`, `left` the fourteenth. */
export function searchRing(
  list: usize,
  stride: usize,
  count: i32,
  values: usize,
  nodes: usize,
  cosines: usize,
  scratch: usize,
  places: usize,
  shown: usize,
): void {
  const table = scratch + 128;
  const wallHu = v128.load32_splat(values, 0);
  const innerHu = v128.load32_splat(values, 4);
  const reach = load<f32>(values, 8);
  const entries = <i32>(reach * PER_STEP) + 3;
  for (let n: i32 = 0; n < entries; n += 4) {
    const at = i32x4.add(i32x4.splat(n), i32x4(0, 1, 2, 3));
    const u = f32x4.mul(f32x4.convert_i32x4_s(at), f32x4.splat(STEP));
    tube(u, f32x4.splat(0), values + OUTER, nodes + 8, cosines, scratch);
    const outer = f32x4.mul(wallHu, v128.load(scratch));
    tube(u, f32x4.splat(0), values + LUMEN, nodes + 16, cosines, scratch);
    v128.store(table + ((<usize>n) << 2), f32x4.add(outer, f32x4.mul(innerHu, v128.load(scratch))));
  }
  const limit = f32x4.splat(reach * reach);
  const end = list + ((<usize>count) << 2);
  for (let p: i32 = 0; p < PLACES; p++) {
    const placeU = v128.load32_splat(places + ((<usize>p) << 3), 0);
    const placeV = v128.load32_splat(places + ((<usize>p) << 3), 4);
    let ring = f32x4.splat(0);
    let squares = f32x4.splat(0);
    let seen = f32x4.splat(0);
    for (let at = list; at < end; at += 16) {
      const du = f32x4.sub(v128.load(at), placeU);
      const dv = f32x4.sub(v128.load(at + stride), placeV);
      const square = f32x4.add(f32x4.mul(du, du), f32x4.mul(dv, dv));
      let isNear = f32x4.lt(square, limit);
      if (!v128.any_true(isNear)) continue;
      if (at + 16 > end) isNear = v128.and(isNear, firstLanes(<i32>((end - at) >> 2)));
      const steps = f32x4.mul(f32x4.sqrt(f32x4.min(square, limit)), f32x4.splat(PER_STEP));
      const whole = i32x4.trunc_sat_f32x4_s(steps);
      const part = f32x4.sub(steps, f32x4.convert_i32x4_s(whole));
      const bytes = i32x4.shl(whole, 2);
      // each lane's entry and the one behind it
      const p0 = v128.load64_zero(table + <usize>i32x4.extract_lane(bytes, 0));
      const p1 = v128.load64_lane(table + <usize>i32x4.extract_lane(bytes, 1), p0, 1);
      const p2 = v128.load64_zero(table + <usize>i32x4.extract_lane(bytes, 2));
      const p3 = v128.load64_lane(table + <usize>i32x4.extract_lane(bytes, 3), p2, 1);
      const here = v128.shuffle<f32>(p1, p3, 0, 2, 4, 6);
      const next = v128.shuffle<f32>(p1, p3, 1, 3, 5, 7);
      const image = f32x4.add(here, f32x4.mul(part, f32x4.sub(next, here)));
      const weighted = f32x4.mul(v128.and(v128.load(at + 3 * stride), isNear), image);
      ring = f32x4.add(ring, weighted);
      squares = f32x4.add(squares, f32x4.mul(weighted, image));
      seen = f32x4.add(seen, f32x4.mul(weighted, v128.load(at + 13 * stride)));
    }
    const out = shown + <usize>(12 * p);
    store<f32>(out, sumOf(ring));
    store<f32>(out, sumOf(squares), 4);
    store<f32>(out, sumOf(seen), 8);
  }
}

function firstLanes(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

function sumOf(four: v128): f32 {
  const low = f32x4.extract_lane(four, 0) + f32x4.extract_lane(four, 1);
  return low + (f32x4.extract_lane(four, 2) + f32x4.extract_lane(four, 3));
}

/** Sums of the normal equations into 47 doubles at `sums`; leaves |residual| in the tenth array of the slab. */
export function sumBronchus(
  list: usize,
  stride: usize,
  count: i32,
  values: usize,
  nodes: usize,
  cosines: usize,
  scratch: usize,
  sums: usize,
): void {
  const lanes = scratch + 128 + 16 * UNKNOWNS;
  for (let n: i32 = 0; n < SUMS; n++) store<f64>(sums + ((<usize>n) << 3), 0);
  const groups = (count + 3) >> 2;
  for (let from: i32 = 0; from < groups; from += BLOCK) {
    for (let n: i32 = 0; n < SUMS; n++) v128.store(lanes + ((<usize>n) << 4), f32x4.splat(0));
    const to = min(groups, from + BLOCK);
    for (let group = from; group < to; group++) {
      addGroup(list + ((<usize>group) << 4), stride, count - (group << 2), values, nodes, cosines, scratch);
    }
    for (let n: i32 = 0; n < SUMS; n++) {
      const four = v128.load(lanes + ((<usize>n) << 4));
      const low = <f64>f32x4.extract_lane(four, 0) + <f64>f32x4.extract_lane(four, 1);
      const high = <f64>f32x4.extract_lane(four, 2) + <f64>f32x4.extract_lane(four, 3);
      const at = sums + ((<usize>n) << 3);
      store<f64>(at, load<f64>(at) + (low + high));
    }
  }
}

function addGroup(
  at: usize,
  stride: usize,
  count: i32,
  values: usize,
  nodes: usize,
  cosines: usize,
  scratch: usize,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const rows = scratch + 128;
  const lanes = rows + 16 * UNKNOWNS;
  const u = v128.load(at);
  const v = v128.load(at + stride);
  const ownU = f32x4.sub(u, v128.load32_splat(values, 12));
  const ownV = f32x4.sub(v, v128.load32_splat(values, 16));
  const ringU = f32x4.sub(u, v128.load32_splat(values, 20));
  const ringV = f32x4.sub(v, v128.load32_splat(values, 24));
  const contrast = v128.load32_splat(values, 32);
  let own = zero;
  let ownByU = zero;
  let ownByV = zero;
  let ownByR = zero;
  const ownSquare = f32x4.add(f32x4.mul(ownU, ownU), f32x4.mul(ownV, ownV));
  const isOwn = f32x4.lt(ownSquare, v128.load32_splat(values, 48));
  if (v128.any_true(isOwn)) {
    tube(ownU, ownV, values + OWN, nodes, cosines, scratch);
    own = v128.and(isOwn, v128.load(scratch));
    ownByU = v128.and(isOwn, v128.load(scratch, 16));
    ownByV = v128.and(isOwn, v128.load(scratch, 32));
    ownByR = v128.and(isOwn, v128.load(scratch, 48));
  }
  let ring = zero;
  let ringByU = zero;
  let ringByV = zero;
  let ringByLumen = zero;
  let ringByOuter = zero;
  const ringSquare = f32x4.add(f32x4.mul(ringU, ringU), f32x4.mul(ringV, ringV));
  const isRing = f32x4.lt(ringSquare, v128.load32_splat(values, 52));
  if (v128.any_true(isRing)) {
    const wallHu = v128.load32_splat(values, 0);
    const innerHu = v128.load32_splat(values, 4);
    tube(ringU, ringV, values + OUTER, nodes + 8, cosines, scratch);
    ring = f32x4.mul(wallHu, v128.load(scratch));
    ringByU = f32x4.mul(wallHu, v128.load(scratch, 16));
    ringByV = f32x4.mul(wallHu, v128.load(scratch, 32));
    ringByOuter = v128.and(isRing, f32x4.mul(wallHu, v128.load(scratch, 48)));
    tube(ringU, ringV, values + LUMEN, nodes + 16, cosines, scratch);
    ring = v128.and(isRing, f32x4.add(ring, f32x4.mul(innerHu, v128.load(scratch))));
    ringByU = v128.and(isRing, f32x4.add(ringByU, f32x4.mul(innerHu, v128.load(scratch, 16))));
    ringByV = v128.and(isRing, f32x4.add(ringByV, f32x4.mul(innerHu, v128.load(scratch, 32))));
    ringByLumen = v128.and(isRing, f32x4.mul(innerHu, v128.load(scratch, 48)));
  }
  const others = v128.load(at + 4 * stride);
  const free = f32x4.sub(one, others);
  const vessels = f32x4.add(others, f32x4.mul(free, own));
  const above = f32x4.sub(v128.load(at + 2 * stride), v128.load32_splat(values, 28));
  const residual = f32x4.sub(f32x4.sub(above, f32x4.mul(contrast, vessels)), ring);
  const within = firstLanes(count);
  v128.store(at + 9 * stride, v128.bitselect(f32x4.abs(residual), f32x4.splat(f32.MAX_VALUE), within));
  const given = v128.and(v128.load(at + 3 * stride), within);
  const z = f32x4.mul(residual, v128.load32_splat(values, 36));
  const weight = f32x4.div(given, f32x4.add(one, f32x4.mul(z, z)));
  const shown = f32x4.mul(contrast, free);
  v128.store(rows, f32x4.neg(f32x4.mul(shown, ownByU)));
  v128.store(rows, f32x4.neg(f32x4.mul(shown, ownByV)), 16);
  v128.store(rows, f32x4.mul(shown, ownByR), 32);
  // the contrasts of vessels and ring fall as the background rises; that of the ring hardly matters here
  v128.store(rows, f32x4.sub(one, vessels), 48);
  v128.store(rows, f32x4.neg(ringByU), 64);
  v128.store(rows, f32x4.neg(ringByV), 80);
  v128.store(rows, f32x4.add(ringByLumen, f32x4.mul(ringByOuter, v128.load32_splat(values, 40))), 96);
  v128.store(rows, f32x4.mul(ringByOuter, v128.load32_splat(values, 44)), 112);
  let right = lanes;
  let matrix = lanes + 16 * UNKNOWNS;
  const end = rows + 16 * UNKNOWNS;
  for (let a = rows; a < end; a += 16) {
    const weighted = f32x4.mul(weight, v128.load(a));
    v128.store(right, f32x4.add(v128.load(right), f32x4.mul(weighted, residual)));
    right += 16;
    for (let b = rows; b <= a; b += 16) {
      v128.store(matrix, f32x4.add(v128.load(matrix), f32x4.mul(weighted, v128.load(b))));
      matrix += 16;
    }
  }
  const inRing = v128.and(given, f32x4.le(ringSquare, v128.load32_splat(values, 56)));
  const whole = f32x4.add(residual, ring);
  v128.store(matrix, f32x4.add(v128.load(matrix), f32x4.mul(inRing, f32x4.mul(residual, residual))));
  v128.store(matrix, f32x4.add(v128.load(matrix, 16), f32x4.mul(inRing, f32x4.mul(whole, whole))), 16);
  v128.store(matrix, f32x4.add(v128.load(matrix, 32), inRing), 32);
}
