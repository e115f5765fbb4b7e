/** Blood gases against hand calculation, and the choice of the gas beside a scan. */
import { describe, expect, it } from 'vitest';
import {
  checkValue,
  evaluateGas,
  findAnyField,
  furtherFields,
  gasBesideScan,
  gasFields,
  gasInputOf,
  gasRecordOf,
  hoursBetween,
  limitsBeyond,
  parseIsoTime,
  readPrintout,
  treatmentNotes,
  type TreatedGas,
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

describe('a pasted row', () => {
  const columns = (text: string): readonly (readonly [string, number])[] =>
    readPrintout(text).placed.map(({ column, value }) => [column, value]);

  it('of numbers alone is taken in the order of the print-out, and only if it begins with a pH', () => {
    expect(columns('7,36\t41\t78\t\t94,5')).toEqual([
      ['ph', 7.36],
      ['paco2_mmhg', 41],
      ['pao2_mmhg', 78],
      ['sao2_percent', 94.5],
    ]);
    expect(columns('41\t78\t7.36')).toEqual([]);
    expect(columns('7.36 41')).toEqual([]);
  });

  it('of values at the patient’s temperature, with that temperature and other units', () => {
    expect(columns('T 38.2 pH(T) 7.31 pCO2(T) 6.4 kPa pO2(T) 8.9 kPa ctHb 118 g/L')).toEqual([
      ['temperature_c', 38.2],
      ['ph', 7.31],
      ['paco2_kpa', 6.4],
      ['pao2_kpa', 8.9],
      ['hb_g_l', 118],
    ]);
  });
});

const treated = (over: Partial<TreatedGas>): TreatedGas => ({
  condition: 'ino',
  minutesInCondition: null,
  inoPpm: null,
  methbPercent: null,
  lactateMmolL: null,
  rvLvRatio: null,
  ...over,
});

describe('notes', () => {
  const codes = (gases: readonly TreatedGas[], isNewborn = false): readonly string[] =>
    treatmentNotes(gases, isNewborn).map(({ code }) => code);

  it('on iNO: early sample, methaemoglobin not measured, more than 20 ppm', () => {
    const found = codes([
      treated({ minutesInCondition: 20, inoPpm: 25 }),
      treated({ minutesInCondition: 300, inoPpm: 25 }),
    ]);
    expect(found).toEqual(expect.arrayContaining(['drawn_early', 'methb_reminder', 'above_20_ppm', 'rebound']));
    expect(found).not.toContain('right_to_left');
    expect(codes([treated({ minutesInCondition: 300, methbPercent: 1.2 })])).not.toContain('methb_reminder');
  });

  it('on newborns stand at newborns alone', () => {
    expect(codes([treated({})], true)).toContain('right_to_left');
  });

  it('on stopping: a gas without iNO after more than 1 ppm, not after 1 ppm', () => {
    const off = treated({ condition: 'ventilated' });
    expect(codes([treated({ inoPpm: 20 }), off])).toContain('stopped_above_1_ppm');
    expect(codes([treated({ inoPpm: 1 }), off])).not.toContain('stopped_above_1_ppm');
    expect(codes([treated({ inoPpm: 20 }), treated({ condition: null })])).not.toContain('stopped_above_1_ppm');
  });

  it('on almitrine: right ventricle and lactate beyond what the study took in', () => {
    const almitrine = (over: Partial<TreatedGas>): readonly string[] =>
      codes([treated({ condition: 'ino_almitrine', ...over })]);
    expect(almitrine({ rvLvRatio: 0.7 })).toContain('almitrine_beyond');
    expect(almitrine({ lactateMmolL: 2.1 })).toContain('almitrine_beyond');
    expect(almitrine({ rvLvRatio: 0.6, lactateMmolL: 2 })).not.toContain('almitrine_beyond');
  });
});

describe('a sample that is not arterial', () => {
  it('has no AaDO2, no P/F and nothing that follows from them; which is said', () => {
    const result = gas({ pao2_mmhg: 40, paco2_mmhg: 46, fio2: 0.5, hb_g_dl: 11, sample_type: 'central_venous' });
    for (const name of ['aado2_full_mmhg', 'aado2_simple_mmhg', 'pf_mmhg', 'pf_band', 'qs_qt_estimated']) {
      expect(result).not.toHaveProperty(name);
    }
    expect(result.missing).toMatchObject({ pf_mmhg: ['sample_type'] });
    expect(result.pio2_mmhg).toBeCloseTo(356.5, 9);
    expect(gas({ pao2_mmhg: 40, fio2: 0.5, sample_type: '' }).pf_mmhg).toBe(80);
  });
});

describe('published limits', () => {
  const beyond = (values: Readonly<Record<string, number>>, isNewborn = false): readonly string[] =>
    limitsBeyond((name) => values[name] ?? null, isNewborn).map(({ code }) => code);

  it('of one value only the farthest is told', () => {
    expect(beyond({ pf_mmhg: 79 })).toEqual(['pf_refractory']);
    expect(beyond({ pf_mmhg: 80 })).toEqual(['pf_imicro_exclusion']);
    expect(beyond({ pf_mmhg: 149.9, driving_pressure_cmh2o: 16, pplat_cmh2o: 30 })).toEqual([
      'pf_ino_entry',
      'driving_pressure_high',
    ]);
    expect(beyond({ pf_mmhg: 150, driving_pressure_cmh2o: 15 })).toEqual([]);
  });

  it('the oxygenation index is named for newborns alone', () => {
    expect(beyond({ oi: 26 })).toEqual([]);
    expect(beyond({ oi: 26 }, true)).toEqual(['oi_newborn']);
  });
});

describe('fields beside the gas', () => {
  it('have labels, limits and their own messages', () => {
    const field = findAnyField('gestational_age_weeks');
    if (field === null) throw new Error('no such field');
    const typed = (value: number) => checkValue(field, { value, unit: null, text: null }).issue?.message;
    expect(typed(30)).toContain('Gestational age of 30 weeks is unusual (expected 34 to 42).');
    expect(typed(60)).toBe('Gestational age must be between 20 and 45 weeks; you entered 60.');
  });

  it('usual lies within refused, and no name stands twice', () => {
    for (const { name, refuseLow, usualLow, usualHigh, refuseHigh } of furtherFields) {
      expect([refuseLow, usualLow, usualHigh, refuseHigh], name).toEqual(
        [refuseLow, usualLow, usualHigh, refuseHigh].toSorted((a, b) => a - b),
      );
    }
    const names = [...gasFields, ...furtherFields].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});
