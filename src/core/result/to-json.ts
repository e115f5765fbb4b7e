/** From the program's own record of a measurement to result.json: names, order, and what may be told. */
import type { Estimate } from '../estimates';
import type { Parameters } from '../parameters';
import { parameterRecord } from './fingerprint';
import type {
  EditJson,
  EstimateJson,
  PartIntervalsJson,
  PartJson,
  PercentJson,
  ResultJson,
  TimingJson,
  VolumesJson,
} from './json-types';
import type { BinPercent, BinVolumes, Intervals, Measured, Measurement, Part, PartIntervals, ScanFacts } from './types';

export interface ResultInput {
  readonly measurement: Measurement;
  readonly facts: ScanFacts;
  /** The label that the user gave; never from a header. */
  readonly caseLabel: string | null;
  /** True adds patient id, time of the scan and names of files, which are left out otherwise. */
  readonly identify: boolean;
  readonly program: {
    readonly name: string;
    readonly version: string;
    readonly parameters: Parameters;
    readonly parametersHash: string;
  };
  /** Changes by hand, oldest first. */
  readonly edits?: readonly EditJson[];
  /** The figures before them. */
  readonly asMeasured?: Measurement | null;
  readonly timing: {
    readonly threads: number;
    readonly totalS: number;
    readonly peakMemoryMb: number | null;
    readonly stages: Measured['stageSeconds'];
  };
}

/** The file's record. Throws where a number is not finite: that is a bug of the measurement, and no result. */
export function toResultJson(input: ResultInput): ResultJson {
  const { measurement: m, program } = input;
  const result: ResultJson = {
    format: 'bvx-result',
    format_version: '1.0',
    program: {
      name: program.name,
      version: program.version,
      parameters: parameterRecord(program.parameters),
      parameters_hash: program.parametersHash,
    },
    case: input.caseLabel,
    scan: scan(input),
    estimates: {
      blood_hu: estimate(m.estimates.bloodHu),
      psf_sigma_mm: estimate(m.estimates.psfSigmaMm),
      psf_sigma_z_mm: estimate(m.estimates.psfSigmaZMm),
      noise_hu: estimate(m.estimates.noiseHu),
      detection_limit_mm2: estimate(m.estimates.detectionLimitMm2),
    },
    lungs: {
      total_ml: m.lungs.totalMl,
      left_ml: m.lungs.leftMl,
      right_ml: m.lungs.rightMl,
      mean_hu: m.lungs.meanHu,
      uncertain_percent: m.lungs.uncertainPercent,
      cut_off: m.lungs.cutOff,
    },
    volumes: {
      ...volumes(m.volumes),
      tbv_without_hilum_ml: m.volumes.tbvWithoutHilumMl,
      tbv_ml_per_l: m.volumes.tbvMlPerL,
    },
    percent: percent(m.percent),
    intervals: intervals(m.intervals),
    sides: { left: part(m.sides.left), right: part(m.sides.right) },
    zones: {
      upper: part(m.zones.upper),
      middle: part(m.zones.middle),
      lower: part(m.zones.lower),
      core: part(m.zones.core),
      peel: part(m.zones.peel),
    },
    histogram: { edges_mm2: m.histogram.edgesMm2, ml: m.histogram.ml },
    vessels: {
      branches: m.vessels.branches,
      stations: m.vessels.stations,
      length_mm: m.vessels.lengthMm,
      rejected: m.vessels.rejected.map(({ reason, count, ml }) => ({ reason, count, ml })),
    },
    quality: {
      verdict: m.quality.verdict,
      checks: m.quality.checks.map(({ id, value, unit, limit, verdict, message }) => ({
        id,
        value,
        unit,
        limit,
        verdict,
        message,
      })),
    },
    issues: m.issues.map(({ code, severity, message, action, discreet }) => ({
      code,
      severity,
      message: input.identify ? message : (discreet ?? message),
      action,
    })),
    edits: (input.edits ?? []).map(({ at, kind, summary }) => ({ at, kind, summary })),
    ...(input.asMeasured ? { as_measured: asMeasured(input.asMeasured) } : {}),
    timing: timing(input.timing),
  };
  requireFinite(result, 'result');
  return result;
}

/** The file's text: two spaces of indent, numbers in their shortest form that reads back the same, LF at the end. */
export function toJsonText(result: ResultJson): string {
  return `${JSON.stringify(result, null, 2)}\n`;
}

function scan({ measurement: m, facts, identify }: ResultInput): ResultJson['scan'] {
  const { geometry } = m;
  return {
    id: m.scanId,
    modality: facts.modality,
    manufacturer: facts.manufacturer,
    model: facts.model,
    kernel: facts.kernel,
    contrast_agent: facts.contrastAgent,
    kvp: told(facts.kvp),
    series_description: facts.seriesDescription,
    slice_thickness_mm: told(facts.sliceThicknessMm),
    spacing_mm: geometry.spacingMm,
    size: geometry.size,
    origin_mm: geometry.originMm,
    direction: geometry.direction,
    acquired_at: identify ? facts.acquiredAt : null,
    patient_id: identify ? facts.patientId : null,
    files: facts.files,
    pixels_sha256: m.pixelsSha256,
  };
}

/** A header may say NaN; it then says nothing. */
function told(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}

function estimate({ value, low, high, how }: Estimate): EstimateJson {
  return { value, low, high, how };
}

function volumes(v: BinVolumes): VolumesJson {
  return { tbv_ml: v.tbvMl, bv5_ml: v.bv5Ml, bv5_10_ml: v.bv5To10Ml, bv10_ml: v.bv10Ml, below_ml: v.belowMl };
}

function percent(p: BinPercent): PercentJson {
  return { bv5: p.bv5, bv5_10: p.bv5To10, bv10: p.bv10 };
}

function asMeasured({ percent: p, volumes: v }: Measurement): NonNullable<ResultJson['as_measured']> {
  return { ...percent(p), tbv_ml: v.tbvMl };
}

function part(p: Part): PartJson {
  return { volumes: volumes(p.volumes), percent: percent(p.percent) };
}

function intervals(i: Intervals): ResultJson['intervals'] {
  return {
    level: i.level,
    ...partIntervals(i),
    sides: { left: partIntervals(i.sides.left), right: partIntervals(i.sides.right) },
    sources: i.sources.map(({ name, points }) => ({ name, points })),
  };
}

function partIntervals({ volumes: v, percent: p }: PartIntervals): PartIntervalsJson {
  return {
    volumes: { tbv_ml: v.tbvMl, bv5_ml: v.bv5Ml, bv5_10_ml: v.bv5To10Ml, bv10_ml: v.bv10Ml, below_ml: v.belowMl },
    percent: { bv5: p.bv5, bv5_10: p.bv5To10, bv10: p.bv10 },
  };
}

function timing(t: ResultInput['timing']): TimingJson {
  return {
    threads: t.threads,
    total_s: t.totalS,
    peak_memory_mb: t.peakMemoryMb,
    stages: t.stages.map(({ id, seconds, peakMemoryMb }) => ({ id, seconds, peak_memory_mb: peakMemoryMb ?? null })),
  };
}

/** JSON would write NaN and infinity as null, which means "not given": a wrong thing to say about a bug. */
function requireFinite(value: unknown, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${path} is ${value}`);
  if (value !== null && typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) requireFinite(inner, `${path}.${key}`);
  }
}
