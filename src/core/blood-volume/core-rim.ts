/** The blurred rim of the cores of thick vessels: how far a voxel lies from the nearest core. */
import { VESSEL_CORE } from '../vessels';
import type { Vec3 } from '../volume';
import type { AttributeInput } from './attribute-input';

/** Steps to the voxels around, nearest first: along x, y, z in voxels, and how far that is. */
export interface Rim {
  readonly steps: Int32Array;
  readonly mm: Float64Array;
}

export function rimSteps([dx, dy, dz]: Vec3, reachMm: number): Rim {
  const list: { i: number; j: number; k: number; mm: number }[] = [];
  const [a, b, c] = [Math.floor(reachMm / dx), Math.floor(reachMm / dy), Math.floor(reachMm / dz)];
  for (let k = -c; k <= c; k += 1) {
    for (let j = -b; j <= b; j += 1) {
      for (let i = -a; i <= a; i += 1) {
        const mm = Math.sqrt(i * dx * (i * dx) + j * dy * (j * dy) + k * dz * (k * dz));
        if (mm > 0 && mm <= reachMm) list.push({ i, j, k, mm });
      }
    }
  }
  list.sort((p, q) => p.mm - q.mm);
  return { steps: Int32Array.from(list.flatMap(({ i, j, k }) => [i, j, k])), mm: Float64Array.from(list, (p) => p.mm) };
}

/** Distance to the nearest core voxel, Infinity beyond the rim's reach. */
export function rimDistance(rim: Rim, input: AttributeInput, at: number, i: number, j: number, k: number): number {
  const [nx, ny, nz] = input.grid.size;
  for (let n = 0; n < rim.mm.length; n += 1) {
    const a = rim.steps[3 * n];
    const b = rim.steps[3 * n + 1];
    const c = rim.steps[3 * n + 2];
    if (i + a < 0 || i + a >= nx || j + b < 0 || j + b >= ny || k + c < 0 || k + c >= nz) continue;
    if (input.core[at + (c * ny + b) * nx + a] === VESSEL_CORE) return rim.mm[n];
  }
  return Infinity;
}
