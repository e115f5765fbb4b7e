/** Blood gases against hand calculation, and the choice of the gas beside a scan. */
import { describe, expect, it } from 'vitest';
import {
  evaluateGas,
  gasBesideScan,
  gasInputOf,
  gasRecordOf,
  hoursBetween,
  parseIsoTime,
  readPrintout,
  treatmentNotes,
} from '../../../src/core/blood-gas';

function gas(record: Readonly<Record<string, unknown>>) {
  const input = gasInputOf(record);
  return gasRecordOf(input, evaluateGas(input));
}

describe('derived values', () => {
  it('AaDO2 in both forms on room air', () => {
    // 0.21 × 713 = 149.73; 149.73 − 40/0.8 − 90 = 9.73; 149.73 − 40 × (0.21 + 0.79/0.8) − 90 = 11.83
    const result = gas({ pao2_mmhg: 90, paco2_mmhg: 40, fio2: 0.21 });
    expect(result.aado2_simple_mmhg).toBeCloseTo(9.73, 9);
    expect(result.aado2_full_mmhg).toBeCloseTo(11.83, 9);
  });

  it('the formula shows its numbers', () => {
    const input = gasInputOf({ pao2_mmhg: 60, fio2: 0.6 });
    const pf = evaluateGas(input).derivations.find(({ name }) => name === 'pf_mmhg');
    expect(pf).toMatchObject({ formula: 'P/F = PaO2 / FiO2', filled: '60 / 0.6 = 100 mmHg', estimated: false });
  });

  it('an estimated FiO2 makes all that follows estimated', () => {
    const input = gasInputOf({ pao2_mmhg: 70, paco2_mmhg: 35, o2_device: 'nasal_cannula', o2_flow_l_min: 2 });
    const { derivations, fio2Source } = evaluateGas(input);
    expect(fio2Source).toBe('estimated');
    expect(derivations.find(({ name }) => name === 'aado2_full_mmhg')?.estimated).toBe(true);
  });

  it('kPa changes no bit of what was typed in mmHg', () => {
    expect(gas({ pao2_mmhg: 75.3, fio2: 0.5 }).pao2_mmhg).toBe(75.3);
    expect(gas({ pao2_kpa: 10, fio2: 0.5 }).pao2_mmhg).toBeCloseTo(75.0062, 12);
  });

  it('limits include their ends', () => {
    expect(gas({ ph: 6.5 }).issues).toMatchObject([{ code: 'ph_unusual' }]);
    expect(gas({ ph: 6.49 }).issues).toMatchObject([{ code: 'ph_out_of_range' }]);
    expect(gas({ ph: 7.1 }).issues).toEqual([]);
  });

  it('a missing input leaves the value out and is named', () => {
    const result = gas({ pao2_mmhg: 80 });
    expect(result).not.toHaveProperty('pf_mmhg');
    expect(result.missing).toMatchObject({ pf_mmhg: ['fio2'] });
  });
});

it('hours cross a day, a leap day and offsets', () => {
  const hours = (gasAt: string, ctAt: string): number => {
    const [a, b] = [parseIsoTime(gasAt), parseIsoTime(ctAt)];
    return a === null || b === null ? NaN : hoursBetween(a, b);
  };
  expect(hours('2020-03-01T01:00', '2020-02-28T23:00')).toBe(26);
  expect(hours('2021-03-01T01:00', '2021-02-28T23:00')).toBe(2);
  expect(hours('2020-04-03T08:15+02:00', '2020-04-03T08:15Z')).toBe(-2);
  expect(parseIsoTime('2020-02-30')).toBeNull();
});

it('the gas beside the scan: arterial, nearest, the earlier of two', () => {
  const one = (id: string, hoursFromCt: number | null, arterial = true) => ({
    id,
    hoursFromCt,
    arterial,
    fio2Known: true,
  });
  expect(gasBesideScan([one('a', 3), one('b', -3), one('c', 1, false), one('d', null)], 24)).toEqual({
    id: 'b',
    hoursFromCt: -3,
    outsideWindow: false,
  });
  expect(gasBesideScan([one('a', 30)], 24)?.outsideWindow).toBe(true);
  expect(gasBesideScan([one('a', 1, false)], 24)).toBeNull();
});

it('a pasted line of an analyser fills fields and tells what it left', () => {
  const { placed, left } = readPrintout('pH 7,42 pCO2 38 pO2 71 Na 140');
  expect(placed.map(({ column, value }) => [column, value])).toEqual([
    ['ph', 7.42],
    ['paco2_mmhg', 38],
    ['pao2_mmhg', 71],
  ]);
  expect(left).toEqual(['Na 140']);
  expect(readPrintout('pO2 9.5 kPa').placed).toMatchObject([{ column: 'pao2_kpa', value: 9.5 }]);
});

it('notes on iNO: early sample, methaemoglobin not measured', () => {
  const at = (minutesInCondition: number) => ({ condition: 'ino', minutesInCondition, inoPpm: 25, methbPercent: null });
  const codes = treatmentNotes([at(20), at(300)]).map(({ code }) => code);
  expect(codes).toEqual(expect.arrayContaining(['drawn_early', 'methb_reminder', 'above_20_ppm', 'rebound']));
});
