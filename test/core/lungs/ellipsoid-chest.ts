/** A chest of formulas: two ellipsoids of lung in a body, with windpipe, stems, table and gas; volumes are known exactly. */
import { voxelToWorld, voxelVolumeMm3 } from '../../../src/core/volume';
import type { Geometry, Vec3, Volume } from '../../../src/core/volume';

export interface ChestShape {
  readonly right: boolean;
  readonly left: boolean;
  /** Distance of the lungs' middles from the midline, mm. */
  readonly asideMm: number;
  readonly gasUnderLeft: boolean;
  readonly table: boolean;
  readonly paddingRadiusMm: number | null;
}

export const plainChest: ChestShape = {
  right: true,
  left: true,
  asideMm: 74,
  gasUnderLeft: false,
  table: true,
  paddingRadiusMm: null,
};

export const rightAxesMm: Vec3 = [54, 76, 104];
export const leftAxesMm: Vec3 = [50, 74, 100];
export const mlOf = ([a, b, c]: Vec3): number => (4 / 3) * Math.PI * a * b * c * 1e-3;

export const parenchymaHu = (y: number): number => -862 + 0.3 * y;
const BLOOD_HU = 40;
/** Width of an edge as drawn, mm. */
const EDGE_MM = 1.6;

/** Near the surface the distance to an ellipsoid, below 0 inside. */
export function ellipsoidMm(x: number, y: number, z: number, [a, b, c]: Vec3): number {
  const k0 = Math.hypot(x / a, y / b, z / c);
  const k1 = Math.hypot(x / (a * a), y / (b * b), z / (c * c));
  return k1 === 0 ? -Math.min(a, b, c) : (k0 * (k0 - 1)) / k1;
}

/** Distance to the surface of either lung. */
export function lungMm(shape: ChestShape, x: number, y: number, z: number): { right: number; left: number } {
  return {
    right: shape.right ? ellipsoidMm(x + shape.asideMm, y, z, rightAxesMm) : 999,
    left: shape.left ? ellipsoidMm(x - shape.asideMm, y, z, leftAxesMm) : 999,
  };
}

interface Rod {
  readonly from: Vec3;
  readonly to: Vec3;
  readonly radiusMm: number;
}

function rodMm(x: number, y: number, z: number, { from, to, radiusMm }: Rod): number {
  const d = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  const p = [x - from[0], y - from[1], z - from[2]];
  const t = (p[0] * d[0] + p[1] * d[1] + p[2] * d[2]) / (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]);
  const s = Math.max(0, Math.min(1, t));
  return Math.hypot(p[0] - s * d[0], p[1] - s * d[1], p[2] - s * d[2]) - radiusMm;
}

/** Where the stems pass the mediastinal face of the right lung: middle and radius. */
export const stems: readonly Rod[] = [
  { from: [0, -8, 12], to: [-62, -12, 16], radiusMm: 7 },
  { from: [0, 8, -22], to: [-60, 14, -28], radiusMm: 6 },
  { from: [0, -8, 12], to: [62, -12, 16], radiusMm: 7 },
  { from: [0, 8, -22], to: [60, 14, -28], radiusMm: 6 },
];
const windpipe: readonly Rod[] = [
  { from: [0, 6, 200], to: [0, 6, 40], radiusMm: 8.5 },
  { from: [0, 6, 42], to: [-52, 4, 4], radiusMm: 6 },
  { from: [0, 6, 42], to: [52, 4, 4], radiusMm: 6 },
];
const WALL_MM = 1.4;

/** Small vessels in the lungs, so that they are not empty. */
const twigs: readonly Rod[] = [-1, 1].flatMap((side) =>
  [-60, -20, 30, 60].flatMap((z) => [
    { from: [side * 60, 0, 0] as const, to: [side * 100, -35, z] as const, radiusMm: 1.5 },
    { from: [side * 60, 0, 0] as const, to: [side * 95, 40, z * 0.8] as const, radiusMm: 1.2 },
  ]),
);

/** HU at a point of the patient. */
function huAt(shape: ChestShape, x: number, y: number, z: number): number {
  let hu = -1000;
  const paint = (distanceMm: number, value: number): void => {
    const share = Math.max(0, Math.min(1, 0.5 - distanceMm / EDGE_MM));
    hu += share * (value - hu);
  };
  if (shape.table) paint(Math.max(Math.abs(y - 131) - 4, Math.abs(x) - 170), -200);
  if (shape.table) paint(Math.max(Math.abs(y - 131) - 2.5, Math.abs(x) - 168), -930);
  paint(ellipsoidMm(x, y, 0, [158, 112, 1e4]), 45);
  if (shape.gasUnderLeft) paint(ellipsoidMm(x - 60, y + 20, z + 118, [28, 26, 13]), -1000);
  const { right, left } = lungMm(shape, x, y, z);
  if (Math.min(right, left) < 2) {
    const parenchyma = parenchymaHu(y);
    paint(right, parenchyma);
    paint(left, parenchyma);
    for (const twig of twigs) paint(rodMm(x, y, z, twig), BLOOD_HU);
  }
  if (Math.abs(x) < 75 && Math.abs(y) < 40) {
    for (const stem of stems) if (Math.sign(stem.to[0]) === Math.sign(x)) paint(rodMm(x, y, z, stem), BLOOD_HU);
    const lumen = Math.min(...windpipe.map((rod) => rodMm(x, y, z, rod)));
    paint(lumen - WALL_MM, 20);
    paint(lumen, -995);
  }
  return hu;
}

/** Axial, feet first in memory. */
export function axialGeometry(spacingMm: Vec3 = [4, 4, 4], topMm = 124, bottomMm = -136): Geometry {
  const size: Vec3 = [
    Math.round(352 / spacingMm[0]),
    Math.round(276 / spacingMm[1]),
    Math.round((topMm - bottomMm) / spacingMm[2]),
  ];
  return {
    size,
    spacingMm,
    originMm: [-175, -128, bottomMm],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
}

export function drawChest(shape: ChestShape, geometry: Geometry): Volume {
  const [nx, ny, nz] = geometry.size;
  const hu = new Int16Array(new SharedArrayBuffer(2 * nx * ny * nz));
  let n = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1, n += 1) {
        const [x, y, z] = voxelToWorld(geometry, i, j, k);
        const beyond = shape.paddingRadiusMm !== null && Math.hypot(x, y - 8) > shape.paddingRadiusMm;
        hu[n] = beyond ? -3024 : Math.round(huAt(shape, x, y, z));
      }
    }
  }
  return { geometry, hu, paddingHu: shape.paddingRadiusMm === null ? null : -3024 };
}

/** mL of each lung inside the grid, by its voxels' centres. */
export function mlInside(shape: ChestShape, geometry: Geometry): { right: number; left: number } {
  const [nx, ny, nz] = geometry.size;
  const counts = { right: 0, left: 0 };
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) {
        const [x, y, z] = voxelToWorld(geometry, i, j, k);
        const { right, left } = lungMm(shape, x, y, z);
        if (right < 0) counts.right += 1;
        if (left < 0) counts.left += 1;
      }
    }
  }
  const ml = voxelVolumeMm3(geometry) / 1000;
  return { right: counts.right * ml, left: counts.left * ml };
}
