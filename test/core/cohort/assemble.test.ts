/** The cohort from scans, tables and typed gases: exact ids, the nearest gas, nothing dropped silently. */
import { describe, expect, it } from 'vitest';
import {
  assembleCohort,
  cohortColumns,
  cohortRowsCsv,
  groupRows,
  importTable,
  readTable,
  robustZ,
  seededOrder,
  type CohortGas,
  type CohortScan,
  type ImportedTable,
} from '../../../src/core/cohort';
import { readDataTable } from '../../../src/core/statistics';

const table = (text: string): ImportedTable => {
  const read = readTable(new TextEncoder().encode(text));
  if (!read.ok) throw new Error(read.refusal.message);
  return importTable(read.value);
};
const scan = (id: string, patientId: string, bv5: number): CohortScan => ({
  id,
  patientId,
  ctAt: '2026-03-12T07:00',
  row: { percent_bv5: bv5, scan_id: id, scan_kernel: 'B40f' },
});
const gas = (key: string, patientId: string, gasAt: string, pao2: number): CohortGas => ({
  key,
  patientId,
  gasAt,
  values: { pao2_mmhg: pao2, fio2: 0.21, sample_type: 'arterial' },
  codes: [],
});

describe('one row a scan', () => {
  it('takes the nearest gas, whether typed or imported', () => {
    const imported = table('Patient ID,PaO2 (mmHg),PaCO2 (mmHg),FiO2,Gas time\nS-1,60,40,0.21,2026-03-12T01:00\n');
    const typed = [gas('gas:1', 'S-1', '2026-03-12T08:00', 75), gas('gas:2', 'S-1', '2026-03-12T12:00', 90)];
    const { rows } = assembleCohort([scan('a', 'S-1', 45)], [{ id: 't', table: imported }], typed, 24);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ key: 'scan:a', gasKey: 'gas:1', proposed: null });
    expect(rows[0].values).toMatchObject({
      bv5_percent: 45,
      pao2_mmhg: 75,
      hours_gas_minus_ct: 1,
      scan_kernel: 'B40f',
    });
  });

  it('proposes to leave out what lies outside the window, and names what finds no partner on both sides', () => {
    const gases = [gas('g1', 'S-1', '2026-03-15T08:00', 75), gas('g2', 's-2', '2026-03-12T08:00', 75)];
    const cohort = assembleCohort([scan('a', 'S-1', 45), scan('b', 'S-2', 40)], [], gases, 24);
    expect(cohort.rows.map(({ proposed }) => proposed)).toEqual(['outside_window', null]);
    expect(cohort.inGasesOnly).toEqual(['s-2']);
    expect(cohort.inScansOnly).toEqual(['S-2']);
  });

  it('keeps the rows of a table that have no scan, with their own verdict', () => {
    const imported = table('Patient ID,BV5 (%),PaO2 (mmHg),PaCO2 (mmHg),FiO2\nA,45,214,36,0.21\nB,,80,40,0.21\n');
    const { rows, inGasesOnly } = assembleCohort([], [{ id: 't', table: imported }], [], 24);
    expect(rows.map(({ key, proposed }) => [key, proposed])).toEqual([
      ['table:t:1', 'anomalous_gas'],
      ['table:t:2', null],
    ]);
    expect(inGasesOnly).toEqual(['B']);
  });
});

it('the table of data and its CSV hold the same columns; extra columns of numbers are numbers', () => {
  const imported = table('Patient ID;BV5 (%);Ward score;Remark\nA;45,5;1,5;=x\nB;40;2;\n');
  const { rows } = assembleCohort([], [{ id: 't', table: imported }], [], 24);
  const data = cohortColumns(rows, ',');
  expect(data.columns.get('Ward score')).toEqual([1.5, 2]);
  const back = readDataTable(cohortRowsCsv(data, [{ excluded: 'poor_quality' }, { excluded: null }]));
  expect(back.columns.get('bv5_percent')).toEqual([45.5, 40]);
  expect(back.columns.get('Remark')).toEqual(['=x', null]);
  expect(back.columns.get('exclusion_code')).toEqual(['poor_quality', null]);
});

describe('groups', () => {
  it('by one threshold, two, thirds and categories', () => {
    const column = [1, 2, 3, null];
    const rule = { kind: 'threshold', variable: 'x', threshold: 2, atThreshold: 'drop' } as const;
    expect(groupRows(column, rule)).toEqual({ names: ['<2', '>2'], ofRow: ['<2', null, '>2', null], atThreshold: 1 });
    const cuts = { kind: 'cuts', variable: 'x', low: 1.5, high: 2 } as const;
    expect(groupRows(column, cuts).ofRow).toEqual(['<1.5', '1.5 to 2', '>2', null]);
    expect(groupRows(column, { kind: 'thirds', variable: 'x' }).ofRow).toEqual([
      'lowest third',
      'middle third',
      'highest third',
      null,
    ]);
    expect(groupRows(['b', 'a', null], { kind: 'categories', variable: 'x' }).names).toEqual(['a', 'b']);
  });
});

it('modified z: by hand, (0.6745 (8 − 3)) / 1, and none where most values are the same', () => {
  expect(robustZ([1, 2, 3, 3.5, 8, null])[4]).toBeCloseTo((0.6745 * (8 - 3)) / 1, 12);
  expect(robustZ([5, 5, 5, 9])).toEqual([null, null, null, null]);
});

it('an order by seed holds everything once and comes again', () => {
  const { order } = seededOrder(50, 7);
  expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(seededOrder(50, 7).order).toEqual(order);
  expect(seededOrder(50, 8).order).not.toEqual(order);
});
