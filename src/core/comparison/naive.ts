/**
 * The pipeline that many published figures come from, on the same scan and in the same lungs: a threshold, a skeleton,
 * a distance transform.
 *
 * Vessel is what lies above −500 HU in the lungs, 1 mm off their surface; pieces below 6 mm³ are dropped. The radius at
 * a voxel of the skeleton is its distance to the nearest voxel outside the mask, and CSA = πr². Every voxel of the
 * mask goes whole into the bin of the nearest voxel of the skeleton. Airway walls, fissures and nodules are vessels to
 * it. Nothing of this is used by the measurement.
 */
import { thin } from '../centrelines';
import { defaultParameters } from '../parameters';
import {
  cropGeometry,
  cropHu,
  distanceTransform,
  labelComponents,
  voxelToWorld,
  voxelVolumeMm3,
  type Box,
  type Geometry,
  type Vec3,
  type Volume,
} from '../volume';
import { nearestWithin } from './nearest-within';
import { erodedMm, leastPieceMm3, vesselAboveHu } from './rules';

/** Blood by calibre, mL: what `scoreMeasurement` compares with the truth. */
export interface NaiveVolumes {
  readonly belowMl: number;
  readonly bv5Ml: number;
  readonly bv5To10Ml: number;
  readonly bv10Ml: number;
  readonly tbvMl: number;
}

export interface NaiveMeasurement {
  readonly total: NaiveVolumes;
  readonly right: NaiveVolumes;
  readonly left: NaiveVolumes;
  /** One entry a voxel of the skeleton, LPS mm: what `scoreCentrelines` compares with the truth. */
  readonly stations: {
    readonly x: Float64Array;
    readonly y: Float64Array;
    readonly z: Float64Array;
    readonly csaMm2: Float64Array;
    /** Half the way to its neighbours on the skeleton. */
    readonly lengthMm: Float64Array;
  };
}

/** A distance beyond which no vessel reaches, mm. */
const farMm = 20;
const bins = 4;

/**
 * `lungMask` is on the grid of the volume: 1 right, 2 left in its two lowest bits, other bits are passed over. Owns
 * while it runs, on the box of the lungs: the HU, two masks, and two arrays of 4 bytes a voxel.
 */
export function measureNaively(volume: Volume, lungMask: Uint8Array): NaiveMeasurement {
  const box = boxOfLungs(lungMask, volume.geometry.size);
  const geometry = cropGeometry(volume.geometry, box);
  const { size, spacingMm } = geometry;
  const sides = cropLabels(lungMask, volume.geometry.size, box);
  const mask = vesselMask(cropHu(volume.hu, volume.geometry.size, box), sides, geometry);
  const skeleton = thin(mask, size);
  const toEdgeMm = distanceTransform(mask, size, spacingMm, farMm);
  const csaMm2 = Float64Array.from(skeleton, (at) => Math.PI * toEdgeMm[at] * toEdgeMm[at]);
  const owner = nearestWithin(skeleton, mask, size, spacingMm);
  const counts = [new Float64Array(bins), new Float64Array(bins)];
  for (let at = 0; at < mask.length; at += 1) {
    if (mask[at] !== 0) counts[sides[at] === 2 ? 1 : 0][binOf(csaMm2[owner[at]])] += 1;
  }
  const voxelMl = voxelVolumeMm3(geometry) / 1000;
  const [right, left] = counts.map((side) => Array.from(side, (n) => n * voxelMl));
  const total = right.map((ml, bin) => ml + left[bin]);
  return {
    total: volumesOf(total),
    right: volumesOf(right),
    left: volumesOf(left),
    stations: { ...placesOf(skeleton, geometry), csaMm2, lengthMm: lengthsOf(skeleton, size, spacingMm) },
  };
}

