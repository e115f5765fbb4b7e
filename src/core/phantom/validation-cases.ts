/** The synthetic chests on which the measurement is validated: one row a case, over spacing, kernel, noise, contrast and disease. */
import { variedChestOptions, type ChestOptions } from './options';

/** Which limits of error a case is held to. */
export type ValidationClass = 'thin normal' | 'thin difficult' | 'dense disease' | 'thick';

export interface ValidationCase {
  readonly id: string;
  readonly title: string;
  readonly kind: ValidationClass;
  /** All but the seed, which is drawn for a run. */
  readonly options: ChestOptions;
}

/** A part of the options at every level. */
type Changes = { readonly [K in keyof Omit<ChestOptions, 'seed'>]?: Partial<ChestOptions[K]> };

/** Trees whose exponent and shape are drawn, with soft tissue and nodes at the hilum. */
const chest = (changes: Changes): ChestOptions => ({
  seed: 0,
  scan: { ...variedChestOptions.scan, ...changes.scan },
  anatomy: { ...variedChestOptions.anatomy, ...changes.anatomy },
  lung: { ...variedChestOptions.lung, ...changes.lung },
  blood: { ...variedChestOptions.blood, ...changes.blood },
  disease: { ...variedChestOptions.disease, ...changes.disease },
});

/** Slices of a spacing and thickness that cover the same chest. */
const slices = (sliceSpacingMm: number, sliceThicknessMm = sliceSpacingMm, chestMm = 300) => ({
  slices: Math.round(chestMm / sliceSpacingMm),
  sliceSpacingMm,
  sliceThicknessMm,
});

const of = (id: string, title: string, kind: ValidationClass, changes: Changes): ValidationCase => ({
  id,
  title,
  kind,
  options: chest(changes),
});

export const validationCases: readonly ValidationCase[] = [
  of('normal-1.0', '1 mm, standard kernel', 'thin normal', {}),
  of('normal-0.5', '0.5 mm, small chest', 'thin normal', {
    scan: { ...slices(0.5, 0.6, 232), columns: 416, rows: 416, pixelMm: 0.62, psfSigmaMm: 0.5, noiseHu: 35 },
    anatomy: { scale: 0.76 },
    blood: { tbvMl: 120 },
  }),
  of('soft-1.0', '1 mm, soft kernel (σ 0.8 mm), noise 15 HU', 'thin normal', {
    scan: { psfSigmaMm: 0.8, noiseHu: 15, noiseCorrelationMm: 0.9 },
    blood: { tbvMl: 200, murrayExponent: 3 },
  }),
  of('normal-1.25', '1.25 mm, standard kernel, large vessels', 'thin normal', {
    scan: { ...slices(1.25), noiseHu: 28, psfSigmaMm: 0.62 },
    blood: { tbvMl: 240, murrayExponent: 2.9 },
  }),
  of('noisy-1.0', '1 mm, noise 60 HU', 'thin difficult', { scan: { noiseHu: 60 } }),
  of('sharp-1.25', '1.25 mm, sharp kernel (a 0.3), noise 35 HU', 'thin difficult', {
    scan: { ...slices(1.25), sharpening: 0.3, psfSigmaMm: 0.55, noiseHu: 35, noiseCorrelationMm: 0.4 },
  }),
  of('sharp-0.8', '0.8 mm, very sharp kernel (a 0.5), noise 45 HU', 'thin difficult', {
    scan: { ...slices(0.8), sharpening: 0.5, psfSigmaMm: 0.52, noiseHu: 45, noiseCorrelationMm: 0.35 },
    blood: { tbvMl: 180 },
  }),
  of('pruned-1.25', '1.25 mm, pruned tree, emphysema', 'thin difficult', {
    scan: { ...slices(1.25), noiseHu: 25 },
    disease: {
      pruning: { fraction: 0.55, belowRadiusMm: 1.2 },
      emphysema: { fraction: 0.15, diameterMm: 7 },
    },
  }),
  of('ground-glass-1.25', '1.25 mm, 15 % ground glass, nodules, noise 30 HU', 'thin difficult', {
    scan: { ...slices(1.25), noiseHu: 30 },
    disease: { groundGlass: { fraction: 0.15, addedHu: 250 }, nodules: { count: 12, diameterMm: 8 } },
  }),
  of('mucus-1.0', '1 mm, mucus plugs, ground glass', 'thin difficult', {
    disease: { mucusPlugs: { fraction: 0.2, hu: 20 }, groundGlass: { fraction: 0.08, addedHu: 200 } },
  }),
  of('contrast-1.0', '1 mm, arteries 350 HU, veins 230 HU', 'thin difficult', {
    blood: { arteryHu: 350, veinHu: 230, tbvMl: 170 },
  }),
  of('consolidation-1.0', '1 mm, consolidation, effusion, ground glass', 'dense disease', {
    disease: {
      consolidation: { fraction: 0.06, hu: 25 },
      effusion: { depthMm: 12, hu: 8 },
      groundGlass: { fraction: 0.1, addedHu: 250 },
    },
  }),
  of('consolidation-contrast', '1 mm, consolidation, effusion, arteries 150 HU, veins 130 HU', 'dense disease', {
    blood: { arteryHu: 150, veinHu: 130 },
    disease: { consolidation: { fraction: 0.06, hu: 25 }, effusion: { depthMm: 10, hu: 8 } },
  }),
  of('thick-2.0', '2 mm every 1.5 mm', 'thick', { scan: { ...slices(1.5, 2), noiseHu: 16 } }),
  of('thick-2.5', '2.5 mm, contiguous', 'thick', { scan: { ...slices(2.5), noiseHu: 15 } }),
  of('thick-3.0', '3 mm every 2 mm, contrast', 'thick', {
    scan: { ...slices(2, 3), noiseHu: 15, psfSigmaMm: 0.68 },
    blood: { arteryHu: 140, veinHu: 140 },
  }),
];
