/** The sample cohort is read without a word of doubt, is the same every time, and calls itself synthetic. */
import { expect, test } from 'vitest';
import { importTable, readTable, sampleCohortCsv } from '../../../src/core/cohort';
import { runStatistic } from '../../../src/core/statistics';

const read = () => {
  const table = readTable(new TextEncoder().encode(sampleCohortCsv()));
  if (!table.ok) throw new Error(table.refusal.message);
  return importTable(table.value);
};

test('every row is good, every column but none is understood, every name says synthetic', () => {
  const { rows, mapping, counts } = read();
  expect(rows).toHaveLength(40);
  expect((counts.ok ?? 0) + (counts.warning ?? 0)).toBe(40);
  expect(counts.warning ?? 0).toBeLessThan(5);
  expect(mapping.extra).toEqual([]);
  expect(rows.every(({ values }) => String(values.patient_id).startsWith('SYNTHETIC-'))).toBe(true);
  expect(sampleCohortCsv()).toBe(sampleCohortCsv());
});

test('BV5 is lower where more oxygen is needed, falls with AaDO2 and rises with PaO2', () => {
  const rows = read().rows.map(({ values }) => values);
  const bv5 = (high: boolean) =>
    rows.filter(({ o2_flow_l_min: flow }) => Number(flow) > 2 === high).map(({ bv5_percent }) => Number(bv5_percent));
  expect(bv5(true).length).toBeGreaterThan(10);
  expect(bv5(false).length).toBeGreaterThan(10);
  const welch = runStatistic('t_test_welch', { x: bv5(false), y: bv5(true) }, {});
  expect(welch).toMatchObject({ estimate: expect.closeTo(6, -0.7) });
  const r = (name: string): number => {
    const x = rows.map(({ bv5_percent }) => bv5_percent);
    const pearson = runStatistic('pearson', { x, y: rows.map((values) => values[name]) }, {});
    return 'estimate' in pearson ? Number(pearson.estimate) : NaN;
  };
  expect(r('aado2_full_mmhg')).toBeLessThan(-0.2);
  expect(r('pao2_mmhg')).toBeGreaterThan(0.2);
});
