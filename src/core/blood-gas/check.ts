/** Checks one typed number against its field: used, used with a warning, or refused. */
import { findGasField, type GasField } from './fields';
import { gasIssues, type GasIssue, type TypedValue } from './messages';
import { toOwnUnit } from './units';

export interface CheckedValue {
  /** In the field's own unit, FiO2 as a fraction; null where the value is refused. */
  readonly value: number | null;
  readonly issue: GasIssue | null;
}

/** Ranges in mmHg in which a pressure was probably typed in kPa: from the first, below the second. */
const kpaLooks: Readonly<Record<string, readonly [from: number, below: number]>> = {
  pao2_mmhg: [4, 35],
  paco2_mmhg: [2, 15],
};

export function checkValue(field: GasField, typed: TypedValue): CheckedValue {
  if (field.name === 'fio2') return checkFio2(typed);
  const value = toOwnUnit(typed.value, typed.unit);
  const refused = !(value >= field.refuseLow && value <= field.refuseHigh);
  const looks = kpaLooks[field.name];
  if (looks !== undefined && typed.unit === null && value >= looks[0] && value < looks[1]) {
    return { value: refused ? null : value, issue: gasIssues.unitSuspect(field, typed, refused) };
  }
  if (refused) return { value: null, issue: gasIssues.outOfRange(field, typed) };
  const unusual = value < field.usualLow || value > field.usualHigh;
  return { value, issue: unusual ? gasIssues.unusual(field, typed) : null };
}

/** A fraction from 0.21 to 1, or a percentage from 21 to 100; between and beyond is refused. */
function checkFio2(typed: TypedValue): CheckedValue {
  const fraction = fio2Fraction(typed.value);
  return fraction === null ? { value: null, issue: gasIssues.fio2Ambiguous(typed) } : { value: fraction, issue: null };
}

/** The inspired fraction that a typed number means, or null where it can mean neither. */
export function fio2Fraction(value: number): number | null {
  const field = findGasField('fio2');
  if (field === null) return null;
  if (value >= field.refuseLow && value <= field.refuseHigh) return value;
  return value >= 100 * field.refuseLow && value <= 100 * field.refuseHigh ? value / 100 : null;
}
