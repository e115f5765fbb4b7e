/** What a measured scan becomes on disk: the files of `bvx analyze` and of the page's downloads, the same bytes. */
import { defaultParameters } from '../core/parameters';
import {
  centrelinesCsv,
  courseSvg,
  formatRangeInWords,
  measurementsCsv,
  parametersHash,
  reportHtml,
  toJsonText,
  toResultJson,
  vesselPicture,
  type ReportClinical,
  type ResultJson,
} from '../core/result';
import { programName, version } from '../core/version';
import type { Geometry, Volume } from '../core/volume';
import { writeNifti } from '../readers';
import type { MeasuredScan } from './contract';

export interface ExportOptions {
  /** The user's label; never from a header. */
  readonly caseLabel: string | null;
  /** Also write the patient id and the time of the scan. */
  readonly identify: boolean;
  /** Gases of the patient, for the report. */
  readonly clinical?: ReportClinical | null;
  readonly peakMemoryMb?: number | null;
}

export interface ExportFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export function resultOf(scan: MeasuredScan, options: ExportOptions): ResultJson {
  return toResultJson({
    measurement: scan.measured.measurement,
    facts: scan.facts,
    caseLabel: options.caseLabel,
    identify: options.identify,
    program: {
      name: programName,
      version,
      parameters: defaultParameters,
      parametersHash: parametersHash(defaultParameters),
    },
    edits: scan.edits,
    asMeasured: scan.asMeasured,
    timing: {
      threads: scan.threads,
      totalS: scan.totalSeconds,
      peakMemoryMb: options.peakMemoryMb ?? null,
      stages: scan.measured.stageSeconds,
    },
  });
}

/** All outputs of one scan, in the order of docs/file-formats.md. */
export function exportFiles(scan: MeasuredScan, options: ExportOptions): ExportFile[] {
  const { measurement, vesselMask, lungMask, stations } = scan.measured;
  const result = resultOf(scan, options);
  const { clinical = null } = options;
  const course = clinical === null ? null : courseSvg(clinical);
  return [
    { name: 'result.json', bytes: utf8(toJsonText(result)) },
    { name: 'measurements.csv', bytes: utf8(measurementsCsv([result])) },
    { name: 'vessels.nii.gz', bytes: writeNifti(measurement.geometry, vesselMask) },
    { name: 'lungs.nii.gz', bytes: writeNifti(measurement.geometry, lungMask) },
    { name: 'centrelines.csv', bytes: joined([...centrelinesCsv(stations)]) },
    { name: 'report.html', bytes: utf8(reportHtml(result, { picturePng: vesselPicture(stations), clinical })) },
    ...(course === null ? [] : [{ name: 'course.svg', bytes: utf8(course) }]),
  ];
}

/** The volume as NIfTI, in HU on the CT grid. */
export function volumeToNifti(volume: Volume): Uint8Array {
  return writeNifti(volume.geometry, volume.hu);
}

/** Labels of a mask as NIfTI on the grid of their CT. */
export function labelsToNifti(geometry: Geometry, labels: Uint8Array): Uint8Array {
  return writeNifti(geometry, labels);
}

/** One line for a terminal. */
export function summaryLine(scan: MeasuredScan): string {
  const { percent, volumes, intervals, quality } = scan.measured.measurement;
  const tbv = volumes.tbvMl === null ? 'TBV not given' : `TBV ${volumes.tbvMl.toFixed(0)} mL`;
  if (percent.bv5 === null) return `BV5 not given, ${tbv}, quality ${quality.verdict}`;
  const range = intervals.percent.bv5;
  const words = range === null ? 'interval not known' : `${formatRangeInWords(range, 1)}, 90 % interval`;
  return `BV5 ${percent.bv5.toFixed(1)} % (${words}), ${tbv}, quality ${quality.verdict}, ${scan.totalSeconds.toFixed(1)} s`;
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
