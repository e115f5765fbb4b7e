/** Data that lie at the end of what a test can do, with R 4.2.2's answer and the call that gave it. */
import { describe, expect, it } from 'vitest';
import { runStatistic } from '../../../src/core/statistics';

const close = (value: number, share = 1e-9): unknown => expect.closeTo(value, -Math.log10(share * Math.abs(value)));

describe('a straight line', () => {
  it('cor.test(x, -x) is -1 with p 0 also where one value is a million times the others', () => {
    const x = [-0.032320185144504104, -0.694151112176117, 1.7242891603320494, 1000000, 0.9292563090657968];
    const result = runStatistic('pearson', { x, y: x.map((value) => -value) }, {});
    expect(result).toMatchObject({ estimate: -1, p_value: 0, statistic: null });
  });

  it.each([
    { x: [93, 3, 8], slope: -1, offset: 0, r: -1 },
    { x: [45, 16, 29], slope: 2, offset: 1, r: 1 },
    { x: [5, 15, 88, 54, 79, 93], slope: 3, offset: 0, r: 1 },
    { x: [48, 30, 39, 68, 43], slope: -1, offset: 0, r: -1 },
    { x: [53.2, 35.7, 49.2, 50.9], slope: 2, offset: 1, r: 1 },
    { x: [51.3, 36.4, 49.3, 54.4, 59.6], slope: 1.5, offset: -2, r: 0.9999999999999999 },
  ])('cor(x, $slope * x + $offset) of $x is $r to the last bit', ({ x, slope, offset, r }) => {
    const y = x.map((value) => slope * value + offset);
    expect(runStatistic('pearson', { x, y }, {})).toMatchObject({ estimate: r });
  });

  it('what is held fixed may leave nothing of a column: no correlation of rounding', () => {
    const z = [17, 67, 59, 73, 71, 47, 33, 15];
    const x = z.map((value) => (value - 1) / 2);
    const y = [3.1, 4.7, 2.2, 8.4, 5.5, 6.1, 3.9, 4];
    for (const method of ['pearson', 'spearman']) {
      expect(runStatistic('partial_correlation', { x, y, given: { z } }, { method })).toMatchObject({
        error: 'collinear',
      });
    }
  });
});

it('a line left by what is held fixed is one: residuals round in their last bits', () => {
  const result = runStatistic(
    'partial_correlation',
    { x: [1, 1, 5, 2], y: [3, 3, 11, 5], given: { z: [4, 4, 9, 3] } },
    {},
  );
  expect(result).toMatchObject({ estimate: 1, statistic: null, p_value: 0 });
});

describe('ends of intervals', () => {
  it('psych::ICC of two subjects and two raters: an F quantile beyond any number', () => {
    const raters = { a: [19, 37], b: [23, 13] };
    expect(runStatistic('icc', { raters }, { type: 'ICC2' })).toMatchObject({
      estimate: close(-1.551724137931034),
      ci_low: close(-1.96),
      ci_high: close(0.4944522935760018),
    });
  });

  it('wilcox.test against one value: the level is 1 - signif(2/16, 2), a half rounded to the even digit', () => {
    const x = [0.09, 0.29, 4.43, 4.22, 5.41, 8.91, 2.91, 27.2, 0.96, 17.77, 0.16, 2.71, 3.55, 4.27, 25.15];
    expect(runStatistic('mann_whitney', { x, y: [6.49] }, { conf_level: 0.99 })).toMatchObject({
      ci_low: close(-6.4),
      ci_high: close(20.71),
      conf_level_reached: 0.88,
    });
  });

  it('two different constants have a p but no interval of the shift', () => {
    expect(runStatistic('mann_whitney', { x: [0, 0, 0], y: [-3.45] }, {})).toMatchObject({
      estimate: 3.45,
      ci_low: null,
      ci_high: null,
      conf_level_reached: 0,
      p_value: close(0.24821307898992373),
    });
  });

  it('limits of agreement of values in any unit: 1e-12 of one is no rounding', () => {
    const x = [1.44e-12, 4.28e-13, -9.09e-13, 4.86e-13];
    const y = [0.5e-12, 1e-13, -3e-13, 2e-13];
    const small = runStatistic('bland_altman', { x, y }, {});
    const scale = (values: readonly number[]): number[] => values.map((value) => value * 1e12);
    const large = runStatistic('bland_altman', { x: scale(x), y: scale(y) }, {});
    if ('error' in small || 'error' in large) throw new Error('refused');
    expect(Number(small.sd) * 1e12).toBeCloseTo(Number(large.sd), 9);
    expect(small.p_value).toBeCloseTo(Number(large.p_value), 9);
  });
});

describe('where the packages have a rule of their own', () => {
  it('mice::pool.scalar of equal estimates takes a share of 1e-4 from the gaps', () => {
    const input = { estimates: [1.5, 1.5, 1.5, 1.5], variances: [0.1, 0.12, 0.11, 0.13], n: 10, k: 2 };
    expect(runStatistic('rubin_pool', input, {})).toMatchObject({
      df: close(6.544799857218647),
      fmi: close(0.2095381809905022),
    });
  });

  it('pROC::roc.test of a score with itself: z 0, p 1', () => {
    const y = [0, 1, 0, 1, 1, 0];
    const score = [1, 2, 3, 4, 5, 6];
    expect(runStatistic('roc_compare', { y, score_a: score, score_b: score }, {})).toMatchObject({
      difference: 0,
      statistic: 0,
      p_value: 1,
    });
  });

  it('glm tells a column with an offset of 1e9 from the intercept', () => {
    const y = [0, 1, 0, 1, 1, 0, 1, 0, 1, 0, 0, 1];
    const x = [3, 9, 5, 7, 11, 2, 4, 8, 12, 6, 1, 10].map((value) => value + 1e9);
    const result = runStatistic('logistic_regression', { y, predictors: { x } }, {});
    expect(result).toMatchObject({
      deviance: close(10.05427035642849, 1e-5),
      coefficients: [{}, { term: 'x', estimate: close(0.5925595, 1e-5), p_value: close(0.0611563, 1e-5) }],
    });
  });

  it('pwr.r.test finds the correlation that five pairs show with a power of 0.8', () => {
    const plan = { design: 'correlation', n: 5, power: 0.8 };
    expect(runStatistic('sample_size', plan, {})).toMatchObject({ r: close(0.9512406825794615) });
    expect(runStatistic('sample_size', { ...plan, n: 3 }, {})).toMatchObject({ error: 'malformed_input' });
  });
});
