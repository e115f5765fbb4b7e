/**
 * The three planes of a volume along its own voxel axes: which axis runs right, down and through.
 *
 * Planes follow the voxel grid, not the scanner room, so that a slice on the screen is a slice of the
 * scan and a mask lies on it without resampling. "Axial" is the plane nearest to the patient's axial one.
 *
 *   columns run right, rows run down, slice 0 is the most superior, anterior or right one
 */
import { voxelToWorld, worldToVoxel, type Geometry, type Vec3 } from '../core/volume';
import { planeNames, type PlaneName } from './types';

type VoxelAxis = 0 | 1 | 2;

export interface AxisRun {
  readonly axis: VoxelAxis;
  /** −1 where the voxel index runs against the direction on the screen. */
  readonly sign: 1 | -1;
  /** Voxels along it. */
  readonly count: number;
  readonly spacingMm: number;
  /** Patient direction it runs to on the screen. */
  readonly letter: string;
}

export interface Plane {
  readonly name: PlaneName;
  readonly right: AxisRun;
  readonly down: AxisRun;
  readonly through: AxisRun;
  /** Patient axis (0 L, 1 P, 2 S) that `through` follows. */
  readonly worldAxis: 0 | 1 | 2;
}

export type Planes = Readonly<Record<PlaneName, Plane>>;

/** Patient axis and direction of each run: right, down, through. */
const runsOfPlane: Readonly<Record<PlaneName, readonly (readonly [world: 0 | 1 | 2, sign: 1 | -1])[]>> = {
  axial: [
    [0, 1],
    [1, 1],
    [2, -1],
  ],
  coronal: [
    [0, 1],
    [2, -1],
    [1, 1],
  ],
  sagittal: [
    [1, 1],
    [2, -1],
    [0, 1],
  ],
};

const letters = [
  ['R', 'L'],
  ['A', 'P'],
  ['I', 'S'],
] as const;

const permutations: readonly (readonly [VoxelAxis, VoxelAxis, VoxelAxis])[] = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

/** Component of the unit vector of a voxel axis along a patient axis. */
function along(g: Geometry, world: 0 | 1 | 2, axis: VoxelAxis): number {
  return g.direction[3 * world + axis];
}

/** For each patient axis the voxel axis nearest to it, each used once. */
function nearestAxes(g: Geometry): readonly [VoxelAxis, VoxelAxis, VoxelAxis] {
  let best = permutations[0];
  let bestFit = -1;
  for (const axes of permutations) {
    const fit = axes.reduce((sum: number, axis, world) => sum + Math.abs(along(g, asWorld(world), axis)), 0);
    if (fit > bestFit + 1e-9) {
      best = axes;
      bestFit = fit;
    }
  }
  return best;
}

function asWorld(index: number): 0 | 1 | 2 {
  return index === 0 ? 0 : index === 1 ? 1 : 2;
}

export function planesOf(g: Geometry): Planes {
  const axes = nearestAxes(g);
  const plane = (name: PlaneName): Plane => {
    const [right, down, through] = runsOfPlane[name].map(([world, wanted]): AxisRun => {
      const axis = axes[world];
      const sign = along(g, world, axis) * wanted < 0 ? -1 : 1;
      return {
        axis,
        sign,
        count: g.size[axis],
        spacingMm: g.spacingMm[axis],
        letter: letters[world][wanted > 0 ? 1 : 0],
      };
    });
    return { name, right, down, through, worldAxis: runsOfPlane[name][2][0] };
  };
  return { axial: plane('axial'), coronal: plane('coronal'), sagittal: plane('sagittal') };
}

/** Letter of the opposite patient direction. */
export function oppositeLetter(letter: string): string {
  const pair = letters.find((two) => two.some((one) => one === letter));
  return pair === undefined ? '' : letter === pair[0] ? pair[1] : pair[0];
}

function place(run: AxisRun, shown: number): number {
  return run.sign > 0 ? shown : run.count - 1 - shown;
}

/** Voxel index of a place in a plane; fractions carry over. */
export function voxelOf(plane: Plane, column: number, row: number, slice: number): [number, number, number] {
  const ijk: [number, number, number] = [0, 0, 0];
  ijk[plane.right.axis] = place(plane.right, column);
  ijk[plane.down.axis] = place(plane.down, row);
  ijk[plane.through.axis] = place(plane.through, slice);
  return ijk;
}

/** Column, row and slice of a voxel index in a plane. */
export function placeOf(plane: Plane, ijk: Vec3): [column: number, row: number, slice: number] {
  return [
    place(plane.right, ijk[plane.right.axis]),
    place(plane.down, ijk[plane.down.axis]),
    place(plane.through, ijk[plane.through.axis]),
  ];
}

export function worldOf(
  g: Geometry,
  plane: Plane,
  column: number,
  row: number,
  slice: number,
): [number, number, number] {
  return voxelToWorld(g, ...voxelOf(plane, column, row, slice));
}

export function placeOfWorld(g: Geometry, plane: Plane, world: Vec3): [number, number, number] {
  return placeOf(plane, worldToVoxel(g, world[0], world[1], world[2]));
}

/** Where a slice lies along its patient axis, at the volume's middle. */
export function slicePositionMm(g: Geometry, plane: Plane, slice: number): number {
  return worldOf(g, plane, (plane.right.count - 1) / 2, (plane.down.count - 1) / 2, slice)[plane.worldAxis];
}

/**
 * How to walk through the samples of a slice: first sample, step to the next column and to the next row.
 */
export function strides(g: Geometry, plane: Plane, slice: number): { first: number; column: number; row: number } {
  const step = [1, g.size[0], g.size[0] * g.size[1]];
  const [i, j, k] = voxelOf(plane, 0, 0, Math.round(slice));
  return {
    first: i + step[1] * j + step[2] * k,
    column: step[plane.right.axis] * plane.right.sign,
    row: step[plane.down.axis] * plane.down.sign,
  };
}

/** The plane in which the slices were taken: the one stacked along k. */
export function acquisitionPlane(g: Geometry): PlaneName {
  const planes = planesOf(g);
  return planeNames.find((name) => planes[name].through.axis === 2) ?? 'axial';
}
