/** A synthetic chest from options: anatomy, trees, image and truth. */
import { random } from '../maths';
import type { Parallel } from '../parallel';
import type { Geometry, Volume } from '../volume';
import { anatomyOf } from './anatomy';
import type { Anatomy } from './anatomy';
import { bodyShape } from './body';
import { growBronchi } from './bronchi';
import { gridAround, newField, valueAt } from './coarse';
import type { Forest } from './forest';
import { airwayTrunks, vesselStems } from './hila';
import { lobesOf } from './lobes';
import type { ChestOptions, ScanOptions } from './options';
import { relax } from './relax';
import { render } from './render';
import { ARTERY, VEIN } from './scene';
import type { CoarseGrid, Layer, Scene } from './scene';
import { scaleToAim } from './aim';
import { trueStations } from './stations';
import type { TrueStations } from './stations';
import { growTree, radiusOfVolume } from './territories';
import type { TreeRules } from './territories';
import { boxOf, trueBlood, trueMasks } from './truth';
import type { TrueBlood } from './truth';
import { addForest, emptyList, lumenAlways, tubesOf } from './tubes';

export interface ChestTruth extends TrueBlood {
  readonly options: ChestOptions;
  /** 0 outside, 1 right, 2 left, on the CT grid. */
  readonly lungMask: Uint8Array;
  /** 0 none, 1 below range, 2 BV5, 3 BV5–10, 4 BV10, on the CT grid: the voxel's centre decides. */
  readonly vesselMask: Uint8Array;
  readonly stations: TrueStations;
}

export interface Chest {
  readonly volume: Volume;
  readonly truth: ChestTruth;
}

const coarseMm = 2.5;
const latticeMm = 3;
/** Calibre at 1 L fed that gives about 150 mL in 5 L of lung; the aim scales it. */
const radiusOfLitreMm = 4.3;
const hu = {
  air: -1000,
  fat: -98,
  skin: 25,
  muscle: 52,
  liver: 57,
  cortex: 620,
  marrow: 190,
  cartilage: 105,
  wall: 25,
};

/** Image and truth. The same options give the same bits for any number of threads. */
export async function makeChest(options: ChestOptions, parallel: Parallel): Promise<Chest> {
  const geometry = chestGeometry(options.scan, options.anatomy.scale);
  const scene = await chestScene(options, parallel);
  const volume = await render(scene, options.scan, geometry, options.seed, parallel);
  return { volume, truth: await chestTruth(options, scene, parallel) };
}

/** All that is true of a chest, without drawing it. */
export async function chestTruth(options: ChestOptions, scene: Scene, parallel: Parallel): Promise<ChestTruth> {
  const geometry = chestGeometry(options.scan, options.anatomy.scale);
  const blood = await trueBlood(scene, geometry, parallel);
  const masks = await trueMasks(scene, geometry, parallel);
  return { ...blood, ...masks, options, stations: trueStations(scene) };
}