function vesselMask(hu: Int16Array | Float32Array, sides: Uint8Array, { size, spacingMm }: Geometry): Uint8Array {
  const depthMm = distanceTransform(sides, size, spacingMm, 2 * erodedMm + spacingMm[2]);
  const mask = new Uint8Array(hu.length);
  for (let at = 0; at < hu.length; at += 1) if (hu[at] > vesselAboveHu && depthMm[at] > erodedMm) mask[at] = 1;
  const { labels, counts } = labelComponents(mask, size, 26);
  const least = leastPieceMm3 / (spacingMm[0] * spacingMm[1] * spacingMm[2]);
  for (let at = 0; at < mask.length; at += 1) if (mask[at] !== 0 && counts[labels[at]] < least) mask[at] = 0;
  return mask;
}

/** The smallest box that holds both lungs, with a voxel around it where the volume has one. */
function boxOfLungs(labels: Uint8Array, [nx, ny, nz]: Vec3): Box {
  const low = [nx, ny, nz];
  const high = [-1, -1, -1];
  for (let at = 0; at < labels.length; at += 1) {
    if ((labels[at] & 3) === 0) continue;
    const place = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    for (let axis = 0; axis < 3; axis += 1) {
      low[axis] = Math.min(low[axis], place[axis]);
      high[axis] = Math.max(high[axis], place[axis]);
    }
  }
  const size: Vec3 = [nx, ny, nz];
  const from = low.map((value) => Math.max(0, value - 1));
  const to = high.map((value, axis) => Math.min(size[axis], value + 2));
  const length = (axis: 0 | 1 | 2): number => Math.max(1, to[axis] - from[axis]);
  if (high[0] < 0) return { from: [0, 0, 0], size: [1, 1, 1] };
  return { from: [from[0], from[1], from[2]], size: [length(0), length(1), length(2)] };
}

function cropLabels(labels: Uint8Array, [nx, ny]: Vec3, { from, size }: Box): Uint8Array {
  const out = new Uint8Array(size[0] * size[1] * size[2]);
  let to = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      const row = ((from[2] + k) * ny + from[1] + j) * nx + from[0];
      for (let i = 0; i < size[0]; i += 1, to += 1) out[to] = labels[row + i] & 3;
    }
  }
  return out;
}

function placesOf(voxels: Int32Array, geometry: Geometry): Record<'x' | 'y' | 'z', Float64Array> {
  const [x, y, z] = [0, 1, 2].map(() => new Float64Array(voxels.length));
  const [nx, ny] = geometry.size;
  voxels.forEach((at, n) => {
    const place = voxelToWorld(geometry, at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny)));
    [x[n], y[n], z[n]] = place;
  });
  return { x, y, z };
}

/** Half the way to the 26-neighbours on the skeleton, one value a voxel of it. */
function lengthsOf(voxels: Int32Array, [nx, ny, nz]: Vec3, [dx, dy, dz]: Vec3): Float64Array {
  const set = new Set(voxels);
  return Float64Array.from(voxels, (at) => {
    const [i, j, k] = [at % nx, Math.floor(at / nx) % ny, Math.floor(at / (nx * ny))];
    let sum = 0;
    for (let c = -1; c <= 1; c += 1) {
      for (let b = -1; b <= 1; b += 1) {
        for (let a = -1; a <= 1; a += 1) {
          const inside = i + a >= 0 && i + a < nx && j + b >= 0 && j + b < ny && k + c >= 0 && k + c < nz;
          if (!inside || (a === 0 && b === 0 && c === 0) || !set.has(at + (c * ny + b) * nx + a)) continue;
          sum += Math.sqrt(a * dx * a * dx + b * dy * b * dy + c * dz * c * dz) / 2;
        }
      }
    }
    return sum;
  });
}

function binOf(csaMm2: number): number {
  const { bv5FromMm2, bv5ToMm2, bv10FromMm2 } = defaultParameters;
  return csaMm2 < bv5FromMm2 ? 0 : csaMm2 < bv5ToMm2 ? 1 : csaMm2 < bv10FromMm2 ? 2 : 3;
}

function volumesOf([belowMl, bv5Ml, bv5To10Ml, bv10Ml]: readonly number[]): NaiveVolumes {
  return { belowMl, bv5Ml, bv5To10Ml, bv10Ml, tbvMl: bv5Ml + bv5To10Ml + bv10Ml };
}
