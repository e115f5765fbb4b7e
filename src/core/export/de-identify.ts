/**
 * Research mode: what could name a person is replaced or left out. Only what is known to be harmless goes through;
 * everything else stays out, so that a new column can never leak by being forgotten here.
 */
import { gasChoices } from '../blood-gas';
import { findCohortField } from '../cohort';
import { resultColumns, sha256OfText } from '../result';
import type { ExportGas, ExportRow, Study, Values } from './study';

/** Ages above this are given as one more (the rule of US law for health data, 45 CFR 164.514). */
const OLDEST_SHOWN_YEARS = 89;

/** Text columns of a result that hold codes and names of devices, never of people, places or files. */
const plainTexts = new Set([
  'format',
  'format_version',
  'program_name',
  'program_version',
  'program_parameters_hash',
  'scan_modality',
  'scan_manufacturer',
  'scan_model',
  'scan_kernel',
  'lungs_cut_off',
  'quality_verdict',
  'quality_checks_id',
  'quality_checks_verdict',
  'issues_code',
  'issues_severity',
  'vessels_rejected_reason',
]);

export interface DeIdentification {
  /** Any text kept by the user: the same one gives the same codes again, and nobody without it can find them. */
  readonly salt: string;
  /** The ids are study ids already and may stay. */
  readonly keepIds: boolean;
}

export interface DeIdentified {
  readonly study: Study;
  /** Patient id → study code: stays with the user, never in the export. */
  readonly codes: ReadonlyMap<string, string>;
}

export function deIdentify(study: Study, { salt, keepIds }: DeIdentification): DeIdentified {
  const codes = keepIds ? new Map<string, string>() : studyCodes(study.rows, salt);
  const codeOf = (id: string): string => codes.get(id) ?? id;
  const rows = study.rows.map((row): ExportRow => {
    const { age_years: age } = row.values;
    const isOldest = typeof age === 'number' && age > OLDEST_SHOWN_YEARS;
    const values = harmless(row.values, salt, isOldest);
    // a code that a person typed may be a name; it also stands among what was noticed
    const typed = [row.exclusionCode, row.values.exclusion_code];
    const noticed = (all: readonly string[]): readonly string[] =>
      all.map((code) => (typed.includes(code) ? exclusionWithoutWords(code) : code));
    return {
      patientId: codeOf(row.patientId),
      values: { ...values, ...('patient_id' in row.values && { patient_id: codeOf(row.patientId) }) },
      extra: {},
      excluded: row.excluded,
      exclusionCode: row.exclusionCode === null ? null : exclusionWithoutWords(row.exclusionCode),
      codes: noticed(row.codes),
      gases: row.gases.map((gas): ExportGas => ({
        ...gas,
        values: harmless(gas.values, salt, isOldest),
        codes: noticed(gas.codes),
      })),
    };
  });
  // by code: the order of the table would tell who is who
  rows.sort((a, b) => (a.patientId < b.patientId ? -1 : a.patientId > b.patientId ? 1 : 0));
  return { study: { ...study, name: 'study', rows }, codes };
}

/** S-001 … in an order that only the salt knows. */
function studyCodes(rows: readonly ExportRow[], salt: string): Map<string, string> {
  const ids = [...new Set(rows.map(({ patientId }) => patientId))];
  const keyed = ids.map((id) => ({ id, key: sha256OfText(`${salt}\npatient\n${id}`) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  const digits = Math.max(3, String(ids.length).length);
  return new Map(keyed.map(({ id }, at) => [id, `S-${String(at + 1).padStart(digits, '0')}`]));
}

const resultKinds = new Map(resultColumns.map(({ name, kind }) => [name, kind]));

/** Normal values that are computed from the age: an age that is not shown could be read off them. */
const fromAge = new Set(['expected_aado2_mmhg', 'expected_pao2_mmhg']);

function harmless(values: Values, salt: string, isOldest: boolean): Values {
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]): [string, Values[string]][] => {
      if (name === 'patient_id' || value === null || (isOldest && fromAge.has(name))) return [];
      if (name === 'scan_id') return [[name, `scan-${sha256OfText(`${salt}\nscan\n${String(value)}`).slice(0, 16)}`]];
      if (name === 'age_years' && typeof value === 'number') {
        return [[name, value > OLDEST_SHOWN_YEARS ? OLDEST_SHOWN_YEARS + 1 : value]];
      }
      if (typeof value !== 'string') return resultKinds.get(name) === 'text' ? [] : [[name, value]];
      return isCode(name, value) ? [[name, value]] : [];
    }),
  );
}

/** A text that is one of a list, or on the list of plain texts. */
function isCode(name: string, value: string): boolean {
  if (plainTexts.has(name)) return true;
  const field = findCohortField(name);
  if (field !== null && field.kind === 'category') return Object.hasOwn(field.categories, value);
  return derivedCodes.has(name);
}

/** Derived columns whose texts are bands and groups. */
const derivedCodes = new Set([
  'o2_group',
  'pf_band',
  'berlin',
  'rox_band',
  'group',
  'allocation',
  'analysis_set',
  'phase',
  ...Object.keys(gasChoices),
]);

/** Reasons that BVX itself gives or offers; any other was typed, and its words stay here. */
const knownExclusions = new Set([
  'anomalous_gas',
  'not_arterial',
  'outside_window',
  'no_usable_gas',
  'excluded_by_hand',
  'poor_quality',
  'lungs_cut_off',
  'wrong_patient',
  'consent_withdrawn',
]);
const exclusionWithoutWords = (code: string): string => (knownExclusions.has(code) ? code : 'other');
