/** What the user does at the cohort, as named steps of the workspace. */
import { readTable, sampleCohortCsv, SAMPLE_COHORT_NAME, type Grouping, type StudyProfile } from '../../core/cohort';
import type { Part, StoredScan, StoredTable } from '../../storage';
import { effectiveId } from '../gases/course';
import type { StudyRow } from '../state/cohort';
import { studyHash, type BlindedPart } from '../state/study';
import { localNow, type Workspace } from '../state/workspace';
import { withEdit, type EditableCell } from './cell-edit';
import { cohortWords } from '../words-cohort';

const { steps } = cohortWords;

export interface CohortDesk {
  exclude(rows: readonly StudyRow[], code: string, reason: string, by: string): void;
  include(rows: readonly StudyRow[]): void;
  addScans(scans: readonly StoredScan[]): void;
  /** A table on its way in: kept with what is chosen for it, until it is imported or dropped. */
  beginImport(table: Pick<StoredTable, 'name' | 'table' | 'columns'>): StoredTable;
  settleImport(draft: StoredTable): void;
  importTable(draft: StoredTable, rows: number): void;
  dropImport(draft: StoredTable): void;
  removeTable(id: string): void;
  editCell(cell: EditableCell, text: string): void;
  addSample(): void;
  group(grouping: Grouping): void;
  profile(patch: Partial<StudyProfile>): void;
  lock(): void;
  unlock(reason: string): void;
  blind(hides: readonly BlindedPart[]): void;
  unblind(): void;
  /** All gases of one patient to another: a match that the user decided. */
  match(from: string, to: string): void;
}

export function createCohortDesk(
  workspace: Workspace,
  host: { readonly newId: () => string; readonly clock: () => Date; readonly seed: () => number },
): CohortDesk {
  const { records, settings } = workspace;

  function decide(rows: readonly StudyRow[], excluded: boolean, code: string, reason: string, by: string): void {
    const at = localNow(host.clock());
    const parts = rows.map((row): Part => {
      const before = records.value.exclusions.get(row.key) ?? null;
      return { store: 'exclusions', before, after: { id: row.key, excluded, code, reason, by, at } };
    });
    workspace.change(excluded ? steps.excluded(rows.length) : steps.included(rows.length), parts);
    if (by !== settings.value.by) workspace.remember({ by });
  }

  const nextOrder = (): number =>
    [...records.value.tables.values()].reduce((most, one) => Math.max(most, one.order), 0) + 1;

  /** A table of which the user has settled nothing yet. */
  const unsettled = () =>
    ({ id: host.newId(), order: nextOrder(), decimalMark: null, dateOrder: null, units: {} }) as const;

  function drop({ id }: StoredTable): void {
    const before = records.value.tables.get(id);
    if (before !== undefined) workspace.keep([{ store: 'tables', before, after: null }]);
  }

  return {
    exclude: (rows, code, reason, by) => decide(rows, true, code, reason, by),
    include: (rows) => decide(rows, false, '', '', settings.value.by),
    addScans(scans) {
      const parts = scans.map((after): Part => ({
        store: 'scans',
        before: records.value.scans.get(after.id) ?? null,
        after,
      }));
      workspace.change(steps.scans(scans.length), parts);
    },
    beginImport(begun) {
      const after: StoredTable = { ...begun, ...unsettled(), draft: true };
      workspace.keep([{ store: 'tables', before: null, after }]);
      return after;
    },
    settleImport(draft) {
      const before = records.value.tables.get(draft.id);
      if (before !== undefined) workspace.keep([{ store: 'tables', before, after: draft }]);
    },
    importTable(draft, rows) {
      const { draft: _, ...table } = draft;
      const after: StoredTable = { ...table, id: host.newId(), order: nextOrder() };
      workspace.change(steps.imported(table.name, rows), [{ store: 'tables', before: null, after }]);
      drop(draft);
    },
    dropImport: drop,
    removeTable(id) {
      const before = records.value.tables.get(id);
      if (before === undefined) return;
      workspace.change(steps.removedTable(before.name), [{ store: 'tables', before, after: null }]);
    },
    editCell(cell, text) {
      const { stored } = cell.table;
      workspace.change(steps.edited(cell.patientId, cell.header, cell.text, text), [
        { store: 'tables', before: records.value.tables.get(stored.id) ?? null, after: withEdit(cell, text) },
      ]);
    },
    addSample() {
      const read = readTable(new TextEncoder().encode(sampleCohortCsv()));
      if (!read.ok) return;
      const after: StoredTable = { name: SAMPLE_COHORT_NAME, table: read.value, columns: {}, ...unsettled() };
      workspace.change(steps.sample, [{ store: 'tables', before: null, after }]);
    },
    group(grouping) {
      const { profile } = settings.value;
      // the threshold of the profile is the one that imports and Table 1 know
      const rule =
        grouping.kind === 'threshold'
          ? { variable: grouping.variable, threshold: grouping.threshold, atThreshold: grouping.atThreshold }
          : profile.group;
      workspace.set(steps.grouping, { grouping, profile: { ...profile, group: rule } });
    },
    profile: (patch) => workspace.set(steps.profile, { profile: { ...settings.value.profile, ...patch } }),
    lock: () =>
      workspace.set(steps.locked, { locked: { at: localNow(host.clock()), hash: studyHash(settings.value) } }),
    unlock: (reason) => workspace.set(steps.unlocked(reason), { locked: null }),
    blind: (hides) => workspace.set(steps.blinded, { blinding: { seed: host.seed(), hides } }),
    unblind: () => workspace.set(steps.unblinded, { blinding: null }),
    match(from, to) {
      const gases = [...records.value.gases.values()].filter(({ patientId }) => patientId === from);
      const parts: Part[] = gases.map((before) => ({ store: 'gases', before, after: { ...before, patientId: to } }));
      const { patients } = records.value;
      const patient = patients.get(from);
      if (gases.length > 0 && patient !== undefined && !patients.has(to)) {
        parts.push({ store: 'patients', before: patient, after: null });
        parts.push({ store: 'patients', before: null, after: { ...patient, id: to } });
      }
      if (gases.length === 0) {
        // the gases stand in a table: the scan takes the name that the table has
        for (const before of records.value.scans.values()) {
          if (effectiveId(before) === to) parts.push({ store: 'scans', before, after: { ...before, patientId: from } });
        }
      }
      workspace.change(steps.matched(from, to), parts);
    },
  };
}
