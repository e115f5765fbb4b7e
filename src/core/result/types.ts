/** result.json, format version 1, in the program's own names. `to-json.ts` turns it into the file's snake_case. */
import type { Issue } from '../issues';
import type { Estimate } from '../estimates';
import type { Geometry } from '../volume';

export type BinName = 'bv5' | 'bv5_10' | 'bv10';
export type Range = readonly [low: number, high: number];

/** mL by calibre; TBV = bv5 + bv5_10 + bv10, `below` stands apart. */
export interface BinVolumes {
  readonly bv5Ml: number | null;
  readonly bv5To10Ml: number | null;
  readonly bv10Ml: number | null;
  readonly tbvMl: number | null;
  readonly belowMl: number | null;
}

/** Shares of TBV in %, summing to 100. */
export interface BinPercent {
  readonly bv5: number | null;
  readonly bv5To10: number | null;
  readonly bv10: number | null;
}

export interface Part {
  readonly volumes: BinVolumes;
  readonly percent: BinPercent;
}

export interface QualityCheck {
  readonly id: string;
  readonly value: number | string | null;
  readonly unit: string;
  readonly limit: number | string | null;
  readonly verdict: 'good' | 'limited' | 'poor';
  readonly message: string;
}

/** Facts from the headers; null where the file does not say. */
export interface ScanFacts {
  readonly modality: string | null;
  readonly manufacturer: string | null;
  readonly model: string | null;
  readonly kernel: string | null;
  readonly contrastAgent: string | null;
  readonly kvp: number | null;
  readonly seriesDescription: string | null;
  readonly sliceThicknessMm: number | null;
  /** ISO 8601 local time; written only on request, for it identifies. */
  readonly acquiredAt: string | null;
  /** Written only on request. */
  readonly patientId: string | null;
  readonly files: number;
}

/** All that the measurement found, without timing, labels and program: a pure function of volume and parameters. */
export interface Measurement {
  readonly geometry: Geometry;
  readonly pixelsSha256: string;
  readonly scanId: string;
  readonly estimates: {
    readonly bloodHu: Estimate;
    readonly psfSigmaMm: Estimate;
    readonly psfSigmaZMm: Estimate;
    readonly noiseHu: Estimate;
    readonly detectionLimitMm2: Estimate;
  };
  readonly lungs: {
    readonly totalMl: number;
    readonly leftMl: number | null;
    readonly rightMl: number | null;
    readonly meanHu: number;
    readonly uncertainPercent: number;
    readonly cutOff: readonly string[];
  };
  readonly volumes: BinVolumes & { readonly tbvWithoutHilumMl: number | null; readonly tbvMlPerL: number | null };
  readonly percent: BinPercent;
  readonly intervals: Intervals;
  readonly sides: { readonly left: Part; readonly right: Part };
  readonly zones: Readonly<Record<'upper' | 'middle' | 'lower' | 'core' | 'peel', Part>>;
  readonly histogram: { readonly edgesMm2: readonly number[]; readonly ml: readonly number[] };
  readonly vessels: {
    readonly branches: number;
    readonly stations: number;
    readonly lengthMm: number;
    readonly rejected: readonly { readonly reason: string; readonly count: number; readonly ml: number }[];
  };
  readonly quality: { readonly verdict: 'good' | 'limited' | 'poor'; readonly checks: readonly QualityCheck[] };
  readonly issues: readonly Issue[];
}

export interface PartIntervals {
  readonly volumes: Readonly<Record<'tbvMl' | 'bv5Ml' | 'bv5To10Ml' | 'bv10Ml' | 'belowMl', Range | null>>;
  readonly percent: Readonly<Record<'bv5' | 'bv5To10' | 'bv10', Range | null>>;
}

/** Of both lungs together, and of either. */
export interface Intervals extends PartIntervals {
  readonly level: number;
  readonly sides: { readonly left: PartIntervals; readonly right: PartIntervals };
  readonly sources: readonly { readonly name: string; readonly points: number }[];
}

/** Columns of centrelines.csv, one entry a station; x, y, z in LPS mm. */
export interface StationTable {
  readonly vessel: Int32Array;
  readonly branch: Int32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly z: Float32Array;
  readonly csaMm2: Float32Array;
  readonly csaLowMm2: Float32Array;
  readonly csaHighMm2: Float32Array;
  readonly lengthMm: Float32Array;
  readonly ml: Float32Array;
  /** 1 right, 2 left. */
  readonly side: Uint8Array;
}

/** A measurement with the pictures that belong to it, on the CT grid. */
export interface Measured {
  readonly measurement: Measurement;
  /** 0 none, 1 below range, 2 BV5, 3 BV5–10, 4 BV10. */
  readonly vesselMask: Uint8Array;
  /** 0 outside, 1 right, 2 left; +8 uncertain. */
  readonly lungMask: Uint8Array;
  readonly stations: StationTable;
  readonly stageSeconds: readonly {
    readonly id: string;
    readonly seconds: number;
    readonly peakMemoryMb?: number | null;
  }[];
}
