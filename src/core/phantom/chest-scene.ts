/** The chest before it is scanned: anatomy, trees, disease, put together as one scene. */
import { random } from '../maths';
import type { Parallel } from '../parallel';
import type { Geometry } from '../volume';
import { scaleToAim } from './aim';
import { anatomyOf } from './anatomy';
import type { Anatomy } from './anatomy';
import { bodyShape, lungHeights } from './body';
import { growBronchi } from './bronchi';
import { gridAround, newField, valueAt } from './coarse';
import { addBalls, overFluid } from './disease';
import type { Forest } from './forest';
import { airwayTrunks, vesselStems } from './hila';
import { hilarFaceDistance } from './hilar-face';
import { addHilarTissue } from './hilar-tissue';
import { lobesOf } from './lobes';
import type { Lobes } from './lobes';
import { heartbeat } from './motion';
import type { ChestOptions } from './options';
import { parenchymaHu } from './parenchyma';
import { prune } from './prune';
import { relax } from './relax';
import { AIRWAY_LUMEN, ARTERY, SOLID, VEIN } from './scene';
import type { CoarseGrid, Layer, Scene, Sheet } from './scene';
import { drawShape, growTree, radiusOfVolume } from './territories';
import type { TreeRules } from './territories';
import { boxOf } from './truth';
import { addForest, emptyList, tubesOf } from './tubes';

const latticeMm = 3;
/** Calibre at 1 L fed that gives about 150 mL in 5 L of lung; the aim scales it. */
const radiusOfLitreMm = 4.3;
/** Rounds of making room between the trees. */
const relaxRounds = 30;
/** Bronchi thinner than this (outer radius) can be plugged by mucus. */
const pluggedBelowMm = 2.6;
/** Lung above this HU holds no holes and no nodules. */
const airlessHu = -500;
const hu = {
  air: -1000,
  gas: -985,
  shell: -350,
  foam: -930,
  lumen: -995,
  wall: 25,
  fat: -98,
  skin: 25,
  muscle: 52,
  liver: 57,
  soft: 36,
  nodule: 40,
  hilar: 32,
  cortex: 620,
  marrow: 190,
  cartilage: 105,
};

