/** What a trial follows of a patient beside the gases: severity by day, outcome to day 28, background, events. */
import type { GasIssue } from '../../core/blood-gas';
import {
  outcome28,
  SOFA_DAYS,
  sofaCourse,
  type ImportedValue,
  type SofaCourse,
  type SofaInput,
} from '../../core/cohort';
import type { StoredPatient } from '../../storage';
import type { OutcomeRules } from '../state/study';
import { gasWords } from '../words-gases';
import { backgroundFields, outcomeFlags, patientFields, patientFlags } from './form-fields';
import { numberTyped, readTyped } from './typed-number';

/** Days of the table, D0 to D7. */
export const days: readonly number[] = Array.from({ length: SOFA_DAYS }, (_, day) => day);

/** Rows of the table of days: the parts of SOFA first. */
export const dayRows = [
  'day_pf_mmhg',
  'platelets_10e3_mm3',
  'bilirubin_mg_dl',
  'map_mmhg',
  'norepinephrine_ug_kg_min',
  'epinephrine_ug_kg_min',
  'dopamine_ug_kg_min',
  'dobutamine_ug_kg_min',
  'gcs',
  'creatinine_mg_dl',
  'urine_ml_day',
] as const;
export const furtherDayRows = [
  'day_lactate_mmol_l',
  'mottling_score',
  'crt_finger_s',
  'crt_knee_s',
  'fluid_balance_ml',
  'pap_systolic_mmhg',
  'propofol_mg_kg_h',
  'midazolam_mg_h',
  'sufentanil_ug_h',
] as const;
/** Yes or no of a day. */
export const dayFlags = ['support', 'crrt'] as const;

export const dayKey = (day: number, name: string): string => `d${day}.${name}`;

/** A day's number against its limits. */
export const readDay = (patient: StoredPatient | null, day: number, name: string) =>
  readTyped(dayKey(day, name), patient?.typed[dayKey(day, name)], name);

const SUPPORTS = { ventilation: 'ventilator_days', rrt: 'rrt_days', vasopressor: 'vasopressor_days' } as const;

const DAYS = /^(\d{1,3})(?:[-–](\d{1,3}))?$/;
const parts = (text: string): string[] => text.split(/[,;\s]+/).filter((part) => part !== '');

/** `3-7, 9` as days 3, 4, 5, 6, 7, 9; what is none is passed over and told by `daysIssue`. */
export function daysTyped(text: string): number[] {
  return parts(text).flatMap((part) => {
    const [, from, to] = DAYS.exec(part) ?? [];
    if (from === undefined) return [];
    const first = Number(from);
    const last = to === undefined ? first : Number(to);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  });
}

function daysIssue(field: string, text: string): GasIssue | null {
  const wrong = parts(text).find((part) => daysTyped(part).length === 0);
  if (wrong === undefined) return null;
  return { field, code: 'not_days', severity: 'error', message: gasWords.notDays(wrong) };
}

export interface PatientReading {
  readonly sofa: SofaCourse;
  /** Under the names of files. */
  readonly values: Readonly<Record<string, ImportedValue>>;
  readonly issues: readonly GasIssue[];
}

/** Everything about a patient but the gases. `worstPf` gives the lowest P/F of the gases of a day, where none is typed. */
export function readPatient(
  patient: StoredPatient | null,
  rules: OutcomeRules,
  worstPf: (day: number) => number | null = () => null,
): PatientReading {
  const issues: GasIssue[] = [];
  const values: Record<string, ImportedValue> = {};
  const read = (key: string, name = key): number | null => {
    const { value, issue } = readTyped(key, patient?.typed[key], name);
    if (issue !== null) issues.push(issue);
    return value;
  };
  for (const { name } of [...patientFields, ...backgroundFields]) {
    const value = read(name);
    if (value !== null) values[name] = value;
  }
  for (const name of [...patientFlags, ...outcomeFlags]) {
    const said = patient?.chosen[name];
    if (said === 'yes' || said === 'no') values[name] = said === 'yes' ? 1 : 0;
  }
  for (const name of ['diagnosis', 'allocation', 'centre', 'analysis_set']) {
    const said = patient?.chosen[name];
    if (said !== undefined && said !== '') values[name] = said;
  }
  const death = read('death_day');
  const course = sofaCourse(sofaInputs(patient, read, worstPf), death, rules);
  for (const { day, total } of course.days) if (total !== null) values[`sofa_d${day}`] = total;
  if (course.delta !== null) values.delta_sofa = course.delta;
  if (course.mean !== null) values.mean_sofa = course.mean;
  for (const day of days) {
    for (const name of furtherDayRows) {
      const value = read(dayKey(day, name), name);
      if (value !== null) values[`${name.replace('_score', '')}_d${day}`] = value;
    }
    for (const name of dayFlags) {
      const said = patient?.chosen[dayKey(day, name)];
      if (said === 'yes' || said === 'no') values[`${name}_d${day}`] = said === 'yes' ? 1 : 0;
    }
  }
  const events = eventsOf(patient);
  if (events.length > 0) {
    values.adverse_events = events.length;
    values.serious_adverse_events = events.filter(({ serious }) => serious === 'yes').length;
  }
  Object.assign(values, outcomes(patient, death, rules));
  for (const field of Object.values(SUPPORTS)) {
    const issue = daysIssue(field, patient?.typed[field]?.text ?? '');
    if (issue !== null) issues.push(issue);
  }
  return { sofa: course, values, issues };
}

