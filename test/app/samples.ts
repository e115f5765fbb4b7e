/** Records as the engine gives them, for the tests of the page: no engine runs behind them. */
import type { Inventory, SeriesSummary } from '../../src/core/dicom/types';
import type { Measurement, PartIntervals, ScanFacts } from '../../src/core/result';
import type { Geometry } from '../../src/core/volume';
import type { MeasuredScan, OpenedScan } from '../../src/engine';

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

export function measuredScan(over: Partial<Measurement> = {}): MeasuredScan {
  const none = new Float32Array(0);
  return {
    measured: {
      measurement: measurement(over),
      vesselMask: new Uint8Array(48),
      lungMask: new Uint8Array(48),
      stations: {
        vessel: new Int32Array(0),
        branch: new Int32Array(0),
        x: none,
        y: none,
        z: none,
        csaMm2: none,
        csaLowMm2: none,
        csaHighMm2: none,
        lengthMm: none,
        ml: none,
        side: new Uint8Array(0),
      },
      stageSeconds: [{ id: 'lungs', seconds: 2.6 }],
    },
    facts,
    threads: 2,
    totalSeconds: 18.24,
  };
}
