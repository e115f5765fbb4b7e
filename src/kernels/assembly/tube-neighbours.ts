/**
 * The image of other vessels in the voxels of a slab, four voxels at a time; each lane has a station of its own.
 *
 * Must give the bits of its plain twin in core/kernels/plain-neighbours.ts: same order of every sum.
 */
import { blurredDisc, powerOfHalf } from './tube-image';

/** A station's row: x, y, z, radius, tangent, way from the branch's start, way to its end, three to spare. */
const ROW: usize = 48;

/** Bytes of a branch's box: its least and largest x, y, z and the square of how far around it there is a share. */
const BOX: usize = 28;
const MOST_BRANCHES: i32 = 512;

export function tubeNeighboursScratchBytes(): i32 {
  return 128 + MOST_BRANCHES * <i32>BOX;
}

/**
 * `list` + n · `stride` is the n-th array of the slab: u, v, hu, weight, neighbourShare, neighbourU, neighbourV,
 * touching, wallShare, residual, x, y, z. `branches` are four integers each: first station, end, nodes, wide nodes.
 */
export function tubeNeighbours(
  list: usize,
  stride: usize,
  count: i32,
  blur: usize,
  stations: usize,
  branches: usize,
  branchCount: i32,
  cosines: usize,
  scratch: usize,
): void {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  const limit = v128.load32_splat(blur, 0);
  const square = v128.load32_splat(blur, 4);
  const squareZ = v128.load32_splat(blur, 8);
  const scaleB = v128.load32_splat(blur, 12);
  const sharpening = v128.load32_splat(blur, 16);
  const wideSquare = v128.load32_splat(blur, 20);
  const wideScaleB = v128.load32_splat(blur, 24);
  const ownRadius = v128.load32_splat(blur, 28);
  const boxes = scratch + 128;
  for (let b: i32 = 0; b < branchCount; b++) {
    const branch = branches + ((<usize>b) << 4);
    boxOf(stations, load<i32>(branch), load<i32>(branch, 4), load<f32>(blur), boxes + <usize>b * BOX);
  }
  const groups = (count + 3) >> 2;
  for (let group: i32 = 0; group < groups; group++) {
    const at = list + ((<usize>group) << 4);
    const x = v128.load(at + 10 * stride);
    const y = v128.load(at + 11 * stride);
    const z = v128.load(at + 12 * stride);
    let share = zero;
    let strongest = zero;
    let normalX = zero;
    let normalY = zero;
    let normalZ = zero;
    let axisX = zero;
    let axisY = zero;
    let axisZ = zero;
    let radius = one;
    for (let b: i32 = 0; b < branchCount; b++) {
      if (!isNearBox(x, y, z, boxes + <usize>b * BOX)) continue;
      const branch = branches + ((<usize>b) << 4);
      const to = load<i32>(branch, 4);
      const nearest = nearestOf(x, y, z, stations, load<i32>(branch), to);
      const s0 = stations + <usize>i32x4.extract_lane(nearest, 0) * ROW;
      const s1 = stations + <usize>i32x4.extract_lane(nearest, 1) * ROW;
      const s2 = stations + <usize>i32x4.extract_lane(nearest, 2) * ROW;
      const s3 = stations + <usize>i32x4.extract_lane(nearest, 3) * ROW;
      // rows of four stations into columns: x, y, z, radius
      let p0 = v128.load(s0);
      let p1 = v128.load(s1);
      let p2 = v128.load(s2);
      let p3 = v128.load(s3);
      let q0 = v128.shuffle<f32>(p0, p1, 0, 4, 1, 5);
      let q1 = v128.shuffle<f32>(p2, p3, 0, 4, 1, 5);
      let q2 = v128.shuffle<f32>(p0, p1, 2, 6, 3, 7);
      let q3 = v128.shuffle<f32>(p2, p3, 2, 6, 3, 7);
      const sx = v128.shuffle<f64>(q0, q1, 0, 2);
      const sy = v128.shuffle<f64>(q0, q1, 1, 3);
      const sz = v128.shuffle<f64>(q2, q3, 0, 2);
      const r = v128.shuffle<f64>(q2, q3, 1, 3);
      // tangent and way from the start
      p0 = v128.load(s0, 16);
      p1 = v128.load(s1, 16);
      p2 = v128.load(s2, 16);
      p3 = v128.load(s3, 16);
      q0 = v128.shuffle<f32>(p0, p1, 0, 4, 1, 5);
      q1 = v128.shuffle<f32>(p2, p3, 0, 4, 1, 5);
      q2 = v128.shuffle<f32>(p0, p1, 2, 6, 3, 7);
      q3 = v128.shuffle<f32>(p2, p3, 2, 6, 3, 7);
      const tx = v128.shuffle<f64>(q0, q1, 0, 2);
      const ty = v128.shuffle<f64>(q0, q1, 1, 3);
      const tz = v128.shuffle<f64>(q2, q3, 0, 2);
      const fromStart = v128.shuffle<f64>(q2, q3, 1, 3);
      let toTheEnd = v128.load32_splat(s0, 32);
      toTheEnd = f32x4.replace_lane(toTheEnd, 1, load<f32>(s1, 32));
      toTheEnd = f32x4.replace_lane(toTheEnd, 2, load<f32>(s2, 32));
      toTheEnd = f32x4.replace_lane(toTheEnd, 3, load<f32>(s3, 32));
      const px = f32x4.sub(x, sx);
      const py = f32x4.sub(y, sy);
      const pz = f32x4.sub(z, sz);
      const along = f32x4.add(f32x4.add(f32x4.mul(px, tx), f32x4.mul(py, ty)), f32x4.mul(pz, tz));
      const startMm = f32x4.add(fromStart, along);
      const endMm = f32x4.sub(toTheEnd, along);
      const beyond = f32x4.max(zero, f32x4.max(f32x4.neg(startMm), f32x4.neg(endMm)));
      const apart = f32x4.add(f32x4.add(f32x4.mul(px, px), f32x4.mul(py, py)), f32x4.mul(pz, pz));
      const lateral = f32x4.max(zero, f32x4.sub(apart, f32x4.mul(along, along)));
      const surface = f32x4.sub(f32x4.sqrt(f32x4.add(lateral, f32x4.mul(beyond, beyond))), r);
      // a station further off is not that of this place: the branch goes on beyond those gathered
      const span = f32x4.add(f32x4.add(r, limit), one);
      let reached = v128.and(f32x4.le(surface, limit), f32x4.le(apart, f32x4.mul(span, span)));
      if (!v128.any_true(reached)) continue;
      // the plane across the station's tangent: see planeAcross in core/calibre/tube-image.ts
      const tz2 = f32x4.mul(tz, tz);
      const level2 = f32x4.add(f32x4.mul(tx, tx), f32x4.mul(ty, ty));
      const isSteep = f32x4.lt(level2, f32x4.splat(<f32>1e-6));
      const level = f32x4.sqrt(f32x4.max(level2, f32x4.splat(<f32>1e-6)));
      const u = v128.bitselect(px, f32x4.div(f32x4.sub(pz, f32x4.mul(tz, along)), level), isSteep);
      const acrossX = v128.bitselect(zero, f32x4.div(ty, level), isSteep);
      const acrossY = v128.bitselect(one, f32x4.div(f32x4.neg(tx), level), isSteep);
      const v = f32x4.add(f32x4.mul(px, acrossX), f32x4.mul(py, acrossY));
      // a disc shows less than the half-plane that touches it here, whose image is below 5e-5 beyond 3.9 σ
      const u2 = f32x4.mul(u, u);
      const v2 = f32x4.mul(v, v);
      const across2 = f32x4.add(u2, v2);
      const squareA = f32x4.add(f32x4.mul(square, tz2), f32x4.mul(squareZ, level2));
      const edge = f32x4.max(zero, f32x4.sub(f32x4.sqrt(across2), r));
      const spread = f32x4.add(f32x4.mul(u2, squareA), f32x4.mul(v2, square));
      const away2 = f32x4.mul(f32x4.mul(edge, edge), across2);
      reached = v128.and(reached, f32x4.le(away2, f32x4.mul(f32x4.splat(<f32>15.21), spread)));
      if (!v128.any_true(reached)) continue;
      const perSigmaAlong = f32x4.div(one, f32x4.sqrt(f32x4.add(f32x4.mul(square, level2), f32x4.mul(squareZ, tz2))));
      const sigmaA = f32x4.sqrt(squareA);
      const nodes = load<i32>(branch, 8);
      disc(u, v, r, sigmaA, scaleB, nodes, cosines, scratch);
      let value = v128.load(scratch);
      let byU = v128.load(scratch, 16);
      let byV = v128.load(scratch, 32);
      const wideNodes = load<i32>(branch, 12);
      if (wideNodes > 0) {
        const wideA = f32x4.sqrt(f32x4.add(f32x4.mul(wideSquare, tz2), f32x4.mul(squareZ, level2)));
        disc(u, v, r, wideA, wideScaleB, wideNodes, cosines, scratch);
        const more = f32x4.add(one, sharpening);
        value = f32x4.sub(f32x4.mul(more, value), f32x4.mul(sharpening, v128.load(scratch)));
        byU = f32x4.sub(f32x4.mul(more, byU), f32x4.mul(sharpening, v128.load(scratch, 16)));
        byV = f32x4.sub(f32x4.mul(more, byV), f32x4.mul(sharpening, v128.load(scratch, 32)));
      }
      const toStart = f32x4.mul(startMm, perSigmaAlong);
      const toEnd = f32x4.mul(endMm, perSigmaAlong);
      const inside = f32x4.mul(normalShare(toStart), normalShare(toEnd));
      const other = f32x4.min(one, f32x4.max(zero, f32x4.mul(value, inside)));
      const counts = v128.and(reached, f32x4.ge(other, f32x4.splat(<f32>1e-4)));
      if (!v128.any_true(counts)) continue;
      // outward normal: against the gradient across the tube, and along the axis where an end is nearer
      const axial = f32x4.mul(
        f32x4.mul(f32x4.mul(f32x4.splat(<f32>0.4), value), perSigmaAlong),
        f32x4.sub(bell(toStart), bell(toEnd)),
      );
      const gu = f32x4.mul(inside, byU);
      const gv = f32x4.mul(inside, byV);
      const down = f32x4.neg(f32x4.div(tz, level));
      const e1x = v128.bitselect(one, f32x4.mul(down, tx), isSteep);
      const e1y = v128.bitselect(zero, f32x4.mul(down, ty), isSteep);
      const e1z = v128.bitselect(zero, level, isSteep);
      let nx = f32x4.neg(f32x4.add(f32x4.add(f32x4.mul(gu, e1x), f32x4.mul(gv, acrossX)), f32x4.mul(axial, tx)));
      let ny = f32x4.neg(f32x4.add(f32x4.add(f32x4.mul(gu, e1y), f32x4.mul(gv, acrossY)), f32x4.mul(axial, ty)));
      let nz = f32x4.neg(f32x4.add(f32x4.mul(gu, e1z), f32x4.mul(axial, tz)));
      const n2 = f32x4.add(f32x4.add(f32x4.mul(nx, nx), f32x4.mul(ny, ny)), f32x4.mul(nz, nz));
      const length = f32x4.add(f32x4.sqrt(n2), f32x4.splat(<f32>1e-12));
      nx = f32x4.div(nx, length);
      ny = f32x4.div(ny, length);
      nz = f32x4.div(nz, length);
      const ax = f32x4.add(sx, f32x4.mul(along, tx));
      const ay = f32x4.add(sy, f32x4.mul(along, ty));
      const az = f32x4.add(sz, f32x4.mul(along, tz));
      const dx = f32x4.sub(ax, axisX);
      const dy = f32x4.sub(ay, axisY);
      const dz = f32x4.sub(az, axisZ);
      const d2 = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz));
      const touch = touching(f32x4.sqrt(d2), r, radius);
      const cosine = f32x4.add(f32x4.add(f32x4.mul(nx, normalX), f32x4.mul(ny, normalY)), f32x4.mul(nz, normalZ));
      const both = f32x4.mul(touch, overlap(share, other, cosine));
      const total = f32x4.min(one, f32x4.sub(f32x4.add(share, other), both));
      share = v128.bitselect(total, share, counts);
      const leads = v128.and(counts, f32x4.gt(other, strongest));
      strongest = v128.bitselect(other, strongest, leads);
      normalX = v128.bitselect(nx, normalX, leads);
      normalY = v128.bitselect(ny, normalY, leads);
      normalZ = v128.bitselect(nz, normalZ, leads);
      axisX = v128.bitselect(ax, axisX, leads);
      axisY = v128.bitselect(ay, axisY, leads);
      axisZ = v128.bitselect(az, axisZ, leads);
      radius = v128.bitselect(r, radius, leads);
    }
    v128.store(at + 4 * stride, share);
    v128.store(at + 5 * stride, inPlane(blur + 32, normalX, normalY, normalZ));
    v128.store(at + 6 * stride, inPlane(blur + 44, normalX, normalY, normalZ));
    const au = inPlane(blur + 32, axisX, axisY, axisZ);
    const av = inPlane(blur + 44, axisX, axisY, axisZ);
    const away = f32x4.sqrt(f32x4.add(f32x4.mul(au, au), f32x4.mul(av, av)));
    v128.store(at + 7 * stride, v128.and(touching(away, ownRadius, radius), f32x4.gt(share, zero)));
  }
}

