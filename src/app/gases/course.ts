/** The gases of one patient in their order: which is compared with which, what stands beside the scan, what to note. */
import { gasBesideScan, isResponder, treatmentNotes, type ChosenGas, type TreatmentNote } from '../../core/blood-gas';
import type { CohortGas } from '../../core/cohort';
import type { StoredGas, StoredPatient, StoredScan } from '../../storage';
import type { StudySettings } from '../state/study';
import type { Records } from '../state/workspace';
import { cohortGas, evaluate, numberTyped, type EvaluatedGas } from './evaluate';

export interface CourseGas extends EvaluatedGas {
  /** P/F against the baseline of the course: the gas marked so, else the first one. */
  readonly change: { readonly mmhg: number; readonly percent: number } | null;
  readonly hoursFromCt: number | null;
  readonly values: CohortGas['values'];
}

export interface Course {
  readonly patientId: string;
  readonly patient: StoredPatient | null;
  readonly scan: StoredScan | null;
  readonly ctAt: string | null;
  readonly gases: readonly CourseGas[];
  readonly baseline: CourseGas | null;
  readonly beside: ChosenGas | null;
  readonly notes: readonly TreatmentNote[];
}

export const effectiveId = (scan: StoredScan): string => scan.patientId ?? scan.label;

const drugs = new Set(['ino', 'ino_almitrine', 'almitrine']);
export const onDrug = (gas: StoredGas): boolean => drugs.has(gas.chosen.condition ?? '');

/** By time, then in the order in which they were begun. */
export function inOrder(gases: readonly StoredGas[]): StoredGas[] {
  return gases.toSorted((a, b) => {
    if (a.gasAt !== null && b.gasAt !== null && a.gasAt !== b.gasAt) return a.gasAt < b.gasAt ? -1 : 1;
    return a.number - b.number;
  });
}

/** `imported` are gases of clinical tables, beside those of the form. */
export function courseOf(
  patientId: string,
  records: Records,
  settings: StudySettings,
  imported: readonly StoredGas[] = [],
): Course {
  const patient = records.patients.get(patientId) ?? null;
  const scans = [...records.scans.values()].filter((one) => effectiveId(one) === patientId);
  const scan = scans.at(-1) ?? null;
  const ctAt = scan?.ctAt ?? patient?.ctAt ?? null;
  const mine = inOrder([...imported, ...[...records.gases.values()].filter((gas) => gas.patientId === patientId)]);
  const first = mine.map((gas) => evaluate(gas, patient, settings, null));
  const reference = first.find(({ gas }) => gas.baseline) ?? first.find(({ pfMmhg }) => pfMmhg !== null) ?? null;
  const gases = first.map((one, at): CourseGas => {
    const base = baselineFor(first, at);
    const basePf = base?.pfMmhg ?? null;
    const whole = basePf === null ? one : evaluate(one.gas, patient, settings, basePf);
    const { values } = cohortGas(whole, patient, ctAt);
    const hours = values.hours_gas_minus_ct;
    const before = reference === null || reference.gas.id === one.gas.id ? null : reference.pfMmhg;
    const change =
      before === null || one.pfMmhg === null
        ? null
        : { mmhg: one.pfMmhg - before, percent: (100 * (one.pfMmhg - before)) / before };
    return { ...whole, change, values, hoursFromCt: typeof hours === 'number' ? hours : null };
  });
  return {
    patientId,
    patient,
    scan,
    ctAt,
    gases,
    baseline: gases.find(({ gas }) => gas.id === reference?.gas.id) ?? null,
    beside: besideOf(gases, settings.profile.gasWindowH),
    notes: treatmentNotes(
      gases.map(({ gas }) => ({
        condition: gas.chosen.condition ?? null,
        minutesInCondition: typedNumber(gas, 'minutes_in_condition'),
        inoPpm: typedNumber(gas, 'ino_ppm'),
        methbPercent: typedNumber(gas, 'methb_percent'),
      })),
    ),
  };
}

const typedNumber = (gas: StoredGas, name: string): number | null => numberTyped(gas.typed[name]?.text ?? '');

function besideOf(gases: readonly CourseGas[], windowH: number): ChosenGas | null {
  return gasBesideScan(
    gases.map(({ gas, evaluation, hoursFromCt }) => ({
      id: gas.id,
      hoursFromCt,
      arterial: (gas.chosen.sample_type ?? 'arterial') === 'arterial',
      fio2Known: evaluation.numbers.has('fio2'),
    })),
    windowH,
  );
}

/** What a gas is compared with: the one marked, else the last before the drug, else the last supine before prone. */
export function baselineFor(gases: readonly EvaluatedGas[], at: number): EvaluatedGas | null {
  const here = gases[at];
  const marked = gases.find(({ gas }) => gas.baseline);
  if (marked !== undefined) return marked === here ? null : marked;
  const before = gases.slice(0, at).filter(({ pfMmhg }) => pfMmhg !== null);
  if (onDrug(here.gas)) return before.findLast(({ gas }) => !onDrug(gas)) ?? null;
  if (here.gas.chosen.position === 'prone')
    return before.findLast(({ gas }) => gas.chosen.position !== 'prone') ?? null;
  return null;
}

export interface ResponseVerdict {
  readonly to: 'drug' | 'prone' | 'baseline';
  readonly responder: boolean;
  readonly byPercentAlone: boolean;
  readonly mmhg: number;
  readonly percent: number;
  readonly over50: boolean;
  readonly against: StoredGas;
}

/** The response shown for a gas; null where it has none to show. */
export function verdictOf(gases: readonly CourseGas[], at: number, settings: StudySettings): ResponseVerdict | null {
  const here = gases[at];
  const base = here === undefined ? null : baselineFor(gases, at);
  if (base === null || base.pfMmhg === null || here.pfMmhg === null) return null;
  const quantity = (name: string): number => here.evaluation.numbers.get(name)?.value ?? NaN;
  const percent = quantity('response_percent');
  return {
    to: onDrug(here.gas) ? 'drug' : here.gas.chosen.position === 'prone' && !base.gas.baseline ? 'prone' : 'baseline',
    responder: here.evaluation.responder ?? false,
    byPercentAlone: isResponder(here.pfMmhg, base.pfMmhg, { ...settings.responder, mmhg: Infinity, join: 'or' }),
    mmhg: quantity('response_mmhg'),
    percent,
    over50: percent > 50,
    against: base.gas,
  };
}
