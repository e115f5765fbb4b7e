/**
 * The cohort from everything that is there: one row a scan, with the gas that stands beside it, and the rows of
 * clinical tables. Ids are compared exactly; what finds no partner is named on both sides and stays.
 */
import { gasBesideScan, hoursBetween, parseIsoTime, type LocalTime } from '../blood-gas';
import type { MeasurementsRow } from '../result';
import { exclusionCodeOf, importedRows } from './cohort-csv';
import { cohortFields } from './fields';
import type { ImportedTable, ImportedValue } from './import-types';

type Values = Readonly<Record<string, ImportedValue>>;

export interface CohortScan {
  readonly id: string;
  readonly patientId: string;
  readonly ctAt: string | null;
  readonly row: MeasurementsRow;
}

/** A gas from whatever source: the form, or a row of a clinical table. */
export interface CohortGas {
  readonly key: string;
  readonly patientId: string;
  readonly gasAt: string | null;
  readonly values: Values;
  /** Codes of what was noticed in it. */
  readonly codes: readonly string[];
}

/** What is known of a patient beside every gas: severity by day, outcome, background. */
export interface CohortPatient {
  readonly patientId: string;
  readonly values: Values;
}

export interface CohortTable {
  readonly id: string;
  readonly table: ImportedTable;
}

export interface CohortRow {
  /** Stable: decisions by hand are kept under it. */
  readonly key: string;
  readonly patientId: string;
  readonly origin: 'scan' | 'table';
  readonly values: Values;
  /** Columns of a table that are not understood, by header. */
  readonly extra: Readonly<Record<string, string>>;
  readonly codes: readonly string[];
  /** Why the program proposes to leave it out; null where it does not. */
  readonly proposed: string | null;
  /** The gas that stands beside the scan. */
  readonly gasKey: string | null;
}

export interface Cohort {
  readonly rows: readonly CohortRow[];
  /** Ids that have gases or other clinical values and no scan, scans and no gas. */
  readonly inGasesOnly: readonly string[];
  readonly inScansOnly: readonly string[];
}

/** Names in the cohort table of what a measurement calls otherwise. */
const renamed: readonly (readonly [cohort: string, result: string])[] = [
  ['bv5_percent', 'percent_bv5'],
  ['bv5_10_percent', 'percent_bv5_10'],
  ['bv10_percent', 'percent_bv10'],
  ['tbv_ml', 'volumes_tbv_ml'],
  ['tbv_ml_per_l', 'volumes_tbv_ml_per_l'],
  ['bv5_percent_low', 'intervals_percent_bv5_low'],
  ['bv5_percent_high', 'intervals_percent_bv5_high'],
];
const patientFields = ['sex', 'age_years', 'height_cm', 'weight_kg'];
const scanFields = new Set(['patient_id', 'scan_id', 'bv5_percent', 'bv5_10_percent', 'bv10_percent', 'tbv_ml']);

export function assembleCohort(
  scans: readonly CohortScan[],
  tables: readonly CohortTable[],
  gases: readonly CohortGas[],
  gasWindowH: number,
  patients: readonly CohortPatient[] = [],
): Cohort {
  const scanIds = new Set(scans.map(({ patientId }) => patientId));
  const typed = groupBy(gases);
  const attached: CohortGas[] = [];
  const extras = new Map<string, Readonly<Record<string, string>>>();
  const own: CohortRow[] = [];
  for (const { id, table } of tables) {
    for (const row of importedRows(table)) {
      const patientId = String(row.values.patient_id);
      const gasAt = typeof row.values.gas_at === 'string' ? row.values.gas_at : null;
      const codes = row.notices.map(({ code }) => code);
      const key = `table:${id}:${row.row}`;
      if (scanIds.has(patientId)) {
        attached.push({ key, patientId, gasAt, values: row.values, codes });
        extras.set(key, row.extra);
        continue;
      }
      const proposed = row.verdict === 'excluded' ? exclusionCodeOf(row) : null;
      const found: CohortRow = {
        key,
        patientId,
        origin: 'table',
        values: row.values,
        extra: row.extra,
        codes,
        proposed,
        gasKey: key,
      };
      const byHand = typed.get(patientId);
      const lacksGas = (row.values.pao2_mmhg ?? null) === null;
      own.push(byHand !== undefined && lacksGas ? withGas(found, timeOf(row.values.ct_at), byHand, gasWindowH) : found);
    }
  }
  const byPatient = groupBy([...gases, ...attached]);
  const ownIds = new Set(own.map(({ patientId }) => patientId));
  const measured = scans.map((scan): CohortRow => {
    const candidates = byPatient.get(scan.patientId) ?? [];
    const row: CohortRow = {
      key: `scan:${scan.id}`,
      patientId: scan.patientId,
      origin: 'scan',
      values: scanValues(scan),
      extra: {},
      codes: [],
      proposed: null,
      gasKey: null,
    };
    const joined = withGas(row, timeOf(scan.ctAt), candidates, gasWindowH);
    const kept = candidates.map(({ key }) => extras.get(key)).find((extra) => extra !== undefined);
    return kept === undefined ? joined : { ...joined, extra: extras.get(joined.gasKey ?? '') ?? kept };
  });
  const known = new Map(patients.map(({ patientId, values }) => [patientId, values]));
  const clinicalIds = [...typed.keys(), ...known.keys()];
  return {
    rows: [...measured, ...own].map((row) => withPatient(row, known.get(row.patientId))),
    inGasesOnly: [
      ...new Set([
        ...clinicalIds.filter((id) => !scanIds.has(id) && !ownIds.has(id)),
        ...own.filter(({ values }) => (values.bv5_percent ?? null) === null).map(({ patientId }) => patientId),
      ]),
    ],
    inScansOnly: [...new Set(scans.filter(({ patientId }) => !byPatient.has(patientId)).map((scan) => scan.patientId))],
  };
}