/** Box about the stations `from` to `to`; a little wider than what `reached` lets through. */
function boxOf(stations: usize, from: i32, to: i32, limit: f32, out: usize): void {
  let least = f32x4.splat(f32.MAX_VALUE);
  let most = f32x4.splat(-f32.MAX_VALUE);
  for (let s = from; s < to; s++) {
    const row = v128.load(stations + <usize>s * ROW);
    least = f32x4.min(least, row);
    most = f32x4.max(most, row);
  }
  const span = f32x4.extract_lane(most, 3) + limit + <f32>1.01;
  store<f32>(out, f32x4.extract_lane(least, 0));
  store<f32>(out, f32x4.extract_lane(least, 1), 4);
  store<f32>(out, f32x4.extract_lane(least, 2), 8);
  store<f32>(out, f32x4.extract_lane(most, 0), 12);
  store<f32>(out, f32x4.extract_lane(most, 1), 16);
  store<f32>(out, f32x4.extract_lane(most, 2), 20);
  store<f32>(out, span * span, 24);
}

/** Whether any of four places is so near to a box that its branch may have a share there. */
function isNearBox(x: v128, y: v128, z: v128, box: usize): bool {
  const dx = outside(x, v128.load32_splat(box, 0), v128.load32_splat(box, 12));
  const dy = outside(y, v128.load32_splat(box, 4), v128.load32_splat(box, 16));
  const dz = outside(z, v128.load32_splat(box, 8), v128.load32_splat(box, 20));
  const square = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz));
  return v128.any_true(f32x4.le(square, v128.load32_splat(box, 24)));
}

