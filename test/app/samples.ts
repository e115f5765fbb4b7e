/** Records as the engine gives them, for the tests of the page: no engine runs behind them. */
import type { Inventory, SeriesSummary } from '../../src/core/dicom/types';
import { done } from '../../src/core/issues';
import { plainKernels } from '../../src/core/kernels';
import { inlineParallel } from '../../src/core/parallel';
import { defaultParameters } from '../../src/core/parameters';
import type { Measurement, PartIntervals, ScanFacts } from '../../src/core/result';
import { correctedMask, correctedMeasurement, stationTable, type VesselAccount } from '../../src/core/vessel-account';
import type { Geometry } from '../../src/core/volume';
import type { Engine, MeasuredScan, OpenedScan } from '../../src/engine';

export const geometry: Geometry = {
  size: [4, 4, 3],
  spacingMm: [0.7, 0.7, 1],
  originMm: [0, 0, 0],
  direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
};

export const facts: ScanFacts = {
  modality: 'CT',
  manufacturer: 'Maker',
  model: 'Model',
  kernel: 'B40f',
  contrastAgent: null,
  kvp: 120,
  seriesDescription: 'Chest 1.0 B40f',
  sliceThicknessMm: 1,
  acquiredAt: null,
  patientId: null,
  files: 3,
};

export function series(id: string, over: Partial<SeriesSummary> = {}): SeriesSummary {
  return {
    id,
    uid: null,
    format: 'dicom',
    facts,
    geometry,
    slices: 3,
    verdict: 'best',
    rank: 1,
    reason: 'Thin slices, medium kernel',
    issues: [],
    refusal: null,
    memoryBytes: 1.9e9,
    ...over,
  };
}

export function inventory(...all: readonly SeriesSummary[]): Inventory {
  return { series: all, leftOut: [], files: 3 * all.length };
}

export function opened(): OpenedScan {
  return { volume: { geometry, hu: new Int16Array(48), paddingHu: null }, facts };
}

const part = (factor: number): Measurement['sides']['left'] => ({
  volumes: {
    bv5Ml: 98 * factor,
    bv5To10Ml: 34 * factor,
    bv10Ml: 82 * factor,
    tbvMl: 214 * factor,
    belowMl: 11 * factor,
  },
  percent: { bv5: 45.79, bv5To10: 15.89, bv10: 38.32 },
});

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

const estimate = (value: number): Measurement['estimates']['bloodHu'] => ({
  value,
  low: value * 0.95,
  high: value * 1.05,
  how: 'a test',
});

export function measurement(over: Partial<Measurement> = {}): Measurement {
  return {
    geometry,
    pixelsSha256: 'a'.repeat(64),
    scanId: 'bvx-0123456789abcdef',
    estimates: {
      bloodHu: estimate(38),
      psfSigmaMm: estimate(0.46),
      psfSigmaZMm: estimate(0.6),
      noiseHu: estimate(24),
      detectionLimitMm2: estimate(0.9),
    },
    lungs: { totalMl: 6290, leftMl: 2900, rightMl: 3390, meanHu: -843, uncertainPercent: 0.4, cutOff: [] },
    volumes: { ...part(1).volumes, tbvWithoutHilumMl: 200, tbvMlPerL: 34 },
    percent: part(1).percent,
    intervals: {
      level: 0.9,
      volumes: { tbvMl: [206, 223], bv5Ml: [93, 104], bv5To10Ml: [32, 36], bv10Ml: [79, 85], belowMl: [7, 16] },
      percent: { bv5: [43.6, 47.9], bv5To10: [15.0, 16.8], bv10: [36.6, 40.1] },
      sides: { left: sideIntervals(0.45), right: sideIntervals(0.55) },
      sources: [{ name: 'Sizing of thin vessels', points: 1.7 }],
    },
    sides: { right: part(0.55), left: part(0.45) },
    zones: { upper: part(0.3), middle: part(0.4), lower: part(0.3), core: part(0.6), peel: part(0.4) },
    histogram: { edgesMm2: [0.625, 1.25, 2.5, 5, 10, 20], ml: [3, 40, 58, 34, 82] },
    vessels: {
      branches: 41954,
      stations: 9,
      lengthMm: 174_000,
      rejected: [{ reason: 'airway_wall', count: 3, ml: 1 }],
    },
    quality: {
      verdict: 'good',
      checks: [
        { id: 'noise', value: 24, unit: 'HU', limit: 60, verdict: 'good', message: 'Noise in soft tissue is 24 HU.' },
        {
          id: 'kernel',
          value: 'B40f',
          unit: '',
          limit: 'not sharp',
          verdict: 'limited',
          message: 'The kernel is sharp.',
        },
      ],
    },
    issues: [],
    ...over,
  };
}

