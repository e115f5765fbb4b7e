/**
 * Which voxels of the vessel mask a figure lights up.
 *
 * A whole bin is a label of the mask. A part of a bin (a bar of the histogram) is found through the
 * stations: each lights the mask voxels of its own bin within its radius.
 */
import type { StationTable } from '../core/result/types';
import { voxelCount, worldToVoxel, type Geometry } from '../core/volume';
import type { CalibreName, Lit } from './types';

/** Labels of the vessel mask in their order, with the CSA they hold (half-open). */
export const calibreBins: readonly { readonly name: CalibreName; readonly fromMm2: number; readonly toMm2: number }[] =
  [
    { name: 'below', fromMm2: 0, toMm2: 1.25 },
    { name: 'bv5', fromMm2: 1.25, toMm2: 5 },
    { name: 'bv5_10', fromMm2: 5, toMm2: 10 },
    { name: 'bv10', fromMm2: 10, toMm2: Infinity },
  ];

export function litBin(name: CalibreName): Lit {
  const { fromMm2, toMm2 } = calibreBins.find((bin) => bin.name === name) ?? calibreBins[0];
  return { fromMm2, toMm2, side: 0 };
}

/** Label 1…4 of a CSA. */
export function labelOfCsa(csaMm2: number): 1 | 2 | 3 | 4 {
  return csaMm2 < 1.25 ? 1 : csaMm2 < 5 ? 2 : csaMm2 < 10 ? 3 : 4;
}

export function isLit(lit: Lit | null, csaMm2: number, side: number, branch: number): boolean {
  if (lit === null) return true;
  if (lit.branches !== undefined && !lit.branches.has(branch)) return false;
  return csaMm2 >= lit.fromMm2 && csaMm2 < lit.toMm2 && (lit.side === 0 || lit.side === side);
}

/** Per label 0…4: lit as a whole ('all'), not at all ('none'), or only where a station says so ('some'). */
export function litLabels(lit: Lit | null): readonly ('all' | 'none' | 'some')[] {
  return [
    'none',
    ...calibreBins.map(({ fromMm2, toMm2 }) => {
      if (lit?.branches !== undefined) return 'some';
      if (lit === null || (lit.fromMm2 <= fromMm2 && lit.toMm2 >= toMm2)) return 'all';
      return lit.toMm2 <= fromMm2 || lit.fromMm2 >= toMm2 ? 'none' : 'some';
    }),
  ];
}

/** One bit a voxel: lit through a station. The caller owns it: an eighth of the mask. */
export function litVoxels(g: Geometry, mask: Uint8Array, stations: StationTable, lit: Lit): Uint8Array {
  const bits = new Uint8Array(Math.ceil(voxelCount(g) / 8));
  const [dx, dy, dz] = g.spacingMm;
  // half a voxel more than the radius, so that vessels thinner than a voxel keep theirs
  const slackMm = Math.max(dx, dy, dz) * 0.5;
  // the side is told by the lung mask
  const wanted: Lit = { ...lit, side: 0 };
  for (let s = 0; s < stations.csaMm2.length; s += 1) {
    const csaMm2 = stations.csaMm2[s];
    if (!isLit(wanted, csaMm2, 0, stations.branch[s])) continue;
    const label = labelOfCsa(csaMm2);
    const reachMm = Math.sqrt(csaMm2 / Math.PI) + slackMm;
    const [ci, cj, ck] = worldToVoxel(g, stations.x[s], stations.y[s], stations.z[s]);
    const k1 = Math.min(g.size[2] - 1, Math.floor(ck + reachMm / dz));
    const j1 = Math.min(g.size[1] - 1, Math.floor(cj + reachMm / dy));
    const i1 = Math.min(g.size[0] - 1, Math.floor(ci + reachMm / dx));
    for (let k = Math.max(0, Math.ceil(ck - reachMm / dz)); k <= k1; k += 1) {
      for (let j = Math.max(0, Math.ceil(cj - reachMm / dy)); j <= j1; j += 1) {
        const across = ((k - ck) * dz) ** 2 + ((j - cj) * dy) ** 2;
        for (let i = Math.max(0, Math.ceil(ci - reachMm / dx)); i <= i1; i += 1) {
          if (across + ((i - ci) * dx) ** 2 > reachMm * reachMm) continue;
          const at = i + g.size[0] * (j + g.size[1] * k);
          if (mask[at] === label) bits[at >> 3] |= 1 << (at & 7);
        }
      }
    }
  }
  return bits;
}
