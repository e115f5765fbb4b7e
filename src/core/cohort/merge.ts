/**
 * Scans and blood gases by exact id: one row a scan, with the gas that stands beside it. What finds no partner is named
 * on both sides; ids are never matched by guess.
 */
import { gasBesideScan, hoursBetween, parseIsoTime, type ChosenGas } from '../blood-gas';
import { csvLine, parseCsv, type Cell } from '../result';
import { importedRows } from './cohort-csv';
import { cohortFields } from './fields';
import type { ImportedRow, ImportedTable, ImportedValue } from './import-types';

export interface MergedTable {
  readonly csv: string;
  readonly matched: number;
  /** Ids of scans without a gas, and of gases without a scan. */
  readonly inScansOnly: readonly string[];
  readonly inGasesOnly: readonly string[];
}

/** Columns that the measurement brings itself. */
const measured = ['patient_id', 'scan_id', 'bv5_percent', 'bv5_10_percent', 'bv10_percent', 'tbv_ml', 'excluded'];
const derived = (
  'hours_gas_minus_ct o2_group palv_o2_simple_mmhg palv_o2_full_mmhg aado2_simple_mmhg aado2_full_mmhg ' +
  'a_over_a pf_mmhg pf_band rox sf oi qs_qt_estimated qs_qt_measured'
).split(' ');

/** The id of a scan: its patient where the table names one, else the label of its case. */
const idColumns = ['patient_id', 'case'];

/** Null where the measurements have neither of the two id columns. */
export function mergeScansAndGases(measurements: string, gases: ImportedTable, windowH: number): MergedTable | null {
  const [header = [], ...lines] = parseCsv(measurements);
  const idAt = idColumns.map((name) => header.indexOf(name)).filter((at) => at >= 0);
  if (idAt.length === 0) return null;
  const byId = new Map<string, ImportedRow[]>();
  for (const row of importedRows(gases)) {
    const id = String(row.values.patient_id);
    byId.set(id, [...(byId.get(id) ?? []), row]);
  }
  const gasColumns = [...cohortFields.map(({ name }) => name).filter((name) => !measured.includes(name)), ...derived]
    .filter((name) => name !== 'exclusion_code' && !header.includes(name))
    .filter((name) => importedRows(gases).some((row) => (row.values[name] ?? null) !== null));
  const acquiredAt = header.indexOf('scan_acquired_at');
  const found = new Set<string>();
  const inScansOnly: string[] = [];
  const rows = lines.map((line) => {
    const id = idAt.map((at) => (line[at] ?? '').trim().normalize('NFC')).find((text) => text !== '') ?? '';
    const candidates = byId.get(id) ?? [];
    if (candidates.length === 0) inScansOnly.push(id);
    else found.add(id);
    const hours = candidates.map((row) => hoursOf(row, line[acquiredAt] ?? ''));
    const chosen = choose(candidates, hours, windowH);
    const row = chosen === null ? undefined : candidates[Number(chosen.id)];
    const values: Readonly<Record<string, ImportedValue>> = row === undefined ? {} : { ...row.values };
    const code = exclusionOf(row, candidates.length, chosen);
    return csvLine([
      ...header.map((_, at) => rawCell(line[at] ?? '')),
      ...gasColumns.map((name) =>
        name === 'hours_gas_minus_ct' ? (chosen?.hoursFromCt ?? null) : cellOf(values[name] ?? null),
      ),
      code === null ? 0 : 1,
      code,
    ]);
  });
  return {
    csv: csvLine([...header, ...gasColumns, 'excluded', 'exclusion_code']) + rows.join(''),
    matched: lines.length - inScansOnly.length,
    inScansOnly,
    inGasesOnly: [...byId.keys()].filter((id) => !found.has(id)),
  };
}

/** Hours from scan to gas: as the table of gases has them, else with the time that the scan itself states. */
function hoursOf({ values }: ImportedRow, acquiredAt: string): number | null {
  if (typeof values.hours_gas_minus_ct === 'number') return values.hours_gas_minus_ct;
  const gas = typeof values.gas_at === 'string' ? parseIsoTime(values.gas_at) : null;
  const ct = parseIsoTime(acquiredAt);
  return gas === null || ct === null ? null : hoursBetween(gas, ct);
}

/** The gas beside the scan; a single gas without a time is taken, for there is nothing to choose. */
function choose(rows: readonly ImportedRow[], hours: readonly (number | null)[], windowH: number): ChosenGas | null {
  const gases = rows.map(({ values }, at) => ({
    id: String(at),
    hoursFromCt: rows.length === 1 ? (hours[at] ?? 0) : hours[at],
    arterial: (values.sample_type ?? 'arterial') === 'arterial',
    fio2Known: typeof values.fio2 === 'number',
  }));
  const chosen = gasBesideScan(gases, windowH);
  return chosen === null || hours[Number(chosen.id)] !== null ? chosen : { ...chosen, hoursFromCt: NaN };
}

function exclusionOf(row: ImportedRow | undefined, candidates: number, chosen: ChosenGas | null): string | null {
  if (row === undefined) return candidates > 0 ? 'no_usable_gas' : null;
  const given = row.values.exclusion_code;
  if (typeof given === 'string' && given !== '') return given;
  if (row.notices.some(({ code }) => code === 'anomalous_gas')) return 'anomalous_gas';
  return chosen?.outsideWindow === true ? 'outside_window' : null;
}

const cellOf = (value: ImportedValue): Cell => (typeof value === 'boolean' ? (value ? 1 : 0) : value);

/** A cell of the measurements as it was: numbers stay the characters they are. */
function rawCell(text: string): Cell {
  const value = Number(text);
  return text !== '' && Number.isFinite(value) && String(value) === text ? value : text === '' ? null : text;
}
