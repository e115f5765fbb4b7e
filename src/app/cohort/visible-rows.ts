/** Which rows of the cohort are shown, in which order: search, filters, excluded or not, sort, or a shuffle by seed. */
import { seededOrder, type ImportedValue } from '../../core/cohort';
import type { StudyRow } from '../state/cohort';
import { hides, hidesColumn } from './blinded';
import type { ColumnFilter, SortBy, StudySettings } from '../state/study';

export function valueOf(row: StudyRow, name: string): ImportedValue {
  if (name === 'patient_id') return row.patientId;
  if (name === 'group') return row.group;
  if (name === 'flags') return row.excluded ?? row.flags[0]?.text ?? null;
  return row.values[name] ?? row.others[name] ?? null;
}

export function visibleRows(
  rows: readonly StudyRow[],
  settings: Pick<StudySettings, 'sort' | 'filters' | 'showExcluded' | 'blinding' | 'grouping'>,
  search: string,
): readonly StudyRow[] {
  const wanted = search.trim().toLowerCase();
  const found = rows.filter(
    (row) =>
      (settings.showExcluded || row.excluded === null) &&
      (wanted === '' || matches(row, wanted, settings)) &&
      settings.filters.every(
        (filter) => hidesColumn(settings, filter.column, filter.column in row.others) || passes(row, filter),
      ),
  );
  if (settings.blinding !== null) {
    const { order } = seededOrder(found.length, settings.blinding.seed);
    return order.map((at) => found[at]);
  }
  return settings.sort.length === 0 ? found : sorted(found, settings.sort);
}

/** What is hidden is not found either: a search would tell it. */
const matches = (row: StudyRow, wanted: string, rules: Pick<StudySettings, 'blinding' | 'grouping'>): boolean =>
  (!hides(rules, 'id') && row.patientId.toLowerCase().includes(wanted)) ||
  (!hides(rules, 'group') && (row.group ?? '').toLowerCase().includes(wanted)) ||
  (row.excluded ?? '').includes(wanted) ||
  (rules.blinding === null && row.flags.some(({ text }) => text.toLowerCase().includes(wanted)));

function passes(row: StudyRow, { column, low, high, words }: ColumnFilter): boolean {
  const value = valueOf(row, column);
  if (
    words !== '' &&
    !String(value ?? '')
      .toLowerCase()
      .includes(words.toLowerCase())
  )
    return false;
  if (low === null && high === null) return true;
  return typeof value === 'number' && (low === null || value >= low) && (high === null || value <= high);
}

function sorted(rows: readonly StudyRow[], by: readonly SortBy[]): readonly StudyRow[] {
  return rows.toSorted((a, b) => {
    for (const { column, descending } of by) {
      const order = compare(valueOf(a, column), valueOf(b, column), descending);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** Missing values come last in both directions. */
function compare(a: ImportedValue, b: ImportedValue, descending: boolean): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), 'en', { numeric: true });
  return descending ? -order : order;
}
