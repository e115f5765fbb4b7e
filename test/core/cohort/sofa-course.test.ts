/** SOFA over days: totals, what is carried on, death before day 7, delta and mean. */
import { describe, expect, test } from 'vitest';
import { defaultSofaRules, sofaCourse, type SofaInput, type SofaRules } from '../../../src/core/cohort';

/** One point of respiration, two of the liver, three of the heart: 6. */
const six: SofaInput = {
  pfMmhg: 350,
  support: false,
  platelets: 200,
  bilirubinMgDl: 3,
  mapMmhg: 75,
  dopamineUgKgMin: null,
  epinephrineUgKgMin: null,
  norepinephrineUgKgMin: 0.1,
  dobutamine: false,
  gcs: 15,
  creatinineMgDl: 0.9,
  urineMlDay: null,
};
const noLiver: SofaInput = { ...six, bilirubinMgDl: null };
const nothing: SofaInput = {
  ...six,
  pfMmhg: null,
  platelets: null,
  bilirubinMgDl: null,
  mapMmhg: null,
  norepinephrineUgKgMin: null,
  gcs: null,
  creatinineMgDl: null,
};
const totals = (inputs: readonly SofaInput[], deathDay: number | null, over: Partial<SofaRules> = {}) =>
  sofaCourse(inputs, deathDay, { ...defaultSofaRules, ...over }).days.map(({ total }) => total);

describe('a missing part', () => {
  test('leaves the day without a total', () => {
    expect(totals([six, noLiver, six], null)).toEqual([6, null, 6]);
  });

  test('is carried on from the last day that had it, by rule, and told', () => {
    const { days } = sofaCourse([noLiver, six, noLiver, noLiver], null, {
      ...defaultSofaRules,
      missingPart: 'carried',
    });
    expect(days.map(({ total }) => total)).toEqual([null, 6, 6, 6]);
    expect(days[3].carried).toEqual(['liver']);
  });

  test('a day of which nothing is known stays empty', () => {
    expect(totals([six, nothing], null, { missingPart: 'carried' })).toEqual([6, null]);
  });
});

describe('death before day 7', () => {
  const days = Array.from({ length: 8 }, () => six);

  test('counts as the worst score, the last one, or none; from its own day on', () => {
    expect(totals(days, 3)).toEqual([6, 6, 6, 24, 24, 24, 24, 24]);
    expect(totals(days, 6, { death: 'last' }).slice(5)).toEqual([6, 6, 6]);
    expect(totals(days, 7, { death: 'none' }).slice(6)).toEqual([6, null]);
  });

  test('delta is D0 less D7 under that rule; the mean has the days alive alone', () => {
    const { delta, mean } = sofaCourse(days, 3, defaultSofaRules);
    expect(delta).toBe(-18);
    expect(mean).toBe(6);
    expect(sofaCourse(days, 3, { ...defaultSofaRules, death: 'none' }).delta).toBeNull();
  });
});
