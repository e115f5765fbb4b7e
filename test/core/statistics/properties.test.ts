/** What must hold for any data: order of rows, exchange of groups, shift and scale, missing rows, refusals. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal, runStatistic, statistics, type StatisticResult } from '../../../src/core/statistics';
import { differences, walshAverages } from '../../../src/core/statistics/pairwise-order';

const column = (least: number, most: number) =>
  fc.array(
    fc.integer({ min: -40, max: 40 }).map((v) => v / 4),
    { minLength: least, maxLength: most },
  );
const paired = fc.integer({ min: 5, max: 25 }).chain((n) => fc.tuple(column(n, n), column(n, n)));

const isClose = (a: unknown, b: unknown): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a)) : a === b;

type Pair = readonly [StatisticResult, StatisticResult];

/** Both results; null where both are refused alike. One refused and one not is a bug. */
function both(test: string, a: Record<string, unknown>, b: Record<string, unknown>): Pair | null {
  const first = runStatistic(test, a, {});
  const second = runStatistic(test, b, {});
  if (!isRefusal(first) && !isRefusal(second)) return [first, second];
  if (isRefusal(first) && isRefusal(second) && first.error === second.error) return null;
  throw new Error(`${test} is refused for one only`);
}

const keys = ['estimate', 'ci_low', 'ci_high', 'statistic', 'p_value'] as const;
const isSame = (pair: Pair | null, names: readonly string[] = keys): boolean =>
  pair === null || names.every((name) => isClose(pair[0][name], pair[1][name]));

/** Runs a property; null where it held, else what broke it. */
function counterexample<T>(property: fc.IProperty<T>, seed: number, numRuns = 40): string | null {
  const run = fc.check(property, { seed, numRuns });
  return run.failed ? JSON.stringify(run.counterexample) : null;
}

describe('two columns', () => {
  it.each(['pearson', 'spearman', 'kendall', 't_test_paired', 'wilcoxon_paired', 'bland_altman', 'ccc'])(
    '%s does not depend on the order of the rows, nor on rows with a gap',
    (test) => {
      const property = fc.property(
        paired,
        ([x, y]) =>
          isSame(both(test, { x, y }, { x: x.toReversed(), y: y.toReversed() })) &&
          isSame(both(test, { x, y }, { x: [null, ...x, 3], y: [1, ...y, null] })),
      );
      expect(counterexample(property, 1)).toBeNull();
    },
  );

  it.each(['pearson', 'spearman', 'kendall'])('%s is symmetric and changes sign with one column', (test) => {
    const property = fc.property(paired, ([x, y]) => {
      const turned = both(test, { x, y }, { x: x.map((v) => -v), y });
      const isTurned = turned === null || isClose(turned[0].estimate, -Number(turned[1].estimate));
      return isTurned && isSame(both(test, { x, y }, { x: y, y: x }), ['estimate', 'p_value']);
    });
    expect(counterexample(property, 2)).toBeNull();
  });
});

describe('two groups', () => {
  it.each(['t_test_welch', 't_test_student', 'mann_whitney'])(
    '%s: exchanged groups turn estimate and interval round and leave p',
    (test) => {
      const property = fc.property(column(2, 20), column(2, 20), (x, y) => {
        const pair = both(test, { x, y }, { x: y, y: x });
        if (pair === null) return true;
        const [a, b] = pair;
        return (
          isClose(a.p_value, b.p_value) &&
          isClose(a.estimate, -Number(b.estimate)) &&
          (a.ci_low === null || isClose(a.ci_low, -Number(b.ci_high)))
        );
      });
      expect(counterexample(property, 3, 60)).toBeNull();
    },
  );

  it.each(['t_test_welch', 'mann_whitney'])('%s: a shift of one group moves the estimate by as much', (test) => {
    // quarters are exact in binary, so ties stay ties
    const property = fc.property(column(3, 15), column(3, 15), (x, y) => {
      const first = runStatistic(test, { x, y }, {});
      const moved = runStatistic(test, { x: x.map((v) => v + 100), y }, {});
      return isRefusal(first) || isRefusal(moved) || isClose(Number(first.estimate) + 100, moved.estimate);
    });
    expect(counterexample(property, 4)).toBeNull();
  });
});

it('order statistics of pairs equal those of all pairs written down', () => {
  const property = fc.property(column(1, 12), column(1, 12), (a, b) => {
    const all = a.flatMap((v) => b.map((w) => v - w)).toSorted((p, q) => p - q);
    const walsh = a.flatMap((v, i) => a.slice(i).map((w) => (v + w) / 2)).toSorted((p, q) => p - q);
    const pairs = differences(Float64Array.from(a), Float64Array.from(b));
    const averages = walshAverages(Float64Array.from(a));
    return (
      all.every((value, k) => pairs.at(k + 1) === value) && walsh.every((value, k) => averages.at(k + 1) === value)
    );
  });
  expect(counterexample(property, 5, 100)).toBeNull();
});

describe('what does not fit is refused', () => {
  it.each(statistics.map(({ id }) => id))('%s without input has a problem, not an exception', (id) => {
    const outcome = runStatistic(id, {}, {});
    expect(isRefusal(outcome) && outcome.error).toBe('malformed_input');
  });

  it('an unknown test, a text among numbers, an option out of range', () => {
    expect(runStatistic('nonsense', {}, {})).toMatchObject({ error: 'unknown_test' });
    expect(runStatistic('pearson', { x: [1, 'two'], y: [1, 2] }, {})).toMatchObject({ error: 'malformed_input' });
    const data = { x: [1, 2, 4], y: [2, 1, 5] };
    expect(runStatistic('pearson', data, { conf_level: 95 })).toMatchObject({ error: 'malformed_input' });
  });

  it('an option that the test does not know is told', () => {
    const result = runStatistic('pearson', { x: [1, 2, 4], y: [2, 1, 5] }, { exat: false });
    expect('notes' in result && result.notes).toEqual(['Option "exat" is not known to this test and was not used.']);
  });

  it('separation, quasi-separation and collinearity', () => {
    const y = [0, 0, 0, 1, 1, 1];
    const predictors = { x: [1, 2, 3, 4, 5, 6] };
    expect(runStatistic('logistic_regression', { y, predictors }, {})).toMatchObject({ error: 'separation' });
    const quasi = { x: [1, 2, 3, 3, 4, 5] };
    expect(runStatistic('logistic_regression', { y, predictors: quasi }, {})).toMatchObject({ error: 'separation' });
    const twice = { a: [1, 2, 3, 4, 5, 6], b: [2, 4, 6, 8, 10, 12] };
    expect(runStatistic('linear_regression', { y: [1, 3, 2, 5, 4, 6], predictors: twice }, {})).toMatchObject({
      error: 'collinear',
    });
  });
});
