/** Blood gases as records of files: from names and values to an evaluation, and the evaluation as one flat record. */
import { findGasField, gasChoices } from './fields';
import type { GasEvaluation, GasInput } from './evaluate';
import type { TypedValue } from './messages';
import { defaultResponderRule } from './response';
import { fieldOfColumn, type GasUnit } from './units';

type Raw = Readonly<Record<string, unknown>>;
type Plain = number | string | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

const numberOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;
const recordOf = (value: unknown): Raw | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;

/** Numbers of a nested record under their own names. */
function numbersOf(value: unknown): Record<string, number> | null {
  const record = recordOf(value);
  if (record === null) return null;
  return Object.fromEntries(
    Object.entries(record).flatMap(([name, item]) => {
      const number = numberOf(item);
      return number === null ? [] : [[name, number]];
    }),
  );
}

/** Comma or point, spaces of any kind, U+2212 for a minus. */
const NUMBER = /^[+-]?\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?$/;

/** A number, or text as it was typed; text that is no number is refused by the check of its field. */
function typedOf(item: unknown, unit: GasUnit | null): TypedValue | null {
  const value = numberOf(item);
  if (value !== null) return { value, unit, text: null };
  if (typeof item !== 'string' || item.trim() === '') return null;
  const plain = item.replace(/\s/g, '').replace('\u2212', '-');
  return { value: NUMBER.test(plain) ? Number(plain.replace(',', '.')) : NaN, unit, text: item };
}

/** Names that are no fields of numbers and yet have their place in a record. */
const besideFields = new Set<string>([
  ...Object.keys(gasChoices),
  'patient_id',
  'gas_at',
  'ct_at',
  'phase',
  'fio2_method',
  'ri',
  'eit',
  'baseline',
]);
const besideNumbers = ['iloprost_ng_kg_min', 'iloprost_ug_ml', 'av_o2_difference_ml_dl'];
const isDevice = (value: unknown): boolean => gasChoices.o2_device.some((device) => device === value);

/** Names in the record from which nothing was taken: unknown ones, values of another kind, a field in two units. */
export function unusedNames(raw: Raw, input: GasInput): string[] {
  const used = (name: string, item: unknown): boolean => {
    if (item === null || item === '') return true;
    if (name === 'o2_device') return isDevice(item);
    if (name === 'sex') return input.sex !== null;
    if (name === 'fio2_source') return input.fio2Source !== null;
    if (besideNumbers.includes(name)) return numberOf(item) !== null;
    if (besideFields.has(name)) return true;
    const found = fieldOfColumn(name);
    return (
      found !== null && typedOf(item, found.unit) !== null && input.values.get(found.field.name)?.unit === found.unit
    );
  };
  return Object.entries(raw).flatMap(([name, item]) => (used(name, item) ? [] : [name]));
}

/** Reads a record with column names as keys (`pao2_kpa` where it was typed in kPa) and nested `ri`, `eit`, `baseline`. */
export function gasInputOf(raw: Raw): GasInput {
  const values = new Map<string, TypedValue>();
  for (const [name, item] of Object.entries(raw)) {
    const found = fieldOfColumn(name);
    const typed = found === null ? null : typedOf(item, found.unit);
    if (found !== null && typed !== null) values.set(found.field.name, typed);
  }
  const iloprost = numberOf(raw.iloprost_ng_kg_min);
  const baseline = recordOf(raw.baseline);
  const pf = numberOf(baseline?.pf_mmhg);
  return {
    values,
    arterial: (raw.sample_type ?? '') === '' || raw.sample_type === 'arterial',
    sex: raw.sex === 'M' || raw.sex === 'F' ? raw.sex : null,
    o2Device: typeof raw.o2_device === 'string' ? raw.o2_device : null,
    fio2Source: raw.fio2_source === 'direct' || raw.fio2_source === 'estimated' ? raw.fio2_source : null,
    fio2Method: raw.fio2_method === 'flow_3_percent' ? 'flow_3_percent' : 'device_table',
    avO2DifferenceMlDl: numberOf(raw.av_o2_difference_ml_dl),
    iloprost: iloprost === null ? null : { ngKgMin: iloprost, ugMl: numberOf(raw.iloprost_ug_ml) ?? 1 },
    recruitment: numbersOf(raw.ri),
    eit: numbersOf(raw.eit),
    baseline:
      baseline === null || pf === null
        ? null
        : {
            pfMmhg: pf,
            rule: {
              percent: numberOf(baseline.rule_percent) ?? defaultResponderRule.percent,
              mmhg: numberOf(baseline.rule_mmhg) ?? defaultResponderRule.mmhg,
              join: baseline.rule_join === 'and' ? 'and' : defaultResponderRule.join,
            },
          },
  };
}

/** Numbers that are only steps on the way, or were typed under another name. */
const inner = (name: string): boolean =>
  name.includes('.') || ['pbw_base_kg', 'sao2_fraction', 'iloprost_ug_ml', 'iloprost_ng_kg_min'].includes(name);

/** The evaluation as one record: derived values, checked fields that were typed, bands, issues, formulas. */
export function gasRecordOf(input: GasInput, evaluation: GasEvaluation): Record<string, Plain> {
  const { numbers } = evaluation;
  const derived = new Set(evaluation.derivations.map(({ name }) => name));
  const out: Record<string, Plain> = {};
  for (const [name, { value }] of numbers) {
    const given = findGasField(name) !== null && (input.values.has(name) || name === 'fio2' || name === 'pb_mmhg');
    if (!inner(name) && (derived.has(name) || given)) out[name] = value;
  }
  const words = {
    fio2_source: evaluation.fio2Source,
    pb_source: evaluation.pbSource,
    pf_band: evaluation.pfBand,
    berlin: evaluation.berlin,
    rox_band: evaluation.roxBand,
    sf_valid: evaluation.sfValid,
    qs_qt_name: evaluation.shuntName,
    airway_closure: evaluation.airwayClosure,
    recruitability: evaluation.recruitability,
    responder: evaluation.responder,
  };
  for (const [name, value] of Object.entries(words)) if (value !== null) out[name] = value;
  const percent = numbers.get('response_percent')?.value;
  if (percent !== undefined) out.response_over_50_percent = percent > 50;
  out.issues = evaluation.issues.map((issue) => ({ ...issue }));
  out.formulas = evaluation.derivations.map(({ name, unit, formula, filled, inputs, estimated, source }) => ({
    name,
    unit,
    formula,
    filled,
    inputs,
    estimated,
    source,
  }));
  out.missing = Object.fromEntries([...evaluation.missing].map(([name, inputs]) => [name, inputs]));
  return out;
}
