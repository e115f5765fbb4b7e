/** The cohort that the workspace makes: decisions by hand win, responses have their baseline, what needs the user is told. */
import { describe, expect, test } from 'vitest';
import { changedCells, checkedCell, editableCells, type EditableCell } from '../../src/app/cohort/cell-edit';
import { createCohortDesk } from '../../src/app/cohort/desk';
import { shownId, shownWords } from '../../src/app/cohort/row-words';
import { takeFile } from '../../src/app/cohort/take-files';
import { needsOf } from '../../src/app/cohort/needs';
import { visibleRows } from '../../src/app/cohort/visible-rows';
import { blocks, drugFields, placeFields } from '../../src/app/gases/form-fields';
import { studyOf } from '../../src/app/report/cohort-study';
import { createCohort, type CohortModel } from '../../src/app/state/cohort';
import { defaultSettings } from '../../src/app/state/study';
import { createWorkspace, type Workspace } from '../../src/app/state/workspace';
import { runCards } from '../../src/app/statistics/cards';
import { readTable } from '../../src/core/cohort';
import { deIdentify, describeColumn, wideColumns, wideCsv } from '../../src/core/export';
import { memoryKeeper, type StoredGas, type StoredPatient } from '../../src/storage';

async function made(csv: string): Promise<{ readonly workspace: Workspace; readonly cohort: CohortModel }> {
  const workspace = createWorkspace(
    async () => memoryKeeper(),
    () => new Date(0),
  );
  await workspace.open();
  const read = readTable(new TextEncoder().encode(csv));
  if (!read.ok) throw new Error(read.refusal.message);
  const after = {
    id: 't',
    name: 'cohort.csv',
    table: read.value,
    decimalMark: null,
    dateOrder: null,
    columns: {},
    units: {},
    order: 1,
  };
  workspace.change('imported', [{ store: 'tables', before: null, after }]);
  return { workspace, cohort: createCohort(workspace) };
}

const three =
  'Patient ID,BV5 (%),PaO2 (mmHg),PaCO2 (mmHg),FiO2,Score\nA,45,214,33,0.21,7\nB,40,70,40,0.3,5\nC,50,80,40,0.3,9\n';
const decision = (id: string, excluded: boolean) => ({
  store: 'exclusions' as const,
  before: null,
  after: { id, excluded, code: excluded ? 'poor_quality' : '', reason: '', by: '', at: '' },
});

describe('rows', () => {
  test('the program proposes, a decision by hand wins, both are counted', async () => {
    const { workspace, cohort } = await made(three);
    expect(cohort.flow.value).toEqual({ entered: 3, excluded: { anomalous_gas: 1 }, analysed: 2 });
    workspace.change('decided', [decision('table:t:1', false), decision('table:t:2', true)]);
    expect(cohort.flow.value).toEqual({ entered: 3, excluded: { poor_quality: 1 }, analysed: 2 });
    workspace.undo();
    expect(cohort.flow.value.excluded).toEqual({ anomalous_gas: 1 });
  });

  test('are sorted by columns of their own, too; missing values come last both ways', async () => {
    const { cohort } = await made(`${three}D,44,80,40,0.3,\n`);
    const order = (descending: boolean): string[] =>
      visibleRows(cohort.rows.value, { ...defaultSettings, sort: [{ column: 'Score', descending }] }, '').map(
        ({ patientId }) => patientId,
      );
    expect(order(false)).toEqual(['B', 'A', 'C', 'D']);
    expect(order(true)).toEqual(['C', 'A', 'B', 'D']);
  });

  test('names of gases without a scan are told once there are scans', async () => {
    const { workspace, cohort } = await made('Patient ID,PaO2 (mmHg),PaCO2 (mmHg),FiO2\ns-1,70,40,0.3\n');
    const row = { format: 'bvx-result', format_version: '1.0', scan_id: 'x', percent_bv5: 45 };
    const after = { id: 'x', patientId: null, label: 'S-1', ctAt: null, origin: 'result_json' as const, row };
    workspace.change('scan', [{ store: 'scans', before: null, after }]);
    const needs = needsOf(cohort.cohort.value, cohort.rows.value, workspace.settings.value);
    expect(needs.map(({ id }) => id)).toEqual(['gases_only', 'scans_only']);
  });
});

