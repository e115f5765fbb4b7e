/** A made-up measurement of a made-up scan, complete and consistent; each test changes what it is about. */
import { issues } from '../../../src/core/issue-catalogue';
import { defaultParameters } from '../../../src/core/parameters';
import { parametersHash, scanId, type ResultInput } from '../../../src/core/result';
import type {
  BinVolumes,
  Measurement,
  Part,
  PartIntervals,
  ScanFacts,
  StationTable,
} from '../../../src/core/result/types';

export const exampleFacts: ScanFacts = {
  modality: 'CT',
  manufacturer: 'Example Imaging, "Nord"',
  model: 'E-64',
  kernel: 'B40f',
  contrastAgent: null,
  kvp: 120,
  seriesDescription: 'Thorax 1.0; soft\\medium',
  sliceThicknessMm: 1,
  acquiredAt: '2026-03-12T08:10:00',
  patientId: 'P-0042',
  files: 312,
};

function part(scale: number): Part {
  const bv5Ml = 98.1 * scale;
  const bv5To10Ml = 34.1 * scale;
  const bv10Ml = 82.0 * scale;
  const tbvMl = bv5Ml + bv5To10Ml + bv10Ml;
  const volumes: BinVolumes = { bv5Ml, bv5To10Ml, bv10Ml, tbvMl, belowMl: 11.2 * scale };
  const bv5 = (100 * bv5Ml) / tbvMl;
  const bv5To10 = (100 * bv5To10Ml) / tbvMl;
  return { volumes, percent: { bv5, bv5To10, bv10: 100 - bv5 - bv5To10 } };
}

const whole = part(1);
const pixels = 'f01c'.repeat(16);
const geometry: Measurement['geometry'] = {
  size: [512, 512, 312],
  spacingMm: [0.7, 0.7, 1],
  originMm: [-179.2, -165.5, -310.25],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};
/** 5 bars a doubling around 1.25, 5 and 10 mm². */
const edgesMm2 = Array.from({ length: 37 }, (_, i) => 1.25 * 2 ** ((i - 5) / 5));

const sideIntervals = (share: number): PartIntervals => ({
  volumes: {
    tbvMl: [200 * share, 229 * share],
    bv5Ml: [91 * share, 106 * share],
    bv5To10Ml: [31 * share, 37 * share],
    bv10Ml: [77 * share, 87 * share],
    belowMl: [6 * share, 17 * share],
  },
  percent: { bv5: [42.6, 48.9], bv5To10: [14.4, 17.4], bv10: [35.6, 41.1] },
});

export const exampleMeasurement: Measurement = {
  geometry,
  pixelsSha256: pixels,
  scanId: scanId(pixels, geometry),
  estimates: {
    bloodHu: { value: 38, low: 35, high: 41, how: 'median of 2104 voxels inside 31 thick vessels' },
    psfSigmaMm: { value: 0.563, low: 0.55, high: 0.58, how: '512 stations along the slice normal' },
    psfSigmaZMm: { value: 0.71, low: 0.68, high: 0.74, how: '388 stations within the slices' },
    noiseHu: { value: 24.3, low: 23, high: 25.6, how: '840 patches of soft tissue' },
    detectionLimitMm2: { value: 0.62, low: 0.5, high: 0.75, how: 'noise, blur and contrast' },
  },
  lungs: {
    totalMl: 6290.25,
    leftMl: 2899.5,
    rightMl: 3390.75,
    meanHu: -832.1,
    uncertainPercent: 0.4,
    cutOff: [],
  },
  volumes: { ...whole.volumes, tbvWithoutHilumMl: 190.5, tbvMlPerL: 34.06 },
  percent: whole.percent,
  intervals: {
    level: 0.9,
    volumes: { tbvMl: [206, 223], bv5Ml: [93, 104], bv5To10Ml: [32, 36], bv10Ml: [79, 85], belowMl: [7, 16] },
    percent: { bv5: [43.6, 47.9], bv5To10: [15, 16.8], bv10: [36.6, 40.1] },
    sides: { left: sideIntervals(0.45), right: sideIntervals(0.55) },
    sources: [
      { name: 'blur', points: 0.8 },
      { name: 'uncertain_lung', points: 0.01 },
      { name: 'hilum', points: 1.4 },
    ],
  },
  sides: { left: part(0.45), right: part(0.55) },
  zones: { upper: part(0.25), middle: part(0.4), lower: part(0.35), core: part(0.6), peel: part(0.4) },
  histogram: { edgesMm2, ml: edgesMm2.slice(1).map((edge) => 12 - edge / 20) },
  vessels: {
    branches: 4195,
    stations: 61034,
    lengthMm: 45775.5,
    rejected: [
      { reason: 'sheet', count: 12, ml: 0.83 },
      { reason: 'speck', count: 140, ml: 0.21 },
    ],
  },
  quality: {
    verdict: 'good',
    checks: [
      { id: 'noise', value: 24.3, unit: 'HU', limit: 30, verdict: 'good', message: 'Noise is 24 HU.' },
      { id: 'kernel', value: 'B40f', unit: '', limit: null, verdict: 'good', message: 'The kernel is not sharp.' },
      { id: 'lungs', value: -832.1, unit: 'HU', limit: -780, verdict: 'good', message: 'The lungs are inflated.' },
    ],
  },
  issues: [issues.file_unreadable('Doe_John/a.dcm', 'it is cut short')],
};

export const exampleInput: ResultInput = {
  measurement: exampleMeasurement,
  facts: exampleFacts,
  caseLabel: 'c7e1-04',
  identify: false,
  program: {
    name: 'bvx',
    version: '0.1.0',
    parameters: defaultParameters,
    parametersHash: parametersHash(defaultParameters),
  },
  edits: [{ at: '2026-03-12T09:00:00+01:00', kind: 'reject', summary: 'Vessel 17 rejected.' }],
  asMeasured: exampleMeasurement,
  timing: {
    threads: 2,
    totalS: 18.25,
    peakMemoryMb: 2100,
    stages: [
      { id: 'read', seconds: 2.5 },
      { id: 'lungs', seconds: 3.25 },
    ],
  },
};

/** A table of `n` stations with values as a measurement has them. */
export function exampleStations(n: number): StationTable {
  const at = (scale: number, offset: number): Float32Array =>
    Float32Array.from({ length: n }, (_, i) => ((i * 7919 + 31) % 10007) * scale + offset);
  return {
    vessel: Int32Array.from({ length: n }, (_, i) => Math.floor(i / 40)),
    branch: Int32Array.from({ length: n }, (_, i) => Math.floor(i / 15)),
    x: at(0.03, -170.125),
    y: at(0.027, -150),
    z: at(-0.031, 12.5),
    csaMm2: at(0.003, 0.4),
    csaLowMm2: at(0.0028, 0.3),
    csaHighMm2: at(0.0031, 0.5),
    lengthMm: at(0.00001, 0.7),
    ml: at(0.0000004, 0.0001),
    side: Uint8Array.from({ length: n }, (_, i) => 1 + (i % 2)),
  };
}
