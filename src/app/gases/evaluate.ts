/**
 * A gas of the form through the core: what is typed to its input, what comes back to values of files. Nothing is
 * computed here; the core has every formula.
 */
import {
  evaluateGas,
  findGasField,
  gasFormulas,
  hoursBetween,
  inputsOf,
  parseIsoTime,
  type GasEvaluation,
  type GasInput,
  type GasIssue,
  type TypedValue,
} from '../../core/blood-gas';
import { outcome28, sofa, type CohortGas, type ImportedValue, type Sofa } from '../../core/cohort';
import type { StoredGas, StoredPatient, TypedText } from '../../storage';
import type { StudySettings } from '../state/study';
import { gasWords } from '../words-gases';
import { allFields, unitOf } from './form-fields';

const NUMBER = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/;

/** The number that was typed, comma or point; null where it is none. */
export function numberTyped(text: string): number | null {
  const tidy = text.trim().replace('\u2212', '-').replace(/\s*%$/, '');
  return NUMBER.test(tidy) ? Number(tidy.replace(',', '.')) : null;
}

/** What of the study's settings a gas depends on. */
export type GasRules = Pick<StudySettings, 'profile' | 'avO2DifferenceMlDl' | 'responder'>;

export interface EvaluatedGas {
  readonly gas: StoredGas;
  readonly evaluation: GasEvaluation;
  /** Messages of the core and of cells that are no number. */
  readonly issues: readonly GasIssue[];
  readonly sofa: Sofa;
  readonly pfMmhg: number | null;
}

const valueOf = (name: string, typed: TypedText): TypedValue | null => {
  const value = numberTyped(typed.text);
  return value === null ? null : { value, unit: unitOf(name, typed.unit), text: typed.text };
};

