/** Exports: the same table after reading back, nothing of a person in research mode, every column in the dictionary. */
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { defaultProfile, importTable, noChoices, readTable } from '../../../src/core/cohort';
import { deIdentify, rowsOfImport, studyFiles, zipFiles, type Study } from '../../../src/core/export';
import { parseCsv } from '../../../src/core/result';
import { readAnalyses } from '../../../src/core/statistics';
import { hasReferences, referenceBytes } from '../reference-data';

const header =
  'patient_id,sex,age_years,ct_at,gas_at,sample_type,fio2,o2_flow_l_min,ph,paco2_mmhg,pao2_mmhg,bv5_percent,scan_id,Name,Path,Remark';
const people = [
  ['MRN-778812', 'F', '93', '2021-03-14T08:15', '2021-03-14T07:05', 'Ursula Hofmann', '/srv/ct/hofmann', '=1+2'],
  [
    'MRN-100233',
    'M',
    '54',
    '2021-04-02T11:40',
    '2021-04-02T09:10',
    'Jan Peeters',
    'C:\\scans\\peeters',
    'uid 1.2.840.113619',
  ],
  ['MRN-553190', 'M', '61', '2020-12-24T16:00', '2020-12-24T15:30', 'Ana Duarte', '/data/duarte.zip', '-12.5'],
] as const;
const table = [
  header,
  ...people.map(([id, sex, age, ct, gas, name, path, remark], i) =>
    [
      id,
      sex,
      age,
      ct,
      gas,
      'arterial',
      '0.4',
      1 + i,
      '7.4',
      38 + i,
      70 + 9 * i,
      40.125 + i / 3,
      `scan${id}`,
      name,
      path,
      remark,
    ].join(','),
  ),
  '',
].join('\n');

