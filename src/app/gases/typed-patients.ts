/** All that the form tells, patient by patient: the gases, and what is known beside them. */
import type { CohortGas, CohortPatient } from '../../core/cohort';
import type { StoredGas, StoredPatient } from '../../storage';
import { baselineFor, inOrder } from './course';
import { cohortGas, evaluate, patientValues, readWithGases, type GasRules } from './evaluate';
import { dayOf } from './trial';

export interface TypedPatient extends CohortPatient {
  readonly gases: readonly CohortGas[];
}

/** Reads all patients again; one of whom nothing has changed is the same object as before. */
export type PatientReader = (
  patients: ReadonlyMap<string, StoredPatient>,
  gases: Iterable<StoredGas>,
  ctOf: ReadonlyMap<string, string | null>,
  rules: GasRules,
) => readonly TypedPatient[];

export function patientReader(): PatientReader {
  /** Under the first gas of a patient, else under the patient: with all that the reading came from. */
  const seen = new WeakMap<object, { readonly of: readonly unknown[]; readonly typed: TypedPatient }>();
  return (patients, gases, ctOf, rules) => {
    const byPatient = new Map<string, StoredGas[]>([...patients.keys()].map((id) => [id, []]));
    for (const gas of gases) {
      const mine = byPatient.get(gas.patientId);
      if (mine === undefined) byPatient.set(gas.patientId, [gas]);
      else mine.push(gas);
    }
    return [...byPatient].flatMap(([id, mine]) => {
      const patient = patients.get(id) ?? null;
      const ordered = inOrder(mine);
      const place = ordered[0] ?? patient;
      if (place === null) return [];
      const ctAt = ctOf.get(id) ?? patient?.ctAt ?? null;
      const of = [patient, ctAt, rules, ...ordered];
      const known = seen.get(place);
      if (known?.of.length === of.length && known.of.every((one, at) => one === of[at])) return known.typed;
      const typed = typedPatient(id, patient, ordered, ctAt, rules);
      seen.set(place, { of, typed });
      return typed;
    });
  };
}

function typedPatient(
  patientId: string,
  patient: StoredPatient | null,
  ordered: readonly StoredGas[],
  ctAt: string | null,
  rules: GasRules,
): TypedPatient {
  const plain = ordered.map((gas) => evaluate(gas, patient, rules, null));
  const reading = readWithGases(patient, plain, rules, (gas) => dayOf(patient?.chosen.day0, gas.gasAt));
  const gases = plain.map((one, at) => {
    const base = baselineFor(plain, at)?.pfMmhg ?? null;
    const whole = base === null ? one : evaluate(one.gas, patient, rules, base);
    return cohortGas(whole, patient, ctAt, reading, base);
  });
  return { patientId, gases, values: patientValues(patient, reading) };
}
