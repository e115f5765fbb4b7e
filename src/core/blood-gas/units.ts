/**
 * Units that a value may be typed in. Values stay as typed with their unit; what is computed from them is computed in
 * the unit of the field's name, and never written back.
 */
import { findGasField, type GasField } from './fields';

export const MMHG_PER_KPA = 7.50062;

/** A unit and what one of it is in the unit of the field. */
export interface GasUnit {
  /** Ending of a column name: `pao2_kpa`. */
  readonly suffix: string;
  readonly label: string;
  readonly perUnit: number;
}

const pressure: readonly GasUnit[] = [{ suffix: 'kpa', label: 'kPa', perUnit: MMHG_PER_KPA }];

/** Units beside that of the field's own name; those of a gas also stand in column names. */
const others: Readonly<Record<string, readonly GasUnit[]>> = {
  pb_mmhg: [...pressure, { suffix: 'hpa', label: 'hPa', perUnit: MMHG_PER_KPA / 10 }],
  paco2_mmhg: pressure,
  pao2_mmhg: pressure,
  pvo2_mmhg: pressure,
  hb_g_dl: [
    { suffix: 'g_l', label: 'g/L', perUnit: 0.1 },
    { suffix: 'mmol_l', label: 'mmol/L', perUnit: 1.6114 },
  ],
  lactate_mmol_l: [{ suffix: 'mg_dl', label: 'mg/dL', perUnit: 1 / 9.008 }],
  bilirubin_mg_dl: [{ suffix: 'umol_l', label: 'µmol/L', perUnit: 1 / 17.1 }],
  creatinine_mg_dl: [{ suffix: 'umol_l', label: 'µmol/L', perUnit: 1 / 88.4 }],
};

/** The part of a field's name before its unit. */
const stems: Readonly<Record<string, string>> = {
  pb_mmhg: 'pb',
  paco2_mmhg: 'paco2',
  pao2_mmhg: 'pao2',
  pvo2_mmhg: 'pvo2',
  hb_g_dl: 'hb',
  lactate_mmol_l: 'lactate',
};

export interface FieldInUnit {
  readonly field: GasField;
  /** Null for the field's own unit. */
  readonly unit: GasUnit | null;
}

const byColumn = new Map<string, FieldInUnit>(
  Object.entries(others).flatMap(([name, units]) =>
    units.flatMap((unit): [string, FieldInUnit][] => {
      const field = findGasField(name);
      return field === null ? [] : [[`${stems[name]}_${unit.suffix}`, { field, unit }]];
    }),
  ),
);

/** The field and unit that a column name means: `pao2_mmhg`, `pao2_kpa`, `pb_hpa`. */
export function fieldOfColumn(column: string): FieldInUnit | null {
  const field = findGasField(column);
  return field === null ? (byColumn.get(column) ?? null) : { field, unit: null };
}

/** Units of a field beside its own. */
export function otherUnits(field: string): readonly GasUnit[] {
  return others[field] ?? [];
}

export function toOwnUnit(value: number, unit: GasUnit | null): number {
  return unit === null ? value : value * unit.perUnit;
}

export function fromOwnUnit(value: number, unit: GasUnit | null): number {
  return unit === null ? value : value / unit.perUnit;
}
