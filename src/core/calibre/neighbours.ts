/**
 * What the other vessels contribute to the image around a station.
 *
 * Blurred images of tubes that do not overlap add up, exactly; where tubes overlap, the blur of the overlap has to
 * be taken off once. Near a point each surface is nearly a plane; for two half-spaces whose outward normals
 * enclose an angle of cosine c the overlap's image lies between three exact cases: normals opposed
 * (c = −1, disjoint) max(0, P + Q − 1), square (c = 0) P·Q, equal (c = 1, one inside the other) min(P, Q).
 * `touching` tells from the distance of the two axes how much of that overlap there can be.
 */
import { cdfAt } from './blurred-disc';
import { mostNeighbours } from '../kernels';
import { cellAlong, type StationIndex, type Stations } from './stations';
import {
  makeTubeImage,
  planeAcross,
  prepareTube,
  tubeWithGradient,
  widerSigmaMm,
  type Psf,
  type TubeImage,
} from './tube-image';

/** A neighbour thicker than this is found by its axis only up to here: it lies in the core of the hilum. */
const mostRadiusMm = 8;
/** Prepared images at most; further neighbours reuse them in turn. */
const mostImages = 48;

/** Working memory of one task: the stations gathered last and their images. */
export interface Neighbourhood {
  count: number;
  readonly station: Int32Array;
  /** Image prepared for a neighbour, or −1. */
  readonly imageOf: Int32Array;
  /** Made when first wanted. */
  readonly images: TubeImage[];
  readonly frames: Float64Array;
  prepared: number;
  /** The tube `branchShareAt` looked at last. */
  readonly tube: TubeAtPoint;
  readonly surface: Float64Array;
  readonly gradient: Float64Array;
}

/** A tube as seen from one point. */
export interface TubeAtPoint {
  image: number;
  /** Along the tangent from the station, mm. */
  along: number;
  lateralMm: number;
  /** Distance from the surface, negative inside. */
  surfaceMm: number;
  sigmaAlong: number;
  /** Distance to either end of the branch in σ, negative beyond it, and the share that the blur leaves of it. */
  toStart: number;
  toEnd: number;
  inside: number;
}

export function makeNeighbourhood(): Neighbourhood {
  return {
    count: 0,
    station: new Int32Array(mostNeighbours),
    imageOf: new Int32Array(mostNeighbours),
    images: [],
    frames: new Float64Array(6 * mostImages),
    prepared: 0,
    surface: new Float64Array(6),
    tube: {
      image: 0,
      along: 0,
      lateralMm: 0,
      surfaceMm: 0,
      sigmaAlong: 1,
      toStart: 0,
      toEnd: 0,
      inside: 0,
    },
    gradient: new Float64Array(4),
  };
}

/** Collects the stations of other branches whose surface comes within `reachMm` of a point, rising. */
export function gatherNeighbours(
  near: Neighbourhood,
  stations: Stations,
  index: StationIndex,
  branch: number,
  x: number,
  y: number,
  z: number,
  reachMm: number,
): void {
  const { cellMm, cells, start, items } = index;
  const far = reachMm + Math.min(index.largestRadiusMm, mostRadiusMm);
  const i0 = cellAlong(x - far, cellMm, cells[0]);
  const i1 = cellAlong(x + far, cellMm, cells[0]);
  const j0 = cellAlong(y - far, cellMm, cells[1]);
  const j1 = cellAlong(y + far, cellMm, cells[1]);
  const k0 = cellAlong(z - far, cellMm, cells[2]);
  const k1 = cellAlong(z + far, cellMm, cells[2]);
  let count = 0;
  for (let k = k0; k <= k1; k += 1) {
    for (let j = j0; j <= j1; j += 1) {
      const row = (k * cells[1] + j) * cells[0];
      const end = start[row + i1 + 1];
      for (let at = start[row + i0]; at < end; at += 1) {
        const s = items[at];
        if (stations.branch[s] === branch) continue;
        const dx = stations.points[3 * s] - x;
        const dy = stations.points[3 * s + 1] - y;
        const dz = stations.points[3 * s + 2] - z;
        const limit = reachMm + stations.radiusMm[s];
        if (dx * dx + dy * dy + dz * dz > limit * limit || count === mostNeighbours) continue;
        // kept in rising order, so that the stations of a branch stand together
        let slot = count;
        while (slot > 0 && near.station[slot - 1] > s) {
          near.station[slot] = near.station[slot - 1];
          slot -= 1;
        }
        near.station[slot] = s;
        count += 1;
      }
    }
  }
  near.count = count;
  near.prepared = 0;
  near.imageOf.fill(-1, 0, count);
}

/**
 * Image at a point of the branch whose nearest station is in `slot`: straight there, blurred at its ends.
 * Fills `near.tube` with the axis point, the distance from the axis and what the normal needs.
 */
