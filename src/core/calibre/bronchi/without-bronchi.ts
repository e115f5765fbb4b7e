/** The scan without the bronchi at the sides of vessels: their images taken off, so that what is left is lung and vessels. */
import type { Parameters } from '../../parameters';
import { sharedFloat32, sharedInt16, type Grid } from '../../volume';
import { stationsOf } from '../stations';
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
  const taken = new Map<number, number>();
  for (const run of runs) {
    for (const [at, value] of imageOf(run, grid, psf, parameters)) {
      const before = taken.get(at);
      if (before === undefined || Math.abs(value) > Math.abs(before)) taken.set(at, value);
    }
  }
  for (const [at, value] of taken) out[at] = hu instanceof Int16Array ? Math.round(hu[at] - value) : hu[at] - value;
  return out;
}

/** HU of a run's image over the lung, by position on the grid: each voxel sees the straight piece nearest to it. */
function imageOf(run: BronchusRun, grid: Grid, psf: Psf, parameters: Parameters): Map<number, number> {
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const { points, tangents } = stationsOf([{ points: run.points, maskRadiusMm: run.outerMm }]);
  const n = run.outerMm.length;
  const image = makeBronchusImage();
  const frame = new Float64Array(6);
  const gradient = new Float64Array(5);
  const nearest = new Map<number, { square: number; value: number }>();
  for (let s = 0; s < n; s += 1) {
    const [tx, ty, tz] = [tangents[3 * s], tangents[3 * s + 1], tangents[3 * s + 2]];
    const reach = run.outerMm[s] + 3.5 * widerSigmaMm(psf);
    const backgroundHu = run.backgroundHu[s];
    prepareBronchus(image, { lumenMm: run.lumenMm[s], outerMm: run.outerMm[s] }, tz, psf, {
      wallHu: parameters.bronchusWallHu - backgroundHu,
      airHu: parameters.bronchusAirHu - backgroundHu,
    });
    planeAcross(tx, ty, tz, frame);
    const [cx, cy, cz] = [points[3 * s], points[3 * s + 1], points[3 * s + 2]];
    const from = (c: number, d: number): number => Math.max(0, Math.ceil((c - reach) / d));
    const to = (c: number, d: number, size: number): number => Math.min(size - 1, Math.floor((c + reach) / d));
    for (let k = from(cz, dz); k <= to(cz, dz, nz); k += 1) {
      for (let j = from(cy, dy); j <= to(cy, dy, ny); j += 1) {
        for (let i = from(cx, dx); i <= to(cx, dx, nx); i += 1) {
          const [px, py, pz] = [i * dx - cx, j * dy - cy, k * dz - cz];
          const square = px * px + py * py + pz * pz;
          if (square > reach * reach) continue;
          const w = px * tx + py * ty + pz * tz;
          // beyond either end of the run the image is that of a bronchus that goes on, for half a station
          if ((s === 0 && w < -0.4) || (s === n - 1 && w > 0.4)) continue;
          const at = (k * ny + j) * nx + i;
          const known = nearest.get(at);
          if (known !== undefined && known.square <= square) continue;
          const u = px * frame[0] + py * frame[1] + pz * frame[2];
          const v = px * frame[3] + py * frame[4] + pz * frame[5];
          bronchusWithGradient(image, u, v, gradient);
          nearest.set(at, { square, value: gradient[0] });
        }
      }
    }
  }
  const out = new Map<number, number>();
  for (const [at, { value }] of nearest) out.set(at, value);
  return out;
}
