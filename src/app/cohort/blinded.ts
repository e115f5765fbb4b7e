/** What reading blinded keeps from view: which columns, which names. */
import { isGasColumn } from '../../core/export';
import { gasFormulas } from '../../core/blood-gas';
import type { BlindedPart, StudySettings } from '../state/study';

type Rules = Pick<StudySettings, 'blinding' | 'grouping'>;

const outcomes = /^(sofa|delta_sofa|mean_sofa|mottling|crt_|dead28|survival|free_days|icu_|ecmo|response|responder)/;
const derived = new Set(gasFormulas.map(({ name }) => name));

export const hides = ({ blinding }: Pick<Rules, 'blinding'>, part: BlindedPart): boolean =>
  blinding?.hides.includes(part) ?? false;

/** Whether a column is hidden. Columns of their own may hold anything and go with the names. */
export function hidesColumn(rules: Rules, name: string, isOwn = false): boolean {
  if (rules.blinding === null) return false;
  if (name === 'patient_id' || name === 'scan_id' || isOwn) return hides(rules, 'id');
  if (name === 'group' || name === rules.grouping.variable) return hides(rules, 'group') || isHiddenValue(rules, name);
  return isHiddenValue(rules, name);
}

function isHiddenValue(rules: Rules, name: string): boolean {
  if (outcomes.test(name)) return hides(rules, 'outcome');
  return (isGasColumn(name) || derived.has(name)) && hides(rules, 'gases');
}
