import { expect, test } from 'vitest';
import { compareResults, toResultJson } from '../../../src/core/result';
import { exampleInput, exampleMeasurement } from './example';

const result = toResultJson(exampleInput);

test('the same measurement twice has no differences, whatever it took', () => {
  const again = toResultJson({ ...exampleInput, timing: { threads: 8, totalS: 3, peakMemoryMb: null, stages: [] } });
  expect(compareResults(result, again)).toEqual([]);
});

test('the last bit of one number is a difference, and so is a sign of zero', () => {
  const volumes = { ...exampleMeasurement.volumes, tbvMl: 214.20000000000002 };
  const other = toResultJson({ ...exampleInput, measurement: { ...exampleMeasurement, volumes } });
  expect(compareResults(other, { ...other, volumes: { ...other.volumes, tbv_ml: 214.20000000000005 } })).toEqual([
    'volumes.tbv_ml: 214.20000000000002 and 214.20000000000005',
  ]);
  expect(
    compareResults(
      { ...result, percent: { ...result.percent, bv5: 0 } },
      { ...result, percent: { ...result.percent, bv5: -0 } },
    ),
  ).toEqual(['percent.bv5: 0 and -0']);
});

test('what is missing, null or longer is told by its path', () => {
  expect(compareResults(result, { ...result, case: null, issues: [] })).toEqual([
    'case: "c7e1-04" and null',
    `issues.0: ${JSON.stringify(result.issues[0])} and absent`,
  ]);
  expect(compareResults({ ...result, issues: [] }, result)).toHaveLength(1);
  const lost = { ...result, intervals: { ...result.intervals, percent: { ...result.intervals.percent, bv5: null } } };
  expect(compareResults(result, lost)).toEqual(['intervals.percent.bv5: [43.6,47.9] and null']);
});
