/** The calibration sets: shapes of known size in plain lung, over kinds of scan, directions and surroundings. */
import { random } from '../maths';
import { randomTubes, type CalibrationShape, type ScanOptions, type TubesOptions } from '../phantom';

export interface SetOfShapes {
  readonly id: string;
  readonly title: string;
  /** Calibres in which it is scored, mm²; empty where it holds nothing that should be found. */
  readonly csaMm2: readonly number[];
  options(seed: number): TubesOptions;
}

const calibres = [0.5, 0.8, 1.25, 2, 3.5, 5, 7.5, 10, 20, 40];
const inRange = [1.25, 2, 3.5, 5, 7.5, 10];
const each = 10;

const thin: Partial<ScanOptions> = {
  pixelMm: 0.7,
  sliceSpacingMm: 1,
  sliceThicknessMm: 1,
  psfSigmaMm: 0.6,
  psfSigmaZMm: 0.25,
  noiseHu: 25,
  noiseCorrelationMm: 0.6,
};

type Change = (options: TubesOptions, seed: number) => TubesOptions;

/** Straight tubes of all calibres; `change` puts them elsewhere. */
function tubes(
  id: string,
  title: string,
  scan: Partial<ScanOptions>,
  change: Change = (options) => options,
): SetOfShapes {
  return {
    id,
    title,
    csaMm2: calibres,
    options: (seed) => change(randomTubes(seed, calibres, each, { ...thin, ...scan }), seed),
  };
}

type Straight = CalibrationShape & { readonly shape: 'straight' };

/** Another shape in the place of each straight tube. */
function shaped(
  id: string,
  title: string,
  csaMm2: readonly number[],
  sizes: readonly number[],
  shape: (tube: Straight, n: number) => CalibrationShape,
): SetOfShapes {
  return {
    id,
    title,
    csaMm2,
    options(seed) {
      const plain = randomTubes(seed, sizes, each, thin);
      const straight = plain.shapes.filter((one): one is Straight => one.shape === 'straight');
      return { ...plain, shapes: straight.map(shape) };
    },
  };
}

const slices = (spacing: number, thickness = spacing): Partial<ScanOptions> => ({
  sliceSpacingMm: spacing,
  sliceThicknessMm: thickness,
});

/** All tubes along one direction, at random places within a voxel. */
const along =
  (x: number, y: number, z: number): Change =>
  (options) => ({
    ...options,
    shapes: options.shapes.map((shape) =>
      shape.shape === 'straight' ? { ...shape, along: [x, y, z] as const } : shape,
    ),
  });

const lungHu =
  (hu: number): Change =>
  (options) => ({ ...options, lungHu: hu });

const bloodHu =
  (hu: number): Change =>
  (options) => ({ ...options, bloodHu: hu });

export const calibrationSets: readonly SetOfShapes[] = [
  tubes('thin', '1 mm, σ 0.6 mm, noise 25 HU', {}),
  tubes('finest', '0.5 mm, pixels 0.5 mm, σ 0.5 mm, noise 35 HU', {
    ...slices(0.5),
    pixelMm: 0.5,
    psfSigmaMm: 0.5,
    noiseHu: 35,
  }),
  tubes('noisy', '1 mm, pixels 0.9 mm, σ 0.65 mm, noise 60 HU', { pixelMm: 0.9, psfSigmaMm: 0.65, noiseHu: 60 }),
  tubes('soft', '1 mm, σ 0.9 mm, noise 15 HU', { psfSigmaMm: 0.9, noiseHu: 15, noiseCorrelationMm: 0.9 }),
  tubes('sharp', '1 mm, σ 0.55 mm, a 0.4, noise 40 HU', {
    psfSigmaMm: 0.55,
    sharpening: 0.4,
    noiseHu: 40,
    noiseCorrelationMm: 0.4,
  }),
  tubes('contrast', '1.25 mm, blood 300 HU, noise 20 HU', { ...slices(1.25), noiseHu: 20 }, bloodHu(300)),
  tubes('thick-1.5', '1.5 mm, σ 0.65 mm, noise 25 HU', { ...slices(1.5), psfSigmaMm: 0.65 }),
  tubes('thick-2', '2 mm every 1.5 mm, σ 0.65 mm, noise 20 HU', { ...slices(1.5, 2), psfSigmaMm: 0.65, noiseHu: 20 }),
  tubes('thick-3', '3 mm every 2 mm, σ 0.7 mm, noise 20 HU', { ...slices(2, 3), psfSigmaMm: 0.7, noiseHu: 20 }),
  tubes('across', '1.25 mm, tubes in the slice', slices(1.25), along(0.8, 0.6, 0)),
  tubes('upright', '1.25 mm, tubes across the slices', slices(1.25), along(0, 0, 1)),
  tubes('ground-glass', '1 mm, in ground glass of −600 HU', {}, lungHu(-600)),
  shaped('arcs', '1 mm, bent at 12 mm', inRange, inRange, (tube) => ({ ...tube, shape: 'arc', bendMm: 12 })),
  shaped('pairs', '1 mm, pairs with 0.5 mm between', inRange, inRange, (tube) => ({
    ...tube,
    shape: 'pair',
    otherCsaMm2: tube.csaMm2,
    gapMm: 0.5,
  })),
  shaped('forks', '1 mm, Y junctions', [1.25, 2, 3.5, 5, 7.5, 10], [3.5, 5, 7.5, 10, 15], (tube, n) => ({
    ...tube,
    shape: 'fork',
    share: n % 2 === 0 ? 0.5 : 0.7,
    halfAngleDegrees: 35,
  })),
  shaped('beside-bronchi', '1 mm, beside a bronchus', inRange, inRange, (tube, n) => ({
    ...tube,
    shape: 'beside_airway',
    outerRadiusMm: 1.5 + 0.5 * (n % 4),
    wallMm: 0.8,
    gapMm: 0.1,
  })),
  shaped('bronchi', '1 mm, bronchi alone', [], [1, 2, 3, 4], (tube, n) => ({
    ...tube,
    shape: 'airway',
    outerRadiusMm: 1.5 + 0.6 * (n % 4),
    wallMm: 0.8,
  })),
  {
    id: 'sheets',
    title: '1 mm, sheets of 1 mm',
    csaMm2: [],
    options(seed) {
      const plain = randomTubes(seed, [1], 8, thin);
      const draw = random(seed, 402);
      const shapes = [-12, 0, 12].map((x): CalibrationShape => {
        const tilt = 0.6 * (draw.uniform() - 0.5);
        const length = Math.sqrt(1 + 2 * tilt * tilt);
        return {
          shape: 'sheet',
          at: [x, 0, 0],
          normal: [1 / length, tilt / length, tilt / length],
          thicknessMm: 1,
        };
      });
      return { ...plain, shapes };
    },
  },
];
