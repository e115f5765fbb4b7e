/**
 * What is true of a scene, by the definitions of BV5: blood by calibre and side, lungs, masks, centrelines.
 *
 * Volumes are counts of points 0.25 mm apart: a point in several vessels belongs to the thickest of them, and
 * its calibre is πr² of that vessel there. Only points inside a lung field and inside the scan count. None of
 * this uses the drawn image.
 */
import { defaultParameters } from '../parameters';
import { piecesOf } from '../parallel';
import type { Parallel, Task } from '../parallel';
import { sharedUint8, voxelCount } from '../volume';
import type { Geometry } from '../volume';
import { valueAt } from './coarse';
import { insideRuns, lungPlanes, lungsAt, sideOnPlanes, sidesOf } from './lung-runs';
import type { LungPlanes } from './lung-runs';
import { thickestRadii } from './thickest';
import type { RadiusPlane } from './thickest';
import { piecesBetween } from './paint-tubes';
import { ARTERY, VEIN } from './scene';
import type { CoarseGrid, Scene } from './scene';

/** Blood in mL; TBV = BV5 + BV5–10 + BV10, what is thinner stands apart. */
export interface TrueVolumes {
  readonly belowMl: number;
  readonly bv5Ml: number;
  readonly bv5To10Ml: number;
  readonly bv10Ml: number;
  readonly tbvMl: number;
  /** Shares of TBV in %. */
  readonly bv5Percent: number;
  readonly bv5To10Percent: number;
  readonly bv10Percent: number;
}

export interface TrueBlood {
  readonly total: TrueVolumes;
  readonly right: TrueVolumes;
  readonly left: TrueVolumes;
  /** Both sides with the lungs cut 10 mm further in along the mediastinal face. */
  readonly withoutHilum: TrueVolumes;
  readonly rightLungMl: number;
  readonly leftLungMl: number;
  /** mL between neighbouring edges, both sides together. */
  readonly histogram: { readonly edgesMm2: readonly number[]; readonly ml: readonly number[] };
}

/** Distance of the points counted, mm. */
const pointMm = 0.25;
/** Lungs are summed along lines in x this far apart, mm: exact along the line. */
const lungLineMm = 1;
const planesPerLungPlane = Math.round(lungLineMm / pointMm);
/** Edges of the histogram; those of the bins are among them. */
const edgesMm2 = [
  0,
  0.3,
  0.4,
  0.5,
  0.65,
  0.8,
  1,
  1.25,
  1.6,
  2,
  2.5,
  3.2,
  4,
  5,
  6.3,
  8,
  10,
  12.5,
  16,
  20,
  32,
  50,
  80,
  Infinity,
];
const perSide = edgesMm2.length - 1;
/** Planes of points a piece. */
const planeStep = 64;

interface CountInput {
  readonly scene: Scene;
  readonly low: readonly [number, number, number];
  readonly high: readonly [number, number, number];
}

/** Points by side and calibre (2 · perSide), those of both without the hilum, then mm of line in each lung: planes from … to. */
export const countTask: Task<CountInput, Float64Array> = {
  id: 'phantom/count',
  run: ({ scene, low, high }, piece) => {
    const counts = new Float64Array(3 * perSide + 2);
    const along = (axis: 0 | 1, step: number): number => Math.floor((high[axis] - low[axis]) / step);
    const plane: RadiusPlane = {
      firstX: low[0] + pointMm / 2,
      firstY: low[1] + pointMm / 2,
      stepMm: pointMm,
      columns: along(0, pointMm),
      rows: along(1, pointMm),
      radiusMm: new Float32Array(along(0, pointMm) * along(1, pointMm)),
    };
    const height = (p: number): number => low[2] + (p + 0.5) * pointMm;
    const byKind = piecesBetween(scene.tubes, height(piece.from), height(piece.to));
    const lungs = lungPlanes(scene.grid);
    for (let p = piece.from; p < piece.to; p += 1) {
      const z = height(p);
      lungsAt(scene, z, lungs);
      thickestRadii(scene.tubes, [byKind[ARTERY], byKind[VEIN]], z, plane, (at, radiusMm) => {
        const x = plane.firstX + (at % plane.columns) * pointMm;
        const y = plane.firstY + Math.floor(at / plane.columns) * pointMm;
        const side = sideOnPlanes(scene.grid, lungs, x, y);
        if (side === 0) return;
        const bin = binOf(Math.PI * radiusMm * radiusMm);
        counts[(side - 1) * perSide + bin] += 1;
        if (isClearOfHilum(scene, x, y, z)) counts[2 * perSide + bin] += 1;
      });
      if (p % planesPerLungPlane === 0) addLungs(scene.grid, lungs, low, high, counts);
    }
    return counts;
  },
};

/** Blood and lungs inside the box of a scan. */
export async function trueBlood(scene: Scene, geometry: Geometry, parallel: Parallel): Promise<TrueBlood> {
  const [low, high] = boxOf(geometry);
  const planes = Math.floor((high[2] - low[2]) / pointMm);
  const parts = await parallel.map(countTask, { scene, low, high }, piecesOf(planes, planeStep));
  const counts = new Float64Array(3 * perSide + 2);
  for (const part of parts) for (let i = 0; i < counts.length; i += 1) counts[i] += part[i];
  const ml = Array.from(counts.subarray(0, 3 * perSide), (n) => (n * pointMm * pointMm * pointMm) / 1000);
  const right = ml.slice(0, perSide);
  const left = ml.slice(perSide, 2 * perSide);
  const both = right.map((value, i) => value + left[i]);
  return {
    total: volumesOf(both),
    right: volumesOf(right),
    left: volumesOf(left),
    withoutHilum: volumesOf(ml.slice(2 * perSide)),
    rightLungMl: lungMl(counts[3 * perSide]),
    leftLungMl: lungMl(counts[3 * perSide + 1]),
    histogram: { edgesMm2, ml: both },
  };
}

