/** The cohort as everything that is kept makes it: rows, exclusions, groups, flags; computed anew whenever something changes. */
import { computed, inject, type ComputedRef, type InjectionKey } from 'vue';
import {
  assembleCohort,
  cohortColumns,
  editedTable,
  groupRows,
  importedRows,
  importTable,
  robustZ,
  ROBUST_Z_FAR,
  type Cohort,
  type CohortFlow,
  type CohortGas,
  type CohortRow,
  type Groups,
  type ImportChoices,
  type ImportedTable,
  type RawTable,
  type StudyProfile,
} from '../../core/cohort';
import type { DataTable } from '../../core/statistics';
import type { StoredTable } from '../../storage';
import { effectiveId } from '../gases/course';
import { patientReader } from '../gases/typed-patients';
import { cohortWords } from '../words-cohort';
import type { Workspace } from './workspace';

export interface Flag {
  readonly text: string;
  /** Marked with the triangle; else only told. */
  readonly caution: boolean;
}

export interface StudyRow extends CohortRow {
  /** Code under which the row stays out; null where it is in. */
  readonly excluded: string | null;
  readonly reason: string;
  readonly byHand: boolean;
  readonly group: string | null;
  /** Columns that no catalogue knows, as statistics read them: numbers where the whole column is. */
  readonly others: Readonly<Record<string, number | string | null>>;
  readonly flags: readonly Flag[];
}

export interface ReadTable {
  readonly stored: StoredTable;
  readonly imported: ImportedTable;
}

export interface CohortModel {
  readonly tables: ComputedRef<readonly ReadTable[]>;
  /** Gases typed in the form. */
  readonly gases: ComputedRef<readonly CohortGas[]>;
  /** Typed gases and rows of tables that hold one. */
  readonly gasCount: ComputedRef<number>;
  readonly cohort: ComputedRef<Cohort>;
  readonly rows: ComputedRef<readonly StudyRow[]>;
  readonly analysed: ComputedRef<readonly StudyRow[]>;
  readonly flow: ComputedRef<CohortFlow>;
  readonly groups: ComputedRef<Groups>;
  /** Every row, and those that are in; columns by name, with `group`. */
  readonly whole: ComputedRef<DataTable>;
  readonly data: ComputedRef<DataTable>;
}

const imports = new WeakMap<RawTable, { readonly key: string; readonly imported: ImportedTable }>();

/** A table read with its choices; the last reading of each is kept, for the preview and the cohort ask the same. */
export function readImport(stored: Omit<StoredTable, 'id' | 'order'>, profile: StudyProfile): ImportedTable {
  const { table, decimalMark, dateOrder, columns, units, edits = {} } = stored;
  const key = JSON.stringify([decimalMark, dateOrder, columns, units, edits, profile]);
  const known = imports.get(table);
  if (known?.key === key) return known.imported;
  const imported = importTable(editedTable(table, edits), profile, choicesOf(stored));
  imports.set(table, { key, imported });
  return imported;
}

export function choicesOf(stored: Omit<StoredTable, 'id' | 'order'>): ImportChoices {
  return {
    decimalMark: stored.decimalMark,
    dateOrder: stored.dateOrder,
    columns: new Map(Object.entries(stored.columns)),
    units: new Map(Object.entries(stored.units)),
  };
}

/** Columns in which a far value is worth a look. */
const watched = ['bv5_percent', 'tbv_ml', 'pao2_mmhg', 'paco2_mmhg', 'aado2_full_mmhg'];

/** The same object for as long as it says the same, so that what depends on it is not computed again. */
function steady<T>(get: () => T): ComputedRef<T> {
  return computed<T>((before) => {
    const now = get();
    return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
  });
}

