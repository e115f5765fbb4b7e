/** The messages of a blood gas, word for word as the specification has them. Numbers as typed, point as decimal mark. */
import type { GasField } from './fields';
import { fromOwnUnit, MMHG_PER_KPA, type GasUnit } from './units';

export interface GasIssue {
  /** Name of the field it stands at. */
  readonly field: string;
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** A number as the user typed it. */
export interface TypedValue {
  readonly value: number;
  /** Null for the field's own unit. */
  readonly unit: GasUnit | null;
  /** The characters typed, where they are known: `7,40`. */
  readonly text: string | null;
}

export const typedWords = ({ text, value }: TypedValue): string =>
  text === null ? String(value) : text.trim().replace(',', '.').replace('\u2212', '-');

/** Enough digits for the exact decimals of any value of a gas. */
const EXACT_DIGITS = 60;

/** With so many decimals, a half to the even digit as R and C print it; `toFixed` alone goes up. */
function fixed(value: number, decimals: number): string {
  const [whole, part] = Math.abs(value).toFixed(EXACT_DIGITS).split('.');
  const kept = part.slice(0, decimals);
  const isHalf = /^50*$/.test(part.slice(decimals));
  if (!isHalf || Number(kept.at(-1) ?? whole.at(-1)) % 2 === 1) return value.toFixed(decimals);
  return `${value < 0 ? '-' : ''}${whole}${kept === '' ? '' : `.${kept}`}`;
}

/** Limits in the unit that was typed: converted ones to one decimal. */
const limit = (value: number, unit: GasUnit | null): string =>
  unit === null ? String(value) : fixed(fromOwnUnit(value, unit), 1);

const unitWords = (field: GasField, unit: GasUnit | null): string => {
  const words = unit === null ? field.unit : unit.label;
  return words === '' ? '' : ` ${words}`;
};

export const gasIssues = {
  outOfRange: (field: GasField, typed: TypedValue): GasIssue => ({
    field: field.name,
    code: `${field.name}_out_of_range`,
    severity: 'error',
    message:
      `${field.label} must be between ${limit(field.refuseLow, typed.unit)} and ${limit(field.refuseHigh, typed.unit)}` +
      `${unitWords(field, typed.unit)}; you entered ${typedWords(typed)}.`,
  }),
  unusual: (field: GasField, typed: TypedValue): GasIssue => ({
    field: field.name,
    code: `${field.name}_unusual`,
    severity: 'warning',
    message:
      `${field.label} of ${typedWords(typed)}${unitWords(field, typed.unit)} is unusual ` +
      `(expected ${limit(field.usualLow, typed.unit)} to ${limit(field.usualHigh, typed.unit)}). ` +
      'Check the value and the unit; it is kept if you confirm.',
  }),
  unitSuspect: (field: GasField, typed: TypedValue, refused: boolean): GasIssue => ({
    field: field.name,
    code: `${field.name.split('_')[0]}_unit_suspect`,
    severity: refused ? 'error' : 'warning',
    message:
      `${field.label} of ${typedWords(typed)} mmHg looks like a value in kPa ` +
      `(${typedWords(typed)} kPa = ${fixed(typed.value * MMHG_PER_KPA, 1)} mmHg). Change the unit or confirm.`,
  }),
  fio2Ambiguous: (typed: TypedValue): GasIssue => ({
    field: 'fio2',
    code: 'fio2_ambiguous',
    severity: 'error',
    message:
      `FiO2 of ${typedWords(typed)} is neither a fraction (0.21 to 1.00) nor a percentage (21 to 100). ` +
      'Enter the inspired fraction, or choose the device and flow.',
  }),
  aado2: (aado2Mmhg: number, pao2Mmhg: number, alveolarMmhg: number, anomalous: boolean): GasIssue => ({
    field: 'pao2_mmhg',
    code: anomalous ? 'anomalous_gas' : 'aado2_negative',
    severity: anomalous ? 'error' : 'warning',
    message:
      `AaDO2 is ${fixed(aado2Mmhg, 1)} mmHg: PaO2 (${fixed(pao2Mmhg, 1)}) is higher than alveolar PO2 ` +
      `(${fixed(alveolarMmhg, 1)}). Check FiO2, PaO2, its unit and the barometric pressure.`,
  }),
  acidBaseMismatch: (typed: TypedValue, calculated: number): GasIssue => ({
    field: 'hco3_mmol_l',
    code: 'acid_base_mismatch',
    severity: 'warning',
    message:
      `HCO3 of ${typedWords(typed)} mmol/L does not fit pH and PaCO2 (calculated ${fixed(calculated, 1)}). ` +
      'Check the three values.',
  }),
  plateauBelowPeep: (plateau: TypedValue, peep: TypedValue): GasIssue => ({
    field: 'pplat_cmh2o',
    code: 'plateau_below_peep',
    severity: 'error',
    message: `Plateau pressure (${typedWords(plateau)}) must be above total PEEP (${typedWords(peep)}).`,
  }),
  eitSum: (sum: number): GasIssue => ({
    field: 'eit',
    code: 'eit_sum',
    severity: 'error',
    message: `EIT parts add to ${fixed(sum, 2)} %: shunt, dead space and matched must add to 100 (within 0.5).`,
  }),
} as const;

/** Stands beside the field of the barometric pressure. */
export const PRESSURE_REDUCED = 'Use the pressure at the place, not the sea-level value of a weather report.';
