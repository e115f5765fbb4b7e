/** Records of files as people write them: numbers as text, wrong names, two units, manoeuvres that cannot be. */
import { describe, expect, it } from 'vitest';
import { evaluateGas, gasInputOf, gasRecordOf, unusedNames } from '../../../src/core/blood-gas';

const gas = (record: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => {
  const input = gasInputOf(record);
  return gasRecordOf(input, evaluateGas(input));
};
const unused = (record: Readonly<Record<string, unknown>>): readonly string[] =>
  unusedNames(record, gasInputOf(record));
const messages = (record: Readonly<Record<string, unknown>>): readonly string[] =>
  evaluateGas(gasInputOf(record)).issues.map(({ message }) => message);

describe('numbers as text', () => {
  it('are read with comma or point, and shown as typed', () => {
    expect(gas({ pao2_mmhg: '71,5', paco2_mmhg: ' 38 ', fio2: '0.21' })).toMatchObject({ pao2_mmhg: 71.5, fio2: 0.21 });
    expect(messages({ paco2_kpa: '30,5' })).toEqual(['PaCO2 must be between 0.7 and 26.7 kPa; you entered 30.5.']);
  });

  it('text that is no number is refused, not passed over', () => {
    expect(messages({ pao2_mmhg: '>75' })).toEqual(['PaO2 must be between 10 and 750 mmHg; you entered >75.']);
    // a refused FiO2 is not replaced by an estimate
    const record = { fio2: 'half', o2_device: 'nasal_cannula', o2_flow_l_min: 2 };
    expect(messages(record)[0]).toContain('FiO2 of half is neither');
    expect(gas(record)).not.toHaveProperty('fio2');
  });
});

describe('what is not used is named', () => {
  it.each([
    [{ pao2_mmHg: 71, paco2: 38, fio2: 0.21 }, ['pao2_mmHg', 'paco2']],
    [{ pao2_mmhg: 71, pao2_kpa: 12 }, ['pao2_mmhg']],
    [{ pao2_mmhg: true, fio2: [0.4] }, ['pao2_mmhg', 'fio2']],
    [{ sex: 'male', o2_device: 'Nasal cannula', fio2_source: 'guess' }, ['sex', 'o2_device', 'fio2_source']],
    [{ iloprost_ng_kg_min: '1', constructor: 1 }, ['iloprost_ng_kg_min', 'constructor']],
    [{ pao2_mmhg: null, patient_id: 'A', position: 'prone', sex: 'F', eit: {} }, []],
  ])('%j', (record, names) => {
    expect(unused(record)).toEqual(names);
  });
});

it('a plateau at or below the pressure it rose from gives no compliance and no ratio', () => {
  const ri = { vt_ml: 400, pplat_low_cmh2o: 5, peep_low_cmh2o: 5, peep_high_cmh2o: 15, vte_release_ml: 900 };
  const result = gas({ ri, aop_cmh2o: 8 });
  for (const name of ['crs_low_ml_cmh2o', 'recruited_volume_ml', 'ri_ratio', 'recruitability']) {
    expect(result).not.toHaveProperty(name);
  }
  const flat = gas({ ri: { ...ri, pplat_low_cmh2o: 20, peep_high_cmh2o: 5 } });
  expect(flat).toHaveProperty('crs_low_ml_cmh2o');
  expect(flat).not.toHaveProperty('ri_ratio');
});

it('a half in the last place of a message goes to the even digit, as R prints it', () => {
  // 356.5 − 40 × 1.125 = 311.5; sprintf("%.1f", c(-400.75, 712.25)) is -400.8 and 712.2
  expect(messages({ pao2_mmhg: 712.25, paco2_mmhg: 40, fio2: 0.5 }).at(-1)).toBe(
    'AaDO2 is -400.8 mmHg: PaO2 (712.2) is higher than alveolar PO2 (311.5). ' +
      'Check FiO2, PaO2, its unit and the barometric pressure.',
  );
});
