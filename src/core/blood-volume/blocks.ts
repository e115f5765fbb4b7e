/**
 * The lung box cut into blocks of a few millimetres, each with the stations that may claim its voxels: found once, by
 * letting every station enter itself where it reaches, instead of searching around every block.
 */
import { widerSigmaMm, type Psf, type Stations } from '../calibre';
import type { Parameters } from '../parameters';
import { VESSEL_CORE } from '../vessels';
import { sharedInt32, sharedUint8, type Grid, type Vec3 } from '../volume';

const blockMm = 4;

export interface Blocks {
  /** Voxels of a block along x, y, z, and blocks along them. */
  readonly voxels: Vec3;
  readonly count: Vec3;
  /** Half the diagonal of a block. */
  readonly halfMm: number;
  /** Stations of block b: items[start[b] … start[b + 1] − 1], rising. */
  readonly start: Int32Array;
  readonly items: Int32Array;
  /** 1 where a core of a thick vessel comes within reach of the block's voxels. */
  readonly coreNear: Uint8Array;
}

/** How far beyond its surface a vessel's image goes, and how far a voxel without owner looks for one. */
export const tubeReachMm = (psf: Psf, parameters: Parameters): number => parameters.tailSigmas * widerSigmaMm(psf);
export const gapReachMm = (psf: Psf, parameters: Parameters): number =>
  Math.max(parameters.gapReachMm, tubeReachMm(psf, parameters));
/** How far the blurred rim of a core goes. */
export const coreRimMm = (psf: Psf, spacingMm: Vec3, parameters: Parameters): number =>
  parameters.windowSigmasOfVolume * widerSigmaMm(psf) + spacingMm[0];

export function cutIntoBlocks(
  grid: Grid,
  core: Uint8Array,
  stations: Stations,
  psf: Psf,
  parameters: Parameters,
): Blocks {
  const { size, spacingMm } = grid;
  const voxels: Vec3 = [voxelsOf(spacingMm[0]), voxelsOf(spacingMm[1]), voxelsOf(spacingMm[2])];
  const count: Vec3 = [Math.ceil(size[0] / voxels[0]), Math.ceil(size[1] / voxels[1]), Math.ceil(size[2] / voxels[2])];
  const edgeMm: Vec3 = [voxels[0] * spacingMm[0], voxels[1] * spacingMm[1], voxels[2] * spacingMm[2]];
  const halfMm = 0.5 * Math.sqrt(edgeMm[0] * edgeMm[0] + edgeMm[1] * edgeMm[1] + edgeMm[2] * edgeMm[2]);
  const lattice = {
    count,
    edgeMm,
    firstMm: [0, 1, 2].map((axis) => 0.5 * (voxels[axis] - 1) * spacingMm[axis]),
    reachMm: halfMm + gapReachMm(psf, parameters),
  };
  const blocks = count[0] * count[1] * count[2];
  const start = sharedInt32(blocks + 1);
  visit(lattice, stations, (b) => {
    start[b + 1] += 1;
  });
  for (let b = 0; b < blocks; b += 1) start[b + 1] += start[b];
  const items = sharedInt32(start[blocks]);
  const next = Int32Array.from(start);
  visit(lattice, stations, (b, s) => {
    items[next[b]] = s;
    next[b] += 1;
  });
  const coreNear = blocksNearCore(grid, core, voxels, count, coreRimMm(psf, spacingMm, parameters));
  return { voxels, count, halfMm, start, items, coreNear };
}

const voxelsOf = (spacingMm: number): number => Math.max(1, Math.round(blockMm / spacingMm));

interface Lattice {
  readonly count: Vec3;
  readonly edgeMm: Vec3;
  /** Centre of the first block. */
  readonly firstMm: readonly number[];
  /** From a block's centre to the surface of a station that enters it. */
  readonly reachMm: number;
}

function visit(
  { count, edgeMm, firstMm, reachMm }: Lattice,
  { points, radiusMm, count: stations }: Stations,
  enter: (block: number, station: number) => void,
): void {
  const [wx, wy, wz] = edgeMm;
  for (let s = 0; s < stations; s += 1) {
    const [x, y, z] = [points[3 * s] - firstMm[0], points[3 * s + 1] - firstMm[1], points[3 * s + 2] - firstMm[2]];
    const far = radiusMm[s] + reachMm;
    const i0 = Math.max(0, Math.ceil((x - far) / wx));
    const i1 = Math.min(count[0] - 1, Math.floor((x + far) / wx));
    const j0 = Math.max(0, Math.ceil((y - far) / wy));
    const j1 = Math.min(count[1] - 1, Math.floor((y + far) / wy));
    const k0 = Math.max(0, Math.ceil((z - far) / wz));
    const k1 = Math.min(count[2] - 1, Math.floor((z + far) / wz));
    for (let k = k0; k <= k1; k += 1) {
      const zz = (k * wz - z) * (k * wz - z) - far * far;
      for (let j = j0; j <= j1; j += 1) {
        const yz = (j * wy - y) * (j * wy - y) + zz;
        for (let i = i0; i <= i1; i += 1) {
          if ((i * wx - x) * (i * wx - x) + yz <= 0) enter((k * count[1] + j) * count[0] + i, s);
        }
      }
    }
  }
}

/** Every core voxel marks the blocks whose voxels its rim may reach. */
function blocksNearCore(grid: Grid, core: Uint8Array, voxels: Vec3, count: Vec3, rimMm: number): Uint8Array {
  const [nx, ny, nz] = grid.size;
  const [a, b, c] = grid.spacingMm.map((step) => Math.ceil(rimMm / step));
  const out = sharedUint8(count[0] * count[1] * count[2]);
  for (let k = 0; k < nz; k += 1) {
    const [k0, k1] = [blockOf(k - c, voxels[2], count[2]), blockOf(k + c, voxels[2], count[2])];
    for (let j = 0; j < ny; j += 1) {
      const [j0, j1] = [blockOf(j - b, voxels[1], count[1]), blockOf(j + b, voxels[1], count[1])];
      const row = (k * ny + j) * nx;
      for (let i = 0; i < nx; i += 1) {
        if (core[row + i] !== VESSEL_CORE) continue;
        const [i0, i1] = [blockOf(i - a, voxels[0], count[0]), blockOf(i + a, voxels[0], count[0])];
        for (let w = k0; w <= k1; w += 1) {
          for (let v = j0; v <= j1; v += 1) {
            const at = (w * count[1] + v) * count[0];
            out.fill(1, at + i0, at + i1 + 1);
          }
        }
      }
    }
  }
  return out;
}

const blockOf = (voxel: number, edge: number, count: number): number =>
  Math.min(count - 1, Math.max(0, Math.floor(voxel / edge)));