function sofaInputs(
  patient: StoredPatient | null,
  read: (key: string, name?: string) => number | null,
  worstPf: (day: number) => number | null,
): SofaInput[] {
  return days.map((day) => {
    const value = (name: (typeof dayRows)[number]): number | null => read(dayKey(day, name), name);
    return {
      pfMmhg: value('day_pf_mmhg') ?? worstPf(day),
      support: patient?.chosen[dayKey(day, 'support')] === 'yes',
      platelets: value('platelets_10e3_mm3'),
      bilirubinMgDl: value('bilirubin_mg_dl'),
      mapMmhg: value('map_mmhg'),
      dopamineUgKgMin: value('dopamine_ug_kg_min'),
      epinephrineUgKgMin: value('epinephrine_ug_kg_min'),
      norepinephrineUgKgMin: value('norepinephrine_ug_kg_min'),
      dobutamine: (value('dobutamine_ug_kg_min') ?? 0) > 0,
      gcs: value('gcs'),
      creatinineMgDl: value('creatinine_mg_dl'),
      urineMlDay: value('urine_ml_day'),
    };
  });
}

/** Outcomes to day 28; nothing where it is not known whether the patient lived. */
function outcomes(
  patient: StoredPatient | null,
  death: number | null,
  rules: OutcomeRules,
): Readonly<Record<string, ImportedValue>> {
  if (patient === null || (death === null && patient.chosen.alive28 !== 'yes')) return {};
  const out: Record<string, ImportedValue> = {};
  for (const [support, field] of Object.entries(SUPPORTS)) {
    const text = patient.typed[field]?.text ?? '';
    const found = outcome28(daysTyped(text), death);
    out.dead28 = found.dead28;
    out.survival_days28 = found.survivalDays28;
    if (text.trim() === '') continue;
    const zero = rules.freeDays === 'death_zero';
    out[`free_days_${support}`] = zero ? found.freeDaysDeathZero : found.freeDaysAliveAndFree;
  }
  return out;
}

/** One adverse event, kept as a line of its own. */
export interface AdverseEvent {
  readonly what: string;
  readonly day: string;
  readonly severity: string;
  readonly causality: string;
  readonly serious: string;
}
export const emptyEvent: AdverseEvent = { what: '', day: '', severity: '', causality: '', serious: '' };
export const severities = ['mild', 'moderate', 'serious'] as const;
export const causalities = ['certain', 'probable', 'possible', 'unlikely'] as const;

/** Events of a patient, in their order: `event3.what`, `event3.day` … */
export function eventsOf(patient: StoredPatient | null): readonly AdverseEvent[] {
  const found: AdverseEvent[] = [];
  for (let at = 0; patient?.chosen[`event${at}.what`] !== undefined; at += 1) {
    const part = (name: keyof AdverseEvent): string => patient.chosen[`event${at}.${name}`] ?? '';
    found.push({
      what: part('what'),
      day: part('day'),
      severity: part('severity'),
      causality: part('causality'),
      serious: part('serious'),
    });
  }
  return found;
}

/** The choices of a patient with these events in place of those before. */
export function withEvents(
  chosen: StoredPatient['chosen'],
  events: readonly AdverseEvent[],
): Readonly<Record<string, string>> {
  const others = Object.entries(chosen).filter(([name]) => !/^event\d+\./.test(name));
  const lines = events.flatMap((event, at) =>
    Object.entries(event).map(([name, text]): [string, string] => [`event${at}.${name}`, String(text)]),
  );
  return Object.fromEntries([...others, ...lines]);
}

/** The day of a gas after day 0; null where one of the two has no date. */
export function dayOf(day0: string | undefined, gasAt: string | null): number | null {
  if (day0 === undefined || day0 === '' || gasAt === null) return null;
  const [from, to] = [day0, gasAt.slice(0, 10)].map((date) => Date.parse(`${date}T00:00:00Z`));
  const day = Math.round((to - from) / 86_400_000);
  return Number.isFinite(day) ? day : null;
}

/** What of the entry list of I-MICRO the numbers of day 0 answer: met, not met, or not known. */
export const entryIds = [
  'age',
  'lactate',
  'vasopressor',
  'mottling',
  'crt_finger',
  'crt_knee',
  'platelets',
  'pf',
] as const;
/** What no number of the form tells. */
export const entryItemsByHand = ['sofa_rise', 'hours'] as const;

export interface EntryItem {
  readonly id: (typeof entryIds)[number];
  readonly met: boolean | null;
}

export function entryList(patient: StoredPatient | null, pf: number | null): readonly EntryItem[] {
  const day0 = (name: string): number | null => readDay(patient, 0, name).value;
  const test = (value: number | null, holds: (value: number) => boolean): boolean | null =>
    value === null ? null : holds(value);
  const age = numberTyped(patient?.typed.age_years?.text ?? '');
  const drug = [day0('norepinephrine_ug_kg_min'), day0('epinephrine_ug_kg_min')].find((dose) => dose !== null) ?? null;
  const map = day0('map_mmhg');
  return [
    { id: 'age', met: test(age, (v) => v > 18) },
    { id: 'lactate', met: test(day0('day_lactate_mmol_l'), (v) => v > 2) },
    { id: 'vasopressor', met: drug === null || map === null ? null : drug > 0 && map > 65 },
    { id: 'mottling', met: test(day0('mottling_score'), (v) => v >= 2) },
    { id: 'crt_finger', met: test(day0('crt_finger_s'), (v) => v > 3) },
    { id: 'crt_knee', met: test(day0('crt_knee_s'), (v) => v > 4) },
    { id: 'platelets', met: test(day0('platelets_10e3_mm3'), (v) => v >= 30) },
    { id: 'pf', met: test(pf, (v) => v >= 100) },
  ];
}
