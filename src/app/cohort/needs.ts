/** What waits for the user in a cohort: unmatched names, patients seen twice, kernels and parameters that are mixed. */
import type { Cohort } from '../../core/cohort';
import type { StudyRow } from '../state/cohort';
import { studyHash, type StudySettings } from '../state/study';
import { cohortWords } from '../words-cohort';

export interface Need {
  readonly id: 'gases_only' | 'scans_only' | 'same_patient' | 'kernels' | 'parameters' | 'profile';
  readonly title: string;
  readonly text: string;
  readonly action: string | null;
}

const few = (ids: readonly string[]): string => `“${ids.slice(0, 3).join('”, “')}”${ids.length > 3 ? ', …' : ''}`;

/** Different values of a column with their numbers, the commonest first. */
function counted(rows: readonly StudyRow[], name: string): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = row.values[name];
    if (typeof value === 'string' && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].toSorted((a, b) => b[1] - a[1]);
}

export function needsOf(cohort: Cohort, rows: readonly StudyRow[], settings: StudySettings): readonly Need[] {
  const needs: Need[] = [];
  const { inGasesOnly, inScansOnly } = cohort;
  if (inGasesOnly.length > 0 && rows.some(({ origin }) => origin === 'scan')) {
    needs.push({
      id: 'gases_only',
      title: cohortWords.unmatchedGases(inGasesOnly.length),
      text: `${few(inGasesOnly)}. ${cohortWords.unmatchedHint}`,
      action: cohortWords.match,
    });
  }
  if (inScansOnly.length > 0) {
    needs.push({
      id: 'scans_only',
      title: cohortWords.unmatchedScans(inScansOnly.length),
      text: few(inScansOnly),
      action: inGasesOnly.length > 0 ? cohortWords.match : null,
    });
  }
  const seen = new Map<string, number>();
  for (const { patientId, excluded } of rows) {
    if (excluded === null) seen.set(patientId, (seen.get(patientId) ?? 0) + 1);
  }
  const twice = [...seen].filter(([, n]) => n > 1);
  if (twice.length > 0) {
    const n = twice.reduce((sum, [, count]) => sum + count, 0);
    needs.push({
      id: 'same_patient',
      title: cohortWords.samePatient(n),
      text: few(twice.map(([id]) => id)),
      action: cohortWords.showThem,
    });
  }
  const kernels = counted(rows, 'scan_kernel');
  if (kernels.length > 1) {
    needs.push({
      id: 'kernels',
      title: cohortWords.kernels(kernels.length),
      text: `${kernels.map(([name, n]) => `${name} ${n}`).join(', ')}. ${cohortWords.kernelsHint}`,
      action: cohortWords.showByKernel,
    });
  }
  if (counted(rows, 'program_parameters_hash').length > 1) {
    needs.push({ id: 'parameters', title: cohortWords.parameters, text: cohortWords.parametersHint, action: null });
  }
  if (settings.locked !== null && settings.locked.hash !== studyHash(settings)) {
    needs.push({
      id: 'profile',
      title: cohortWords.profileMixed,
      text: settings.locked.hash.slice(0, 15),
      action: null,
    });
  }
  return needs;
}
