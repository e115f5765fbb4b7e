/** The gases of one patient in their order: which is compared with which, what stands beside the scan, what to note. */
import {
  gasBesideScan,
  hoursBetween,
  isResponder,
  parseIsoTime,
  treatmentNotes,
  type ChosenGas,
  type TreatmentNote,
} from '../../core/blood-gas';
import type { CohortGas } from '../../core/cohort';
import type { StoredGas, StoredPatient, StoredScan } from '../../storage';
import type { StudySettings } from '../state/study';
import type { Records } from '../state/workspace';
import { cohortGas, evaluate, isArterial, readWithGases, type EvaluatedGas } from './evaluate';
import { dayOf, type PatientReading } from './trial';

export interface CourseGas extends EvaluatedGas {
  /** P/F against the baseline of the course: the gas marked so, else the first one. */
  readonly change: { readonly mmhg: number; readonly percent: number } | null;
  readonly hoursFromCt: number | null;
  readonly values: CohortGas['values'];
}

export interface Course {
  readonly patientId: string;
  readonly patient: StoredPatient | null;
  /** Severity by day, outcome, background, with their messages. */
  readonly reading: PatientReading;
  readonly isNewborn: boolean;
  /** All scans of the patient, in their order; the last one is that beside which a gas is chosen. */
  readonly scans: readonly StoredScan[];
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
    const [atA, atB] = [a, b].map(({ gasAt }) => (gasAt === null ? null : parseIsoTime(gasAt)));
    return (atA && atB ? hoursBetween(atA, atB) : 0) || a.number - b.number;
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
  const scans = [...records.scans.values()]
    .filter((one) => effectiveId(one) === patientId)
    .toSorted((a, b) => ((a.ctAt ?? '') < (b.ctAt ?? '') ? -1 : 1));
  const scan = scans.at(-1) ?? null;
  const ctAt = scan?.ctAt ?? patient?.ctAt ?? null;
  const mine = inOrder([...imported, ...[...records.gases.values()].filter((gas) => gas.patientId === patientId)]);
  const first = mine.map((gas) => evaluate(gas, patient, settings, null));
  const reading = readWithGases(patient, first, settings, (gas) => dayOf(patient?.chosen.day0, gas.gasAt));
  const reference = first.find(({ gas }) => gas.baseline) ?? first.find(({ pfMmhg }) => pfMmhg !== null) ?? null;
  const gases = first.map((one, at): CourseGas => {
    const base = baselineFor(first, at);
    const basePf = base?.pfMmhg ?? null;
    const whole = basePf === null ? one : evaluate(one.gas, patient, settings, basePf);
    const { values } = cohortGas(whole, patient, ctAt, reading, basePf);
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
    reading,
    isNewborn: isNewborn(reading, mine),
    scans,
    scan,
    ctAt,
    gases,
    baseline: gases.find(({ gas }) => gas.id === reference?.gas.id) ?? null,
    beside: besideOf(gases, settings.profile.gasWindowH),
    notes: treatmentNotes(
      gases.map(({ gas, evaluation, further }) => {
        const number = (name: string): number | null =>
          gas.typed[name] === undefined ? null : (evaluation.numbers.get(name)?.value ?? further.get(name) ?? null);
        return {
          condition: gas.chosen.condition ?? null,
          minutesInCondition: number('minutes_in_condition'),
          inoPpm: number('ino_ppm'),
          methbPercent: number('methb_percent'),
          lactateMmolL: number('lactate_mmol_l'),
          rvLvRatio: number('rv_lv_ratio'),
        };
      }),
      isNewborn(reading, mine),
    ),
  };
}

/** A gestational age, an age of 0 years, or a sample that only newborns have. */
function isNewborn({ values }: PatientReading, gases: readonly StoredGas[]): boolean {
  const ofNewborn = gases.some(({ chosen }) => chosen.sample_side !== undefined || chosen.sample_site === 'umbilical');
  return values.gestational_age_weeks !== undefined || values.age_years === 0 || ofNewborn;
}

function besideOf(gases: readonly CourseGas[], windowH: number): ChosenGas | null {
  return gasBesideScan(
    gases.map(({ gas, evaluation, hoursFromCt }) => ({
      id: gas.id,
      hoursFromCt,
      arterial: isArterial(gas),
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