/**
 * Three branches of one tree and one left out: a stem of 12 mm² from which a vessel of 6 mm² falling to 4 and one of
 * 3 mm² go out, and a sheet. Stations 1 mm apart.
 */
export function account(): VesselAccount {
  const csa = [
    [12, 12, 12, 12],
    [6, 6, 4, 4],
    [3, 3, 3],
    [2, 2],
  ];
  const ends = [
    [-1, 0],
    [0, -1],
    [-1, 0],
    [-1, -1],
  ];
  const rejected = [null, null, null, 'sheet'] as const;
  const first = csa.reduce((sum: number[], row) => [...sum, (sum.at(-1) ?? 0) + row.length], [0]);
  const count = first[4];
  const column = (value: (branch: number, k: number) => number): Float64Array =>
    Float64Array.from(csa.flatMap((row, b) => row.map((_, k) => value(b, k))));
  const bytes = (value: (branch: number) => number): Uint8Array => Uint8Array.from(column((b) => value(b)));
  const none = column(() => 0);
  return {
    branches: {
      count: 4,
      id: Int32Array.of(10, 11, 12, 13),
      tree: Int32Array.of(0, 0, 0, 1),
      first: Int32Array.from(first),
      ends: Int32Array.from(ends.flat()),
      fitR2: Float64Array.of(0.99, 0.98, 0.97, 0.6),
      rejected,
    },
    ledger: {
      count,
      vessel: Int32Array.from(column((b) => b)),
      csaMm2: column((b, k) => csa[b][k]),
      csaLogSd: column(() => 0.1),
      backgroundHu: column(() => -860),
      bloodHu: column(() => 38),
      bloodSdHu: none,
      lengthMm: column(() => 1),
      accepted: bytes((b) => (rejected[b] === null ? 1 : 0)),
      side: bytes(() => 1),
      third: bytes((b) => Math.min(2, b)),
      peel: bytes((b) => (b > 1 ? 1 : 0)),
      uncertain: bytes(() => 0),
      ml: column((b, k) => csa[b][k] / 1000),
      coreMl: none,
      hilumMl: none,
      hilumCoreMl: none,
      borderMl: none,
      windowMl: column((b, k) => (3 * csa[b][k]) / 1000),
      gapMl: none,
    },
    grid: geometry,
    from: [0, 0, 0],
    points: Float64Array.from(csa.flatMap((row, b) => row.flatMap((_, k) => [0.7 * b, 1, k]))),
    tangents: Float64Array.from(csa.flatMap((row) => row.flatMap(() => [0, 0, 1]))),
    context: {
      lungs: {
        grid: { size: geometry.size, spacingMm: geometry.spacingMm },
        summary: { rightMl: 3390, leftMl: 2900, meanHu: -843, uncertainMl: 25, cutOff: [], cutOffMm2: [] },
      },
      estimates: measurement().estimates,
      psf: { sigmaMm: 0.46, sigmaZMm: 0.6, sharpening: 0, sharpeningWidth: 1.6 },
      facts,
    },
  };
}

export function measuredScan(over: Partial<Measurement> = {}): MeasuredScan {
  return {
    measured: {
      measurement: measurement(over),
      vesselMask: new Uint8Array(48),
      lungMask: new Uint8Array(48),
      stations: stationTable(account()),
      account: account(),
      stageSeconds: [{ id: 'lungs', seconds: 2.6 }],
    },
    facts,
    threads: 2,
    totalSeconds: 18.24,
    edits: [],
    asMeasured: null,
  };
}

/** Changes by hand, summed in this thread. */
export const correctHere: Engine['correct'] = async ({ measurement: m, account: a, vesselMask, lungMask }, accepted) =>
  done({
    measurement: await correctedMeasurement(m, a, accepted, defaultParameters, inlineParallel(plainKernels)),
    vesselMask: correctedMask(vesselMask, lungMask, m.geometry, a, accepted, defaultParameters),
  });
