/** Finds the voxels of a slab across a vessel and their places in its plane. */
import type { TubeSlab } from '../kernels';
import type { Scene } from './scene';
import { planeAcross } from './tube-image';

/** Voxels a slab holds at most; thicker vessels are looked at with every second voxel. */
export const slabCapacity = 6000;

export interface PlacedVoxels {
  count: number;
  tangentZ: number;
  /** Both axes of the plane across the vessel. */
  readonly frame: Float64Array;
  /** In the kernel's memory. */
  readonly voxels: TubeSlab;
  /** Linear position of each voxel on the grid. */
  readonly position: Int32Array;
}

/** Fills u, v, hu and the position of the voxels within `window` mm of the axis and `half` mm along it. */
export function placeVoxels(slab: PlacedVoxels, scene: Scene, s: number, window: number, half: number): void {
  const { grid, stations, hu } = scene;
  const [nx, ny, nz] = grid.size;
  const [dx, dy, dz] = grid.spacingMm;
  const cx = stations.points[3 * s];
  const cy = stations.points[3 * s + 1];
  const cz = stations.points[3 * s + 2];
  const tx = stations.tangents[3 * s];
  const ty = stations.tangents[3 * s + 1];
  const tz = stations.tangents[3 * s + 2];
  const { frame, voxels } = slab;
  planeAcross(tx, ty, tz, frame);
  slab.tangentZ = tz;
  const reachX = window * Math.sqrt(Math.max(0, 1 - tx * tx)) + half * Math.abs(tx);
  const reachY = window * Math.sqrt(Math.max(0, 1 - ty * ty)) + half * Math.abs(ty);
  const reachZ = window * Math.sqrt(Math.max(0, 1 - tz * tz)) + half * Math.abs(tz);
  const i0 = Math.max(0, Math.ceil((cx - reachX) / dx));
  const i1 = Math.min(nx - 1, Math.floor((cx + reachX) / dx));
  const j0 = Math.max(0, Math.ceil((cy - reachY) / dy));
  const j1 = Math.min(ny - 1, Math.floor((cy + reachY) / dy));
  const k0 = Math.max(0, Math.ceil((cz - reachZ) / dz));
  const k1 = Math.min(nz - 1, Math.floor((cz + reachZ) / dz));
  const expected = (Math.PI * window * window * 2 * half) / (dx * dy * dz);
  const stride = expected > slabCapacity / 2 ? Math.ceil(Math.sqrt((2 * expected) / slabCapacity)) : 1;
  const square = window * window;
  const ball = square + half * half;
  let count = 0;
  for (let k = k0; k <= k1; k += 1) {
    const pz = k * dz - cz;
    for (let j = j0; j <= j1; j += stride) {
      const py = j * dy - cy;
      const row = (k * ny + j) * nx;
      // the part of the row within the ball around the slab, a little more
      const chord = Math.sqrt(Math.max(0, ball - py * py - pz * pz)) + 1e-6;
      const skipped = Math.max(0, Math.ceil(((cx - chord) / dx - i0) / stride));
      const last = Math.min(i1, (cx + chord) / dx);
      for (let i = i0 + skipped * stride; i <= last; i += stride) {
        const px = i * dx - cx;
        if (Math.abs(px * tx + py * ty + pz * tz) > half) continue;
        const u = px * frame[0] + py * frame[1] + pz * frame[2];
        const v = px * frame[3] + py * frame[4] + pz * frame[5];
        if (u * u + v * v > square || count === slabCapacity) continue;
        voxels.u[count] = u;
        voxels.v[count] = v;
        voxels.x[count] = px;
        voxels.y[count] = py;
        voxels.z[count] = pz;
        voxels.hu[count] = hu[row + i];
        slab.position[count] = row + i;
        count += 1;
      }
    }
  }
  slab.count = count;
}
