import { describe, expect, it } from 'vitest';
import {
  branchShareAt,
  gatherNeighbours,
  makeNeighbourhood,
  overlapOf,
  surfaceAt,
} from '../../../src/core/calibre/neighbours';
import { presentNeighbours } from '../../../src/core/calibre/present-neighbours';
import { indexStations, stationsOf, type Stations } from '../../../src/core/calibre/stations';
import { planeAcross, type Psf } from '../../../src/core/calibre/tube-image';
import { plainKernels } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';

/** A straight line of stations about half a millimetre apart. */
function straight(from: readonly number[], to: readonly number[], radius: number): Stations['points'][] {
  const n = 12;
  const points = new Float64Array(3 * n);
  for (let k = 0; k < n; k += 1) {
    for (let axis = 0; axis < 3; axis += 1) points[3 * k + axis] = from[axis] + ((to[axis] - from[axis]) * k) / (n - 1);
  }
  return [points, new Float64Array(n).fill(radius)];
}

const scene = [
  straight([8, 10, 6], [12, 10, 13], 0.9),
  straight([10, 7, 9], [10.5, 13, 10], 1.2),
  straight([12, 10, 4], [12, 10, 16], 0.7),
].map(([points, maskRadiusMm]) => ({ points, maskRadiusMm }));

describe('other vessels, presented to the kernel', () => {
  it.each<[string, Psf]>([
    ['soft', { sigmaMm: 0.6, sigmaZMm: 0.9, sharpening: 0, sharpeningWidth: 1.8 }],
    ['sharp', { sigmaMm: 0.5, sigmaZMm: 0.6, sharpening: 0.4, sharpeningWidth: 1.8 }],
  ])('have the shares that the images in double precision have: %s', (_, psf) => {
    const stations = stationsOf(scene);
    stations.radiusMm.set(stations.maskRadiusMm);
    const index = indexStations(stations, [20, 20, 20], 4);
    const near = makeNeighbourhood();
    const s = 5;
    const [cx, cy, cz] = stations.points.subarray(3 * s, 3 * s + 3);
    gatherNeighbours(near, stations, index, 0, cx, cy, cz, 6);
    const frame = new Float64Array(6);
    planeAcross(...tangentOf(stations, s), frame);
    const count = 300;
    const work = plainKernels.openTubeFit(count);
    const draw = random(7);
    for (const place of [work.slab.x, work.slab.y, work.slab.z]) {
      for (let n = 0; n < count; n += 1) place[n] = 5 * draw.uniform() - 2.5;
    }
    const branches = presentNeighbours(work, near, stations, s, frame, 0.9, psf);
    expect(branches).toBe(2);
    work.shareNeighbours(count, branches);
    let between = 0;
    for (let n = 0; n < count; n += 1) {
      const at = [cx + work.slab.x[n], cy + work.slab.y[n], cz + work.slab.z[n]] as const;
      const [share, normal] = shareOfBoth(near, stations, psf, at);
      expect(Math.abs(work.slab.neighbourShare[n] - share)).toBeLessThan(3e-4);
      if (share < 0.02 || share > 0.9) continue;
      between += 1;
      const u = normal[0] * frame[0] + normal[1] * frame[1] + normal[2] * frame[2];
      expect(Math.abs(work.slab.neighbourU[n] - u)).toBeLessThan(0.01);
    }
    expect(between).toBeGreaterThan(60);
  });
});

function tangentOf({ tangents }: Stations, s: number): [number, number, number] {
  return [tangents[3 * s], tangents[3 * s + 1], tangents[3 * s + 2]];
}

/** Both branches' shares less their overlap, and the normal of the stronger. */
function shareOfBoth(
  near: ReturnType<typeof makeNeighbourhood>,
  stations: Stations,
  psf: Psf,
  at: readonly [number, number, number],
): [number, Float64Array] {
  const seen = [1, 2].map((branch) => {
    let slot = 0;
    let least = Infinity;
    for (let k = 0; k < near.count; k += 1) {
      const other = near.station[k];
      if (stations.branch[other] !== branch) continue;
      const square = at.reduce((sum, x, axis) => sum + (x - stations.points[3 * other + axis]) ** 2, 0);
      if (square < least) {
        least = square;
        slot = k;
      }
    }
    const share = Math.min(1, Math.max(0, branchShareAt(near, stations, psf, slot, ...at)));
    const surface = new Float64Array(6);
    if (share >= 1e-4) surfaceAt(near, stations, slot, surface);
    return { share: share < 1e-4 ? 0 : share, surface, radius: stations.radiusMm[near.station[slot]] };
  });
  const [a, b] = seen;
  const stronger = a.share >= b.share ? a.surface : b.surface;
  if (a.share === 0 || b.share === 0) return [a.share + b.share, stronger];
  const both = overlapOf(b.surface, 0, b.radius, b.share, a.surface, 0, a.radius, a.share);
  return [Math.min(1, a.share + b.share - both), stronger];
}