function outside(x: v128, least: v128, most: v128): v128 {
  return f32x4.max(f32x4.splat(0), f32x4.max(f32x4.sub(least, x), f32x4.sub(x, most)));
}

/** Of the stations `from` to `to`, the one next to each of four places; of equal ones the first. */
function nearestOf(x: v128, y: v128, z: v128, stations: usize, from: i32, to: i32): v128 {
  let best = f32x4.splat(f32.MAX_VALUE);
  let nearest = i32x4.splat(from);
  let row = stations + <usize>from * ROW;
  for (let s = from; s < to; s++) {
    const dx = f32x4.sub(x, v128.load32_splat(row, 0));
    const dy = f32x4.sub(y, v128.load32_splat(row, 4));
    const dz = f32x4.sub(z, v128.load32_splat(row, 8));
    const square = f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz));
    const isNearer = f32x4.lt(square, best);
    best = v128.bitselect(square, best, isNearer);
    nearest = v128.bitselect(i32x4.splat(s), nearest, isNearer);
    row += ROW;
  }
  return nearest;
}

/** Value and derivatives by u and v of a disc of radius r under σa and the blur whose stretched inverse is scaleB. */
function disc(u: v128, v: v128, r: v128, sigmaA: v128, scaleB: v128, nodes: i32, cosines: usize, out: usize): void {
  const scaleA = f32x4.div(f32x4.splat(<f32>0.8493218002880191), sigmaA);
  const halfA = f32x4.mul(r, scaleA);
  const inNodes = cosines + ((<usize>(nodes * (nodes - 1))) << 1);
  blurredDisc(f32x4.mul(u, scaleA), f32x4.mul(v, scaleB), halfA, f32x4.mul(r, scaleB), nodes, inNodes, out);
  const points: i32 = 4 * nodes;
  const perPoint = f32x4.splat(<f32>1 / <f32>points);
  // 1/(σa σb) is the product of the scales over the square of the stretch
  const slope = f32x4.mul(f32x4.mul(f32x4.mul(halfA, scaleB), f32x4.splat(<f32>1.3862943611198906)), perPoint);
  v128.store(out, f32x4.mul(v128.load(out), perPoint));
  v128.store(out, f32x4.mul(v128.load(out, 16), slope), 16);
  v128.store(out, f32x4.mul(v128.load(out, 32), slope), 32);
}

