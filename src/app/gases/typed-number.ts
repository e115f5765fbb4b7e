/** What was typed as a number: comma or point, a minus of any kind, a percent sign at the end. */
import { checkValue, findAnyField, type GasIssue, type TypedValue } from '../../core/blood-gas';
import type { TypedText } from '../../storage';
import { gasWords } from '../words-gases';
import { allFields, unitOf } from './form-fields';

const NUMBER = /^[-+]?(\d+([.,]\d*)?|[.,]\d+)$/;

/** The number that was typed; null where it is none. */
export function numberTyped(text: string): number | null {
  const tidy = text.trim().replace('\u2212', '-').replace(/\s*%$/, '');
  return NUMBER.test(tidy) ? Number(tidy.replace(',', '.')) : null;
}

export function valueTyped(name: string, typed: TypedText): TypedValue | null {
  const value = numberTyped(typed.text);
  return value === null ? null : { value, unit: unitOf(name, typed.unit), text: typed.text };
}

export interface ReadField {
  /** In the field's own unit; null where nothing usable is typed. */
  readonly value: number | null;
  readonly issue: GasIssue | null;
}

/** A typed field against its limits, under the name it is kept by; `name` is that of its limits. */
export function readTyped(key: string, typed: TypedText | undefined, name = key): ReadField {
  if (typed === undefined || typed.text.trim() === '') return { value: null, issue: null };
  const value = valueTyped(name, typed);
  if (value === null) {
    const label = allFields.get(name)?.label ?? findAnyField(name)?.label ?? name;
    const message = gasWords.notANumber(label, typed.text);
    return { value: null, issue: { field: key, code: 'not_a_number', severity: 'error', message } };
  }
  const field = findAnyField(name);
  if (field === null) return { value: value.value, issue: null };
  const { value: used, issue } = checkValue(field, value);
  return { value: used, issue: issue && { ...issue, field: key } };
}
