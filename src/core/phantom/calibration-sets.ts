/** Ready-made calibration sets: what a method of sizing is tried on before it sees a chest. */
import { cos, random, sin } from '../maths';
import type { Random } from '../maths';
import { inCubes } from './calibration';
import type { TubesOptions } from './calibration';
import type { CalibrationShape } from './calibration-shapes';
import type { Point } from './forest';
import { chestOptions } from './options';
import type { ScanOptions } from './options';

export interface CalibrationCase {
  readonly id: string;
  readonly title: string;
  /** The set for a seed, on a scan that differs from the standard one as given; field and slices are made to fit. */
  readonly options: (seed: number, scan: Partial<ScanOptions>) => TubesOptions;
}

/** From far below the limit of BV5 to a segmental artery. */
const allCsaMm2 = [0.5, 0.8, 1.25, 2, 3.5, 5, 7.5, 10, 20, 40];
const bv5CsaMm2 = [1.25, 2, 3.5, 5, 7.5, 10];
const bendsMm = [6, 10, 18, 30];
const gapsMm = [0.2, 0.5, 1, 2];
/** Bronchus beside a vessel: outer radius over the vessel's, and wall over the outer radius. */
const bronchusOuter = 1.12;
const bronchusWall = 0.28;

const radiusOf = (csaMm2: number): number => Math.sqrt(csaMm2 / Math.PI);
const nth = <T>(values: readonly T[], n: number): T => values[n % values.length];
/** Which of the second property's values goes with n: all pairs come in turn. */
const round = (values: readonly unknown[], n: number): number => Math.floor(n / values.length);

/** The kth of n directions, evenly over the half sphere; the azimuth is drawn. */
function directionOf(k: number, n: number, draw: Random): Point {
  const z = (k + draw.uniform()) / n;
  const across = Math.sqrt(Math.max(0, 1 - z * z));
  const azimuth = 2 * Math.PI * draw.uniform();
  return [across * cos(azimuth), across * sin(azimuth), z];
}

/** Straight tubes of all calibres, every calibre in `each` directions over the half sphere. */
function straight(seed: number, each: number, scan: Partial<ScanOptions>): TubesOptions {
  const draw = random(seed, 401);
  const cubeMm = 24;
  return inCubes(seed, allCsaMm2.length * each, cubeMm, scan, draw, (n, at) => ({
    shape: 'straight',
    at,
    along: directionOf(round(allCsaMm2, n), each, draw),
    csaMm2: nth(allCsaMm2, n),
    lengthMm: cubeMm - 10,
  }));
}

/** Calibres of BV5 and around, each with every one of four values of a second property. */
function inPairs(
  seed: number,
  stream: number,
  cubeMm: number,
  scan: Partial<ScanOptions>,
  shapeOf: (at: Point, along: Point, csaMm2: number, which: number) => CalibrationShape,
): TubesOptions {
  const draw = random(seed, stream);
  const values = 4;
  const each = 2 * values;
  return inCubes(seed, bv5CsaMm2.length * each, cubeMm, scan, draw, (n, at) => {
    const k = round(bv5CsaMm2, n);
    // the two of a pair lie far apart in direction
    return shapeOf(at, directionOf((k * 3) % each, each, draw), nth(bv5CsaMm2, n), k % values);
  });
}

/** Tubes in lung along a plane of chest wall, each gap at every calibre. */
function alongPleura(seed: number, scan: Partial<ScanOptions>): TubesOptions {
  const draw = random(seed, 405);
  const full: ScanOptions = { ...chestOptions.scan, subStepMm: 0.3, ...scan };
  const cellMm = 20;
  const [across, up] = [bv5CsaMm2.length, gapsMm.length];
  const pleuraYMm = 8;
  const shapes = Array.from({ length: across * up }, (_, n): CalibrationShape => {
    const csaMm2 = nth(bv5CsaMm2, n);
    const place = (i: number, count: number): number => (i - (count - 1) / 2) * cellMm + draw.uniform() - 0.5;
    const angle = Math.PI * draw.uniform();
    return {
      shape: 'straight',
      at: [
        place(n % across, across),
        pleuraYMm - nth(gapsMm, round(bv5CsaMm2, n)) - radiusOf(csaMm2),
        place(round(bv5CsaMm2, n), up),
      ],
      along: [cos(angle), 0, sin(angle)],
      csaMm2,
      lengthMm: cellMm - 5,
    };
  });
  return {
    seed,
    scan: {
      ...full,
      columns: Math.ceil((across * cellMm) / full.pixelMm),
      rows: Math.ceil(36 / full.pixelMm),
      slices: Math.ceil((up * cellMm) / full.sliceSpacingMm),
    },
    lungHu: -870,
    bloodHu: 40,
    wallHu: 45,
    shapes,
    pleuraYMm,
  };
}

/** All sets, by stable id. A scan is a part of `ScanOptions`; calibres are those of the true stations. */
export const calibrationSets: readonly CalibrationCase[] = [
  {
    id: 'cylinders',
    title: 'straight, 0.5 to 40 mm², twelve directions each',
    options: (seed, scan) => straight(seed, 12, scan),
  },
  {
    id: 'curves',
    title: 'arcs of 6 to 30 mm bending radius',
    options: (seed, scan) =>
      inPairs(seed, 402, 22, scan, (at, along, csaMm2, which) => ({
        shape: 'arc',
        at,
        along,
        csaMm2,
        lengthMm: 14,
        bendMm: bendsMm[which],
      })),
  },
  {
    id: 'forks',
    title: 'Y-junctions, even and uneven',
    options: (seed, scan) =>
      inPairs(seed, 403, 24, scan, (at, along, csaMm2, which) => ({
        shape: 'fork',
        at,
        along,
        csaMm2: 1.6 * csaMm2,
        lengthMm: 18,
        share: [0.5, 0.4, 0.3, 0.15][which],
        halfAngleDegrees: [30, 35, 40, 45][which],
      })),
  },
  {
    id: 'pairs',
    title: 'two parallel vessels, 0.2 to 2 mm apart',
    options: (seed, scan) =>
      inPairs(seed, 404, 22, scan, (at, along, csaMm2, which) => ({
        shape: 'pair',
        at,
        along,
        csaMm2,
        otherCsaMm2: 3.5,
        lengthMm: 15,
        gapMm: gapsMm[which],
      })),
  },
  { id: 'pleura', title: 'along the chest wall, 0.2 to 2 mm from it', options: alongPleura },
  {
    id: 'bronchi',
    title: 'beside a bronchus, 0.2 to 2 mm from it',
    options: (seed, scan) =>
      inPairs(seed, 406, 24, scan, (at, along, csaMm2, which) => {
        const outerRadiusMm = Math.max(1.2, bronchusOuter * radiusOf(csaMm2));
        return {
          shape: 'beside_airway',
          at,
          along,
          csaMm2,
          outerRadiusMm,
          wallMm: 0.25 + bronchusWall * (outerRadiusMm - 0.8),
          lengthMm: 15,
          gapMm: gapsMm[which],
        };
      }),
  },
  {
    id: 'ground-glass',
    title: 'straight, in lung of −600 HU',
    options: (seed, scan) => ({ ...straight(seed, 6, scan), lungHu: -600 }),
  },
  {
    id: 'contrast',
    title: 'straight, blood of 250 HU',
    options: (seed, scan) => ({ ...straight(seed, 6, scan), bloodHu: 250 }),
  },
];
