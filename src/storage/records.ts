/**
 * What the browser keeps, as plain records: measured scans, patients and their gases, clinical tables as they came,
 * exclusions, the study, the log of changes. Values stay as typed; everything derived is computed anew on loading.
 */
import type { RawTable } from '../core/cohort';
import type { MeasurementsRow } from '../core/result';

/** One scan: its row of measurements.csv, and whose it is. */
export interface StoredScan {
  readonly id: string;
  /** As typed; null while the label of the case stands for it. */
  readonly patientId: string | null;
  readonly label: string;
  /** Local time of the scan, ISO 8601; never in a file unless asked for. */
  readonly ctAt: string | null;
  readonly origin: 'measured' | 'result_json' | 'measurements_csv';
  /** When it was measured in this browser, local time. */
  readonly measuredAt?: string;
  readonly row: MeasurementsRow;
}

/** A value as it was typed, with the ending of its unit; null for the field's own. */
export interface TypedText {
  readonly text: string;
  readonly unit: string | null;
}

export interface StoredGas {
  readonly id: string;
  readonly patientId: string;
  /** Order in which the gases were begun. */
  readonly number: number;
  /** Local time, ISO 8601, or null. */
  readonly gasAt: string | null;
  /** Numbers by field name; parts of the optional blocks as `ri.vt_ml`, `eit.shunt_percent`. */
  readonly typed: Readonly<Record<string, TypedText>>;
  /** Codes of choices by name: `position`, `condition`, `o2_device` … and free texts. */
  readonly chosen: Readonly<Record<string, string>>;
  /** Unusual values that were confirmed: codes of messages. */
  readonly confirmed: readonly string[];
  readonly baseline: boolean;
}

/** What belongs to a patient and not to one gas. */
export interface StoredPatient {
  readonly id: string;
  readonly sex: 'M' | 'F' | null;
  /** Time of the scan as typed, where no scan states one. */
  readonly ctAt: string | null;
  readonly typed: Readonly<Record<string, TypedText>>;
  readonly chosen: Readonly<Record<string, string>>;
}

/** A clinical table as it stood in its file, with what the user settled. */
export interface StoredTable {
  readonly id: string;
  readonly name: string;
  readonly table: RawTable;
  readonly decimalMark: ',' | '.' | null;
  readonly dateOrder: 'dmy' | 'mdy' | null;
  /** Header → field name; empty keeps the column as text. */
  readonly columns: Readonly<Record<string, string>>;
  /** Header → word of the unit. */
  readonly units: Readonly<Record<string, string>>;
  /** Cells changed by hand: `row:column` → text; the table above stays as it came. */
  readonly edits?: Readonly<Record<string, string>>;
  readonly order: number;
  /** Begun in the import sheet and not imported yet: no row of it counts. */
  readonly draft?: true;
}

/** A decision by hand on one row of the cohort; it wins over what the program proposes. */
export interface StoredExclusion {
  /** Key of the row. */
  readonly id: string;
  readonly excluded: boolean;
  readonly code: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

/** Rules, columns and figures of the study; one record, `study`. */
export interface StoredStudy {
  readonly id: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface StoredLogEntry {
  readonly id: string;
  readonly at: string;
  readonly what: string;
}

export interface Stores {
  readonly scans: StoredScan;
  readonly patients: StoredPatient;
  readonly gases: StoredGas;
  readonly tables: StoredTable;
  readonly exclusions: StoredExclusion;
  readonly study: StoredStudy;
  readonly log: StoredLogEntry;
}
export type StoreName = keyof Stores;
export const storeNames = ['scans', 'patients', 'gases', 'tables', 'exclusions', 'study', 'log'] as const;

export type Everything = { readonly [S in StoreName]: readonly Stores[S][] };

export const nothing: Everything = {
  scans: [],
  patients: [],
  gases: [],
  tables: [],
  exclusions: [],
  study: [],
  log: [],
};

/** One record before and after a change; null where it is not there. */
export interface Part<S extends StoreName = StoreName> {
  readonly store: S;
  readonly before: Stores[S] | null;
  readonly after: Stores[S] | null;
}

/** Which record. */
export interface Place {
  readonly store: StoreName;
  readonly id: string;
}

export const idOf = (part: Part): string => part.after?.id ?? part.before?.id ?? '';

export function reversed({ store, before, after }: Part): Part {
  return { store, before: after, after: before };
}

/** Two changes after each other as one: what was before the first, what is after the last. */
export function joined(first: readonly Part[], second: readonly Part[]): Part[] {
  const keyOf = (part: Part): string => `${part.store} ${idOf(part)}`;
  const later = new Map(second.map((part) => [keyOf(part), part]));
  const known = new Set(first.map(keyOf));
  return [
    ...first.map((part) => {
      const next = later.get(keyOf(part));
      return next === undefined ? part : { ...part, after: next.after };
    }),
    ...second.filter((part) => !known.has(keyOf(part))),
  ];
}