export function branchShareAt(
  near: Neighbourhood,
  stations: Stations,
  psf: Psf,
  slot: number,
  x: number,
  y: number,
  z: number,
): number {
  const s = near.station[slot];
  const { points, tangents, alongMm, first, branch } = stations;
  const { tube } = near;
  const tx = tangents[3 * s];
  const ty = tangents[3 * s + 1];
  const tz = tangents[3 * s + 2];
  const px = x - points[3 * s];
  const py = y - points[3 * s + 1];
  const pz = z - points[3 * s + 2];
  const w = px * tx + py * ty + pz * tz;
  const b = branch[s];
  const toStart = alongMm[s] + w;
  const toEnd = alongMm[first[b + 1] - 1] - alongMm[s] - w;
  // beyond an end the axis stops: the distance is to its last point
  const beyond = Math.max(0, -toStart, -toEnd);
  const square = Math.max(0, px * px + py * py + pz * pz - w * w);
  tube.lateralMm = Math.sqrt(square);
  tube.surfaceMm = Math.sqrt(square + beyond * beyond) - stations.radiusMm[s];
  tube.along = w;
  if (tube.surfaceMm > 4 * widerSigmaMm(psf)) return 0;
  tube.sigmaAlong = Math.sqrt(psf.sigmaMm * psf.sigmaMm * (1 - tz * tz) + psf.sigmaZMm * psf.sigmaZMm * tz * tz);
  tube.toStart = toStart / tube.sigmaAlong;
  tube.toEnd = toEnd / tube.sigmaAlong;
  tube.inside = cdfAt(tube.toStart) * cdfAt(tube.toEnd);
  tube.image = imageFor(near, stations, psf, slot);
  const f = 6 * tube.image;
  const { frames } = near;
  const u = px * frames[f] + py * frames[f + 1] + pz * frames[f + 2];
  const v = px * frames[f + 3] + py * frames[f + 4] + pz * frames[f + 5];
  tubeWithGradient(near.images[tube.image], u, v, near.gradient);
  return near.gradient[0] * tube.inside;
}

/** Outward normal (out[0 … 2]) and axis point (out[3 … 5]) of the tube `branchShareAt` looked at last. */
export function surfaceAt(near: Neighbourhood, stations: Stations, slot: number, out: Float64Array): void {
  const s = near.station[slot];
  const { points, tangents } = stations;
  const { tube, gradient, frames } = near;
  const tx = tangents[3 * s];
  const ty = tangents[3 * s + 1];
  const tz = tangents[3 * s + 2];
  // against the gradient across the tube, and along the axis where an end is nearer
  const f = 6 * tube.image;
  const slope = (0.4 * gradient[0]) / tube.sigmaAlong;
  const axial = slope * (bell(tube.toStart) - bell(tube.toEnd));
  const nx = -tube.inside * (gradient[1] * frames[f] + gradient[2] * frames[f + 3]) - axial * tx;
  const ny = -tube.inside * (gradient[1] * frames[f + 1] + gradient[2] * frames[f + 4]) - axial * ty;
  const nz = -tube.inside * (gradient[1] * frames[f + 2] + gradient[2] * frames[f + 5]) - axial * tz;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12;
  out[0] = nx / length;
  out[1] = ny / length;
  out[2] = nz / length;
  out[3] = points[3 * s] + tube.along * tx;
  out[4] = points[3 * s + 1] + tube.along * ty;
  out[5] = points[3 * s + 2] + tube.along * tz;
}

/**
 * Image of the overlap of two tubes at a point, from their shares there and their surfaces
 * (normal and axis point, see `surfaceAt`, at the given positions of two lists).
 */
export function overlapOf(
  a: Float64Array,
  atA: number,
  radiusA: number,
  shareA: number,
  b: Float64Array,
  atB: number,
  radiusB: number,
  shareB: number,
): number {
  const dx = a[atA + 3] - b[atB + 3];
  const dy = a[atA + 4] - b[atB + 4];
  const dz = a[atA + 5] - b[atB + 5];
  const touch = touching(Math.sqrt(dx * dx + dy * dy + dz * dz), radiusA, radiusB);
  if (touch === 0) return 0;
  const cosine = a[atA] * b[atB] + a[atA + 1] * b[atB + 1] + a[atA + 2] * b[atB + 2];
  return touch * overlap(shareB, shareA, cosine);
}

/** 0 for two round bodies whose axes are further apart than the sum of their radii, 1 once the axis of the thinner is inside. */
function touching(apartMm: number, r: number, otherMm: number): number {
  return Math.min(1, Math.max(0, (r + otherMm - apartMm) / Math.min(r, otherMm)));
}

/** Image of the overlap of two bodies with shares p and q at a point, see the head of the file. */
function overlap(p: number, q: number, cosine: number): number {
  if (cosine < 0) return (1 + cosine) * p * q - cosine * Math.max(0, p + q - 1);
  return (1 - cosine) * p * q + cosine * Math.min(p, q);
}

/** e^(−z²/2), coarsely, by a rational function: it only turns a normal. */
function bell(z: number): number {
  const q = 1 + 0.125 * z * z;
  const q2 = q * q;
  return 1 / (q2 * q2);
}

function imageFor(near: Neighbourhood, stations: Stations, psf: Psf, slot: number): number {
  if (near.imageOf[slot] >= 0) return near.imageOf[slot];
  const image = near.prepared % mostImages;
  if (image === near.images.length) near.images.push(makeTubeImage());
  if (near.prepared >= mostImages) {
    for (let k = 0; k < near.count; k += 1) if (near.imageOf[k] === image) near.imageOf[k] = -1;
  }
  near.prepared += 1;
  near.imageOf[slot] = image;
  const s = near.station[slot];
  const { tangents } = stations;
  const tz = tangents[3 * s + 2];
  prepareTube(near.images[image], stations.radiusMm[s], tz, psf);
  planeAcross(tangents[3 * s], tangents[3 * s + 1], tz, near.frames.subarray(6 * image, 6 * image + 6));
  return image;
}