interface MaskInput {
  readonly scene: Scene;
  readonly geometry: Geometry;
  /** Each piece writes its own slices. */
  readonly lungs: Uint8Array;
  readonly vessels: Uint8Array;
}

/** Labels of the voxels whose centre lies in a lung (1 right, 2 left) and in a vessel there, by bin (1 … 4). */
export const maskTask: Task<MaskInput, null> = {
  id: 'phantom/masks',
  run: ({ scene, geometry, lungs, vessels }, piece) => {
    const [columns, rows] = geometry.size;
    const slice = columns * rows;
    const planes = lungPlanes(scene.grid);
    const plane: RadiusPlane = {
      firstX: geometry.originMm[0],
      firstY: geometry.originMm[1],
      stepMm: geometry.spacingMm[0],
      columns,
      rows,
      radiusMm: new Float32Array(slice),
    };
    const height = (k: number): number => geometry.originMm[2] + k * geometry.spacingMm[2];
    const byKind = piecesBetween(scene.tubes, height(piece.from), height(piece.to - 1));
    for (let k = piece.from; k < piece.to; k += 1) {
      lungsAt(scene, height(k), planes);
      const sides = lungs.subarray(k * slice, (k + 1) * slice);
      sidesOf(scene.grid, planes, plane, sides);
      thickestRadii(scene.tubes, [byKind[ARTERY], byKind[VEIN]], height(k), plane, (at, radiusMm) => {
        if (sides[at] > 0) vessels[k * slice + at] = labelOf(Math.PI * radiusMm * radiusMm);
      });
    }
    return null;
  },
};

export async function trueMasks(
  scene: Scene,
  geometry: Geometry,
  parallel: Parallel,
): Promise<{ readonly lungMask: Uint8Array; readonly vesselMask: Uint8Array }> {
  const lungs = sharedUint8(voxelCount(geometry));
  const vessels = sharedUint8(voxelCount(geometry));
  await parallel.map(maskTask, { scene, geometry, lungs, vessels }, piecesOf(geometry.size[2], 16));
  return { lungMask: lungs, vesselMask: vessels };
}

/** 0 outside both lungs, 1 right, 2 left. */
export function sideAt(scene: Scene, x: number, y: number, z: number): number {
  if (valueAt(scene.grid, scene.rightLungMm, x, y, z) < 0) return 1;
  return valueAt(scene.grid, scene.leftLungMm, x, y, z) < 0 ? 2 : 0;
}

/** The scanned box: half a voxel beyond the outermost centres. */
export function boxOf(g: Geometry): [[number, number, number], [number, number, number]] {
  const low = (axis: 0 | 1 | 2): number => g.originMm[axis] - g.spacingMm[axis] / 2;
  const high = (axis: 0 | 1 | 2): number => low(axis) + g.size[axis] * g.spacingMm[axis];
  return [
    [low(0), low(1), low(2)],
    [high(0), high(1), high(2)],
  ];
}

/** Label of a calibre in a vessel mask: 1 below range, 2 BV5, 3 BV5–10, 4 BV10. */
export function labelOf(csaMm2: number): number {
  if (csaMm2 < defaultParameters.bv5FromMm2) return 1;
  if (csaMm2 < defaultParameters.bv5ToMm2) return 2;
  return csaMm2 < defaultParameters.bv10FromMm2 ? 3 : 4;
}

const isClearOfHilum = ({ grid, hilarFaceMm }: Scene, x: number, y: number, z: number): boolean =>
  hilarFaceMm === null || valueAt(grid, hilarFaceMm, x, y, z) >= defaultParameters.nearHilumMm;

const lungMl = (lineMm: number): number => (lineMm * lungLineMm * lungLineMm) / 1000;

function binOf(csaMm2: number): number {
  let bin = 0;
  while (csaMm2 >= edgesMm2[bin + 1]) bin += 1;
  return bin;
}

function volumesOf(ml: readonly number[]): TrueVolumes {
  const sums = [0, 0, 0, 0];
  ml.forEach((value, i) => {
    sums[labelOf(edgesMm2[i]) - 1] += value;
  });
  const [belowMl, bv5Ml, bv5To10Ml, bv10Ml] = sums;
  const tbvMl = bv5Ml + bv5To10Ml + bv10Ml;
  const percent = (value: number): number => (tbvMl > 0 ? (100 * value) / tbvMl : 0);
  return {
    belowMl,
    bv5Ml,
    bv5To10Ml,
    bv10Ml,
    tbvMl,
    bv5Percent: percent(bv5Ml),
    bv5To10Percent: percent(bv5To10Ml),
    bv10Percent: percent(bv10Ml),
  };
}

/** Adds the length of the lines in x that lies in each lung, within the box. */
function addLungs(
  grid: CoarseGrid,
  planes: LungPlanes,
  low: readonly [number, number, number],
  high: readonly [number, number, number],
  counts: Float64Array,
): void {
  for (let y = low[1] + lungLineMm / 2; y < high[1]; y += lungLineMm) {
    [planes.right, planes.left].forEach((plane, n) => {
      insideRuns(grid, plane, y, (from, to) => {
        // in whole 1/1024 mm, whose sums are exact in any order
        const lineMm = Math.max(0, Math.min(to, high[0]) - Math.max(from, low[0]));
        counts[3 * perSide + n] += Math.round(lineMm * 1024) / 1024;
      });
    });
  }
}