describe('typed gases', () => {
  const gas = (id: string, number: number, pao2: string, condition: string): StoredGas => ({
    id,
    patientId: 'A',
    number,
    gasAt: `2026-03-12T0${number}:00`,
    typed: {
      pao2_mmhg: { text: pao2, unit: null },
      paco2_mmhg: { text: '40', unit: null },
      fio2: { text: '0.5', unit: null },
    },
    chosen: { condition },
    confirmed: [],
    baseline: false,
  });

  test('a response is against the last gas before the drug', async () => {
    const { workspace, cohort } = await made('Patient ID,BV5 (%)\nA,45\n');
    for (const one of [gas('1', 1, '50', 'ventilated'), gas('2', 2, '60', 'ventilated'), gas('3', 3, '70', 'ino')]) {
      workspace.change('typed', [{ store: 'gases', before: null, after: one }]);
    }
    const onDrug = cohort.gases.value.find(({ key }) => key === 'gas:3');
    // P/F 140 against 120: 20 mmHg counts
    expect(onDrug?.values).toMatchObject({ baseline_pf_mmhg: 120, response_mmhg: 20, responder: true });
  });

  test('days and outcome reach the row of the scan or of the table without any gas; without either they are named', async () => {
    const { workspace, cohort } = await made('Patient ID,BV5 (%),Age\nA,45,61\n');
    const patient = (id: string): StoredPatient => ({
      id,
      sex: 'F',
      ctAt: null,
      typed: { age_years: { text: '70', unit: null }, death_day: { text: '9', unit: null } },
      chosen: {},
    });
    const row = { format: 'bvx-result', format_version: '1.0', scan_id: 'x', percent_bv5: 45 };
    const scan = { id: 'x', patientId: null, label: 'B', ctAt: null, origin: 'result_json' as const, row };
    workspace.change('typed', [
      { store: 'scans', before: null, after: scan },
      ...['A', 'B', 'C'].map((id) => ({ store: 'patients' as const, before: null, after: patient(id) })),
    ]);
    const [ofScan, ofTable] = cohort.rows.value;
    expect(ofScan.values).toMatchObject({ patient_id: 'B', sex: 'F', age_years: 70, dead28: 1, survival_days28: 8 });
    // what the table says stays
    expect(ofTable.values).toMatchObject({ patient_id: 'A', sex: 'F', age_years: 61, dead28: 1 });
    expect(cohort.cohort.value.inGasesOnly).toEqual(['C']);
    // the same patient once the name is matched by hand
    const desk = createCohortDesk(workspace, { newId: () => 'n', clock: () => new Date(0), seed: () => 1 });
    desk.match('C', 'B');
    expect(cohort.cohort.value.inGasesOnly).toEqual(['B']);
    expect(cohort.rows.value[0].values).toMatchObject({ patient_id: 'C', dead28: 1 });
  });

  test('every field of the form has a column that the dictionary knows; free words stay back when de-identified', async () => {
    const { workspace, cohort } = await made('Patient ID,BV5 (%)\nA,45\n');
    const names = [...blocks.flatMap(({ fields }) => fields), ...drugFields, ...placeFields].map(({ name }) => name);
    const numbers = Object.fromEntries(names.map((name) => [name, { text: '20', unit: null }]));
    const one: StoredGas = {
      ...gas('1', 1, '70', 'ino'),
      typed: { ...numbers, ...gas('1', 1, '70', 'ino').typed },
      chosen: { ventilator_mode: 'APRV Hofmann', sample_side: 'preductal', phase: 'step_2', reported_at: 'patient' },
    };
    const patient: StoredPatient = {
      id: 'A',
      sex: 'F',
      ctAt: '2026-03-12T02:00',
      typed: { gestational_age_weeks: { text: '38', unit: null }, 'd0.mottling_score': { text: '3', unit: null } },
      chosen: { diagnosis: 'Duarte', centre: 'Peeters', comorbidity_diabetes: 'yes', allocation: 'B', alive28: 'yes' },
    };
    workspace.change('typed', [
      { store: 'gases', before: null, after: one },
      { store: 'patients', before: null, after: patient },
    ]);
    const study = studyOf(cohort, workspace.settings.value);
    const columns = wideColumns(study);
    for (const name of ['mottling_d0', 'dead28', 'comorbidity_diabetes', 'hr_min', 'eit_shunt_percent']) {
      expect(columns).toContain(name);
    }
    const unknown = columns.filter((name) => describeColumn(name).label.startsWith('column "'));
    expect(unknown).toEqual([]);
    const hidden = wideCsv(deIdentify(study, { salt: 'x', keepIds: false }).study);
    for (const word of ['Hofmann', 'Duarte', 'Peeters']) {
      expect(wideCsv(study)).toContain(word);
      expect(hidden).not.toContain(word);
    }
    for (const code of ['preductal', 'step_2', 'patient']) expect(hidden).toContain(`,${code},`);
  });
});

test('the cards of a cohort run, and its study leaves no name when it is de-identified', async () => {
  const rows = Array.from({ length: 12 }, (_, i) => `NAME-${i},${40 + (i % 7)},${60 + 2 * i},40,0.3,${i % 4}`);
  const { workspace, cohort } = await made(
    `Patient ID,BV5 (%),PaO2 (mmHg),PaCO2 (mmHg),FiO2,O2 flow (L/min)\n${rows.join('\n')}\n`,
  );
  const cards = runCards(workspace.settings.value, cohort);
  expect(cards.map((card) => card.test)).toEqual(['pearson', 't_test_welch', 'pearson', 'descriptive']);
  expect(cards.every(({ refused }) => !refused)).toBe(true);
  const study = studyOf(cohort, workspace.settings.value);
  const { study: hidden, codes } = deIdentify(study, { salt: 'x', keepIds: false });
  expect(wideCsv(study)).toContain('NAME-3');
  expect(wideCsv(hidden)).not.toContain('NAME');
  expect(codes.size).toBe(12);
});

