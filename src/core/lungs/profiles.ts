/**
 * Where the CT itself shows the border of the lung: along the normal of the coarse surface, the point half-way
 * between parenchyma and wall. A blurred straight edge crosses its half level exactly at the edge, whatever the blur.
 */
import type { Parameters } from '../parameters';
import { piecesOf } from '../parallel';
import type { Parallel, Piece, Task } from '../parallel';
import { sampleTrilinear, sharedFloat32 } from '../volume';
import type { Axis, Vec3, Volume } from '../volume';
import { patientAxis } from './coarse-scan';
import type { CoarseScan } from './coarse-scan';

const POINTS_PER_PIECE = 4096;
/** Steps that a plateau must hold on either side of the border. */
const PLATEAU_STEPS = 3;

/** Points on a surface with their outward normals, in the frame of the coarse scan. */
export interface SurfacePoints {
  readonly count: number;
  /** Coarse coordinates x, y, z of each point. */
  readonly at: Float32Array;
  /** Unit vectors in mm, outwards. */
  readonly normal: Float32Array;
}

export interface BorderShifts {
  /** mm outwards from each point to the border. */
  readonly shiftMm: Float32Array;
  /** 1 where parenchyma meets a wall, else 0. */
  readonly trust: Float32Array;
}

/** Line from coarse coordinates to CT voxels: ct[a] = scale[a]·coarse[axis[a]] + start[a]. */
interface ToCt {
  readonly axis: readonly [Axis, Axis, Axis];
  readonly scale: Vec3;
  readonly start: Vec3;
}

interface ProfileInput {
  readonly hu: Int16Array | Float32Array;
  readonly ctSize: Vec3;
  readonly toCt: ToCt;
  readonly spacingMm: Vec3;
  readonly at: Float32Array;
  readonly normal: Float32Array;
  readonly clipLowHu: number;
  readonly reachMm: number;
  readonly stepMm: number;
  readonly plateauFromMm: number;
  readonly wallLowHu: number;
  readonly wallHighHu: number;
  readonly parenchymaBelowHu: number;
  readonly shiftMm: Float32Array;
  readonly trust: Float32Array;
}

/** Points from … to: each writes its own entries of `shiftMm` and `trust`. */
export const profilesTask: Task<ProfileInput, null> = {
  id: 'lungs/profiles',
  run: (input, piece) => {
    readProfiles(input, piece);
    return null;
  },
};

export async function borderShifts(
  volume: Volume,
  scan: CoarseScan,
  points: SurfacePoints,
  parameters: Parameters,
  parallel: Parallel,
): Promise<BorderShifts> {
  const shiftMm = sharedFloat32(points.count);
  const trust = sharedFloat32(points.count);
  const input: ProfileInput = {
    hu: volume.hu,
    ctSize: volume.geometry.size,
    toCt: toCt(scan),
    spacingMm: scan.spacingMm,
    at: points.at,
    normal: points.normal,
    clipLowHu: parameters.clipLowHu,
    reachMm: parameters.profileReachMm,
    stepMm: parameters.profileStepMm,
    plateauFromMm: parameters.plateauFromMm,
    wallLowHu: parameters.wallLowHu,
    wallHighHu: parameters.wallHighHu,
    parenchymaBelowHu: parameters.parenchymaBelowHu,
    shiftMm,
    trust,
  };
  await parallel.map(profilesTask, input, piecesOf(points.count, POINTS_PER_PIECE));
  return { shiftMm, trust };
}

function toCt(scan: CoarseScan): ToCt {
  const axis = [patientAxis(scan, 0), patientAxis(scan, 1), patientAxis(scan, 2)] as const;
  const [a, b, c] = axis;
  return {
    axis,
    scale: [scan.ctStep[a], scan.ctStep[b], scan.ctStep[c]],
    start: [scan.ctStart[a], scan.ctStart[b], scan.ctStart[c]],
  };
}

function readProfiles(input: ProfileInput, piece: Piece): void {
  const { toCt: map, at, normal, spacingMm, reachMm, stepMm } = input;
  const half = Math.round(reachMm / stepMm);
  const profile = new Float64Array(2 * half + 1);
  for (let p = piece.from; p < piece.to; p += 1) {
    const along = (a: Axis): number => map.scale[a] * at[3 * p + map.axis[a]] + map.start[a];
    const perMm = (a: Axis): number => (map.scale[a] * normal[3 * p + map.axis[a]]) / spacingMm[map.axis[a]];
    const [x, y, z, dx, dy, dz] = [along(0), along(1), along(2), perMm(0), perMm(1), perMm(2)];
    // steps inwards and outwards until the profile leaves the scan, beyond which the outermost slice would go on
    const inwards = Math.min(half, stepsInside([x, y, z], [-dx, -dy, -dz], input));
    const outwards = Math.min(half, stepsInside([x, y, z], [dx, dy, dz], input));
    for (let s = -inwards; s <= outwards; s += 1) {
      const t = s * stepMm;
      const value = sampleTrilinear(input.hu, input.ctSize, x + t * dx, y + t * dy, z + t * dz);
      profile[s + inwards] = value < input.clipLowHu ? input.clipLowHu : value;
    }
    const shift = halfLevel(profile.subarray(0, inwards + outwards + 1), inwards, input);
    input.shiftMm[p] = shift ?? 0;
    input.trust[p] = shift === null ? 0 : 1;
  }
}

/** Whole steps from a CT voxel along a direction (voxels per mm) that stay within the scan; below 0 outside it. */
function stepsInside(from: Vec3, perMm: Vec3, { ctSize, stepMm }: ProfileInput): number {
  let mm = Infinity;
  for (let a = 0; a < 3; a += 1) {
    const room = perMm[a] > 0 ? ctSize[a] - 0.5 - from[a] : from[a] + 0.5;
    if (room < 0) return -1;
    if (perMm[a] !== 0) mm = Math.min(mm, room / Math.abs(perMm[a]));
  }
  return Math.floor(mm / stepMm);
}

/** mm from the middle of the profile to the outward crossing nearest to it; null where no parenchyma meets a wall. */
function halfLevel(profile: Float64Array, middle: number, input: ProfileInput): number | null {
  const gap = Math.round(input.plateauFromMm / input.stepMm);
  if (middle < gap + PLATEAU_STEPS || profile.length - 1 - middle < gap + PLATEAU_STEPS) return null;
  // vessels lift the inner side and thin walls lower the outer one: take the halves that show lung and wall
  const parenchyma = meanOfHalf(profile.slice(0, middle - gap + 1), 'lower');
  const wallSeen = meanOfHalf(profile.slice(middle + gap), 'upper');
  const wall = Math.max(input.wallLowHu, Math.min(input.wallHighHu, wallSeen));
  if (parenchyma > input.parenchymaBelowHu || wallSeen < input.wallLowHu) return null;
  const level = (parenchyma + wall) / 2;
  let best: number | null = null;
  for (let s = 0; s < profile.length - 1; s += 1) {
    if (profile[s] >= level || profile[s + 1] < level) continue;
    const t = (s - middle + (level - profile[s]) / (profile[s + 1] - profile[s])) * input.stepMm;
    if (best === null || Math.abs(t) < Math.abs(best)) best = t;
  }
  return best;
}

function meanOfHalf(values: Float64Array, which: 'lower' | 'upper'): number {
  values.sort();
  const count = Math.ceil(values.length / 2);
  let sum = 0;
  for (let n = 0; n < count; n += 1) sum += values[which === 'lower' ? n : values.length - 1 - n];
  return sum / count;
}
