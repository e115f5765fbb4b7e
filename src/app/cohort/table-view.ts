/** What the cohort table shows: rows in their order, columns, the one axis of all intervals. */
import { computed, type Ref } from 'vue';
import type { CohortModel } from '../state/cohort';
import type { StudySettings } from '../state/study';
import { changedCells } from './cell-edit';
import { firstColumns } from './columns';
import { visibleRows } from './visible-rows';

/** With fewer of the usual columns than this the table's own are shown. */
const FEW_COLUMNS = 4;
/** Columns that the program adds by itself. */
const ofProgram = new Set([
  'pb_mmhg',
  'ph2o_mmhg',
  'pio2_mmhg',
  'palv_o2_full_mmhg',
  'palv_o2_simple_mmhg',
  'temperature_c',
]);
const AXIS_LEAST = [20, 70] as const;

export function useTableView(
  cohort: CohortModel,
  settings: Readonly<Ref<StudySettings>>,
  search: Readonly<Ref<string>>,
  isWide: Readonly<Ref<boolean>>,
) {
  const rows = cohort.rows;
  const shown = computed(() => visibleRows(rows.value, settings.value, search.value));
  const filled = computed(() =>
    [...cohort.whole.value.columns.keys()].filter((name) => name !== 'group' && name !== 'patient_id'),
  );
  const numeric = computed(
    () =>
      new Set(
        [...cohort.whole.value.columns].flatMap(([name, column]) =>
          column.some((value) => typeof value === 'number') ? [name] : [],
        ),
      ),
  );
  const columns = computed(() => {
    const chosen = settings.value.columns;
    if (chosen !== null) return chosen;
    const first: readonly string[] = isWide.value ? firstColumns.wide : firstColumns.narrow;
    const usual = first.filter((name) => filled.value.includes(name));
    if (usual.length >= FEW_COLUMNS) return usual;
    // a table of other things: its own columns of numbers
    const others = [...numeric.value].filter((name) => !ofProgram.has(name));
    return [...new Set([...usual, ...others])].slice(0, first.length);
  });
  const hasIntervals = computed(() => rows.value.some(({ values }) => typeof values.bv5_percent_low === 'number'));
  /** One axis for all rows, at tens. */
  const axis = computed((): readonly [number, number] => {
    const ends = rows.value.flatMap(({ values }) =>
      [values.bv5_percent, values.bv5_percent_low, values.bv5_percent_high].filter(
        (value) => typeof value === 'number',
      ),
    );
    if (ends.length === 0) return AXIS_LEAST;
    const low = ends.reduce((a, b) => Math.min(a, b));
    const high = ends.reduce((a, b) => Math.max(a, b));
    return [Math.min(AXIS_LEAST[0], Math.floor(low / 10) * 10), Math.max(AXIS_LEAST[1], Math.ceil(high / 10) * 10)];
  });
  const changed = computed(() => changedCells(rows.value, cohort.tables.value));
  return { rows, shown, filled, numeric, columns, hasIntervals, axis, changed };
}