test('a file is told by what it holds: result, session, or a table to be mapped', async () => {
  const kind = async (name: string, text: string): Promise<string> => (await takeFile(new File([text], name))).kind;
  expect(await kind('a.csv', three)).toBe('table');
  expect(await kind('a.json', '{"format":"bvx-session"}')).toBe('refused');
  expect(await kind('a.json', '[]')).toBe('refused');
  expect(await kind('measurements.csv', 'format,format_version,scan_id,percent_bv5\nbvx-result,1.0,x,45\n')).toBe(
    'scans',
  );
});

const host = { newId: () => 'new', clock: () => new Date(0), seed: () => 7 };

describe('a value of a table changed by hand', () => {
  const cellOf = (cohort: CohortModel, patient: string, name: string): EditableCell => {
    const row = cohort.rows.value.find(({ patientId }) => patientId === patient);
    const cell = row && editableCells(row, cohort.tables.value).find((one) => one.name === name);
    if (cell === undefined) throw new Error(`${patient} has no ${name}`);
    return cell;
  };

  test('is read by the rules of the import, stands in the log, keeps the text of the file, and is undone', async () => {
    const { workspace, cohort } = await made(three);
    const desk = createCohortDesk(workspace, host);
    expect(cohort.flow.value.excluded).toEqual({ anomalous_gas: 1 });
    desk.editCell(cellOf(cohort, 'A', 'pao2_mmhg'), '84');
    expect(cohort.flow.value).toEqual({ entered: 3, excluded: {}, analysed: 3 });
    expect(cohort.rows.value[0].values).toMatchObject({ pao2_mmhg: 84, pf_mmhg: 400 });
    expect(cellOf(cohort, 'A', 'pao2_mmhg')).toMatchObject({ text: '84', original: '214' });
    expect(changedCells(cohort.rows.value, cohort.tables.value).get('table:t:1')).toEqual(
      new Map([['pao2_mmhg', '214']]),
    );
    expect([...workspace.records.value.log.values()].at(-1)?.what).toBe('A, PaO2 (mmHg): 214 changed to 84');
    workspace.undo();
    expect(cohort.rows.value[0].values.pao2_mmhg).toBe(214);
    expect(changedCells(cohort.rows.value, cohort.tables.value).size).toBe(0);
  });

  test('is checked beforehand: limits, units, the mark of the file', async () => {
    const { workspace, cohort } = await made(three);
    const { profile } = workspace.settings.value;
    const codes = (text: string) =>
      checkedCell(cellOf(cohort, 'B', 'pao2_mmhg'), text, profile).notices.map(({ code }) => code);
    expect(codes('71')).toEqual([]);
    expect(codes('900')).toContain('pao2_mmhg_out_of_range');
    expect(codes('11.2')).toContain('pao2_unit_suspect');
    expect(codes('71,5')).toContain('decimal_mark_mixed');
    expect(codes('many')).toContain('not_a_number');
    expect(checkedCell(cellOf(cohort, 'B', 'Score'), '6', profile).value).toBe('6');
  });
});

describe('reading blinded', () => {
  test('nothing that is hidden is found by a search or told by a filter', async () => {
    const { workspace, cohort } = await made(three);
    const desk = createCohortDesk(workspace, host);
    const found = (search: string) => visibleRows(cohort.rows.value, workspace.settings.value, search).length;
    expect(found('b')).toBe(1);
    workspace.remember({ filters: [{ column: 'pao2_mmhg', low: 75, high: null, words: '' }] });
    expect(found('')).toBe(2);
    desk.blind(['id', 'group', 'outcome', 'gases']);
    expect(found('')).toBe(3);
    expect(found('b')).toBe(0);
    const row = cohort.rows.value[1];
    const rules = workspace.settings.value;
    const words = ['patient_id', 'pao2_mmhg', 'pf_mmhg', 'Score', 'sofa'].map((name) => shownWords(row, name, rules));
    expect(words).toEqual(['hidden', 'hidden', 'hidden', 'hidden', 'hidden']);
    expect(shownWords(row, 'bv5_percent', rules)).toBe('40.0');
    expect(shownId(row, 1, rules)).toBe('hidden 2');
  });
});

test('the sample cohort is one step, and one step takes it out', async () => {
  const workspace = createWorkspace(
    async () => memoryKeeper(),
    () => new Date(0),
  );
  await workspace.open();
  const cohort = createCohort(workspace);
  createCohortDesk(workspace, host).addSample();
  expect(cohort.flow.value).toEqual({ entered: 40, excluded: {}, analysed: 40 });
  expect(runCards(workspace.settings.value, cohort).every(({ refused }) => !refused)).toBe(true);
  workspace.undo();
  expect(cohort.rows.value).toEqual([]);
});
