/** A tree after BIDS 1.10 for derivatives: participants and, per scan, its figures. No image is part of it. */
import type { NamedText } from '../statistics';
import { describeColumn } from './dictionary';
import type { ExportRow, Study } from './study';

const participantColumns = ['age_years', 'sex', 'group', 'o2_group'] as const;

export function bidsFiles(study: Study): NamedText[] {
  const labels = participantLabels(study.rows);
  const used = participantColumns.filter((name) => study.rows.some(({ values }) => (values[name] ?? null) !== null));
  const patients = [...labels].map(([id, label]) => ({
    id,
    label,
    row: study.rows.find(({ patientId }) => patientId === id),
  }));
  const participants = [
    ['participant_id', 'patient_id', ...used].join('\t'),
    ...patients.map(({ id, label, row }) =>
      [label, cell(id), ...used.map((name) => cell(row?.values[name]))].join('\t'),
    ),
    '',
  ].join('\n');
  const description = {
    Name: study.name,
    BIDSVersion: '1.10.0',
    DatasetType: 'derivative',
    GeneratedBy: [{ Name: study.program.name, Version: study.program.version }],
  };
  const about = Object.fromEntries(
    used.map((name) => {
      const { label, unit, levels } = describeColumn(name);
      return [name, { Description: label, Units: unit, ...(levels.length > 0 && { Levels: levels }) }];
    }),
  );
  return [
    { name: 'bids/dataset_description.json', text: json(description) },
    { name: 'bids/participants.tsv', text: participants },
    { name: 'bids/participants.json', text: json(about) },
    ...scanFiles(study.rows, labels),
  ];
}

/** `sub-001` …: labels may hold letters and digits only, ids may hold anything. */
function participantLabels(rows: readonly ExportRow[]): Map<string, string> {
  const ids = [...new Set(rows.map(({ patientId }) => patientId))];
  const digits = Math.max(3, String(ids.length).length);
  return new Map(ids.map((id, at) => [id, `sub-${String(at + 1).padStart(digits, '0')}`]));
}

function scanFiles(rows: readonly ExportRow[], labels: ReadonlyMap<string, string>): NamedText[] {
  const counts = new Map<string, number>();
  return rows.map(({ patientId, values }) => {
    const label = labels.get(patientId) ?? 'sub-000';
    const run = (counts.get(label) ?? 0) + 1;
    counts.set(label, run);
    return { name: `bids/${label}/ct/${label}_run-${run}_desc-bloodvolume_measurements.json`, text: json(values) };
  });
}

/** A cell of a TSV as BIDS wants it: `n/a` for missing, no tabs or line ends. */
function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'n/a';
  return (typeof value === 'string' ? value : JSON.stringify(value)).replaceAll(/[\t\r\n]/g, ' ');
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