export function createCohort({ records, settings }: Workspace): CohortModel {
  // each kind of record by itself: sorting a table must not read the gases again
  const stored = computed(() => records.value.tables);
  const patients = computed(() => records.value.patients);
  const storedScans = computed(() => records.value.scans);
  const storedGases = computed(() => records.value.gases);
  const exclusions = computed(() => records.value.exclusions);
  const profile = steady(() => settings.value.profile);
  const grouping = steady(() => settings.value.grouping);
  const gasRules = steady(() => ({
    profile: settings.value.profile,
    avO2DifferenceMlDl: settings.value.avO2DifferenceMlDl,
    responder: settings.value.responder,
    outcomeRules: settings.value.outcomeRules,
  }));
  const typedPatients = patientReader();

  const tables = computed((): readonly ReadTable[] =>
    [...stored.value.values()]
      .filter(({ draft }) => draft === undefined)
      .toSorted((a, b) => a.order - b.order)
      .map((one) => ({ stored: one, imported: readImport(one, profile.value) })),
  );
  const scans = computed(() =>
    [...storedScans.value.values()].map((scan) => ({
      id: scan.id,
      patientId: effectiveId(scan),
      ctAt: scan.ctAt ?? patients.value.get(effectiveId(scan))?.ctAt ?? null,
      row: scan.row,
    })),
  );
  const typed = computed(() => {
    const ctOf = new Map(scans.value.map(({ patientId, ctAt }) => [patientId, ctAt]));
    return typedPatients(patients.value, storedGases.value.values(), ctOf, gasRules.value);
  });
  const gases = computed(() => typed.value.flatMap((one) => one.gases));
  const cohort = computed(() =>
    assembleCohort(
      scans.value,
      tables.value.map(({ stored: { id }, imported }) => ({ id, table: imported })),
      gases.value,
      profile.value.gasWindowH,
      typed.value.filter(({ values }) => Object.keys(values).length > 0),
    ),
  );
  const mark = computed(() => tables.value[0]?.imported.decimalMark ?? '.');
  const columns = computed(() => cohortColumns(cohort.value.rows, mark.value));
  const groups = computed(() =>
    groupRows(columns.value.columns.get(grouping.value.variable) ?? cohort.value.rows.map(() => null), grouping.value),
  );
  const rows = computed((): readonly StudyRow[] => {
    const decided = exclusions.value;
    const kept = cohort.value.rows.map((row) => {
      const byHand = decided.get(row.key);
      if (byHand === undefined) return { excluded: row.proposed, reason: '', byHand: false };
      return { excluded: byHand.excluded ? byHand.code : null, reason: byHand.reason, byHand: true };
    });
    const far = farValues(
      cohort.value.rows,
      kept.map(({ excluded }) => excluded === null),
    );
    const held = columns.value.columns;
    return cohort.value.rows.map((row, at) => ({
      ...row,
      ...kept[at],
      group: groups.value.ofRow[at] ?? null,
      others: Object.fromEntries(Object.keys(row.extra).map((name) => [name, held.get(name)?.[at] ?? null])),
      flags: [...flagsOf(row, held), ...far[at]],
    }));
  });
  const analysed = computed(() => rows.value.filter(({ excluded }) => excluded === null));
  const flow = computed((): CohortFlow => {
    const excluded: Record<string, number> = {};
    for (const row of rows.value) {
      if (row.excluded !== null) excluded[row.excluded] = (excluded[row.excluded] ?? 0) + 1;
    }
    return { entered: rows.value.length, excluded, analysed: analysed.value.length };
  });
  const withGroup = (only: readonly StudyRow[]): DataTable => {
    const table = cohortColumns(only, mark.value);
    const all = new Map(table.columns);
    all.set(
      'group',
      only.map(({ group }) => group),
    );
    return { rows: table.rows, columns: all };
  };
  const gasCount = computed(() => {
    const rowsOf = tables.value.flatMap(({ imported }) => importedRows(imported));
    return (
      gases.value.length +
      rowsOf.filter(({ values }) => typeof (values.pao2_mmhg ?? values.paco2_mmhg) === 'number').length
    );
  });
  return {
    tables,
    gases,
    gasCount,
    cohort,
    rows,
    analysed,
    flow,
    groups,
    whole: computed(() => withGroup(rows.value)),
    data: computed(() => withGroup(analysed.value)),
  };
}

/** Modified z beyond the limit, told with its number; excluded rows have no say in what is usual. */
function farValues(rows: readonly CohortRow[], kept: readonly boolean[]): Flag[][] {
  const flags = rows.map((): Flag[] => []);
  for (const name of watched) {
    const values = rows.map((row, at) => {
      const value = row.values[name];
      return kept[at] && typeof value === 'number' ? value : null;
    });
    robustZ(values).forEach((z, at) => {
      if (z !== null && Math.abs(z) > ROBUST_Z_FAR) {
        flags[at].push({ text: cohortWords.farOut(cohortWords.short[name] ?? name, z.toFixed(1)), caution: true });
      }
    });
  }
  return flags;
}

/** Codes that say nothing about a row that the table does not show itself. */
const silent = new Set(['gas_time_missing', 'formula_cell', 'short_row', 'bv5_missing']);

/** What a column that no row has lacks in one row is not worth a flag. */
const lackedBy: Readonly<Record<string, string>> = {
  pao2_missing: 'pao2_mmhg',
  paco2_missing: 'paco2_mmhg',
  fio2_missing: 'fio2',
};

function flagsOf({ values, codes }: CohortRow, held: ReadonlyMap<string, unknown>): Flag[] {
  const flags: Flag[] = [];
  const verdict = values.quality_verdict;
  if (verdict === 'limited' || verdict === 'poor') flags.push({ text: cohortWords.quality[verdict], caution: true });
  const issues = typeof values.issues_code === 'string' ? values.issues_code.split(';') : [];
  const severities = typeof values.issues_severity === 'string' ? values.issues_severity.split(';') : [];
  issues.forEach((code, at) => {
    if (severities[at] !== 'info') flags.push({ text: cohortWords.code(code), caution: true });
  });
  const edits = typeof values.edits_at === 'string' ? values.edits_at.split(';').length : 0;
  if (edits > 0) flags.push({ text: cohortWords.changes(edits), caution: false });
  for (const code of codes) {
    const column = lackedBy[code];
    const isTold = !silent.has(code) && (column === undefined || held.has(column));
    if (isTold) flags.push({ text: cohortWords.code(code), caution: true });
  }
  return flags;
}

export const cohortKey: InjectionKey<CohortModel> = Symbol('cohort');

export function useCohort(): CohortModel {
  const cohort = inject(cohortKey);
  if (cohort === undefined) throw new Error('no cohort was provided');
  return cohort;
}