/** Axial slices, feet first in memory, about the middle of the lungs. */
export function chestGeometry(options: ChestOptions): Geometry {
  const { scan } = options;
  const { scale, variation } = options.anatomy;
  const { lowest, highest } = lungHeights(bodyShape(options.seed, variation));
  return {
    size: [scan.columns, scan.rows, scan.slices],
    spacingMm: [scan.pixelMm, scan.pixelMm, scan.sliceSpacingMm],
    originMm: [
      scan.offsetMm[0] - ((scan.columns - 1) / 2) * scan.pixelMm,
      scan.offsetMm[1] - ((scan.rows - 1) / 2) * scan.pixelMm + 4 * scale,
      scan.offsetMm[2] - ((scan.slices - 1) / 2) * scan.sliceSpacingMm + ((lowest + highest) / 2) * scale,
    ],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
}

export async function chestScene(options: ChestOptions, parallel: Parallel): Promise<Scene> {
  const { scale, variation } = options.anatomy;
  const grid = chestGrid(options);
  const pleural = await anatomyOf(grid, bodyShape(options.seed, variation), scale, parallel);
  const { effusion, mucusPlugs } = options.disease;
  const anatomy = effusion === null ? pleural : overFluid(grid, pleural, effusion.depthMm);
  const lobes = lobesOf(grid, anatomy, latticeMm);
  const forest = growForest(options, grid, anatomy, lobes);
  const list = emptyList();
  const plugs = random(options.seed, 330);
  const plugged = forest.branches.map((branch) => {
    const chance = plugs.uniform();
    return mucusPlugs !== null && branch.lobe >= 0 && branch.radiusMm < pluggedBelowMm && chance < mucusPlugs.fraction;
  });
  addForest(list, forest, (branch) => (plugged[branch] ? SOLID : AIRWAY_LUMEN));
  const nearer = nearerLung(grid, anatomy);
  addHilarTissue(list, forest, options, grid, nearer, random(options.seed, 350));
  const parenchyma = parenchymaHu(options, grid, nearer);
  addBalls(list, options, lobes, ([x, y, z]) =>
    valueAt(grid, parenchyma, x, y, z) < airlessHu ? -valueAt(grid, nearer, x, y, z) : -1,
  );
  const tubeHu = [hu.gas, hu.hilar, hu.wall, hu.lumen, hu.nodule, options.blood.veinHu, options.blood.arteryHu];
  if (mucusPlugs !== null) tubeHu[SOLID] = mucusPlugs.hu;
  const tubes = tubesOf(list);
  const { motionMm } = options.scan;
  return {
    grid,
    airHu: hu.air,
    layers: layersOf(options, grid, parenchyma, anatomy, pleural),
    sheets: [sheetOf(options, anatomy.oblique, null), sheetOf(options, anatomy.horizontal, anatomy.oblique)],
    tubes,
    tubeHu,
    rightLungMm: anatomy.right,
    leftLungMm: anatomy.left,
    hilarFaceMm: hilarFaceDistance(grid, anatomy.right, anatomy.left, tubes),
    motion: motionMm > 0 ? heartbeat(tubes, motionMm, scale, grid, anatomy.leftPool) : null,
  };
}

/** Holds the scan and both lungs whole, however much of them is scanned. */
function chestGrid(options: ChestOptions): CoarseGrid {
  const { scale } = options.anatomy;
  const [low, high] = boxOf(chestGeometry(options));
  const [x, y, bottom, top] = [152, 112, -28, 285].map((mm) => mm * scale);
  return gridAround(
    [Math.min(low[0], -x), Math.min(low[1], -y), Math.min(low[2], bottom)],
    [Math.max(high[0], x), Math.max(high[1], y), Math.max(high[2], top)],
    options.anatomy.gridMm,
  );
}

/** Arteries, veins and airways in their final places. */
function growForest(options: ChestOptions, grid: CoarseGrid, anatomy: Anatomy, lobes: Lobes): Forest {
  const { forest, arteryStems } = growVessels(options, grid, anatomy, lobes);
  const topMm = grid.originMm[2] + grid.size[2] * grid.stepMm;
  growBronchi(forest, airwayTrunks(forest, options.anatomy.scale, topMm), arteryStems);
  relax(forest, grid, anatomy, relaxRounds);
  return forest;
}

/** Arteries and veins with their final calibres, before room is made between them. */
export function growVessels(
  options: ChestOptions,
  grid: CoarseGrid,
  anatomy: Anatomy,
  lobes: Lobes,
): { readonly forest: Forest; readonly arteryStems: readonly number[] } {
  const { blood, disease } = options;
  const pointMm3 = lobes.latticeMm * lobes.latticeMm * lobes.latticeMm;
  const lungMl = (lobes.points.reduce((sum, points) => sum + points.length / 3, 0) * pointMm3) / 1000;
  const calibre = radiusOfLitreMm * Math.sqrt(((blood.tbvMl / 150) * 5000) / lungMl);
  const trees = [ARTERY, VEIN].map((kind) => {
    const draw = random(options.seed, 190 + kind);
    const murrayExponent = blood.murrayExponent + blood.murraySpread * (2 * draw.uniform() - 1);
    return { kind, murrayExponent, shape: drawShape(draw, blood.treeVariation) };
  });
  const rules = (kind: number, lobe: number): TreeRules => ({
    ...(kind === ARTERY ? trees[0] : trees[1]),
    lobe,
    radiusOfLitreMm: calibre,
    terminalRadiusMm: blood.terminalRadiusMm,
    pointMm3,
  });
  const forest: Forest = { points: [], branches: [] };
  const grow = (kind: number): readonly number[] => {
    const stems = vesselStems(forest, kind, options.anatomy.scale, grid, anatomy, lobes, (lobe) =>
      radiusOfVolume(rules(kind, lobe), (lobes.points[lobe].length / 3) * pointMm3),
    );
    stems.forEach((stem, lobe) => {
      growTree(
        forest,
        rules(kind, lobe),
        stem,
        lobes.points[lobe],
        random(options.seed, (kind === ARTERY ? 250 : 240) + lobe),
      );
    });
    return stems;
  };
  const arteryStems = grow(ARTERY);
  grow(VEIN);
  const nearer = nearerLung(grid, anatomy);
  scaleToAim(forest, blood.tbvMl, (x, y, z) => valueAt(grid, nearer, x, y, z) < 0);
  if (disease.pruning === null) return { forest, arteryStems };
  const place = prune(forest, disease.pruning, random(options.seed, 340));
  return { forest, arteryStems: arteryStems.map((stem) => place[stem]) };
}

/** Distance to the nearer lung. */
function nearerLung(grid: CoarseGrid, anatomy: Anatomy): Float32Array {
  const nearer = newField(grid);
  for (let at = 0; at < nearer.length; at += 1) nearer[at] = Math.min(anatomy.right[at], anatomy.left[at]);
  return nearer;
}

/** From the skin inwards; `pleural` are the lungs with the fluid behind them. */
function layersOf(
  options: ChestOptions,
  grid: CoarseGrid,
  parenchyma: Float32Array,
  anatomy: Anatomy,
  pleural: Anatomy,
): Layer[] {
  const { effusion } = options.disease;
  const wall = newField(grid);
  // about the rib cage, but never out of the muscle
  for (let at = 0; at < wall.length; at += 1) wall[at] = Math.max(anatomy.cavity[at], anatomy.body[at] + 45);
  const fluid = effusion === null ? [] : [solid(pleural.right, 0, effusion.hu), solid(pleural.left, 0, effusion.hu)];
  return [
    solid(anatomy.couch, 0, hu.shell),
    solid(anatomy.couch, 1.2, hu.foam),
    solid(anatomy.body, 0, hu.skin),
    solid(anatomy.body, 2, hu.fat),
    solid(anatomy.body, 9, hu.muscle),
    // fat between the layers of muscle
    solid(wall, -34, hu.fat),
    solid(wall, -31, hu.muscle),
    solid(wall, -17, hu.fat),
    solid(wall, -15.5, hu.muscle),
    solid(anatomy.cavity, 0, hu.fat),
    solid(anatomy.abdomen, 0, hu.liver),
    solid(anatomy.abdominalFat, 0, hu.fat),
    solid(anatomy.cartilage, 0, hu.cartilage),
    solid(anatomy.bone, 0, hu.cortex),
    solid(anatomy.bone, 1.6, hu.marrow),
    solid(anatomy.soft, 0, hu.soft),
    solid(anatomy.rightPool, 0, options.blood.arteryHu),
    solid(anatomy.leftPool, 0, options.blood.veinHu),
    ...fluid,
    solid(anatomy.right, 0, parenchyma),
    solid(anatomy.left, 0, parenchyma),
  ];
}

const solid = (distanceMm: Float32Array, insetMm: number, value: number | Float32Array): Layer => ({
  distanceMm,
  insetMm,
  hu: value,
});

const sheetOf = (options: ChestOptions, distanceMm: Float32Array, onlyAbove: Float32Array | null): Sheet => ({
  distanceMm,
  onlyAbove,
  thicknessMm: options.lung.fissureThicknessMm,
  hu: options.lung.fissureHu,
});