function groupBy(gases: readonly CohortGas[]): ReadonlyMap<string, readonly CohortGas[]> {
  const groups = new Map<string, CohortGas[]>();
  for (const gas of gases) {
    const group = groups.get(gas.patientId);
    if (group === undefined) groups.set(gas.patientId, [gas]);
    else group.push(gas);
  }
  return groups;
}

function scanValues({ id, patientId, ctAt, row }: CohortScan): Values {
  const names = new Map(renamed.map(([cohort, result]) => [result, cohort]));
  const values: Record<string, ImportedValue> = { patient_id: patientId, scan_id: id, ct_at: ctAt };
  for (const [name, cell] of Object.entries(row)) {
    if (name !== 'scan_id' && name !== 'scan_patient_id') values[names.get(name) ?? name] = cell;
  }
  return values;
}

/** The row with what is known of its patient where the row itself holds nothing. */
function withPatient(row: CohortRow, known: Values | undefined): CohortRow {
  const lacking = Object.entries(known ?? {}).filter(
    ([name, value]) => value !== null && (row.values[name] ?? null) === null,
  );
  return lacking.length === 0 ? row : { ...row, values: { ...row.values, ...Object.fromEntries(lacking) } };
}

const timeOf = (text: ImportedValue | undefined): LocalTime | null =>
  typeof text === 'string' ? parseIsoTime(text) : null;

/** The row with the gas that stands beside its scan: arterial, FiO2 known, nearest, the earlier of two. */
function withGas(row: CohortRow, ct: LocalTime | null, gases: readonly CohortGas[], windowH: number): CohortRow {
  if (gases.length === 0) return row;
  const hours = gases.map(({ gasAt, values }) => {
    const stated = values.hours_gas_minus_ct;
    const at = timeOf(gasAt);
    if (ct !== null && at !== null) return hoursBetween(at, ct);
    return typeof stated === 'number' ? stated : null;
  });
  const chosen = gasBesideScan(
    gases.map(({ key, values }, at) => ({
      id: key,
      // a single gas is taken without a time, for there is nothing to choose
      hoursFromCt: hours[at] ?? (gases.length === 1 ? 0 : null),
      arterial: (values.sample_type ?? 'arterial') === 'arterial',
      fio2Known: typeof values.fio2 === 'number',
    })),
    windowH,
  );
  const at = gases.findIndex(({ key }) => key === chosen?.id);
  const patient = Object.fromEntries(
    patientFields.flatMap((name): [string, ImportedValue][] => {
      const known = gases.find(({ values }) => (values[name] ?? null) !== null);
      return known === undefined ? [] : [[name, known.values[name]]];
    }),
  );
  if (at < 0) {
    const values = { ...row.values, ...patient };
    return { ...row, values, proposed: row.proposed ?? 'no_usable_gas' };
  }
  const gas = gases[at];
  const brought = Object.fromEntries(
    Object.entries(gas.values).filter(([name, value]) => !scanFields.has(name) && value !== null && name !== 'ct_at'),
  );
  const given = gas.values.exclusion_code;
  const byFile =
    typeof given === 'string' && given !== '' ? given : gas.values.excluded === true ? 'excluded_by_hand' : null;
  const anomalous = gas.codes.includes('anomalous_gas') ? 'anomalous_gas' : null;
  const outside = chosen?.outsideWindow === true ? 'outside_window' : null;
  return {
    ...row,
    values: { ...row.values, ...patient, ...brought, hours_gas_minus_ct: hours[at] },
    codes: [...new Set([...row.codes, ...gas.codes.filter((code) => code !== 'bv5_missing')])],
    proposed: row.proposed ?? byFile ?? anomalous ?? outside,
    gasKey: gas.key,
  };
}

/** Names that clinical columns may have, in the order of the catalogue; for column choosers. */
export const clinicalColumns: readonly string[] = cohortFields.map(({ name }) => name);
