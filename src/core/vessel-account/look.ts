/** Looks at the CT around one vessel: across it, along the dashed line of that picture, and along it, straightened. */
import { makeTubeImage, planeAcross, prepareTube, tubeAt } from '../calibre';
import { sampleTrilinear, worldToVoxel, type Vec3, type Volume } from '../volume';
import { positionOf } from './account';
import type { VesselAccount } from './types';

/** HU in the plane across a vessel: row by row from above, `pixels` × `pixels`; the patient's z points up where it can. */
export function crossSection(
  volume: Volume,
  account: VesselAccount,
  station: number,
  halfMm: number,
  pixels: number,
): Float32Array {
  const at = placesAround(volume, account, station);
  const step = (2 * halfMm) / (pixels - 1);
  return Float32Array.from({ length: pixels * pixels }, (_, n) => {
    const row = Math.floor(n / pixels);
    return at(halfMm - row * step, (n - row * pixels) * step - halfMm);
  });
}

export interface FitProfile {
  /** Places on the line, mm from the axis. */
  readonly mm: readonly number[];
  /** CT values there, and what a blurred disc of the measured size would show. */
  readonly hu: readonly number[];
  readonly modelHu: readonly number[];
  /** Root mean square of their difference over the vessel and its blurred rim. */
  readonly misfitHu: number;
}

/** CT values and model on the horizontal line of `crossSection`. */
export function fitProfile(
  volume: Volume,
  account: VesselAccount,
  station: number,
  halfMm: number,
  places: number,
): FitProfile {
  const at = placesAround(volume, account, station);
  const { ledger, context, tangents } = account;
  const radius = Math.sqrt(ledger.csaMm2[station] / Math.PI);
  const image = makeTubeImage();
  prepareTube(image, radius, tangents[3 * station + 2], context.psf);
  const background = ledger.backgroundHu[station];
  const contrast = ledger.bloodHu[station] - background;
  const mm = Array.from({ length: places }, (_, k) => halfMm * ((2 * k) / (places - 1) - 1));
  const hu = mm.map((v) => at(0, v));
  const modelHu = mm.map((v) => background + contrast * tubeAt(image, 0, v));
  const reach = radius + 2 * context.psf.sigmaMm;
  const squares = mm.flatMap((v, k) => (Math.abs(v) <= reach ? [(hu[k] - modelHu[k]) ** 2] : []));
  const sum = squares.reduce((all, square) => all + square, 0);
  return { mm, hu, modelHu, misfitHu: Math.sqrt(sum / Math.max(1, squares.length)) };
}

export interface Straightened {
  /** Row by row; a column is a place along the vessel. */
  readonly hu: Float32Array;
  readonly columns: number;
  readonly rows: number;
  readonly lengthMm: number;
}

/** Distance of each station from the first along a list of stations, mm. */
export function alongMm(account: VesselAccount, stations: readonly number[]): Float64Array {
  const { points } = account;
  const along = new Float64Array(stations.length);
  for (let k = 1; k < stations.length; k += 1) {
    const [a, b] = [3 * stations[k - 1], 3 * stations[k]];
    const [x, y, z] = [points[b] - points[a], points[b + 1] - points[a + 1], points[b + 2] - points[a + 2]];
    along[k] = along[k - 1] + Math.sqrt(x * x + y * y + z * z);
  }
  return along;
}

/** The CT along a list of stations, the vessel in the middle row; null where they have no length. */
export function straightened(
  volume: Volume,
  account: VesselAccount,
  stations: readonly number[],
  halfMm: number,
  stepMm: number,
): Straightened | null {
  const along = alongMm(account, stations);
  const lengthMm = along[stations.length - 1] ?? 0;
  if (!(lengthMm > 0)) return null;
  const rows = 2 * Math.round(halfMm / stepMm) + 1;
  const columns = Math.max(2, Math.round(lengthMm / stepMm) + 1);
  const hu = new Float32Array(rows * columns);
  const normals = normalsAlong(account, stations);
  const { points } = account;
  const huAt = sampler(volume, account);
  let k = 0;
  for (let column = 0; column < columns; column += 1) {
    const place = (lengthMm * column) / (columns - 1);
    while (k < stations.length - 2 && along[k + 1] < place) k += 1;
    const gap = along[k + 1] - along[k];
    const share = gap > 0 ? Math.min(1, (place - along[k]) / gap) : 0;
    const [a, b] = [3 * stations[k], 3 * stations[k + 1]];
    for (let row = 0; row < rows; row += 1) {
      const out = halfMm - row * stepMm;
      const [x, y, z] = [0, 1, 2].map((axis) => {
        const point = points[a + axis] + share * (points[b + axis] - points[a + axis]);
        const normal = normals[3 * k + axis] + share * (normals[3 * k + 3 + axis] - normals[3 * k + axis]);
        return point + out * normal;
      });
      hu[row * columns + column] = huAt([x, y, z]);
    }
  }
  return { hu, columns, rows, lengthMm };
}

/** HU at a place in the millimetres of the account, whichever way the volume is stored. */
function sampler(volume: Volume, account: VesselAccount): (mm: Vec3) => number {
  const { geometry, hu } = volume;
  return (mm) => {
    const [i, j, k] = worldToVoxel(geometry, ...positionOf(account, mm));
    return sampleTrilinear(hu, geometry.size, i, j, k);
  };
}

/** HU at (u, v) mm from the axis in the plane across the vessel. */
function placesAround(volume: Volume, account: VesselAccount, station: number): (u: number, v: number) => number {
  const { points, tangents } = account;
  const huAt = sampler(volume, account);
  const p = 3 * station;
  const frame = new Float64Array(6);
  planeAcross(tangents[p], tangents[p + 1], tangents[p + 2], frame);
  return (u, v) =>
    huAt([
      points[p] + u * frame[0] + v * frame[3],
      points[p + 1] + u * frame[1] + v * frame[4],
      points[p + 2] + u * frame[2] + v * frame[5],
    ]);
}

/** A direction across the vessel at each station, carried along by projection so that it does not turn. */
function normalsAlong({ tangents }: VesselAccount, stations: readonly number[]): Float64Array {
  const normals = new Float64Array(3 * stations.length);
  const frame = new Float64Array(6);
  const first = 3 * stations[0];
  planeAcross(tangents[first], tangents[first + 1], tangents[first + 2], frame);
  let normal = [frame[0], frame[1], frame[2]];
  for (const [k, station] of stations.entries()) {
    const t = tangents.subarray(3 * station, 3 * station + 3);
    const dot = normal[0] * t[0] + normal[1] * t[1] + normal[2] * t[2];
    const across = normal.map((value, axis) => value - dot * t[axis]);
    const length = Math.sqrt(across.reduce((sum, value) => sum + value * value, 0));
    if (length > 1e-3) normal = across.map((value) => value / length);
    normals.set(normal, 3 * k);
  }
  return normals;
}
