/** The files that leave from a scan or from the gases of a patient: always with the report of both. */
import { courseSvg, csvLine, gasReportHtml } from '../../core/result';
import { version } from '../../core/version';
import type { ExportFile } from '../../engine';
import { courseOf, effectiveId, type Course } from '../gases/course';
import { importedGases } from '../gases/imported-gases';
import type { CohortModel } from '../state/cohort';
import type { Session } from '../state/session';
import type { Workspace } from '../state/workspace';
import { reportClinical, reportScanLine } from './clinical';

export interface FileSources {
  readonly session: Session;
  readonly workspace: Workspace;
  readonly cohort: CohortModel;
}

export interface WantedFiles {
  readonly names: boolean;
  /** The patient whose gases are open; null for the measured scan. */
  readonly gasesOf: string | null;
}

export async function scanFiles(sources: FileSources, wanted: WantedFiles): Promise<readonly ExportFile[]> {
  const { session, workspace } = sources;
  const { gasesOf } = wanted;
  // who reads blinded is told neither names nor gases by a file
  const isBlinded = workspace.settings.value.blinding !== null;
  const names = wanted.names && !isBlinded;
  const result = session.state.value.at === 'measured' ? session.state.value.result : null;
  const scanPatient = result === null ? null : patientOf(workspace, result.measured.measurement.scanId);
  const course = gasesOf === null ? null : coursePatient(sources, gasesOf);
  // the gases of whose scan is open go with all files of the scan
  if (result !== null && (gasesOf === null || gasesOf === scanPatient)) {
    const whose = scanPatient === null || isBlinded ? null : coursePatient(sources, scanPatient);
    const clinical = whose === null ? null : reportClinical(whose, workspace.settings.value, names);
    return session.exportFiles({ names, clinical });
  }
  return course === null || isBlinded ? [] : gasFiles(course, workspace, names);
}

function patientOf({ records }: Workspace, scanId: string): string | null {
  const scan = records.value.scans.get(scanId);
  return scan === undefined ? null : effectiveId(scan);
}

function coursePatient({ workspace, cohort }: FileSources, patientId: string): Course {
  const tables = cohort.tables.value.map(({ stored, imported }) => ({ id: stored.id, table: imported }));
  const { records, settings } = workspace;
  return courseOf(patientId, records.value, settings.value, importedGases(patientId, tables));
}

/** Report, course and a table of the gases, where no scan is open. */
function gasFiles(course: Course, workspace: Workspace, names: boolean): readonly ExportFile[] {
  const clinical = reportClinical(course, workspace.settings.value, names);
  const svg = courseSvg(clinical);
  const text: [string, string][] = [['report.html', gasReportHtml(clinical, reportScanLine(course), version)]];
  const columns = [...new Set(clinical.gases.flatMap(({ values }) => Object.keys(values)))];
  const rows = clinical.gases.map(({ when, hoursFromCt, condition, values }) =>
    csvLine([when, hoursFromCt, condition, ...columns.map((name) => values[name] ?? null)]),
  );
  text.push(['gases.csv', csvLine(['time', 'hours_gas_minus_ct', 'condition', ...columns]) + rows.join('')]);
  if (svg !== null) text.push(['course.svg', svg]);
  const encoder = new TextEncoder();
  return text.map(([name, content]) => ({ name, bytes: encoder.encode(content) }));
}