function studyOf(bytes: Uint8Array): Study {
  const read = readTable(bytes);
  if (!read.ok) throw new Error(read.refusal.message);
  return {
    name: 'Hofmann study',
    rows: rowsOfImport(importTable(read.value, defaultProfile, noChoices)),
    profileHash: 'sha256:0',
    program: { name: 'BVX', version: '9.9.9' },
  };
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const analyses = (() => {
  const read = readAnalyses({ analyses: [{ id: 'r', test: 'pearson', x: 'pao2_mmhg', y: 'bv5_percent' }] });
  if ('problem' in read) throw new Error(read.problem);
  return read;
})();
const fileOf = (study: Study, name: string, mode: 'clinical' | 'research' = 'clinical'): string =>
  studyFiles(study, analyses, mode).files.find((file) => file.name === name)?.text ?? '';

it('columns under the names of what every object has are columns like others', () => {
  const whole = studyOf(encode('patient_id,pao2_mmhg,__proto__,constructor\nP1,80,a,b\n'));
  expect(fileOf(whole, 'dictionary.csv')).toContain('__proto__,"column ""__proto__"" of the imported table"');
  expect(fileOf(whole, 'measurements.csv').split('\n')[1]).toMatch(/,a,b$/);
});

describe('a de-identified export', () => {
  const { study, codes } = deIdentify(studyOf(encode(table)), { salt: 'any', keepIds: false });
  const zip = zipFiles(studyFiles(study, analyses, 'research').files);

  it('holds no name, id, date, UID or path of the original, in contents or names of files', () => {
    const files = unzipSync(zip);
    const all = Object.entries(files).map(([name, bytes]) => `${name}\n${new TextDecoder().decode(bytes)}`);
    const whole = all.join('\n');
    const secrets = [
      ...people.flatMap(([id, , , ct, gas, name, path]) => [
        id,
        id.slice(4),
        `scan${id}`,
        ct,
        ct.slice(0, 10),
        gas,
        name,
        path,
      ]),
      ...people.map(([, , , , , name]) => name.split(' ')[1]),
      '1.2.840.113619',
      'Remark',
    ];
    for (const secret of secrets) expect(whole.toLowerCase()).not.toContain(secret.toLowerCase());
    expect(Buffer.from(zip).includes('MRN')).toBe(false);
    expect(whole).toContain('S-001');
  });

  it('lets no name through that stands as a reason of exclusion, nor an exact age in what is normal for it', () => {
    const head = 'patient_id,age_years,pao2_mmhg,paco2_mmhg,fio2,bv5_percent,exclusion_code';
    const rows = 'p1,97,80,38,0.21,44,\np2,61,70,39,0.21,41,dean_summer\np3,55,70,39,0.21,40,poor_quality\n';
    const { study: hidden } = deIdentify(studyOf(encode(`${head}\n${rows}`)), { salt: 'any', keepIds: false });
    const files = studyFiles(hidden, analyses, 'research').files;
    const whole = files.map(({ text }) => text).join('\n');
    expect(whole).not.toContain('summer');
    expect(whole).toMatch(/1,other,sha256/);
    expect(whole).toContain('poor_quality');
    // 97/4 + 4 and 109 − 0.43 × 97
    expect(whole).not.toMatch(/28\.25|67\.2[89]/);
    expect(whole).toContain('19.25');
  });

  it('gives hours for dates, 90 for the oldest, and the same codes for the same salt only', () => {
    const [columns, ...rows] = parseCsv(studyFiles(study, [], 'research').files[0].text);
    const cell = (row: readonly string[], name: string): string => row[columns.indexOf(name)];
    expect(columns).not.toContain('ct_at');
    expect(rows.map((row) => cell(row, 'patient_id'))).toEqual(['S-001', 'S-002', 'S-003']);
    const oldest = rows.find((row) => cell(row, 'patient_id') === codes.get('MRN-778812')) ?? [];
    expect(cell(oldest, 'age_years')).toBe('90');
    expect(Number(cell(oldest, 'hours_gas_minus_ct'))).toBeCloseTo(-70 / 60, 12);
    const again = (salt: string) => deIdentify(studyOf(encode(table)), { salt, keepIds: false }).codes;
    expect([...again('any')]).toEqual([...codes]);
    const others = ['a', 'b', 'c', 'd', 'e'].map((salt) => people.map(([id]) => again(salt).get(id)).join(','));
    expect(new Set(others).size).toBeGreaterThan(1);
  });
});

describe('a clinical export', () => {
  it('reads back as the same table, byte for byte, with formulas kept harmless', () => {
    const first = fileOf(studyOf(encode(table)), 'measurements.csv');
    expect(first).toContain("'=1+2");
    expect(first).toContain(',-12.5');
    expect(fileOf(studyOf(encode(first)), 'measurements.csv')).toBe(first);
  });

  it.skipIf(!hasReferences)('does so with the torture table (skipped without the reference data)', () => {
    const first = fileOf(studyOf(referenceBytes('import_torture.csv')), 'measurements.csv');
    expect(first.split('\n').length).toBeGreaterThan(20);
    expect(fileOf(studyOf(encode(first)), 'measurements.csv')).toBe(first);
  });

  it('has every column of every table in the dictionary, once', () => {
    const { files } = studyFiles(studyOf(encode(table)), analyses, 'clinical');
    const names = parseCsv(files.find(({ name }) => name === 'dictionary.csv')?.text ?? '')
      .slice(1)
      .map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [
      'measurements.csv',
      'measurements_long.csv',
      'dictionary.csv',
      'statistics/analysis_data.csv',
    ]) {
      const [columns] = parseCsv(files.find((file) => file.name === name)?.text ?? '');
      expect(columns.filter((column) => !names.includes(column))).toEqual([]);
    }
  });

  it('gives the same bytes again, and names each file with its hash', () => {
    const make = () => zipFiles(studyFiles(studyOf(encode(table)), analyses, 'clinical').files);
    expect(Buffer.from(make()).equals(Buffer.from(make()))).toBe(true);
    const { files } = studyFiles(studyOf(encode(table)), analyses, 'clinical');
    const provenance: unknown = JSON.parse(files.at(-1)?.text ?? '');
    expect(provenance).toMatchObject({ mode: 'clinical', rows: 3, excluded: 0 });
    expect(JSON.stringify(provenance).match(/"sha256":"[0-9a-f]{64}"/g)?.length).toBe(files.length - 1);
  });

  it('writes a row for each number of scan and gas in the long table, with unit and source', () => {
    const [columns, ...rows] = parseCsv(fileOf(studyOf(encode(table)), 'measurements_long.csv'));
    const of = (variable: string) => rows.filter((row) => row[columns.indexOf('variable')] === variable);
    expect(of('pao2_mmhg').map((row) => row.slice(-7))).toEqual([
      ['pao2_mmhg', '70', 'mmHg', '', '', 'typed', ''],
      ['pao2_mmhg', '79', 'mmHg', '', '', 'typed', ''],
      ['pao2_mmhg', '88', 'mmHg', '', '', 'typed', ''],
    ]);
    expect(of('bv5_percent')[0].slice(2, 6)).toEqual(['', '', '', '']);
    expect(of('aado2_full_mmhg')[0].slice(-2)).toEqual(['computed', '']);
  });
});