/** Φ by Abramowitz & Stegun 26.2.17, absolute error below 2e-7. */
function normalShare(z: v128): v128 {
  const one = f32x4.splat(1);
  const size = f32x4.abs(z);
  const t = f32x4.div(one, f32x4.add(one, f32x4.mul(size, f32x4.splat(<f32>0.2316419))));
  let p = f32x4.add(f32x4.mul(t, f32x4.splat(<f32>1.330274429)), f32x4.splat(<f32>-1.821255978));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(<f32>1.781477937));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(<f32>-0.356563782));
  p = f32x4.add(f32x4.mul(p, t), f32x4.splat(<f32>0.31938153));
  const power = powerOfHalf(f32x4.mul(f32x4.mul(size, size), f32x4.splat(<f32>0.7213475204444817)));
  const tail = f32x4.mul(f32x4.mul(f32x4.splat(<f32>0.3989422804014327), power), f32x4.mul(p, t));
  return v128.bitselect(tail, f32x4.sub(one, tail), f32x4.lt(z, f32x4.splat(0)));
}

/** e^(−z²/2), coarsely, by a rational function: it only turns a normal. */
function bell(z: v128): v128 {
  const one = f32x4.splat(1);
  const q = f32x4.add(one, f32x4.mul(f32x4.splat(<f32>0.125), f32x4.mul(z, z)));
  const q2 = f32x4.mul(q, q);
  return f32x4.div(one, f32x4.mul(q2, q2));
}

