/** What an export is made of: rows of the cohort with their gases, and the rules under which they stand. */
import type { ImportedValue } from '../cohort';

export type Values = Readonly<Record<string, ImportedValue>>;

/** One gas of a patient, typed or from a table. */
export interface ExportGas {
  readonly values: Values;
  /** Hours after the scan; null where a time is missing. */
  readonly hours: number | null;
  readonly codes: readonly string[];
}

/** One row of the cohort; excluded ones stay in and are marked. */
export interface ExportRow {
  readonly patientId: string;
  readonly values: Values;
  /** Columns that no catalogue knows, by header. */
  readonly extra: Readonly<Record<string, string>>;
  readonly excluded: boolean;
  readonly exclusionCode: string | null;
  readonly codes: readonly string[];
  readonly gases: readonly ExportGas[];
}

/** Who made the files. */
export interface Program {
  readonly name: string;
  readonly version: string;
}

export interface Study {
  readonly name: string;
  readonly rows: readonly ExportRow[];
  readonly profileHash: string;
  readonly program: Program;
}
