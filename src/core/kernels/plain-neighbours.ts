/**
 * Plain twin of the kernel for other vessels' images: rounds to single precision after every step, in the order of
 * the SIMD build (`src/kernels/assembly/tube-neighbours.ts`), so that both give the same bits.
 */
import { neighbourBlur as at, branchStride, stationStride, type TubeNeighbours, type TubeSlab } from './tube-fit';
import { addDisc, discStride, powerOfHalf } from './tube-image';

const { abs, fround, max, min, sqrt } = Math;
const steepSquare = fround(1e-6);
const least = fround(1e-4);

/** What has been seen of the other vessels from one voxel; the strongest one's normal, axis point and radius. */
interface Seen {
  share: number;
  strongest: number;
  normal: [number, number, number];
  axis: [number, number, number];
  radius: number;
}

const disc = new Float32Array(2 * discStride);
const image = new Float32Array(4);
const wideImage = new Float32Array(4);

export function sharePlainNeighbours(
  slab: TubeSlab,
  { blur, stations, branches }: TubeNeighbours,
  count: number,
  branchCount: number,
): void {
  for (let n = 0; n < count; n += 1) {
    const seen: Seen = { share: 0, strongest: 0, normal: [0, 0, 0], axis: [0, 0, 0], radius: 1 };
    for (let b = 0; b < branchCount; b += 1) {
      const from = branches[branchStride * b];
      const to = branches[branchStride * b + 1];
      const row = stationStride * nearestOf(slab, n, stations, from, to);
      const nodes = branches[branchStride * b + 2];
      addBranch(seen, slab, n, blur, stations, row, nodes, branches[branchStride * b + 3]);
    }
    slab.neighbourShare[n] = seen.share;
    slab.neighbourU[n] = inPlane(blur, at.frame, seen.normal);
    slab.neighbourV[n] = inPlane(blur, at.frame + 3, seen.normal);
    const u = inPlane(blur, at.frame, seen.axis);
    const v = inPlane(blur, at.frame + 3, seen.axis);
    const away = fround(sqrt(fround(fround(u * u) + fround(v * v))));
    slab.touching[n] = seen.share > 0 ? touching(away, blur[at.radiusMm], seen.radius) : 0;
  }
}

function nearestOf(slab: TubeSlab, n: number, stations: Float32Array, from: number, to: number): number {
  let best = Infinity;
  let nearest = from;
  for (let s = from; s < to; s += 1) {
    const row = stationStride * s;
    const square = dot3(
      fround(slab.x[n] - stations[row]),
      fround(slab.y[n] - stations[row + 1]),
      fround(slab.z[n] - stations[row + 2]),
    );
    if (square < best) {
      best = square;
      nearest = s;
    }
  }
  return nearest;
}

/** Square of a vector's length. */
function dot3(x: number, y: number, z: number): number {
  return fround(fround(fround(x * x) + fround(y * y)) + fround(z * z));
}

/** Adds the branch whose nearest station is in `row`: straight there, blurred at its ends. */
function addBranch(
  seen: Seen,
  slab: TubeSlab,
  n: number,
  blur: Float32Array,
  stations: Float32Array,
  row: number,
  nodes: number,
  wideNodes: number,
): void {
  const r = stations[row + 3];
  const tx = stations[row + 4];
  const ty = stations[row + 5];
  const tz = stations[row + 6];
  const px = fround(slab.x[n] - stations[row]);
  const py = fround(slab.y[n] - stations[row + 1]);
  const pz = fround(slab.z[n] - stations[row + 2]);
  const along = fround(fround(fround(px * tx) + fround(py * ty)) + fround(pz * tz));
  const startMm = fround(stations[row + 7] + along);
  const endMm = fround(stations[row + 8] - along);
  const beyond = max(0, -startMm, -endMm);
  const apart = dot3(px, py, pz);
  const lateral = max(0, fround(apart - fround(along * along)));
  const surface = fround(fround(sqrt(fround(lateral + fround(beyond * beyond)))) - r);
  // a station further off is not that of this place: the branch goes on beyond those gathered
  const span = fround(fround(r + blur[at.limitMm]) + 1);
  if (!(surface <= blur[at.limitMm] && apart <= fround(span * span))) return;
  // the plane across the station's tangent: see planeAcross in core/calibre/tube-image.ts
  const tz2 = fround(tz * tz);
  const level2 = fround(fround(tx * tx) + fround(ty * ty));
  const isSteep = level2 < steepSquare;
  const level = fround(sqrt(max(level2, steepSquare)));
  const acrossX = isSteep ? 0 : fround(ty / level);
  const acrossY = isSteep ? 1 : fround(-tx / level);
  const u = isSteep ? px : fround(fround(pz - fround(tz * along)) / level);
  const v = fround(fround(px * acrossX) + fround(py * acrossY));
  const square = blur[at.sigmaSquare];
  const squareZ = blur[at.sigmaZSquare];
  // a disc shows less than the half-plane that touches it here, whose image is below 5e-5 beyond 3.9 σ
  const u2 = fround(u * u);
  const v2 = fround(v * v);
  const across2 = fround(u2 + v2);
  const squareA = fround(fround(square * tz2) + fround(squareZ * level2));
  const edge = max(0, fround(fround(sqrt(across2)) - r));
  const spread = fround(fround(u2 * squareA) + fround(v2 * square));
  if (!(fround(fround(edge * edge) * across2) <= fround(fround(15.21) * spread))) return;
  const perSigmaAlong = fround(1 / fround(sqrt(fround(fround(square * level2) + fround(squareZ * tz2)))));
  const sigmaA = fround(sqrt(squareA));
  discAt(u, v, r, sigmaA, blur[at.scale], nodes, image);
  let value = image[0];
  let byU = image[1];
  let byV = image[2];
  if (wideNodes > 0) {
    const wideA = fround(sqrt(fround(fround(blur[at.wideSigmaSquare] * tz2) + fround(squareZ * level2))));
    discAt(u, v, r, wideA, blur[at.wideScale], wideNodes, wideImage);
    const less = blur[at.sharpening];
    const more = fround(1 + less);
    value = fround(fround(more * value) - fround(less * wideImage[0]));
    byU = fround(fround(more * byU) - fround(less * wideImage[1]));
    byV = fround(fround(more * byV) - fround(less * wideImage[2]));
  }
  const toStart = fround(startMm * perSigmaAlong);
  const toEnd = fround(endMm * perSigmaAlong);
  const inside = fround(normalShare(toStart) * normalShare(toEnd));
  const other = min(1, max(0, fround(value * inside)));
  if (other < least) return;
  // outward normal: against the gradient across the tube, and along the axis where an end is nearer
  const ends = fround(bell(toStart) - bell(toEnd));
  const axial = fround(fround(fround(fround(0.4) * value) * perSigmaAlong) * ends);
  const gu = fround(inside * byU);
  const gv = fround(inside * byV);
  const down = -fround(tz / level);
  const e1x = isSteep ? 1 : fround(down * tx);
  const e1y = isSteep ? 0 : fround(down * ty);
  const e1z = isSteep ? 0 : level;
  const nx = -fround(fround(fround(gu * e1x) + fround(gv * acrossX)) + fround(axial * tx));
  const ny = -fround(fround(fround(gu * e1y) + fround(gv * acrossY)) + fround(axial * ty));
  const nz = -fround(fround(gu * e1z) + fround(axial * tz));
  const length = fround(fround(sqrt(dot3(nx, ny, nz))) + fround(1e-12));
  const normal: Seen['normal'] = [fround(nx / length), fround(ny / length), fround(nz / length)];
  const axis: Seen['axis'] = [
    fround(stations[row] + fround(along * tx)),
    fround(stations[row + 1] + fround(along * ty)),
    fround(stations[row + 2] + fround(along * tz)),
  ];
  join(seen, other, normal, axis, r);
}

