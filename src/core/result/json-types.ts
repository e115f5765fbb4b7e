/**
 * result.json, format 1.0, exactly as it lies in the file: names, nesting and order.
 *
 * `result.schema.json` says the same for other programs; a test holds the two together. A later 1.x may add fields and
 * never takes one away or changes its meaning.
 */
import type { Severity } from '../issues';

type Triple = readonly [x: number, y: number, z: number];
/** Low and high end, or null where the figure or its interval is not given. */
export type RangeJson = readonly [low: number, high: number] | null;
export type VerdictJson = 'good' | 'limited' | 'poor';

export interface EstimateJson {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly how: string;
}

export interface VolumesJson {
  readonly tbv_ml: number | null;
  readonly bv5_ml: number | null;
  readonly bv5_10_ml: number | null;
  readonly bv10_ml: number | null;
  readonly below_ml: number | null;
}

export interface PercentJson {
  readonly bv5: number | null;
  readonly bv5_10: number | null;
  readonly bv10: number | null;
}

export interface PartJson {
  readonly volumes: VolumesJson;
  readonly percent: PercentJson;
}

export interface PartIntervalsJson {
  readonly volumes: Readonly<Record<keyof VolumesJson, RangeJson>>;
  readonly percent: Readonly<Record<keyof PercentJson, RangeJson>>;
}

/** A change by hand. */
export interface EditJson {
  /** ISO 8601 with offset. */
  readonly at: string;
  readonly kind: string;
  readonly summary: string;
}

export interface TimingJson {
  readonly threads: number;
  readonly total_s: number;
  readonly peak_memory_mb: number | null;
  readonly stages: readonly {
    readonly id: string;
    readonly seconds: number;
    /** Missing in files of earlier versions. */
    readonly peak_memory_mb?: number | null;
  }[];
}

export interface ResultJson {
  readonly format: 'bvx-result';
  readonly format_version: '1.0';
  readonly program: {
    readonly name: string;
    readonly version: string;
    readonly parameters: Readonly<Record<string, number>>;
    readonly parameters_hash: string;
  };
  readonly case: string | null;
  readonly scan: {
    readonly id: string;
    readonly modality: string | null;
    readonly manufacturer: string | null;
    readonly model: string | null;
    readonly kernel: string | null;
    readonly contrast_agent: string | null;
    readonly kvp: number | null;
    readonly series_description: string | null;
    readonly slice_thickness_mm: number | null;
    readonly spacing_mm: Triple;
    readonly size: Triple;
    readonly origin_mm: Triple;
    /** Columns are the i, j, k axes in LPS; stored row by row. */
    readonly direction: readonly number[];
    readonly acquired_at: string | null;
    readonly patient_id: string | null;
    readonly files: number;
    readonly pixels_sha256: string;
  };
  readonly estimates: {
    readonly blood_hu: EstimateJson;
    readonly psf_sigma_mm: EstimateJson;
    readonly psf_sigma_z_mm: EstimateJson;
    readonly noise_hu: EstimateJson;
    readonly detection_limit_mm2: EstimateJson;
  };
  readonly lungs: {
    readonly total_ml: number;
    readonly left_ml: number | null;
    readonly right_ml: number | null;
    readonly mean_hu: number;
    readonly uncertain_percent: number;
    readonly cut_off: readonly string[];
  };
  readonly volumes: VolumesJson & {
    readonly tbv_without_hilum_ml: number | null;
    readonly tbv_ml_per_l: number | null;
  };
  readonly percent: PercentJson;
  readonly intervals: PartIntervalsJson & {
    readonly level: number;
    /** Missing in files of earlier versions. */
    readonly sides?: { readonly left: PartIntervalsJson; readonly right: PartIntervalsJson };
    readonly sources: readonly { readonly name: string; readonly points: number }[];
  };
  readonly sides: { readonly left: PartJson; readonly right: PartJson };
  readonly zones: {
    readonly upper: PartJson;
    readonly middle: PartJson;
    readonly lower: PartJson;
    readonly core: PartJson;
    readonly peel: PartJson;
  };
  readonly histogram: { readonly edges_mm2: readonly number[]; readonly ml: readonly number[] };
  readonly vessels: {
    readonly branches: number;
    readonly stations: number;
    readonly length_mm: number;
    readonly rejected: readonly { readonly reason: string; readonly count: number; readonly ml: number }[];
  };
  readonly quality: {
    readonly verdict: VerdictJson;
    readonly checks: readonly {
      readonly id: string;
      readonly value: number | string | null;
      readonly unit: string;
      readonly limit: number | string | null;
      readonly verdict: VerdictJson;
      readonly message: string;
    }[];
  };
  readonly issues: readonly {
    readonly code: string;
    readonly severity: Severity;
    readonly message: string;
    readonly action: string;
  }[];
  readonly edits: readonly EditJson[];
  /** Figures before the changes by hand; missing where there are none. */
  readonly as_measured?: PercentJson & { readonly tbv_ml: number | null };
  /** The only part that may differ between two runs. */
  readonly timing: TimingJson;
}
