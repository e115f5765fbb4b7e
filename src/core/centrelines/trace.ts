/** Candidate mask to centrelines: skeleton, graph, branches, smooth axes with stations. */
import type { Grid } from '../volume';
import type { Parameters } from '../parameters';
import type { Candidates } from '../vessels';
import { arcLengths, interpolate, onRidge, resample, smoothPath, unit, type RidgeImage } from './axis';
import { branchesOf, pruneSpurs, type Branch } from './branches';
import { spanningForest } from './forest';
import { mergeJunctions, type Junctions } from './junctions';
import { maskRadius } from './mask-radius';
import { thin } from './thin';
import type { Centreline } from './types';

export type CentrelineInput = Pick<Candidates, 'mask' | 'csaMm2' | 'smoothedHu'>;

/**
 * Centrelines of all candidates on the lung box, in grid millimetres. Deterministic; runs on one thread and takes
 * about a microsecond for every voxel of the box plus a few for every voxel of the mask.
 */
export function traceCentrelines(input: CentrelineInput, grid: Grid, parameters: Parameters): Centreline[] {
  const { size, spacingMm } = grid;
  const skeleton = thin(input.mask, size);
  const graph = spanningForest(skeleton, size, spacingMm, parameters.loopSteps);
  const radiusOf = remembered(maskRadius(input.mask, size, spacingMm, parameters.maskRadiusMostMm));
  const radiusMm = (node: number): number => radiusOf(graph.voxels[node]);
  const apartMm = (a: number, b: number): number => distanceMm(graph.voxels[a], graph.voxels[b], grid);
  pruneSpurs(graph, apartMm, radiusMm, parameters.spurMm);
  const branches = branchesOf(graph, apartMm);
  const image: RidgeImage = { smoothedHu: input.smoothedHu, csaMm2: input.csaMm2, size, spacingMm };
  const voxelPlace = (node: number): [number, number, number] => placeMm(graph.voxels[node], grid);
  const junctions = mergeJunctions(branches, graph, voxelPlace, radiusMm, parameters);
  const lines: Centreline[] = [];
  for (const branch of junctions.branches) {
    const rough = roughPath(branch, graph.voxels, junctions, voxelPlace, image, parameters);
    const smooth = smoothPath(rough, parameters.pathSmoothingMm);
    const points = resample(smooth, parameters.stationSpacingMm);
    const along = arcLengths(points);
    const total = along[along.length - 1];
    const ends: [number, number] = [
      junctions.idOf(branch.path[0]),
      junctions.idOf(branch.path[branch.path.length - 1]),
    ];
    const least = ends[0] < 0 && ends[1] < 0 ? parameters.lonePieceLeastMm : parameters.centrelineLeastMm;
    if (total < least) continue;
    lines.push({
      id: lines.length,
      points,
      maskRadiusMm: radiiAlong(branch, radiusMm, arcLengths(rough), along),
      lengthMm: total,
      ends,
    });
  }
  return lines;
}

/** Points of a branch on the ridge; its ends at the junctions they belong to. */
function roughPath(
  { path }: Branch,
  voxels: Int32Array,
  junctions: Junctions,
  voxelPlace: (node: number) => [number, number, number],
  image: RidgeImage,
  parameters: Parameters,
): Float64Array {
  const points = new Float64Array(3 * path.length);
  path.forEach((node, p) => {
    const isEnd = p === 0 || p === path.length - 1;
    const junction = isEnd ? junctions.placeOf(node) : null;
    if (junction !== null) {
      points.set(junction, 3 * p);
      return;
    }
    const before = voxelPlace(path[Math.max(0, p - 2)]);
    const after = voxelPlace(path[Math.min(path.length - 1, p + 2)]);
    const tangent = unit(after[0] - before[0], after[1] - before[1], after[2] - before[2]);
    points.set(onRidge(image, voxels[node], tangent, parameters.growMm2, parameters.ridgeShiftMostMm), 3 * p);
  });
  return points;
}

/** Mask radius of the path at the stations, by the share of the length. */
function radiiAlong(
  { path }: Branch,
  radiusMm: (node: number) => number,
  roughAlong: Float64Array,
  along: Float64Array,
): Float64Array {
  const radii = Float64Array.from(path, radiusMm);
  const scale = roughAlong[roughAlong.length - 1] / along[along.length - 1];
  return along.map((mm) => interpolate(roughAlong, radii, mm * scale));
}

function placeMm(voxel: number, { size, spacingMm }: Grid): [number, number, number] {
  const i = voxel % size[0];
  const row = (voxel - i) / size[0];
  const j = row % size[1];
  return [i * spacingMm[0], j * spacingMm[1], ((row - j) / size[1]) * spacingMm[2]];
}

function distanceMm(a: number, b: number, grid: Grid): number {
  const p = placeMm(a, grid);
  const q = placeMm(b, grid);
  const [x, y, z] = [p[0] - q[0], p[1] - q[1], p[2] - q[2]];
  return Math.sqrt(x * x + y * y + z * z);
}

function remembered(compute: (voxel: number) => number): (voxel: number) => number {
  const known = new Map<number, number>();
  return (voxel) => {
    const value = known.get(voxel) ?? compute(voxel);
    known.set(voxel, value);
    return value;
  };
}
