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
import { cellAlong, type StationIndex, type Stations } from './stations';
import { makeTubeImage, planeAcross, prepareTube, tubeWithGradient, type Psf, type TubeImage } from './tube-image';

/** Neighbouring stations at most: crowded hila hold about 200 within reach. */
const mostNeighbours = 512;
/** A neighbour thicker than this is found by its axis only up to here: it lies in the core of the hilum. */
const mostRadiusMm = 8;
/** Prepared images at most; further neighbours reuse them in turn. */
const mostImages = 48;

/** Working memory of one task; `share` and `normal` are the answer of the last call. */
export interface Neighbourhood {
  count: number;
  readonly station: Int32Array;
  /** Image prepared for a neighbour, or −1. */
  readonly imageOf: Int32Array;
  readonly images: TubeImage[];
  readonly frames: Float64Array;
  prepared: number;
  /** Blood share of the neighbours at the point last asked for. */
  share: number;
  /** Unit outward normal of their surface there; zero where there is none. */
  readonly normal: Float64Array;
  /** Axis point and radius of the neighbour with the largest share there. */
  readonly axis: Float64Array;
  radiusMm: number;
  strongest: number;
  readonly gradient: Float64Array;
}

export function makeNeighbourhood(): Neighbourhood {
  return {
    count: 0,
    station: new Int32Array(mostNeighbours),
    imageOf: new Int32Array(mostNeighbours),
    images: Array.from({ length: mostImages }, makeTubeImage),
    frames: new Float64Array(6 * mostImages),
    prepared: 0,
    share: 0,
    normal: new Float64Array(3),
    axis: new Float64Array(3),
    radiusMm: 0,
    strongest: 0,
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

/** Blood share and surface normal of the gathered neighbours at a point, into `near.share`, `near.normal`. */
export function evaluateNeighbours(
  near: Neighbourhood,
  stations: Stations,
  psf: Psf,
  x: number,
  y: number,
  z: number,
): void {
  const { points, branch } = stations;
  near.share = 0;
  near.strongest = 0;
  near.normal.fill(0);
  let at = 0;
  while (at < near.count) {
    const b = branch[near.station[at]];
    let best = -1;
    let bestSquare = Infinity;
    while (at < near.count && branch[near.station[at]] === b) {
      const s = near.station[at];
      const dx = points[3 * s] - x;
      const dy = points[3 * s + 1] - y;
      const dz = points[3 * s + 2] - z;
      const square = dx * dx + dy * dy + dz * dz;
      if (square < bestSquare) {
        bestSquare = square;
        best = at;
      }
      at += 1;
    }
    addBranch(near, stations, psf, best, x, y, z);
  }
}

/** The image of one branch by its station nearest to the point, straight there and blurred at its ends. */
function addBranch(
  near: Neighbourhood,
  stations: Stations,
  psf: Psf,
  slot: number,
  x: number,
  y: number,
  z: number,
): void {
  const s = near.station[slot];
  const { points, tangents, alongMm, first, branch } = stations;
  const tx = tangents[3 * s];
  const ty = tangents[3 * s + 1];
  const tz = tangents[3 * s + 2];
  const px = x - points[3 * s];
  const py = y - points[3 * s + 1];
  const pz = z - points[3 * s + 2];
  const w = px * tx + py * ty + pz * tz;
  const sigmaAlong = Math.sqrt(
    psf.sigmaMm * psf.sigmaMm * (1 - tz * tz) + psf.sigmaZMm * psf.sigmaZMm * tz * tz,
  );
  const b = branch[s];
  const toStart = alongMm[s] + w;
  const toEnd = alongMm[first[b + 1] - 1] - alongMm[s] - w;
  const inside = cdfAt(toStart / sigmaAlong) * cdfAt(toEnd / sigmaAlong);
  if (inside < 1e-3) return;
  const lateral = Math.sqrt(Math.max(0, px * px + py * py + pz * pz - w * w));
  if (lateral > stations.radiusMm[s] + 3 * Math.max(psf.sigmaMm, psf.sigmaZMm)) return;
  const image = imageFor(near, stations, psf, slot);
  const frames = near.frames;
  const f = 6 * image;
  const u = px * frames[f] + py * frames[f + 1] + pz * frames[f + 2];
  const v = px * frames[f + 3] + py * frames[f + 4] + pz * frames[f + 5];
  const gradient = near.gradient;
  tubeWithGradient(near.images[image], u, v, gradient);
  const share = Math.min(1, Math.max(0, gradient[0] * inside));
  if (share < 1e-4) return;
  // outward normal: against the gradient across the tube, and along the axis where the end is nearer
  const slope = (0.4 * gradient[0]) / sigmaAlong;
  const axial = slope * (gaussian(toStart / sigmaAlong) - gaussian(toEnd / sigmaAlong));
  const nx = -inside * (gradient[1] * frames[f] + gradient[2] * frames[f + 3]) - axial * tx;
  const ny = -inside * (gradient[1] * frames[f + 1] + gradient[2] * frames[f + 4]) - axial * ty;
  const nz = -inside * (gradient[1] * frames[f + 2] + gradient[2] * frames[f + 5]) - axial * tz;
  const length = Math.sqrt(nx * nx + ny * ny + nz * nz) + 1e-12;
  const { normal, axis } = near;
  const r = stations.radiusMm[s];
  const ax = points[3 * s] + w * tx;
  const ay = points[3 * s + 1] + w * ty;
  const az = points[3 * s + 2] + w * tz;
  if (near.share > 0) {
    const apart = Math.sqrt((ax - axis[0]) ** 2 + (ay - axis[1]) ** 2 + (az - axis[2]) ** 2);
    const cosine = (nx * normal[0] + ny * normal[1] + nz * normal[2]) / length;
    const both = touching(apart, r, near.radiusMm) * overlap(near.share, share, cosine);
    near.share = Math.min(1, near.share + share - both);
  } else {
    near.share = share;
  }
  if (share > near.strongest) {
    near.strongest = share;
    near.radiusMm = r;
    axis[0] = ax;
    axis[1] = ay;
    axis[2] = az;
    normal[0] = nx / length;
    normal[1] = ny / length;
    normal[2] = nz / length;
  }
}

/** 0 for two round bodies whose axes are further apart than the sum of their radii, 1 once the axis of the thinner is inside. */
export function touching(apartMm: number, r: number, otherMm: number): number {
  return Math.min(1, Math.max(0, (r + otherMm - apartMm) / Math.min(r, otherMm)));
}

/** Image of the overlap of two bodies with shares p and q at a point, see the head of the file. */
export function overlap(p: number, q: number, cosine: number): number {
  if (cosine < 0) return (1 + cosine) * p * q - cosine * Math.max(0, p + q - 1);
  return (1 - cosine) * p * q + cosine * Math.min(p, q);
}

/** Derivative of `overlap` by q. */
export function overlapSlope(p: number, q: number, cosine: number): number {
  if (cosine < 0) return (1 + cosine) * p - (p + q > 1 ? cosine : 0);
  return (1 - cosine) * p + (q < p ? cosine : 0);
}

/** e^(−z²/2), coarsely, by a rational function: it only turns a normal. */
function gaussian(z: number): number {
  const q = 1 + 0.125 * z * z;
  const q2 = q * q;
  return 1 / (q2 * q2);
}

function imageFor(near: Neighbourhood, stations: Stations, psf: Psf, slot: number): number {
  if (near.imageOf[slot] >= 0) return near.imageOf[slot];
  const image = near.prepared % mostImages;
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
