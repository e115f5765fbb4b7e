/** The scan without the bronchi at the sides of vessels: their images taken off, so that what is left is lung and vessels. */
import type { Parameters } from '../../parameters';
import { sharedFloat32, sharedInt16, type Grid } from '../../volume';
import { stationsOf, type Stations } from '../stations';
import { planeAcross, widerSigmaMm, type Psf } from '../tube-image';
import type { BronchusRun } from './along-vessel';
import { bronchusWithGradient, makeBronchusImage, prepareBronchus } from './bronchus-image';

/** A copy of `hu` on shared memory. Where two runs show the same bronchus, the stronger image is taken off once. */
export function withoutBronchi(
  hu: Int16Array | Float32Array,
  grid: Grid,
  runs: readonly BronchusRun[],
  psf: Psf,
  parameters: Parameters,
): Int16Array | Float32Array {
  const out = hu instanceof Int16Array ? sharedInt16(hu.length) : sharedFloat32(hu.length);
  out.set(hu);
  const isWhole = hu instanceof Int16Array;
  for (const run of runs) {
    seeRun(run, grid, psf, parameters, (at, value) => {
      const taken = hu[at] - out[at];
      if (Math.abs(value) > Math.abs(taken)) out[at] = isWhole ? Math.round(hu[at] - value) : hu[at] - value;
    });
  }
  return out;
}

/** Tells HU of a run's image over the lung, by position on the grid: each voxel sees the straight piece nearest to it. */
function seeRun(
  run: BronchusRun,
  grid: Grid,
  psf: Psf,
  parameters: Parameters,
  tell: (at: number, value: number) => void,
): void {
  const [nx, ny] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const stations = stationsOf([{ points: run.points, maskRadiusMm: run.outerMm }]);
  const { points, tangents } = stations;
  const image = makeBronchusImage();
  const frame = new Float64Array(6);
  const gradient = new Float64Array(5);
  for (const [s, seen] of nearestTo(stations, run, grid, 3.5 * widerSigmaMm(psf)).entries()) {
    const tz = tangents[3 * s + 2];
    prepareBronchus(image, { lumenMm: run.lumenMm[s], outerMm: run.outerMm[s] }, tz, psf, {
      wallHu: parameters.bronchusWallHu - run.backgroundHu[s],
      airHu: parameters.bronchusAirHu - run.backgroundHu[s],
    });
    planeAcross(tangents[3 * s], tangents[3 * s + 1], tz, frame);
    for (const at of seen) {
      const row = Math.floor(at / nx);
      const px = (at % nx) * dx - points[3 * s];
      const py = (row % ny) * dy - points[3 * s + 1];
      const pz = Math.floor(row / ny) * dz - points[3 * s + 2];
      const u = px * frame[0] + py * frame[1] + pz * frame[2];
      const v = px * frame[3] + py * frame[4] + pz * frame[5];
      bronchusWithGradient(image, u, v, gradient);
      tell(at, gradient[0]);
    }
  }
}

/** For each station of a run the positions to which it is the nearest one that shows anything there. */
function nearestTo({ points, tangents }: Stations, run: BronchusRun, grid: Grid, beyondMm: number): number[][] {
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const n = run.outerMm.length;
  const widest = run.outerMm.reduce((a, b) => Math.max(a, b), 0) + beyondMm;
  const low = [0, 1, 2].map((axis) => extreme(points, axis, Math.min) - widest);
  const high = [0, 1, 2].map((axis) => extreme(points, axis, Math.max) + widest);
  // a box that holds all of the run
  const first = low.map((mm, axis) => Math.max(0, Math.floor(mm / grid.spacingMm[axis])));
  const box = high.map((mm, axis) => Math.max(0, Math.ceil(mm / grid.spacingMm[axis]) + 1 - first[axis]));
  const square = new Float64Array(box[0] * box[1] * box[2]).fill(Infinity);
  const nearest = new Int32Array(square.length);
  for (let s = 0; s < n; s += 1) {
    const [tx, ty, tz] = [tangents[3 * s], tangents[3 * s + 1], tangents[3 * s + 2]];
    const [cx, cy, cz] = [points[3 * s], points[3 * s + 1], points[3 * s + 2]];
    const reach = run.outerMm[s] + beyondMm;
    const from = (c: number, d: number): number => Math.max(0, Math.ceil((c - reach) / d));
    const to = (c: number, d: number, size: number): number => Math.min(size - 1, Math.floor((c + reach) / d));
    for (let k = from(cz, dz); k <= to(cz, dz, nz); k += 1) {
      for (let j = from(cy, dy); j <= to(cy, dy, ny); j += 1) {
        for (let i = from(cx, dx); i <= to(cx, dx, nx); i += 1) {
          const [px, py, pz] = [i * dx - cx, j * dy - cy, k * dz - cz];
          const here = px * px + py * py + pz * pz;
          if (here > reach * reach) continue;
          const w = px * tx + py * ty + pz * tz;
          // beyond either end of the run the image is that of a bronchus that goes on, for half a station
          if ((s === 0 && w < -0.4) || (s === n - 1 && w > 0.4)) continue;
          const at = ((k - first[2]) * box[1] + j - first[1]) * box[0] + i - first[0];
          if (square[at] <= here) continue;
          square[at] = here;
          nearest[at] = s;
        }
      }
    }
  }
  const seen = Array.from({ length: n }, (): number[] => []);
  for (let k = 0, at = 0; k < box[2]; k += 1) {
    for (let j = 0; j < box[1]; j += 1) {
      const row = ((k + first[2]) * ny + j + first[1]) * nx + first[0];
      for (let i = 0; i < box[0]; i += 1, at += 1) if (square[at] < Infinity) seen[nearest[at]].push(row + i);
    }
  }
  return seen;
}

function extreme(points: Float64Array, axis: number, of: (a: number, b: number) => number): number {
  let value = points[axis];
  for (let p = axis; p < points.length; p += 3) value = of(value, points[p]);
  return value;
}
