/**
 * The shape of a chest: a few numbers drawn per seed, and every solid as an implicit function of them.
 *
 * Canonical millimetres: x to the left, y to the back, z up; the deepest recess at z = 0, the apices near
 * z = 240. The caller scales. Proportions follow an adult at full inspiration.
 */
import { sin, random } from '../maths';
import { curveThrough, ellipse, ellipsoid, join, meet, rod, superellipse } from './implicit';

export interface BodyShape {
  /** Half width and half depth of the rib cage inside, and height of the lungs, mm. */
  readonly halfWidth: number;
  readonly halfDepth: number;
  readonly height: number;
  readonly rightDome: number;
  readonly leftDome: number;
  /** Factor on the heart's axes. */
  readonly heart: number;
  /** Height of the right and left oblique fissure at the middle and their slope; horizontal fissure. */
  readonly rightOblique: number;
  readonly leftOblique: number;
  readonly obliqueSlope: number;
  readonly horizontal: number;
  readonly wavePhase: number;
  readonly ribPhase: number;
}

/** Fields that the anatomy fills, in this order. */
export const anatomyFields = [
  'right',
  'left',
  'body',
  'cavity',
  'abdomen',
  'abdominalFat',
  'bone',
  'cartilage',
  'soft',
  'couch',
  'rightPool',
  'leftPool',
  'oblique',
  'horizontal',
] as const;
export type AnatomyField = (typeof anatomyFields)[number];

export function bodyShape(seed: number, variation: number): BodyShape {
  const draw = random(seed, 101);
  const vary = (value: number, share: number): number => value * (1 + share * variation * (2 * draw.uniform() - 1));
  return {
    halfWidth: vary(139, 0.035),
    halfDepth: vary(98, 0.04),
    height: vary(262, 0.03),
    rightDome: vary(58, 0.12),
    leftDome: vary(48, 0.14),
    heart: vary(1, 0.07),
    rightOblique: vary(118, 0.05),
    leftOblique: vary(122, 0.05),
    obliqueSlope: vary(1.12, 0.08),
    horizontal: vary(127, 0.05),
    wavePhase: variation * draw.uniform() * 6,
    ribPhase: variation * draw.uniform() * 10,
  };
}

/** Heights of the deepest recess and of the apices, canonical mm. */
export const lungHeights = (shape: BodyShape): { readonly lowest: number; readonly highest: number } => ({
  lowest: -19,
  highest: 1.03 * shape.height,
});

/** Middle of the body and thickness of the wall in front and behind, canonical mm. */
const bodyY = 6;
const bodyMarginY = 28;

const widthKnots = [
  [0, 0.93],
  [0.15, 0.98],
  [0.3, 1],
  [0.45, 0.985],
  [0.6, 0.93],
  [0.7, 0.86],
  [0.8, 0.74],
  [0.88, 0.6],
  [0.95, 0.43],
  [1, 0.27],
  [1.04, 0.06],
] as const;
const depthKnots = [
  [0, 0.92],
  [0.15, 0.97],
  [0.3, 1],
  [0.5, 0.97],
  [0.7, 0.85],
  [0.8, 0.74],
  [0.9, 0.56],
  [1, 0.32],
  [1.05, 0.06],
] as const;

/** What depends on the height alone: computed once a plane. */
export interface Level {
  readonly z: number;
  readonly a: number;
  readonly b: number;
  readonly centreY: number;
}

export function levelAt(shape: BodyShape, z: number): Level {
  const t = z / shape.height;
  return {
    z,
    a: shape.halfWidth * curveThrough(widthKnots, t),
    b: shape.halfDepth * curveThrough(depthKnots, t),
    centreY: 16 * Math.max(0, t - 0.45) * Math.max(0, t - 0.45) * 4,
  };
}