/** Joins one more vessel to those seen: shares add up, less their overlap. */
function join(seen: Seen, other: number, normal: Seen['normal'], axis: Seen['axis'], r: number): void {
  const [a, b, c] = seen.axis;
  const [x, y, z] = seen.normal;
  const apart = fround(sqrt(dot3(fround(axis[0] - a), fround(axis[1] - b), fround(axis[2] - c))));
  const touch = touching(apart, r, seen.radius);
  const cosine = fround(fround(fround(normal[0] * x) + fround(normal[1] * y)) + fround(normal[2] * z));
  const both = fround(touch * overlap32(seen.share, other, cosine));
  seen.share = min(1, fround(fround(seen.share + other) - both));
  if (other <= seen.strongest) return;
  seen.strongest = other;
  seen.normal = normal;
  seen.axis = axis;
  seen.radius = r;
}

/** Value and derivatives by u and v of a disc of radius r under σa and the blur whose stretched inverse is `scaleB`. */
function discAt(
  u: number,
  v: number,
  r: number,
  sigmaA: number,
  scaleB: number,
  nodes: number,
  out: Float32Array,
): void {
  const scaleA = fround(fround(0.8493218002880191) / sigmaA);
  const perPoint = fround(1 / (4 * nodes));
  disc[0] = scaleA;
  disc[1] = scaleB;
  disc[2] = r * scaleA;
  disc[3] = r * scaleB;
  disc[4] = perPoint;
  // 1/(σa σb) is the product of the scales over the square of the stretch
  disc[5] = fround(fround(disc[2] * scaleB) * fround(1.3862943611198906)) * perPoint;
  addDisc(u, v, disc, 0, nodes, true, out);
}

/** Φ by Abramowitz & Stegun 26.2.17, absolute error below 2e-7. */
function normalShare(z: number): number {
  const size = abs(z);
  const t = fround(1 / fround(1 + fround(size * fround(0.2316419))));
  let p = fround(fround(t * fround(1.330274429)) + fround(-1.821255978));
  p = fround(fround(p * t) + fround(1.781477937));
  p = fround(fround(p * t) + fround(-0.356563782));
  p = fround(fround(p * t) + fround(0.31938153));
  const power = powerOfHalf(fround(fround(size * size) * fround(0.7213475204444817)));
  const tail = fround(fround(fround(0.3989422804014327) * power) * fround(p * t));
  return z < 0 ? tail : fround(1 - tail);
}

/** e^(−z²/2), coarsely, by a rational function: it only turns a normal. */
function bell(z: number): number {
  const q = fround(1 + fround(0.125 * fround(z * z)));
  const q2 = fround(q * q);
  return fround(1 / fround(q2 * q2));
}

function touching(apart: number, r: number, otherR: number): number {
  const depth = fround(fround(fround(r + otherR) - apart) / min(r, otherR));
  return min(1, max(0, depth));
}

/** Image of the overlap of two bodies with shares p and q at a point: see core/calibre/neighbours.ts. */
export function overlap32(p: number, q: number, cosine: number): number {
  const c = abs(cosine);
  const limit = cosine < 0 ? max(0, fround(fround(p + q) - 1)) : min(p, q);
  return fround(fround(fround(1 - c) * fround(p * q)) + fround(c * limit));
}

function inPlane(blur: Float32Array, frame: number, [x, y, z]: readonly [number, number, number]): number {
  return fround(fround(fround(blur[frame] * x) + fround(blur[frame + 1] * y)) + fround(blur[frame + 2] * z));
}
