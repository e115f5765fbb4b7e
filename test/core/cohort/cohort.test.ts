/** Groups, scores, Table 1, merging by exact id. */
import { describe, expect, it } from 'vitest';
import {
  canonicalJson,
  groupOf,
  importTable,
  mergeScansAndGases,
  outcome28,
  profileHash,
  readProfile,
  readTable,
  table1,
} from '../../../src/core/cohort';
import { readDataTable } from '../../../src/core/statistics';
import { hasReferences, referenceText } from '../reference-data';

it('a value on the threshold is dropped, low or high as the rule says', () => {
  expect(groupOf(2, 2, 'drop')).toEqual({ group: null, atThreshold: true });
  expect(groupOf(2, 2, 'low')).toEqual({ group: '<2' });
  expect(groupOf(2, 2, 'high')).toEqual({ group: '>2' });
  expect(groupOf(null, 2, 'high')).toEqual({ group: null, atThreshold: false });
});

it('days to 28: a day counts once, death on day one leaves none', () => {
  expect(outcome28([3, 3, 29], null)).toMatchObject({ freeDaysDeathZero: 27, survivalDays28: 28 });
  expect(outcome28([], 1)).toEqual({ dead28: 1, survivalDays28: 0, freeDaysDeathZero: 0, freeDaysAliveAndFree: 0 });
});

describe('profiles', () => {
  it('hash does not depend on the order of keys', () => {
    expect(canonicalJson({ b: 1, a: [1.5, null, 'é'] })).toBe('{"a":[1.5,null,"é"],"b":1}');
    expect(profileHash({ b: 1, a: 2 })).toBe(profileHash({ a: 2, b: 1 }));
  });

  it('what is left out is the default, what is wrong is told', () => {
    expect(readProfile({ gas_window_h: 12 })).toMatchObject({ gasWindowH: 12, aado2Equation: 'full' });
    expect(readProfile({ aado2_equation: 'both' })).toHaveProperty('problem');
  });
});

const cohort = (rows: readonly string[]) =>
  readDataTable(['bv5_percent,o2_flow_l_min,pao2_mmhg,excluded,exclusion_code', ...rows].join('\n'));

it('an exclusion counts under its code and stays out of every row; the threshold is counted apart', () => {
  const rows = [
    '40,1,60,0,',
    '42,1,66,0,',
    '45,3,64,0,',
    '47,4,70,0,',
    '50,2,75,0,',
    '90,0,20,1,anomalous_gas',
    '91,0,21,1,',
  ];
  const plan = {
    outcome: 'bv5_percent',
    correlates: ['pao2_mmhg'],
    rule: { variable: 'o2_flow_l_min', threshold: 2, atThreshold: 'drop' as const },
    by: 'o2_flow_l_min',
  };
  const { flow, rows: found } = table1(cohort(rows), plan);
  expect(flow).toEqual({
    entered: 7,
    excluded: { anomalous_gas: 1, excluded_by_hand: 1 },
    analysed: 5,
    atThreshold: 1,
  });
  expect(found[0].result).toMatchObject({ n_x: 2, n_y: 2, mean_x: 41, mean_y: 46 });
  expect(found[1].result).toMatchObject({ n: 5 });
});

it.runIf(hasReferences)('the fictional cohort gives the published figures, with 51 rows as with 50', () => {
  for (const file of ['synthetic_cohort50.csv', 'synthetic_cohort51.csv']) {
    const { flow, rows } = table1(readDataTable(referenceText(file)), {
      outcome: 'bv5_percent',
      correlates: ['pao2_mmhg', 'aado2_full_mmhg'],
      rule: { variable: 'o2_flow_l_min', threshold: 2, atThreshold: 'drop' },
      by: 'o2_flow_l_min',
    });
    expect(flow.analysed).toBe(50);
    const [welch, pao2, aado2] = rows.map(({ result }) => result);
    expect(welch).toMatchObject({ n_x: 32, n_y: 18 });
    const shown = (outcome: object, key: string, decimals: number): string =>
      Number(Object.entries(outcome).find(([name]) => name === key)?.[1]).toFixed(decimals);
    expect([welch, pao2, aado2].map((one) => shown(one, 'p_value', 3))).toEqual(['0.023', '0.035', '0.040']);
    expect([pao2, aado2].map((one) => shown(one, 'estimate', 2))).toEqual(['0.30', '-0.29']);
  }
});

describe('merging', () => {
  const gasText = [
    'patient_id,gas_at,ct_at,pao2_mmhg,paco2_mmhg,fio2,sample_type',
    'A,2020-01-01T08:00,2020-01-01T10:00,80,40,0.21,arterial',
    'A,2020-01-01T09:30,2020-01-01T10:00,82,40,0.21,venous',
    'A,2020-01-01T11:00,2020-01-01T10:00,84,40,0.21,arterial',
    'a,2020-01-01T08:00,2020-01-01T10:00,70,40,0.21,arterial',
  ].join('\n');
  const read = readTable(new TextEncoder().encode(gasText));
  const gases = read.ok ? importTable(read.value) : null;

  it('takes the nearest arterial gas and names what finds no partner on both sides', () => {
    const merged = gases && mergeScansAndGases('case,scan_id,percent_bv5\nA,s1,45.5\nX,s2,40\n', gases, 24);
    expect(merged).toMatchObject({ matched: 1, inScansOnly: ['X'], inGasesOnly: ['a'] });
    const table = readDataTable(merged?.csv ?? '');
    expect(table.columns.get('pao2_mmhg')).toEqual([84, null]);
    expect(table.columns.get('hours_gas_minus_ct')).toEqual([1, null]);
    expect(table.columns.get('percent_bv5')).toEqual([45.5, 40]);
  });

  it('has no answer for a table without ids', () => {
    expect(gases && mergeScansAndGases('percent_bv5\n45\n', gases, 24)).toBeNull();
  });
});