/** Axial slices, feet first in memory, centred on the lungs. */
export function chestGeometry(scan: ScanOptions, scale: number): Geometry {
  const middleZ = 124 * scale;
  return {
    size: [scan.columns, scan.rows, scan.slices],
    spacingMm: [scan.pixelMm, scan.pixelMm, scan.sliceSpacingMm],
    originMm: [
      (-(scan.columns - 1) / 2) * scan.pixelMm,
      (-(scan.rows - 1) / 2) * scan.pixelMm + 4 * scale,
      middleZ - ((scan.slices - 1) / 2) * scan.sliceSpacingMm,
    ],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
}

/** The chest before it is scanned. */
export async function chestScene(options: ChestOptions, parallel: Parallel): Promise<Scene> {
  const { scale, variation } = options.anatomy;
  const shape = bodyShape(options.seed, variation);
  const [low, high] = boxOf(chestGeometry(options.scan, scale));
  const lungs = [152, 112, 275].map((mm) => mm * scale);
  const grid = gridAround(
    [Math.min(low[0], -lungs[0]), Math.min(low[1], -lungs[1]), Math.min(low[2], -15 * scale)],
    [Math.max(high[0], lungs[0]), Math.max(high[1], lungs[1]), Math.max(high[2], lungs[2])],
    coarseMm,
  );
  const anatomy = await anatomyOf(grid, shape, scale, parallel);
  const forest = growVessels(options, grid, anatomy);
  const list = emptyList();
  addForest(list, forest, lumenAlways);
  return {
    grid,
    airHu: hu.air,
    layers: layersOf(options, grid, anatomy),
    sheets: [sheet(options, anatomy.oblique, null), sheet(options, anatomy.horizontal, anatomy.oblique)],
    tubes: tubesOf(list),
    tubeHu: [-985, hu.wall, -995, 40, options.blood.veinHu, options.blood.arteryHu],
    rightLungMm: anatomy.right,
    leftLungMm: anatomy.left,
  };
}

function growVessels(options: ChestOptions, grid: CoarseGrid, anatomy: Anatomy): Forest {
  const { blood, anatomy: body, disease } = options;
  const lobes = lobesOf(grid, anatomy, latticeMm);
  const pointMm3 = latticeMm * latticeMm * latticeMm;
  const lungMl = (lobes.points.reduce((sum, points) => sum + points.length / 3, 0) * pointMm3) / 1000;
  const calibre = radiusOfLitreMm * Math.sqrt(((blood.tbvMl / 150) * 5000) / lungMl);
  const rules = (kind: number, lobe: number): TreeRules => ({
    kind,
    lobe,
    radiusOfLitreMm: calibre,
    murrayExponent: blood.murrayExponent,
    terminalRadiusMm: blood.terminalRadiusMm,
    pointMm3,
    pruning: disease.pruning,
  });
  const forest: Forest = { points: [], branches: [] };
  const stemsOf = new Map<number, readonly number[]>();
  for (const kind of [ARTERY, VEIN]) {
    const stems = vesselStems(forest, kind, body.scale, grid, anatomy, lobes, (lobe) =>
      radiusOfVolume(rules(kind, lobe), (lobes.points[lobe].length / 3) * pointMm3),
    );
    stemsOf.set(kind, stems);
    stems.forEach((stem, lobe) => {
      growTree(forest, rules(kind, lobe), stem, lobes.points[lobe], random(options.seed, 200 + 10 * kind + lobe));
    });
  }
  scaleToAim(
    forest,
    blood.tbvMl,
    (x, y, z) => Math.min(valueAt(grid, anatomy.right, x, y, z), valueAt(grid, anatomy.left, x, y, z)) < 0,
  );
  const top = grid.originMm[2] + grid.size[2] * grid.stepMm;
  growBronchi(forest, airwayTrunks(forest, body.scale, top), stemsOf.get(ARTERY) ?? []);
  relax(forest, grid, anatomy, 30);
  return forest;
}

const solid = (distanceMm: Float32Array, insetMm: number, value: number | Float32Array): Layer => ({
  distanceMm,
  insetMm,
  hu: value,
});

function layersOf(options: ChestOptions, grid: CoarseGrid, anatomy: Anatomy): Layer[] {
  const parenchyma = parenchymaHu(options, grid);
  return [
    solid(anatomy.body, 0, hu.skin),
    solid(anatomy.body, 2, hu.fat),
    solid(anatomy.body, 9, hu.muscle),
    solid(anatomy.cavity, 0, hu.fat),
    solid(anatomy.abdomen, 0, hu.liver),
    solid(anatomy.abdominalFat, 0, hu.fat),
    solid(anatomy.cartilage, 0, hu.cartilage),
    solid(anatomy.bone, 0, hu.cortex),
    solid(anatomy.bone, 1.6, hu.marrow),
    solid(anatomy.rightPool, 0, options.blood.arteryHu),
    solid(anatomy.leftPool, 0, options.blood.veinHu),
    solid(anatomy.right, 0, parenchyma),
    solid(anatomy.left, 0, parenchyma),
  ];
}

function parenchymaHu(options: ChestOptions, grid: CoarseGrid): Float32Array {
  const out = newField(grid);
  const draw = random(options.seed, 300);
  const [nx, ny, nz] = grid.size;
  const { lung } = options;
  // neighbouring nodes are mixed half and half: patches of some 5 mm
  let before = 0;
  for (let k = 0; k < nz; k += 1) {
    for (let j = 0; j < ny; j += 1) {
      const y = grid.originMm[1] + j * grid.stepMm;
      for (let i = 0; i < nx; i += 1) {
        const now = draw.normal();
        out[(k * ny + j) * nx + i] =
          lung.parenchymaHu + lung.gravityHuPerMm * y + lung.textureHu * 0.9 * (now + 0.5 * before);
        before = now;
      }
    }
  }
  return out;
}

const sheet = (
  options: ChestOptions,
  distanceMm: Float32Array,
  onlyAbove: Float32Array | null,
): Scene['sheets'][number] => ({
  distanceMm,
  onlyAbove,
  thicknessMm: options.lung.fissureThicknessMm,
  hu: options.lung.fissureHu,
});