/** All fields at (x, y) of a level into `out`, in the order of `anatomyFields`; rough distances, mm. */
export function anatomyAt(shape: BodyShape, level: Level, x: number, y: number, out: Float64Array): void {
  const { z } = level;
  const cavity = superellipse(x, y - level.centreY, level.a, level.b);
  const floor = diaphragmHeight(shape, x, y) - z;
  const heart = heartAt(shape, x, y, z);
  const spineY = 0.66 * shape.halfDepth;
  const spine = spineAt(x, y - spineY);
  const right = rightPoolAt(shape, x, y, z);
  const left = leftPoolAt(shape, x, y, z);
  const middle = mediastinumAt(x, y, z, heart, spine, join(right, left, 6));
  const pleural = meet(meet(cavity + 0.5, floor, 4), 1.8 - middle, 5);
  const midline = x - midlineAt(y, z);
  const body = superellipse(x, y - bodyY, shape.halfWidth + 30, shape.halfDepth + bodyMarginY);
  out[0] = meet(pleural, midline + 1.6, 3);
  out[1] = meet(pleural, 1.6 - midline, 3);
  out[2] = body;
  out[3] = cavity;
  out[4] = meet(cavity - 1, -floor, 3);
  out[5] = ellipsoid(x - 62, y - 2, z - shape.leftDome + 26, 46, 52, 38);
  out[6] = Math.min(
    spineBoneAt(x, y - spineY),
    Math.min(ribAt(shape, level, cavity, x, y), sternumAt(shape, level, x, y)),
  );
  out[7] = cartilageAt(shape, level, cavity, x, y);
  out[8] = Math.min(hilaAt(x, y, z) + 3, ellipse(x - 4, y - 32, 8, 6));
  out[9] = couchAt(shape, x, y);
  out[10] = right;
  out[11] = left;
  out[12] = obliqueAt(shape, x, y, z);
  out[13] = horizontalAt(shape, x, y, z);
}

/** The table under the patient, a slightly hollow slab. */
function couchAt(shape: BodyShape, x: number, y: number): number {
  const hollow = 0.0006 * x * x;
  const top = bodyY + shape.halfDepth + bodyMarginY + 3 - hollow;
  return meet(Math.abs(x) - 205, Math.abs(y - top - 11) - 11, 6);
}

/** Height of the diaphragm's upper face. */
function diaphragmHeight(shape: BodyShape, x: number, y: number): number {
  const base = 12 - 0.2 * y;
  const dome = (cx: number, cy: number, ax: number, ay: number, height: number): number => {
    const u = (x - cx) / ax;
    const v = (y - cy) / ay;
    const s = 1 - u * u - v * v;
    return base + (s > 0 ? height * s : 0.55 * height * s);
  };
  const right = dome(-66, -12, 76, 90, shape.rightDome);
  const left = dome(66, -12, 75, 88, shape.leftDome);
  return -join(-right, -left, 14);
}

function heartAt(shape: BodyShape, x: number, y: number, z: number): number {
  // long axis towards the left, the front and down
  const px = x - 17;
  const py = y + 24;
  const pz = z - 84;
  const u = 0.8 * px - 0.42 * py - 0.43 * pz;
  const v = 0.47 * px + 0.88 * py + 0.02 * pz;
  const w = 0.37 * px - 0.22 * py + 0.9 * pz;
  return ellipsoid(u, v, w, 62 * shape.heart, 47 * shape.heart, 49 * shape.heart);
}

/** Right heart, caval veins and pulmonary trunk: blood on its way to the lungs. */
function rightPoolAt(shape: BodyShape, x: number, y: number, z: number): number {
  const chamber = ellipsoid(x + 8, y + 38, z - 84, 42 * shape.heart, 28 * shape.heart, 38 * shape.heart);
  const superior = rod(x, y, z, [-22, -14, 104], [-23, -6, 205], 8.5);
  const inferior = rod(x, y, z, [-20, 2, 20], [-20, -12, 80], 11);
  const trunk = rod(x, y, z, [14, -38, 110], [16, -14, 146], 12.5);
  return join(join(chamber, trunk, 5), Math.min(superior, inferior), 4);
}

/** Left heart and aorta. */
function leftPoolAt(shape: BodyShape, x: number, y: number, z: number): number {
  const ventricle = ellipsoid(x - 38, y + 16, z - 74, 30 * shape.heart, 27 * shape.heart, 32 * shape.heart);
  const atrium = ellipsoid(x - 2, y - 14, z - 106, 27, 15, 19);
  const ascending = rod(x, y, z, [-6, -26, 112], [-9, -20, 166], 14);
  const archFront = rod(x, y, z, [-9, -20, 166], [6, 4, 176], 13);
  const archBack = rod(x, y, z, [6, 4, 176], [19, 36, 164], 12.5);
  const descending = rod(x, y, z, [19, 36, 164], [12, 40, -40], 12);
  const vessels = Math.min(Math.min(ascending, archFront), Math.min(archBack, descending));
  return join(join(ventricle, atrium, 6), vessels, 3);
}

