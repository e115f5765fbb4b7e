/** Rows of clinical tables as gases of a patient: shown and computed like typed ones, changed only in their table. */
import { findGasField, otherUnits } from '../../core/blood-gas';
import { importedRows, type ImportedTable, type MappedColumn } from '../../core/cohort';
import type { StoredGas, TypedText } from '../../storage';

const choiceNames = ['sample_type', 'position', 'condition', 'o2_device'];
const bloodNames = ['pao2_mmhg', 'paco2_mmhg', 'ph'];

export const isImported = (gas: StoredGas): boolean => gas.id.startsWith('table:');

export function importedGases(
  patientId: string,
  tables: readonly { readonly id: string; readonly table: ImportedTable }[],
): StoredGas[] {
  return tables.flatMap(({ id, table }) =>
    importedRows(table).flatMap((row): StoredGas[] => {
      const { values } = row;
      if (values.patient_id !== patientId || bloodNames.every((name) => (values[name] ?? null) === null)) return [];
      const typed: Record<string, TypedText> = {};
      for (const column of table.mapping.columns) {
        const text = typedOf(column, row.raw[column.column] ?? '', values[column.field.name] ?? null);
        if (text !== null) typed[column.field.name] = text;
      }
      const chosen = Object.fromEntries(
        choiceNames.flatMap((name): [string, string][] => {
          const value = values[name];
          return typeof value === 'string' ? [[name, value]] : [];
        }),
      );
      const gasAt = typeof values.gas_at === 'string' ? values.gas_at : null;
      const time: Readonly<Record<string, string>> =
        gasAt === null ? {} : { gas_date: gasAt.slice(0, 10), gas_time: gasAt.slice(11, 16) };
      return [
        {
          id: `table:${id}:${row.row}`,
          patientId,
          number: row.row,
          gasAt,
          typed,
          chosen: { ...chosen, ...time },
          confirmed: [],
          baseline: false,
        },
      ];
    }),
  );
}

/** The cell as it stood there with the unit of its column; in the field's own unit where the form has no other. */
function typedOf({ field, perUnit }: MappedColumn, raw: string, value: unknown): TypedText | null {
  if (findGasField(field.name) === null || raw.trim() === '' || typeof value !== 'number') return null;
  if (perUnit === 1 || field.name === 'fio2') return { text: raw.trim(), unit: null };
  const unit = otherUnits(field.name).find((one) => Math.abs(one.perUnit - perUnit) < 1e-9);
  return unit === undefined ? { text: String(value), unit: null } : { text: raw.trim(), unit: unit.suffix };
}
