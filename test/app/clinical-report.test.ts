/** What of a course goes into a report: with names everything, without them no name, no date, no words of one's own. */
import { describe, expect, test } from 'vitest';
import { courseOf } from '../../src/app/gases/course';
import { reportClinical, reportScanLine } from '../../src/app/report/clinical';
import { defaultSettings } from '../../src/app/state/study';
import { createWorkspace } from '../../src/app/state/workspace';
import { courseSvg, gasReportHtml, reportHtml, toResultJson } from '../../src/core/result';
import { memoryKeeper, type StoredGas, type StoredPatient, type StoredScan } from '../../src/storage';
import { exampleInput } from '../core/result/example';

const gas = (number: number, gasAt: string, pao2: string, chosen: StoredGas['chosen']): StoredGas => ({
  id: `g${number}`,
  patientId: 'Jane Hofmann',
  number,
  gasAt,
  typed: {
    pao2_mmhg: { text: pao2, unit: null },
    paco2_mmhg: { text: '40', unit: null },
    fio2: { text: '0.5', unit: null },
  },
  chosen: { gas_date: gasAt.slice(0, 10), gas_time: gasAt.slice(11, 16), ventilator_mode: 'APRV Duarte', ...chosen },
  confirmed: [],
  baseline: false,
});
const patient: StoredPatient = {
  id: 'Jane Hofmann',
  sex: 'F',
  ctAt: null,
  typed: { age_years: { text: '93', unit: null } },
  chosen: { diagnosis: 'Peeters disease' },
};
const scan: StoredScan = {
  id: 'bvx-00f770f0b03e12f9',
  patientId: 'Jane Hofmann',
  label: 'hofmann-2026.zip',
  ctAt: '2026-03-12T09:40',
  origin: 'measured',
  row: { percent_bv5: 45.8, intervals_percent_bv5_low: 43.6, intervals_percent_bv5_high: 47.9, volumes_tbv_ml: 214 },
};

async function made() {
  const workspace = createWorkspace(
    async () => memoryKeeper(),
    () => new Date(0),
  );
  await workspace.open();
  const gases = [
    gas(1, '2026-03-12T08:10', '60', { position: 'supine', condition: 'ventilated' }),
    gas(2, '2026-03-12T14:40', '80', { position: 'supine', condition: 'ino' }),
    gas(3, '2026-03-12T20:10', '81', { condition: 'other', condition_text: 'as Hofmann asked' }),
  ];
  workspace.change('all', [
    ...gases.map((after) => ({ store: 'gases' as const, before: null, after })),
    { store: 'patients', before: null, after: patient },
    { store: 'scans', before: null, after: scan },
  ]);
  return courseOf('Jane Hofmann', workspace.records.value, defaultSettings);
}
/** Everything that could go out, as one text. */
async function texts(names: boolean): Promise<string> {
  const course = await made();
  const clinical = reportClinical(course, defaultSettings, names);
  const result = toResultJson({ ...exampleInput, caseLabel: null, identify: false });
  return [
    reportHtml(result, { clinical }),
    gasReportHtml(clinical, reportScanLine(course), '1'),
    courseSvg(clinical),
  ].join();
}

describe('without names', () => {
  test('no name, date, clock, label of files or word of one’s own is in any of the files', async () => {
    const all = await texts(false);
    for (const word of ['Hofmann', 'Jane', '2026', '08:10', '14:40', '20:10', 'Duarte', 'Peeters', 'zip']) {
      expect(all, word).not.toContain(word);
    }
    // 93 years are told as 90
    expect(all).toContain('age 90, female');
    expect(all).not.toContain('age 93');
  });

  test('times are hours: after the first gas, and to the CT', async () => {
    const { gases } = reportClinical(await made(), defaultSettings, false);
    expect(gases.map(({ when, hoursFromCt }) => [when, hoursFromCt])).toEqual([
      ['0.0\u202fh', -1.5],
      ['6.5\u202fh', 5],
      ['12.0\u202fh', 10.5],
    ]);
    expect(gases.map(({ condition }) => condition)).toEqual(['Supine', 'Supine + iNO', 'Other']);
  });
});

describe('with names', () => {
  test('the patient, dates and words are there as typed', async () => {
    const all = await texts(true);
    for (const word of ['Jane Hofmann, age 93, female', '12 Mar 2026 08:10', 'as Hofmann asked']) {
      expect(all, word).toContain(word);
    }
  });
});

test('the response is that of the last gas that has one, the gas beside the scan is marked', async () => {
  const { response, gases, course } = reportClinical(await made(), defaultSettings, false);
  expect(response).toContain(
    'Responder to Supine + iNO: P/F +40\u202fmmHg (+33\u202f%) against the last gas before it.',
  );
  expect(gases.map(({ isBeside }) => isBeside)).toEqual([true, false, false]);
  expect(course?.lanes.map(({ key }) => key)).toEqual(['pf_mmhg', 'aado2_full_mmhg', 'bv5']);
});
