/**
 * A gas of the form through the core: what is typed to its input, what comes back to values of files. Nothing is
 * computed here; the core has every formula.
 */
import {
  evaluateGas,
  findAnyField,
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
import type { CohortGas, ImportedValue } from '../../core/cohort';
import type { StoredGas, StoredPatient } from '../../storage';
import type { StudySettings } from '../state/study';
import { gasWords } from '../words-gases';
import { allFields } from './form-fields';
import { readPatient, type PatientReading } from './trial';
import { readTyped, valueTyped } from './typed-number';

export { numberTyped } from './typed-number';

/** What of the study's settings a gas depends on. */
export type GasRules = Pick<StudySettings, 'profile' | 'avO2DifferenceMlDl' | 'responder' | 'outcomeRules'>;

export interface EvaluatedGas {
  readonly gas: StoredGas;
  readonly evaluation: GasEvaluation;
  /** Messages of the core and of cells that are no number. */
  readonly issues: readonly GasIssue[];
  /** Numbers beside the gas that passed their limits: `hr_min`, `eit.shunt_percent`. */
  readonly further: ReadonlyMap<string, number>;
  readonly pfMmhg: number | null;
}

/** The AaDO2 of the study's equation. */
export const aado2Name = ({ profile }: Pick<StudySettings, 'profile'>): string =>
  profile.aado2Equation === 'simple' ? 'aado2_simple_mmhg' : 'aado2_full_mmhg';

export const isArterial = (gas: StoredGas): boolean => (gas.chosen.sample_type ?? 'arterial') === 'arterial';

/** Numbers of a block without its first word: `ri.vt_ml` as `vt_ml`. */
function blockOf(further: ReadonlyMap<string, number>, block: string): Record<string, number> | null {
  const found = [...further].flatMap(([name, value]): [string, number][] =>
    name.startsWith(`${block}.`) ? [[name.slice(block.length + 1), value]] : [],
  );
  return found.length === 0 ? null : Object.fromEntries(found);
}

function gasInput(
  gas: StoredGas,
  patient: StoredPatient | null,
  settings: GasRules,
  baselinePfMmhg: number | null,
  further: ReadonlyMap<string, number>,
): GasInput {
  const values = new Map<string, TypedValue>();
  for (const [name, typed] of Object.entries({ ...patient?.typed, ...gas.typed })) {
    const value = findGasField(name) === null ? null : valueTyped(name, typed);
    if (value !== null) values.set(name, value);
  }
  const iloprost = further.get('iloprost_ng_kg_min');
  return {
    values,
    arterial: isArterial(gas),
    sex: patient?.sex ?? null,
    o2Device: gas.chosen.o2_device ?? null,
    fio2Source: null,
    fio2Method: settings.profile.fio2Method,
    avO2DifferenceMlDl: settings.avO2DifferenceMlDl,
    iloprost: iloprost === undefined ? null : { ngKgMin: iloprost, ugMl: further.get('iloprost_ug_ml') ?? 1 },
    recruitment: blockOf(further, 'ri'),
    eit: blockOf(further, 'eit'),
    baseline: baselinePfMmhg === null ? null : { pfMmhg: baselinePfMmhg, rule: settings.responder },
  };
}

export function evaluate(
  gas: StoredGas,
  patient: StoredPatient | null,
  settings: GasRules,
  baselinePfMmhg: number | null,
): EvaluatedGas {
  const further = new Map<string, number>();
  const beside: GasIssue[] = [];
  for (const [name, typed] of Object.entries(gas.typed)) {
    const known = findGasField(name) !== null;
    const { value, issue } = readTyped(name, typed);
    if (value !== null && !known) further.set(name, value);
    // those of the gas itself come from the core, all but what is no number
    if (issue !== null && (!known || issue.code === 'not_a_number')) beside.push(issue);
  }
  const evaluation = evaluateGas(gasInput(gas, patient, settings, baselinePfMmhg, further));
  const pfMmhg = evaluation.numbers.get('pf_mmhg')?.value ?? null;
  return { gas, evaluation, issues: [...evaluation.issues, ...beside], further, pfMmhg };
}

const gasOnly = new Set([
  'pbw_base_kg',
  'sao2_fraction',
  'av_o2_difference_ml_dl',
  'iloprost_ug_ml',
  'baseline.pf_mmhg',
]);
const takenWhereTyped = new Set(['temperature_c', 'rq', 'methb_percent', 'cohb_percent', 'pvo2_mmhg']);
/** Date and clock stand in `gas_at`. */
const notValues = new Set(['gas_date', 'gas_time']);

/** The gas as the cohort takes it: values under the names of files. */
export function cohortGas(
  one: EvaluatedGas,
  patient: StoredPatient | null,
  ctAt: string | null,
  reading: PatientReading,
  baselinePfMmhg: number | null = null,
): CohortGas {
  const { gas, evaluation, issues } = one;
  const values: Record<string, ImportedValue> = { patient_id: gas.patientId, gas_at: gas.gasAt };
  for (const [name, { value }] of evaluation.numbers) {
    if (gasOnly.has(name) || name.includes('.')) continue;
    if (takenWhereTyped.has(name) && gas.typed[name] === undefined) continue;
    values[name] = value;
  }
  for (const [name, value] of one.further) {
    if (!name.startsWith('ri.')) values[nameInFiles(name)] = value;
  }
  for (const [name, code] of Object.entries(gas.chosen)) if (!notValues.has(name)) values[name] = code;
  Object.assign(values, patientValues(patient, reading), {
    sample_type: gas.chosen.sample_type ?? 'arterial',
    fio2_source: evaluation.fio2Source,
    pb_source: evaluation.pbSource,
    pf_band: evaluation.pfBand,
    berlin: evaluation.berlin,
    responder: evaluation.responder,
    baseline_pf_mmhg: baselinePfMmhg,
  });
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

/** What is known of a patient beside the gases, under the names of files. */
export function patientValues(patient: StoredPatient | null, { values }: PatientReading): CohortGas['values'] {
  const sofa = values.sofa_d0;
  const sex = patient?.sex ?? null;
  return { ...values, ...(sex !== null && { sex }), ...(sofa !== undefined && { sofa }) };
}

const nameInFiles = (name: string): string =>
  name === 'minutes_in_condition' ? 'gas_minutes_in_condition' : name.replace('.', '_');

/** What a derived value lacks, in the words of the form. */
export function lackingWords(evaluation: GasEvaluation, name: string): string {
  const words = [...rootsOf(evaluation, name)].map(
    (input) => gasWords.inputs[input] ?? allFields.get(input)?.label ?? findAnyField(input)?.label ?? input,
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

/** The lowest P/F among these gases for each day after day 0. */
export function readWithGases(
  patient: StoredPatient | null,
  gases: readonly EvaluatedGas[],
  rules: GasRules,
  dayOfGas: (gas: StoredGas) => number | null,
): PatientReading {
  const worst = new Map<number, number>();
  for (const { gas, pfMmhg } of gases) {
    const day = dayOfGas(gas);
    if (day !== null && pfMmhg !== null) worst.set(day, Math.min(pfMmhg, worst.get(day) ?? Infinity));
  }
  return readPatient(patient, rules.outcomeRules, (day) => worst.get(day) ?? null);
}
