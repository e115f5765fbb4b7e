/** Values by condition: a box for each condition and a line for each patient who was seen in two of them or more. */
import { median, quantile, sorted } from '../statistics/summary';

export interface ConditionValue {
  readonly patientId: string;
  readonly condition: string;
  readonly value: number;
}

export interface ConditionBox {
  readonly condition: string;
  readonly n: number;
  readonly median: number;
  readonly q1: number;
  readonly q3: number;
  /** Farthest values within 1.5 times the box from it. */
  readonly low: number;
  readonly high: number;
}

export interface PatientLine {
  readonly patientId: string;
  /** Median of the patient's values in each condition; null where there is none. */
  readonly values: readonly (number | null)[];
}

export interface ByCondition {
  readonly conditions: readonly string[];
  readonly boxes: readonly ConditionBox[];
  readonly lines: readonly PatientLine[];
}

const WHISKER = 1.5;

/** Conditions stand in the order in which `first` has them, others after it in order of appearance. */
export function byCondition(values: readonly ConditionValue[], first: readonly string[]): ByCondition {
  const seen = [...new Set([...first, ...values.map(({ condition }) => condition)])];
  const conditions = seen.filter((condition) => values.some((one) => one.condition === condition));
  const patients = [...new Set(values.map(({ patientId }) => patientId))];
  const lines = patients.map((patientId) => ({
    patientId,
    values: conditions.map((condition) => {
      const mine = values.filter((one) => one.patientId === patientId && one.condition === condition);
      return mine.length === 0 ? null : median(Float64Array.from(mine, ({ value }) => value));
    }),
  }));
  return { conditions, boxes: conditions.map((condition, at) => boxOf(condition, lines, at)), lines };
}

/** One value a patient goes into a box, so that who was sampled often does not count more. */
function boxOf(condition: string, lines: readonly PatientLine[], at: number): ConditionBox {
  const ascending = sorted(Float64Array.from(lines.flatMap(({ values }) => values[at] ?? [])));
  const [q1, q3] = [quantile(ascending, 0.25), quantile(ascending, 0.75)];
  const reach = WHISKER * (q3 - q1);
  const within = ascending.filter((value) => value >= q1 - reach && value <= q3 + reach);
  return {
    condition,
    n: ascending.length,
    median: quantile(ascending, 0.5),
    q1,
    q3,
    low: within[0] ?? q1,
    high: within.at(-1) ?? q3,
  };
}