/** Numbers of a block without its first word: `ri.vt_ml` as `vt_ml`. */
function blockOf(typed: StoredGas['typed'], block: string): Record<string, number> | null {
  const found = Object.entries(typed).flatMap(([name, { text }]): [string, number][] => {
    const value = name.startsWith(`${block}.`) ? numberTyped(text) : null;
    return value === null ? [] : [[name.slice(block.length + 1), value]];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

export function gasInput(
  gas: StoredGas,
  patient: StoredPatient | null,
  settings: GasRules,
  baselinePfMmhg: number | null,
): GasInput {
  const values = new Map<string, TypedValue>();
  for (const [name, typed] of Object.entries({ ...patient?.typed, ...gas.typed })) {
    const value = findGasField(name) === null ? null : valueOf(name, typed);
    if (value !== null) values.set(name, value);
  }
  return {
    values,
    sex: patient?.sex ?? null,
    o2Device: gas.chosen.o2_device ?? null,
    fio2Source: null,
    fio2Method: settings.profile.fio2Method,
    avO2DifferenceMlDl: settings.avO2DifferenceMlDl,
    iloprost: null,
    recruitment: blockOf(gas.typed, 'ri'),
    eit: blockOf(gas.typed, 'eit'),
    baseline: baselinePfMmhg === null ? null : { pfMmhg: baselinePfMmhg, rule: settings.responder },
  };
}

export function evaluate(
  gas: StoredGas,
  patient: StoredPatient | null,
  settings: GasRules,
  baselinePfMmhg: number | null,
): EvaluatedGas {
  const evaluation = evaluateGas(gasInput(gas, patient, settings, baselinePfMmhg));
  const unread = Object.entries({ ...patient?.typed, ...gas.typed }).flatMap(([name, { text }]): GasIssue[] => {
    if (text.trim() === '' || numberTyped(text) !== null || name.endsWith('_days')) return [];
    const label = allFields.get(name)?.label ?? name;
    return [{ field: name, code: 'not_a_number', severity: 'error', message: gasWords.notANumber(label, text) }];
  });
  const pfMmhg = evaluation.numbers.get('pf_mmhg')?.value ?? null;
  return { gas, evaluation, issues: [...evaluation.issues, ...unread], sofa: sofaOf(gas, pfMmhg), pfMmhg };
}

function sofaOf(gas: StoredGas, pfMmhg: number | null): Sofa {
  const parts = blockOf(gas.typed, 'sofa') ?? {};
  const supported = ['cpap_niv', 'ventilator', 'hfnc'].includes(gas.chosen.o2_device ?? '');
  return sofa({
    pfMmhg,
    support: supported,
    platelets: parts.platelets ?? null,
    bilirubinMgDl: parts.bilirubin_mg_dl ?? null,
    mapMmhg: parts.map_mmhg ?? null,
    dopamineUgKgMin: parts.dopamine_ug_kg_min ?? null,
    epinephrineUgKgMin: parts.epinephrine_ug_kg_min ?? null,
    norepinephrineUgKgMin: parts.norepinephrine_ug_kg_min ?? null,
    dobutamine: false,
    gcs: parts.gcs ?? null,
    creatinineMgDl: parts.creatinine_mg_dl ?? null,
    urineMlDay: parts.urine_ml_day ?? null,
  });
}

/** `3-7, 9` as days 3, 4, 5, 6, 7, 9; what is none is passed over. */
export function daysTyped(text: string): number[] {
  return text.split(/[,;\s]+/).flatMap((part) => {
    const [, from, to] = /^(\d{1,2})(?:[-–](\d{1,2}))?$/.exec(part) ?? [];
    if (from === undefined) return [];
    const first = Number(from);
    const last = to === undefined ? first : Number(to);
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  });
}

/** Outcomes of a patient under the names of files. */
export function outcomeValues(patient: StoredPatient | null): Record<string, ImportedValue> {
  if (patient === null) return {};
  const supports = { ventilation: 'ventilator_days', rrt: 'rrt_days', vasopressor: 'vasopressor_days' };
  const death = numberTyped(patient.typed.death_day?.text ?? '');
  const known = death !== null || patient.chosen.alive28 === 'yes';
  if (!known) return {};
  const out: Record<string, ImportedValue> = {};
  for (const [support, field] of Object.entries(supports)) {
    const text = patient.typed[field]?.text;
    const found = outcome28(daysTyped(text ?? ''), death);
    out.dead28 = found.dead28;
    out.survival_days28 = found.survivalDays28;
    if (text !== undefined) out[`free_days_${support}`] = found.freeDaysAliveAndFree;
  }
  return out;
}

const gasOnly = new Set([
  'pbw_base_kg',
  'sao2_fraction',
  'av_o2_difference_ml_dl',
  'iloprost_ug_ml',
  'baseline.pf_mmhg',
]);
const takenWhereTyped = new Set(['temperature_c', 'rq', 'methb_percent', 'cohb_percent', 'pvo2_mmhg']);

/** The gas as the cohort takes it: values under the names of files. */
export function cohortGas(
  one: EvaluatedGas,
  patient: StoredPatient | null,
  ctAt: string | null,
  baselinePfMmhg: number | null = null,
): CohortGas {
  const { gas, evaluation, issues } = one;
  const values: Record<string, ImportedValue> = { patient_id: gas.patientId, gas_at: gas.gasAt };
  for (const [name, { value }] of evaluation.numbers) {
    if (gasOnly.has(name) || name.includes('.')) continue;
    if (takenWhereTyped.has(name) && gas.typed[name] === undefined) continue;
    values[name] = value;
  }
  for (const [name, { text }] of Object.entries(gas.typed)) {
    if (findGasField(name) !== null || name.startsWith('sofa.') || name.startsWith('ri.')) continue;
    values[name.startsWith('eit.') ? name.replace('.', '_') : name] = numberTyped(text);
  }
  if (values.minutes_in_condition !== undefined) {
    values.gas_minutes_in_condition = values.minutes_in_condition;
    delete values.minutes_in_condition;
  }
  Object.assign(values, gas.chosen, outcomeValues(patient), {
    sex: patient?.sex ?? null,
    sample_type: gas.chosen.sample_type ?? 'arterial',
    fio2_source: evaluation.fio2Source,
    pb_source: evaluation.pbSource,
    pf_band: evaluation.pfBand,
    berlin: evaluation.berlin,
    responder: evaluation.responder,
    baseline_pf_mmhg: baselinePfMmhg,
  });
  if (one.sofa.total !== null) values.sofa = one.sofa.total;
  const [at, ct] = [gas.gasAt, ctAt].map((text) => (text === null ? null : parseIsoTime(text)));
  values.hours_gas_minus_ct = at && ct ? hoursBetween(at, ct) : null;
  return {
    key: `gas:${gas.id}`,
    patientId: gas.patientId,
    gasAt: gas.gasAt,
    values,
    codes: issues.map(({ code }) => code),
  };
}

/** What a derived value lacks, in the words of the form. */
export function lackingWords(evaluation: GasEvaluation, name: string): string {
  const words = [...rootsOf(evaluation, name)].map(
    (input) => gasWords.inputs[input] ?? allFields.get(input)?.label ?? findGasField(input)?.label ?? input,
  );
  return [...new Set(words)].join(', ');
}

/** Typed inputs that stand behind a missing value: a missing PAO2 itself lacks FiO2. */
function rootsOf(evaluation: GasEvaluation, name: string): ReadonlySet<string> {
  const formula = gasFormulas.find((one) => one.name === name);
  const lacking = evaluation.missing.get(name) ?? (formula === undefined ? [] : inputsOf(formula));
  return new Set(
    lacking.flatMap((input) =>
      evaluation.missing.has(input)
        ? [...rootsOf(evaluation, input)]
        : evaluation.numbers.has(input)
          ? []
          : [input === 'sao2_fraction' ? 'pao2_mmhg' : input],
    ),
  );
}
