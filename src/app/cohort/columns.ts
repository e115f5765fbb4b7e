/** What the columns of the cohort are called, in which unit and with how many decimals they are shown. */
import { findGasField, gasFormulas } from '../../core/blood-gas';
import type { Grouping, ImportedValue } from '../../core/cohort';
import { formatDate, formatNumber, formatTime } from '../../core/result';
import { allFields } from '../gases/form-fields';
import { gasWords } from '../words-gases';

export interface CohortColumn {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly decimals: number | null;
  readonly computed: boolean;
}

const named: Readonly<Record<string, readonly [label: string, unit: string, decimals: number | null]>> = {
  patient_id: ['Case', '', null],
  scan_id: ['Scan', '', null],
  group: ['Group', '', null],
  sex: ['Sex', '', null],
  bv5_percent: ['BV5', '%', 1],
  bv5_10_percent: ['BV5–10', '%', 1],
  bv10_percent: ['BV10', '%', 1],
  tbv_ml: ['TBV', 'mL', 0],
  tbv_ml_per_l: ['TBV', 'mL/L', 0],
  lungs_total_ml: ['Lungs', 'mL', 0],
  ct_at: ['CT at', '', null],
  gas_at: ['Gas at', '', null],
  hours_gas_minus_ct: ['Gas − CT', 'h', 1],
  scan_kernel: ['Kernel', '', null],
  scan_slice_thickness_mm: ['Thickness', 'mm', 1],
  quality_verdict: ['Quality', '', null],
  fio2_source: ['FiO₂ from', '', null],
  o2_device: ['Support', '', null],
  position: ['Position', '', null],
  condition: ['Condition', '', null],
  sample_type: ['Sample', '', null],
  pf_band: ['P/F band', '', null],
  berlin: ['Berlin', '', null],
  sofa: ['SOFA', '', 0],
  dead28: ['Died by D28', '', 0],
  survival_days28: ['Days alive to D28', '', 0],
};
const short: Readonly<Record<string, string>> = {
  aado2_full_mmhg: 'AaDO₂',
  aado2_simple_mmhg: 'AaDO₂ simplified',
  palv_o2_full_mmhg: 'PAO₂',
  cao2_ml_dl: 'O₂ content',
};

const known = new Map<string, CohortColumn>();

export function columnOf(name: string): CohortColumn {
  const before = known.get(name);
  if (before !== undefined) return before;
  const column = made(name);
  known.set(name, column);
  return column;
}

function made(name: string): CohortColumn {
  const own = named[name];
  if (own !== undefined) return { name, label: own[0], unit: own[1], decimals: own[2], computed: false };
  const field = findGasField(name);
  if (field !== null) {
    const label = allFields.get(name)?.label ?? field.label;
    const decimals = field.unit === 'mmHg' ? 0 : field.decimals;
    return { name, label, unit: field.unit, decimals, computed: false };
  }
  const formula = gasFormulas.find((one) => one.name === name);
  if (formula !== undefined) {
    const decimals = formula.unit === 'mmHg' ? 0 : formula.decimals;
    return { name, label: short[name] ?? formula.label, unit: formula.unit, decimals, computed: true };
  }
  const form = allFields.get(name);
  return { name, label: form?.label ?? name, unit: form?.unit ?? '', decimals: null, computed: false };
}

/** Head of a column in the table: short, with its unit. */
export function headWords(name: string): string {
  const { label, unit } = columnOf(name);
  // every gas pressure is in mmHg here; the tip of the column says so
  if (unit === '' || unit === 'mmHg') return label;
  return name === 'tbv_ml_per_l' ? unit : `${label} ${unit}`;
}

/** Label with its unit: `PaO₂, mmHg`. */
export function columnWords(name: string): string {
  const { label, unit } = columnOf(name);
  return unit === '' ? label : `${label}, ${unit}`;
}

/** `<2` as `< 2 L/min`: the name of a group with the unit of what makes it. */
export function groupLabel(name: string, grouping: Grouping): string {
  if (grouping.kind === 'categories' || grouping.kind === 'thirds') return name;
  const { unit } = columnOf(grouping.variable);
  return `${name.replace(/^([<>])/, '$1 ')}${unit === '' ? '' : `\u202F${unit}`}`;
}

/** Shown at first, by the width of the page; the narrow list leaves room for the flags. */
export const firstColumns = {
  wide: [
    'bv5_percent',
    'bv5_10_percent',
    'bv10_percent',
    'tbv_ml',
    'tbv_ml_per_l',
    'pao2_mmhg',
    'fio2',
    'aado2_full_mmhg',
    'pf_mmhg',
  ],
  narrow: ['bv5_percent', 'bv10_percent', 'tbv_ml', 'tbv_ml_per_l', 'pao2_mmhg', 'aado2_full_mmhg', 'pf_mmhg'],
} as const;

/** A value as the table shows it; files keep full precision. */
export function cellWords(name: string, value: ImportedValue | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'boolean') return value ? gasWords.responder.yesWord : gasWords.responder.noWord;
  const { decimals } = columnOf(name);
  if (typeof value === 'number') return decimals === null ? shortest(value) : formatNumber(value, decimals);
  if (name === 'ct_at' || name === 'gas_at') return `${formatDate(value)} ${formatTime(value)}`.trim();
  return gasWords.codes[value] ?? value;
}

/** At most four significant decimals, without zeros at the end. */
const shortest = (value: number): string => {
  const text = formatNumber(value, Number.isInteger(value) ? 0 : 4);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
};
