/** dictionary.csv: every column of the exported tables with label, unit, type, limits, formula and source. */
import { findGasField, furtherFields, gasChoices, gasFormulas, type GasField } from '../blood-gas';
import { trialColumn } from './trial-columns';
import { findCohortField } from '../cohort';
import { csvLine, resultColumns } from '../result';

export type ColumnSource = 'measured' | 'typed' | 'computed' | 'study';

export interface ColumnEntry {
  readonly name: string;
  readonly label: string;
  readonly unit: string;
  readonly type: 'number' | 'text' | 'code' | 'date' | 'flag';
  /** Codes that may stand there. */
  readonly levels: readonly string[];
  /** What is refused, and what is unusual. */
  readonly limits: string;
  readonly formula: string;
  readonly source: ColumnSource;
}

/** Fields beside the gas under the names of files. */
const further = new Map(furtherFields.map((field) => [field.name.replace('.', '_'), field]));
const choices: Readonly<Record<string, readonly string[]>> = gasChoices;
const formulas = new Map(gasFormulas.map((formula) => [formula.name, formula]));
const results = new Map(resultColumns.map((column) => [column.name, column]));

const entry = (name: string, about: Partial<ColumnEntry>): ColumnEntry => ({
  name,
  label: name,
  unit: '',
  type: 'number',
  levels: [],
  limits: '',
  formula: '',
  source: 'typed',
  ...about,
});

/** Columns that no catalogue holds, of the study and of the long table. */
const special: readonly ColumnEntry[] = [
  entry('patient_id', { label: 'Patient, or study code', type: 'text' }),
  entry('scan_id', { label: 'Hash of the pixels and geometry of the scan', type: 'text', source: 'measured' }),
  entry('bv5_percent', { label: 'BV5, 1.25 to 5 mm²', unit: '% of TBV', source: 'measured' }),
  entry('bv5_10_percent', { label: 'BV5–10, 5 to 10 mm²', unit: '% of TBV', source: 'measured' }),
  entry('bv10_percent', { label: 'BV10, from 10 mm²', unit: '% of TBV', source: 'measured' }),
  entry('bv5_percent_low', { label: 'BV5, low end of the 90 % interval', unit: '% of TBV', source: 'measured' }),
  entry('bv5_percent_high', { label: 'BV5, high end of the 90 % interval', unit: '% of TBV', source: 'measured' }),
  entry('tbv_ml', { label: 'Total blood volume of vessels from 1.25 mm²', unit: 'mL', source: 'measured' }),
  entry('tbv_ml_per_l', { label: 'TBV per litre of lung', unit: 'mL/L', source: 'measured' }),
  entry('hours_gas_minus_ct', { label: 'Time of the gas after the scan', unit: 'hours', source: 'computed' }),
  entry('o2_group', { label: 'Group by oxygen flow', type: 'code', source: 'study' }),
  entry('group', { label: 'Group of the study', type: 'code', source: 'study' }),
  entry('pf_band', {
    label: 'Band of P/F (Berlin limits)',
    type: 'code',
    levels: ['none', 'mild', 'moderate', 'severe'],
    source: 'computed',
  }),
  entry('excluded', { label: 'Left out of the analyses', type: 'flag', levels: ['0', '1'], source: 'study' }),
  entry('exclusion_code', { label: 'Why it is left out', type: 'code', source: 'study' }),
  entry('profile_hash', { label: 'Hash of the rules of the study', type: 'text', source: 'study' }),
  entry('program_version', { label: 'Version of the program that exported', type: 'text', source: 'study' }),
  entry('gas_index', { label: 'Number of the gas of this patient; empty for the scan', source: 'study' }),
  entry('gas_at_hours', { label: 'Time of the gas after the scan', unit: 'hours', source: 'computed' }),
  entry('variable', { label: 'Name of the column of the value', type: 'text', source: 'study' }),
  entry('value', { label: 'The value, in the unit beside it', source: 'study' }),
  entry('unit', { label: 'Unit of the value', type: 'text', source: 'study' }),
  entry('low', { label: 'Low end of the 90 % interval', source: 'measured' }),
  entry('high', { label: 'High end of the 90 % interval', source: 'measured' }),
  entry('source', {
    label: 'Where the value is from',
    type: 'code',
    levels: ['measured', 'typed', 'estimated', 'computed'],
    source: 'study',
  }),
  entry('issue_codes', { label: 'What was noticed in the gas', type: 'text', source: 'computed' }),
];
const specials = new Map(special.map((one) => [one.name, one]));

/** What is known of a column; one that nobody knows is a column of the user's own table. */
export function describeColumn(name: string): ColumnEntry {
  const known = specials.get(name);
  if (known !== undefined) return known;
  const formula = formulas.get(name);
  if (formula !== undefined) {
    const { label, unit, text, source } = formula;
    return entry(name, { label, unit, formula: source === '' ? text : `${text} (${source})`, source: 'computed' });
  }
  const field = findGasField(name) ?? further.get(name);
  if (field !== undefined) return entry(name, { label: field.label, unit: field.unit, limits: limitsOf(field) });
  const column = results.get(name);
  if (column !== undefined) {
    return entry(name, { label: column.description, unit: column.unit, type: column.kind, source: 'measured' });
  }
  const trial = trialColumn(name);
  if (trial !== null) {
    const { label, unit, type, levels, source } = trial;
    const of = trial.field === undefined ? '' : limitsOf(trial.field);
    return entry(name, { label, unit, type, levels, source, limits: of });
  }
  return describeClinical(name);
}

const limitsOf = ({ refuseLow, refuseHigh, usualLow, usualHigh }: GasField): string =>
  `refused outside ${refuseLow} to ${refuseHigh}, unusual outside ${usualLow} to ${usualHigh}`;

const types = { id: 'text', number: 'number', category: 'code', date: 'date', flag: 'flag', text: 'text' } as const;

function describeClinical(name: string): ColumnEntry {
  const field = findCohortField(name);
  const levels = Object.hasOwn(choices, name) ? choices[name] : undefined;
  if (field === null && levels !== undefined) {
    return entry(name, { label: name.replaceAll('_', ' '), type: 'code', levels });
  }
  if (field === null) return entry(name, { label: `column "${name}" of the imported table`, type: 'text' });
  return entry(name, {
    label: field.words[0] ?? name,
    type: types[field.kind],
    levels: Object.keys(field.categories),
    unit: field.kind === 'number' ? (Object.keys(field.units)[0] ?? '') : '',
  });
}

export const unitOf = (name: string): string => describeColumn(name).unit;

export const dictionaryColumns = [
  'name',
  'label',
  'unit',
  'type',
  'levels',
  'limits',
  'formula',
  'source',
  'version',
] as const;

/** One row a column, each once, in the order given. */
export function dictionaryCsv(columns: readonly string[], version: string): string {
  const rows = [...new Set(columns)].map((name) => {
    const about = describeColumn(name);
    const { label, unit, type, levels, limits, formula, source } = about;
    return csvLine([name, label, unit, type, levels.join(';'), limits, formula, source, version]);
  });
  return csvLine(dictionaryColumns) + rows.join('');
}
