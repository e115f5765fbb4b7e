/** A study from an imported table: one row a patient, the gas columns of the row as its gas. */
import { fieldsBesideGas, findGasField, gasFormulas } from '../blood-gas';
import { exclusionCodeOf, importedRows, type ImportedRow, type ImportedTable } from '../cohort';
import type { ExportRow, Values } from './study';

const ofPatient = new Set(['age_years', 'height_cm', 'weight_kg']);
const ofGas = new Set([
  ...gasFormulas.map(({ name }) => name),
  ...fieldsBesideGas.map(({ name }) => name.replace('.', '_')),
  'gas_minutes_in_condition',
  'sample_type',
  'sample_site',
  'sample_side',
  'reported_at',
  'phase',
  'position',
  'condition',
  'fio2_source',
  'pb_source',
  'o2_device',
  'pf_band',
]);

/** Whether a column tells of the gas and not of patient or scan. */
export const isGasColumn = (name: string): boolean =>
  !ofPatient.has(name) && (ofGas.has(name) || findGasField(name) !== null);

/** Rows that an import brings; those it excludes stay in with their code. */
export function rowsOfImport(table: ImportedTable): ExportRow[] {
  return importedRows(table).map((row) => {
    const { verdict, values, extra, notices } = row;
    const gas = gasValues(row);
    const hours = values.hours_gas_minus_ct;
    const codes = [...new Set(notices.filter(({ column }) => !(column in extra)).map(({ code }) => code))];
    return {
      patientId: String(values.patient_id),
      values,
      extra,
      excluded: verdict === 'excluded',
      exclusionCode: verdict === 'excluded' ? exclusionCodeOf(row) : null,
      codes,
      gases:
        Object.keys(gas).length === 0 ? [] : [{ values: gas, hours: typeof hours === 'number' ? hours : null, codes }],
    };
  });
}

function gasValues({ values }: ImportedRow): Values {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null && isGasColumn(name)));
}
