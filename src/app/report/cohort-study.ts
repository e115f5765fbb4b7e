/** The cohort of the page as the study that the core exports: every row with its marks, and the gases of its patient. */
import { parseIsoTime, hoursBetween } from '../../core/blood-gas';
import { importedRows, type CohortGas } from '../../core/cohort';
import { isGasColumn, type ExportGas, type ExportRow, type Study } from '../../core/export';
import { version } from '../../core/version';
import type { CohortModel } from '../state/cohort';
import { studyHash, type StudySettings } from '../state/study';

type Values = CohortGas['values'];

export function studyOf(cohort: CohortModel, settings: StudySettings): Study {
  const gases = gasesByPatient(cohort);
  return {
    name: settings.name === '' ? settings.profile.name : settings.name,
    rows: cohort.rows.value.map((row): ExportRow => ({
      patientId: row.patientId,
      values: { ...withoutMarks(row.values), group: row.group },
      extra: row.extra,
      excluded: row.excluded !== null,
      exclusionCode: row.excluded,
      codes: row.codes,
      gases: (gases.get(row.patientId) ?? []).map((gas) => exportGas(gas, row.values.ct_at)),
    })),
    profileHash: studyHash(settings),
    program: { name: 'BVX', version },
  };
}

/** Typed gases and those of tables, by patient. */
function gasesByPatient(cohort: CohortModel): ReadonlyMap<string, readonly Pick<CohortGas, 'values' | 'codes'>[]> {
  const found = new Map<string, Pick<CohortGas, 'values' | 'codes'>[]>();
  const add = (id: string, gas: Pick<CohortGas, 'values' | 'codes'>): void => {
    const list = found.get(id);
    if (list === undefined) found.set(id, [gas]);
    else list.push(gas);
  };
  for (const gas of cohort.gases.value) add(gas.patientId, gas);
  for (const { imported } of cohort.tables.value) {
    for (const { values, notices } of importedRows(imported)) {
      if ((values.pao2_mmhg ?? null) === null && (values.paco2_mmhg ?? null) === null) continue;
      add(String(values.patient_id), { values, codes: notices.map(({ code }) => code) });
    }
  }
  return found;
}

function exportGas(
  { values, codes }: Pick<CohortGas, 'values' | 'codes'>,
  ctAt: Values[string] | undefined,
): ExportGas {
  const [gas, ct] = [values.gas_at, ctAt].map((text) => (typeof text === 'string' ? parseIsoTime(text) : null));
  const stated = values.hours_gas_minus_ct;
  const hours = gas !== null && ct !== null ? hoursBetween(gas, ct) : typeof stated === 'number' ? stated : null;
  return {
    values: Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== null && isGasColumn(name))),
    hours,
    codes: [...new Set(codes)],
  };
}

/** Without what stands in the marks of the row already. */
function withoutMarks(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name !== 'excluded' && name !== 'exclusion_code'),
  );
}