/** The spine with what lies behind it, about the middle of the vertebral bodies. */
const spineAt = (x: number, y: number): number => join(ellipse(x, y, 24, 23), Math.max(Math.abs(x) - 21, -y), 6);

/** Everything between the lungs, smooth: its outside is the mediastinal pleura. */
function mediastinumAt(x: number, y: number, z: number, heart: number, spine: number, pools: number): number {
  const core = meet(ellipse(x - 1, y - 4, 25, 37), 98 - z, 16);
  const posterior = meet(ellipse(x - 6, y - 30, 20, 24), z - 190, 16);
  const solids = join(join(core, spine, 10), join(posterior, hilaAt(x, y, z), 14), 14);
  return join(join(solids, heart, 12), pools - 3, 10);
}

/** The roots of the lungs. */
function hilaAt(x: number, y: number, z: number): number {
  const right = rod(x, y, z, [-12, 6, 132], [-31, 4, 128], 15);
  return Math.min(right, rod(x, y, z, [12, 6, 136], [33, 6, 134], 15));
}

/** The thin partition in front of and behind the heart and vessels. */
const midlineAt = (y: number, z: number): number => 2 + 0.03 * y + (z < 110 ? 0.06 * (110 - z) : 0);

function spineBoneAt(x: number, y: number): number {
  const vertebra = ellipse(x, y - 1, 18, 15);
  const canal = ellipse(x, y - 24, 9, 8);
  const arch = Math.min(ellipse(x, y - 25, 17, 12), ellipse(x, y - 43, 3.5, 13));
  const wings = ellipse(x, y - 27, 33, 5);
  return Math.max(Math.min(Math.min(vertebra, arch), wings), -canal);
}

/** Rings 25 mm apart, lower in front: cut at the cartilage. */
function ribAt(shape: BodyShape, level: Level, cavity: number, x: number, y: number): number {
  return Math.max(ringAt(shape, level, cavity, y), 40 - Math.abs(x) - Math.max(0, y + 40));
}

function cartilageAt(shape: BodyShape, level: Level, cavity: number, x: number, y: number): number {
  return Math.max(ringAt(shape, level, cavity, y), Math.max(Math.abs(x) - 42, y + 20));
}

function ringAt(shape: BodyShape, level: Level, cavity: number, y: number): number {
  if (cavity < -8 || cavity > 25 || level.a < 38) return 8;
  const w = level.z - 0.34 * y + shape.ribPhase + 500;
  const u = w - 25 * Math.round(w / 25);
  return ellipse(cavity - 7.5, u, 3.7, 6.4);
}

function sternumAt(shape: BodyShape, level: Level, x: number, y: number): number {
  const front = level.centreY - level.b - 7.5;
  const t = level.z / shape.height;
  return Math.max(ellipse(x, y - front, 19, 6), 40 * Math.max(0.36 - t, t - 0.8) * 6);
}

/** Above the oblique fissure of either side: positive. */
function obliqueAt(shape: BodyShape, x: number, y: number, z: number): number {
  const s = Math.min(1, Math.max(0, 0.5 + x / 20));
  const middle = shape.rightOblique + (shape.leftOblique - shape.rightOblique) * s * s * (3 - 2 * s);
  const wave = 3.5 * sin(0.035 * x + 0.02 * y + shape.wavePhase);
  return z - (middle + shape.obliqueSlope * (y - 4) + 0.0012 * (Math.abs(x) - 60) * (Math.abs(x) - 60) + wave);
}

/** Above the horizontal fissure, right lung only; left of the midline it runs off upwards. */
function horizontalAt(shape: BodyShape, x: number, y: number, z: number): number {
  const wave = 2.5 * sin(0.04 * x - 0.03 * y + 1.3 * shape.wavePhase);
  return z - (shape.horizontal + 0.1 * y + wave + Math.max(0, 60 * (x - midlineAt(y, z))));
}
