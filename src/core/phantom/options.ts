/** What a synthetic chest can look like and how it is scanned: typed options with ready-made sets. */

/** How the scene is scanned: axial slices, identity direction. */
export interface ScanOptions {
  readonly columns: number;
  readonly rows: number;
  readonly slices: number;
  readonly pixelMm: number;
  /** Middle of the scan from the middle of the chest, mm to the left, back and up. */
  readonly offsetMm: readonly [number, number, number];
  readonly sliceSpacingMm: number;
  /** Full width of the box part of the slice profile. */
  readonly sliceThicknessMm: number;
  /** Standard deviation in the slice plane of the blur in the image as sampled: no voxel average comes on top. */
  readonly psfSigmaMm: number;
  /** Gaussian part of the slice profile; the total variance along z is this squared + thickness²/12. */
  readonly psfSigmaZMm: number;
  /** Edge enhancement a in the plane: PSF = (1 + a)·G(psfSigmaMm) − a·G(sharpeningSigmaMm); 0 for a soft kernel. */
  readonly sharpening: number;
  readonly sharpeningSigmaMm: number;
  /** Standard deviation of the noise in the middle of the body, HU. */
  readonly noiseHu: number;
  /** Gaussian width of the noise grain in the plane, mm. */
  readonly noiseCorrelationMm: number;
  /** Noise at the corner of the field of view as a fraction of that in the middle. */
  readonly noiseRim: number;
  /** Coarsest step of the lattice on which the scene is drawn before blurring, mm. */
  readonly subStepMm: number;
  /** How far the beating heart displaces the vessels beside it to either side while a slice is made, mm. */
  readonly motionMm: number;
  /** HU written outside the reconstruction circle; null: the whole square is reconstructed. */
  readonly paddingHu: number | null;
}

export interface BloodOptions {
  readonly arteryHu: number;
  readonly veinHu: number;
  /** Blood aimed at in vessels of CSA ≥ 1.25 mm² inside both lungs, mL; reached to a few percent. */
  readonly tbvMl: number;
  /** γ of r₀^γ = r₁^γ + r₂^γ at every junction: the middle of what arteries and veins have. */
  readonly murrayExponent: number;
  /** 0 … 1: how far the trees of one chest differ in shape from those of another. */
  readonly treeVariation: number;
  /** How far the γ of a tree may lie from the middle; drawn for arteries and veins each. */
  readonly murraySpread: number;
  /** Branches thinner than this are not divided further, mm. */
  readonly terminalRadiusMm: number;
}

export interface LungOptions {
  /** Parenchyma between the visible vessels, half way between front and back, HU. */
  readonly parenchymaHu: number;
  /** Rise towards the back (the patient lies on it), HU per mm. */
  readonly gravityHuPerMm: number;
  /** Standard deviation of the patchy texture of the parenchyma, HU. */
  readonly textureHu: number;
  readonly fissureThicknessMm: number;
  readonly fissureHu: number;
}

export interface AnatomyOptions {
  /** 1 gives lungs of about 5.8 L together; volume goes with its cube. */
  readonly scale: number;
  /** 0 … 1: how far seeds differ from each other. */
  readonly variation: number;
  /** Step of the grid on which solids are given, mm: linear in between. */
  readonly gridMm: number;
  /** Mean thickness of the soft tissue about the stems where they enter the lungs, mm. */
  readonly sheathMm: number;
  /** Lymph nodes beside the stems, within the lungs. */
  readonly nodes: number;
}

export interface DiseaseOptions {
  /** Air-filled holes: share of the lung volume they take, and their mean diameter. */
  readonly emphysema: { readonly fraction: number; readonly diameterMm: number } | null;
  /** Hazy patches: share of the lung volume, and HU added. */
  readonly groundGlass: { readonly fraction: number; readonly addedHu: number } | null;
  /** Airless lung at the back of the bases: share of the lung volume, and its HU. */
  readonly consolidation: { readonly fraction: number; readonly hu: number } | null;
  /** Fluid behind both lungs, depth along the back wall in mm. */
  readonly effusion: { readonly depthMm: number; readonly hu: number } | null;
  readonly nodules: { readonly count: number; readonly diameterMm: number } | null;
  /** Bronchi filled with mucus instead of air, as a share of the thin ones. */
  readonly mucusPlugs: { readonly fraction: number; readonly hu: number } | null;
  /** Vessels cut off: share of the branches thinner than the radius that are lost, with all behind them. */
  readonly pruning: { readonly fraction: number; readonly belowRadiusMm: number } | null;
}

export interface ChestOptions {
  readonly seed: number;
  readonly scan: ScanOptions;
  readonly anatomy: AnatomyOptions;
  readonly lung: LungOptions;
  readonly blood: BloodOptions;
  readonly disease: DiseaseOptions;
}

export const healthy: DiseaseOptions = {
  emphysema: null,
  groundGlass: null,
  consolidation: null,
  effusion: null,
  nodules: null,
  mucusPlugs: null,
  pruning: null,
};

/** A healthy adult on a thin-slice scan with a standard kernel. */
export const chestOptions: ChestOptions = {
  seed: 1,
  scan: {
    columns: 384,
    rows: 384,
    slices: 300,
    pixelMm: 0.88,
    offsetMm: [0, 0, 0],
    sliceSpacingMm: 1,
    sliceThicknessMm: 1,
    psfSigmaMm: 0.58,
    psfSigmaZMm: 0.25,
    sharpening: 0,
    sharpeningSigmaMm: 1,
    noiseHu: 22,
    noiseCorrelationMm: 0.6,
    noiseRim: 0.75,
    subStepMm: 0.47,
    motionMm: 0,
    paddingHu: null,
  },
  anatomy: { scale: 1, variation: 1, gridMm: 2.5, sheathMm: 0, nodes: 0 },
  lung: { parenchymaHu: -862, gravityHuPerMm: 0.25, textureHu: 9, fissureThicknessMm: 0.5, fissureHu: 0 },
  blood: {
    arteryHu: 40,
    veinHu: 40,
    tbvMl: 150,
    murrayExponent: 3.2,
    treeVariation: 0,
    murraySpread: 0,
    terminalRadiusMm: 0.48,
  },
  disease: healthy,
};

/**
 * A chest less like the others than `chestOptions`: trees whose exponent and shape are drawn, soft tissue about the
 * stems and lymph nodes at the hilum.
 */
export const variedChestOptions: ChestOptions = {
  ...chestOptions,
  anatomy: { ...chestOptions.anatomy, sheathMm: 0.8, nodes: 6 },
  blood: { ...chestOptions.blood, treeVariation: 1, murraySpread: 0.2 },
};

/** The case that `npm run sample` makes: small adult, 1.25 mm slices, 39 MB as DICOM. */
export const sampleChestOptions: ChestOptions = {
  ...chestOptions,
  seed: 20,
  scan: {
    ...chestOptions.scan,
    columns: 304,
    rows: 304,
    slices: 212,
    pixelMm: 0.93,
    sliceSpacingMm: 1.25,
    sliceThicknessMm: 1.25,
    noiseHu: 20,
  },
  anatomy: { ...chestOptions.anatomy, scale: 0.92 },
  blood: { ...chestOptions.blood, tbvMl: 115 },
};
