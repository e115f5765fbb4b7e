/** The calibration trials: shapes of known size on kinds of scan, and shapes that are no vessels. */
import { random } from '../maths';
import { calibrationSets, randomTubes } from '../phantom';
import type { CalibrationShape, ScanOptions, TubesOptions } from '../phantom';

export interface CalibrationPlan {
  readonly id: string;
  readonly title: string;
  /** Whether there is anything in it that should be found. */
  readonly vessels: boolean;
  options(seed: number): TubesOptions;
}

const thin: Partial<ScanOptions> = {
  pixelMm: 0.7,
  sliceSpacingMm: 1,
  sliceThicknessMm: 1,
  psfSigmaMm: 0.6,
  psfSigmaZMm: 0.25,
  noiseHu: 25,
  noiseCorrelationMm: 0.6,
};

const slices = (spacing: number, thickness = spacing): Partial<ScanOptions> => ({
  sliceSpacingMm: spacing,
  sliceThicknessMm: thickness,
});

/** A set of the generator on a scan. Throws on a set that is not there. */
function onScan(id: string, setId: string, title: string, scan: Partial<ScanOptions>): CalibrationPlan {
  const set = calibrationSets.find((one) => one.id === setId);
  if (set === undefined) throw new Error(`no calibration set ${setId}`);
  return { id, title, vessels: true, options: (seed) => set.options(seed, { ...thin, ...scan }) };
}

/** Straight tubes of all calibres and directions. */
const straight = (id: string, title: string, scan: Partial<ScanOptions>): CalibrationPlan =>
  onScan(id, 'cylinders', title, scan);

/** The tubes of `straight` along one direction. */
function along(id: string, title: string, direction: readonly [number, number, number]): CalibrationPlan {
  const plan = straight(id, title, slices(1.25));
  return {
    ...plan,
    options(seed) {
      const plain = plan.options(seed);
      const shapes = plain.shapes.map((one) => (one.shape === 'straight' ? { ...one, along: direction } : one));
      return { ...plain, shapes };
    },
  };
}

/** Bronchi without a vessel beside them. */
function bareBronchi(seed: number): TubesOptions {
  const plain = randomTubes(seed, [1, 2, 3, 4], 10, thin);
  const shapes = plain.shapes.map((one, n): CalibrationShape =>
    one.shape === 'straight'
      ? { ...one, shape: 'airway', outerRadiusMm: 1.5 + 0.6 * (n % 4), wallMm: 0.6 + 0.1 * (n % 4) }
      : one,
  );
  return { ...plain, shapes };
}

/** Three slanting sheets of 1 mm, as fissures are. */
function sheets(seed: number): TubesOptions {
  const draw = random(seed, 402);
  const shapes = [-12, 0, 12].map((x): CalibrationShape => {
    const tilt = 0.6 * (draw.uniform() - 0.5);
    const length = Math.sqrt(1 + 2 * tilt * tilt);
    return { shape: 'sheet', at: [x, 0, 0], normal: [1 / length, tilt / length, tilt / length], thicknessMm: 1 };
  });
  return { ...randomTubes(seed, [1], 8, thin), shapes };
}

export const calibrationPlans: readonly CalibrationPlan[] = [
  straight('thin', '1 mm, σ 0.6 mm, noise 25 HU', {}),
  straight('finest', '0.5 mm, pixels 0.5 mm, σ 0.5 mm, noise 35 HU', {
    ...slices(0.5),
    pixelMm: 0.5,
    psfSigmaMm: 0.5,
    noiseHu: 35,
  }),
  straight('noisy', '1 mm, pixels 0.9 mm, σ 0.65 mm, noise 60 HU', { pixelMm: 0.9, psfSigmaMm: 0.65, noiseHu: 60 }),
  straight('soft', '1 mm, σ 0.9 mm, noise 15 HU', { psfSigmaMm: 0.9, noiseHu: 15, noiseCorrelationMm: 0.9 }),
  straight('sharp', '1 mm, σ 0.55 mm, a 0.4, noise 40 HU', {
    psfSigmaMm: 0.55,
    sharpening: 0.4,
    noiseHu: 40,
    noiseCorrelationMm: 0.4,
  }),
  straight('thick-1.5', '1.5 mm, σ 0.65 mm, noise 25 HU', { ...slices(1.5), psfSigmaMm: 0.65 }),
  straight('thick-2', '2 mm every 1.5 mm, σ 0.65 mm, noise 20 HU', {
    ...slices(1.5, 2),
    psfSigmaMm: 0.65,
    noiseHu: 20,
  }),
  straight('thick-3', '3 mm every 2 mm, σ 0.7 mm, noise 20 HU', { ...slices(2, 3), psfSigmaMm: 0.7, noiseHu: 20 }),
  along('in-slice', '1.25 mm, all in the slice', [0.8, 0.6, 0]),
  along('upright', '1.25 mm, all across the slices', [0, 0, 1]),
  onScan('contrast', 'contrast', '1.25 mm, blood 250 HU, noise 20 HU', { ...slices(1.25), noiseHu: 20 }),
  onScan('ground-glass', 'ground-glass', '1 mm, in lung of −600 HU', {}),
  onScan('curves', 'curves', '1 mm, arcs of 6 to 30 mm bending radius', {}),
  onScan('forks', 'forks', '1 mm, Y junctions', {}),
  onScan('pairs', 'pairs', '1 mm, two vessels 0.2 to 2 mm apart', {}),
  onScan('pleura', 'pleura', '1 mm, along the chest wall, 0.2 to 2 mm from it', {}),
  onScan('beside-bronchi', 'bronchi', '1 mm, beside a bronchus, 0.2 to 2 mm from it', {}),
  { id: 'bronchi', title: '1 mm, bronchi alone', vessels: false, options: bareBronchi },
  { id: 'sheets', title: '1 mm, sheets of 1 mm', vessels: false, options: sheets },
];
