/**
 * Small volumes with shapes whose size is known exactly, in plain lung: to test how vessels are sized.
 *
 * Every shape sits in a cube of its own; sheets cross the whole volume. The lung field is the whole volume, or
 * what lies before a plane of chest wall.
 */
import { random } from '../maths';
import type { Random } from '../maths';
import type { Parallel } from '../parallel';
import type { Geometry, Volume } from '../volume';
import { addShape } from './calibration-shapes';
import type { CalibrationShape } from './calibration-shapes';
import { gridAround, newField } from './coarse';
import { unit } from './forest';
import type { Point } from './forest';
import { chestOptions } from './options';
import type { ScanOptions } from './options';
import { render } from './render';
import type { CoarseGrid, Scene, Sheet } from './scene';
import { trueStations } from './stations';
import type { TrueStations } from './stations';
import { boxOf, trueBlood } from './truth';
import type { TrueBlood } from './truth';
import { emptyList, tubesOf } from './tubes';

export interface TubesOptions {
  readonly seed: number;
  /** Columns, rows and slices are those of the volume; it is centred on the origin. */
  readonly scan: ScanOptions;
  readonly lungHu: number;
  readonly bloodHu: number;
  readonly wallHu: number;
  readonly shapes: readonly CalibrationShape[];
  /** Chest wall behind this y (mm), of the HU of `wallHu`; without it everything is lung. */
  readonly pleuraYMm?: number;
}

export interface CalibrationSet {
  readonly scene: Scene;
  readonly volume: Volume;
  readonly truth: TrueBlood & { readonly shapes: readonly CalibrationShape[]; readonly stations: TrueStations };
}

const everywhereMm = 50;

/** Image and truth of a set of shapes. */
export async function makeTubes(options: TubesOptions, parallel: Parallel): Promise<CalibrationSet> {
  const geometry = tubesGeometry(options.scan);
  const scene = tubesScene(options, geometry);
  const volume = await render(scene, options.scan, geometry, options.seed, parallel);
  const blood = await trueBlood(scene, geometry, parallel);
  return { scene, volume, truth: { ...blood, shapes: options.shapes, stations: trueStations(scene) } };
}

/**
 * Straight tubes in random directions and at random sub-voxel places, `each` of every calibre, one a cube of
 * `cubeMm`, on a scan of the given kind: the field and the number of slices are made to fit.
 */
export function randomTubes(
  seed: number,
  csaMm2: readonly number[],
  each: number,
  scan: Partial<ScanOptions>,
  cubeMm = 18,
): TubesOptions {
  const draw = random(seed, 400);
  return inCubes(seed, csaMm2.length * each, cubeMm, scan, draw, (n, at) => ({
    shape: 'straight',
    at,
    along: unit([draw.normal(), draw.normal(), draw.normal()]),
    csaMm2: csaMm2[n % csaMm2.length],
    lengthMm: cubeMm - 5,
  }));
}

/** `count` shapes, each about the middle of a cube of its own, up to half a millimetre off; `shapeAt` makes the nth. */
export function inCubes(
  seed: number,
  count: number,
  cubeMm: number,
  scan: Partial<ScanOptions>,
  draw: Random,
  shapeAt: (n: number, at: Point) => CalibrationShape,
): TubesOptions {
  let side = 1;
  while (side * side * side < count) side += 1;
  const layers = Math.ceil(count / (side * side));
  const shapes: CalibrationShape[] = [];
  for (let n = 0; n < count; n += 1) {
    const cube = [n % side, Math.floor(n / side) % side, Math.floor(n / (side * side))];
    const place = cube.map((c, axis) => (c - ((axis === 2 ? layers : side) - 1) / 2) * cubeMm + draw.uniform() - 0.5);
    shapes.push(shapeAt(n, [place[0], place[1], place[2]]));
  }
  const full: ScanOptions = { ...chestOptions.scan, subStepMm: 0.3, ...scan };
  return {
    seed,
    scan: {
      ...full,
      columns: Math.ceil((side * cubeMm) / full.pixelMm),
      rows: Math.ceil((side * cubeMm) / full.pixelMm),
      slices: Math.ceil((layers * cubeMm) / full.sliceSpacingMm),
    },
    lungHu: -870,
    bloodHu: 40,
    wallHu: 25,
    shapes,
  };
}

/** Position of the first of n steps about zero. */
const first = (n: number, stepMm: number): number => (-(n - 1) / 2) * stepMm;

export function tubesGeometry(scan: ScanOptions): Geometry {
  return {
    size: [scan.columns, scan.rows, scan.slices],
    spacingMm: [scan.pixelMm, scan.pixelMm, scan.sliceSpacingMm],
    originMm: [
      first(scan.columns, scan.pixelMm),
      first(scan.rows, scan.pixelMm),
      first(scan.slices, scan.sliceSpacingMm),
    ],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
}

function tubesScene(options: TubesOptions, geometry: Geometry): Scene {
  const [low, high] = boxOf(geometry);
  const grid = gridAround(low, high, 4);
  const everywhere = newField(grid).fill(-everywhereMm);
  const { pleuraYMm } = options;
  const inside = pleuraYMm === undefined ? everywhere : planeField(grid, [0, pleuraYMm, 0], [0, 1, 0]);
  const wall = pleuraYMm === undefined ? [] : [{ distanceMm: everywhere, insetMm: 0, hu: options.wallHu }];
  const outside = newField(grid).fill(everywhereMm);
  const list = emptyList();
  options.shapes.forEach((shape, index) => addShape(list, shape, 10 * index));
  return {
    grid,
    airHu: -1000,
    layers: [...wall, { distanceMm: inside, insetMm: 0, hu: options.lungHu }],
    sheets: options.shapes.flatMap((shape) => (shape.shape === 'sheet' ? [sheetOf(shape, grid, options.bloodHu)] : [])),
    tubes: tubesOf(list),
    tubeHu: [-985, options.wallHu, options.wallHu, -995, options.bloodHu, options.bloodHu, options.bloodHu],
    rightLungMm: inside,
    leftLungMm: outside,
    hilarFaceMm: null,
    motion: null,
  };
}

function sheetOf(shape: CalibrationShape & { readonly shape: 'sheet' }, grid: CoarseGrid, hu: number): Sheet {
  const { at, normal, thicknessMm } = shape;
  return { distanceMm: planeField(grid, at, normal), onlyAbove: null, thicknessMm, hu };
}

/** Signed distance to a plane, rising along its unit normal. */
function planeField(grid: CoarseGrid, at: Point, normal: Point): Float32Array {
  const field = newField(grid);
  const [nx, ny, nz] = grid.size;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      for (let i = 0; i < nx; i += 1) {
        field[(k * ny + j) * nx + i] =
          (grid.originMm[0] + i * grid.stepMm - at[0]) * normal[0] +
          (grid.originMm[1] + j * grid.stepMm - at[1]) * normal[1] +
          (grid.originMm[2] + k * grid.stepMm - at[2]) * normal[2];
      }
    }
  }
  return field;
}
