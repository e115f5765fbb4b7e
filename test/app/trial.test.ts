/** What is followed of a patient beside the gases: typed days to scores and outcomes under the names of files. */
import { describe, expect, test } from 'vitest';
import { dayOf, daysTyped, entryList, eventsOf, readPatient, withEvents } from '../../src/app/gases/trial';
import { defaultSettings, type OutcomeRules } from '../../src/app/state/study';
import type { StoredPatient } from '../../src/storage';

const patient = (typed: Readonly<Record<string, string>>, chosen: StoredPatient['chosen'] = {}): StoredPatient => ({
  id: 'S-1',
  sex: null,
  ctAt: null,
  typed: Object.fromEntries(Object.entries(typed).map(([name, text]) => [name, { text, unit: null }])),
  chosen,
});
const rules = (over: Partial<OutcomeRules> = {}): OutcomeRules => ({ ...defaultSettings.outcomeRules, ...over });

const sofaOfDay = (day: number): Readonly<Record<string, string>> => ({
  [`d${day}.day_pf_mmhg`]: '150',
  [`d${day}.platelets_10e3_mm3`]: '90',
  [`d${day}.bilirubin_mg_dl`]: '1,3',
  [`d${day}.map_mmhg`]: '68',
  [`d${day}.gcs`]: '14',
  [`d${day}.creatinine_mg_dl`]: '2.1',
});

describe('severity by day', () => {
  test('six parts give the total; unsupported breathing counts 2 at most', () => {
    // 2 + 2 + 1 + 1 + 1 + 2
    expect(readPatient(patient(sofaOfDay(0)), rules()).values.sofa_d0).toBe(9);
    expect(readPatient(patient(sofaOfDay(0), { 'd0.support': 'yes' }), rules()).values.sofa_d0).toBe(10);
  });

  test('P/F comes from the gases of the day where none is typed', () => {
    const { 'd0.day_pf_mmhg': _, ...rest } = sofaOfDay(0);
    expect(readPatient(patient(rest), rules()).values.sofa_d0).toBeUndefined();
    expect(readPatient(patient(rest), rules(), (day) => (day === 0 ? 350 : null)).values.sofa_d0).toBe(8);
  });

  test('units of a laboratory: 22.23 µmol/L of bilirubin are 1.3 mg/dL', () => {
    const one = patient(sofaOfDay(0));
    const typed = { ...one.typed, 'd0.bilirubin_mg_dl': { text: '22.23', unit: 'umol_l' } };
    expect(readPatient({ ...one, typed }, rules()).values.sofa_d0).toBe(9);
  });

  test('delta and mean under the names of files', () => {
    const { values } = readPatient(patient({ ...sofaOfDay(0), ...sofaOfDay(7), 'd7.gcs': '15' }), rules());
    expect(values).toMatchObject({ sofa_d0: 9, sofa_d7: 8, delta_sofa: 1, mean_sofa: 8 });
  });

  test('a value that cannot be is refused by name and not used', () => {
    const { values, issues } = readPatient(patient({ 'd0.gcs': '17', 'd1.mottling_score': '6' }), rules());
    expect(issues.map(({ field, code }) => [field, code])).toEqual([
      ['d0.gcs', 'gcs_out_of_range'],
      ['d1.mottling_score', 'mottling_score_out_of_range'],
    ]);
    expect(values).not.toHaveProperty('mottling_d1');
  });
});

describe('outcome to day 28', () => {
  const supports = { ventilator_days: '1-5', rrt_days: '0', vasopressor_days: '' };

  test('is not given before death or survival is known', () => {
    expect(readPatient(patient(supports), rules()).values).toEqual({});
  });

  test('of a survivor: days free of each support; what is not typed is not known', () => {
    const { values } = readPatient(patient(supports, { alive28: 'yes' }), rules());
    expect(values).toEqual({ dead28: 0, survival_days28: 28, free_days_ventilation: 23, free_days_rrt: 28 });
  });

  test('of one who died on day 11: by the rule of the study', () => {
    const died = patient({ ...supports, death_day: '11' });
    expect(readPatient(died, rules()).values).toMatchObject({
      dead28: 1,
      survival_days28: 10,
      free_days_ventilation: 5,
    });
    expect(readPatient(died, rules({ freeDays: 'death_zero' })).values.free_days_ventilation).toBe(0);
  });

  test('a word that is no day is told', () => {
    expect(daysTyped('3-5, 9')).toEqual([3, 4, 5, 9]);
    const { issues } = readPatient(patient({ rrt_days: '3-5, often' }), rules());
    expect(issues.map(({ message }) => message)).toEqual([
      '“often” is no day. Type days and spans of days, as 3-7, 9; none is 0.',
    ]);
  });
});

test('yes and no of the background are 1 and 0; what is not said is missing', () => {
  const { values } = readPatient(patient({}, { comorbidity_diabetes: 'yes', ecmo: 'no', pcr_positive: '' }), rules());
  expect(values).toEqual({ comorbidity_diabetes: 1, ecmo: 0 });
});

test('days of gases after day 0', () => {
  expect(dayOf('2026-02-27', '2026-03-01T23:50+01:00')).toBe(2);
  expect(dayOf('2026-03-02', '2026-03-01T08:10')).toBe(-1);
  expect(dayOf(undefined, '2026-03-01T08:10')).toBeNull();
});

test('adverse events keep their order, are counted, and leave other answers alone', () => {
  const event = { what: 'bradycardia', day: '2', severity: 'mild', causality: 'possible', serious: 'yes' };
  const one = patient(
    {},
    withEvents({ day0: '2026-03-01', 'event0.what': 'old' }, [event, { ...event, serious: 'no' }]),
  );
  expect(eventsOf(one)).toEqual([event, { ...event, serious: 'no' }]);
  expect(one.chosen.day0).toBe('2026-03-01');
  expect(readPatient(one, rules()).values).toEqual({ adverse_events: 2, serious_adverse_events: 1 });
});

test('the entry list says met, not met, or not known', () => {
  const one = patient({ age_years: '60', 'd0.mottling_score': '1', 'd0.crt_finger_s': '3.5' });
  const found = Object.fromEntries(entryList(one, null).map(({ id, met }) => [id, met]));
  expect(found).toMatchObject({ age: true, mottling: false, crt_finger: true, lactate: null, pf: null });
});
