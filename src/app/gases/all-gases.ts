/** The gases of all patients of the workspace as values of files, typed ones and those of clinical tables. */
import { importedRows, type ImportedValue } from '../../core/cohort';
import type { ConditionValue } from '../../core/course';
import { repeatability, type Repeatability } from '../../core/course';
import type { CohortModel } from '../state/cohort';
import { conditionWords, sameCondition } from './condition';

export interface AnyGas {
  readonly patientId: string;
  readonly values: Readonly<Record<string, ImportedValue>>;
}

/** Arterial ones alone: they make every statistic. */
export function allGases(cohort: CohortModel): readonly AnyGas[] {
  const tables = cohort.tables.value.flatMap(({ imported }) =>
    importedRows(imported).map(({ values }) => ({ patientId: String(values.patient_id), values })),
  );
  return [...cohort.gases.value, ...tables].filter(({ values }) => (values.sample_type ?? 'arterial') === 'arterial');
}

/**
 * Values of one quantity by condition. Where only one patient has any, each round through the conditions counts as one:
 * the first gas of each condition belongs together, the second, and so on.
 */
export function valuesByCondition(gases: readonly AnyGas[], name: string): readonly ConditionValue[] {
  const found = gases.flatMap(({ patientId, values }): ConditionValue[] => {
    const value = values[name];
    const stated = (values.position ?? values.condition ?? values.o2_device ?? null) !== null;
    return typeof value === 'number' && stated ? [{ patientId, condition: conditionWords(values, false), value }] : [];
  });
  if (new Set(found.map(({ patientId }) => patientId)).size > 1) return found;
  const rounds = new Map<string, number>();
  return found.map((one) => {
    const round = (rounds.get(one.condition) ?? 0) + 1;
    rounds.set(one.condition, round);
    return { ...one, patientId: `${one.patientId} ${round}` };
  });
}

/** What repeating alone brings to a quantity, from gases of the same patient under the same condition. */
export function repeatabilityOf(gases: readonly AnyGas[], name: string): Repeatability | null {
  const groups = new Map<string, number[]>();
  for (const { patientId, values } of gases) {
    const value = values[name];
    if (typeof value !== 'number') continue;
    const key = sameCondition(patientId, values);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return repeatability([...groups.values()]);
}