function touching(apart: v128, r: v128, otherR: v128): v128 {
  const depth = f32x4.div(f32x4.sub(f32x4.add(r, otherR), apart), f32x4.min(r, otherR));
  return f32x4.min(f32x4.splat(1), f32x4.max(f32x4.splat(0), depth));
}

/** Image of the overlap of two bodies with shares p and q, see core/calibre/neighbours.ts. */
export function overlap(p: v128, q: v128, cosine: v128): v128 {
  const one = f32x4.splat(1);
  const excess = f32x4.max(f32x4.splat(0), f32x4.sub(f32x4.add(p, q), one));
  const opposed = f32x4.lt(cosine, f32x4.splat(0));
  const c = f32x4.abs(cosine);
  const limit = v128.bitselect(excess, f32x4.min(p, q), opposed);
  return f32x4.add(f32x4.mul(f32x4.sub(one, c), f32x4.mul(p, q)), f32x4.mul(c, limit));
}

function inPlane(frame: usize, x: v128, y: v128, z: v128): v128 {
  const first = f32x4.mul(v128.load32_splat(frame, 0), x);
  const second = f32x4.mul(v128.load32_splat(frame, 4), y);
  return f32x4.add(f32x4.add(first, second), f32x4.mul(v128.load32_splat(frame, 8), z));
}
