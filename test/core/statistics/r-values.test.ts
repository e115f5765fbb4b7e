/** Numbers of R 4.2.2, written here with the call that gave them. */
import { describe, expect, it } from 'vitest';
import { isRefusal, runStatistic, type StatisticResult } from '../../../src/core/statistics';

const x = [3.1, 4.7, 2.2, 8.4, 5.5, 6.1, 3.9];
const y = [2.9, 5.1, 2.6, 6.6, 7.7, 5.2, 4.4];

function run(test: string, input: Record<string, unknown>, options: Record<string, unknown> = {}): StatisticResult {
  const outcome = runStatistic(test, input, options);
  if (isRefusal(outcome)) throw new Error(outcome.message);
  return outcome;
}

/** Names of numbers that are off by more than a part in 1e9. */
const wrong = (result: StatisticResult, wanted: Readonly<Record<string, number>>): string[] =>
  Object.entries(wanted)
    .filter(([key, value]) => !(Math.abs(Number(result[key]) / value - 1) < 1e-9))
    .map(([key]) => `${key}: ${JSON.stringify(result[key])}`);

describe('two columns of seven', () => {
  it('cor.test(x, y)', () => {
    expect(
      wrong(run('pearson', { x, y }), {
        estimate: 0.7996915530801261,
        ci_low: 0.1172325527294522,
        ci_high: 0.9691273823978954,
        p_value: 0.0308626625096167,
      }),
    ).toEqual([]);
  });

  it("cor.test(method = 'spearman') and 'kendall', both exact", () => {
    const rho = run('spearman', { x, y });
    expect(wrong(rho, { estimate: 0.892857142857143, statistic: 6, p_value: 0.0123015873015873 })).toEqual([]);
    expect(rho.method).toBe('exact');
    expect(
      wrong(run('kendall', { x, y }), { estimate: 0.80952380952381, statistic: 19, p_value: 0.0107142857142857 }),
    ).toEqual([]);
  });

  it('t.test(x, y)', () => {
    expect(
      wrong(run('t_test_welch', { x, y }), {
        statistic: -0.0819104677003606,
        df: 11.8483688015960045,
        p_value: 0.9360853547156804,
        ci_low: -2.3689487932870001,
        ci_high: 2.197520221858428,
      }),
    ).toEqual([]);
  });

  it('wilcox.test(x, y, conf.int = TRUE): exact', () => {
    expect(wrong(run('mann_whitney', { x, y }), { statistic: 24, p_value: 1, ci_low: -2.7, ci_high: 2.6 })).toEqual([]);
  });

  it('wilcox.test(round(x - y, 10)): ties, so normal', () => {
    const result = run('wilcoxon_paired', { x, y });
    expect(wrong(result, { statistic: 12, p_value: 0.799495361869692 })).toEqual([]);
    expect(result.method).toBe('normal');
  });

  it('shapiro.test(x)', () => {
    expect(wrong(run('shapiro_wilk', { x }), { statistic: 0.975939178985769, p_value: 0.937607596532861 })).toEqual([]);
  });
});

describe('groups and tables', () => {
  const groups = { a: [1.2, 2.3, 3.1, 2.2], b: [2.9, 3.8, 4.4], c: [5.1, 4.2, 6.3, 5.5] };

  it('kruskal.test and aov with TukeyHSD', () => {
    expect(
      wrong(run('kruskal_wallis', { groups }), { statistic: 7.68181818181818, p_value: 0.0214740705864661 }),
    ).toEqual([]);
    const anova = run('anova_one_way', { groups });
    expect(wrong(anova, { statistic: 14.41777469790808652, p_value: 0.00222480187211472 })).toEqual([]);
    expect(anova.post_hoc).toMatchObject([
      { a: 'a', b: 'b', p_adjusted: expect.closeTo(0.0944292343334604, 11) },
      { a: 'a', b: 'c', ci_high: expect.closeTo(-1.43858291684025, 9) },
      { a: 'b', b: 'c', p_adjusted: expect.closeTo(0.07904050278488706, 11) },
    ]);
  });

  it('fisher.test and chisq.test', () => {
    const counts = [
      [8, 2],
      [1, 5],
    ];
    expect(wrong(run('fisher_exact', { table: counts }), { p_value: 0.034965034965035 })).toEqual([]);
    const others = [
      [12, 7],
      [5, 9],
    ];
    expect(
      wrong(run('chi_square', { table: others }), { statistic: 1.45599637881468, p_value: 0.22756821457581 }),
    ).toEqual([]);
  });

  it('fisher.test of three by four', () => {
    // fisher.test(matrix(c(3,1,4, 2,6,1, 5,0,2, 1,3,3), 3))
    const p = run('fisher_exact', {
      table: [
        [3, 2, 5, 1],
        [1, 6, 0, 3],
        [4, 1, 2, 3],
      ],
    }).p_value;
    expect(p).toBeCloseTo(0.0503299191814, 11);
  });

  it('fisher.test(workspace = 2e7) of 500 cases, whose tables are improbable beyond the range of numbers', () => {
    const table = [
      [95, 68, 40],
      [54, 63, 50],
      [36, 43, 47],
    ];
    expect(wrong(run('fisher_exact', { table }), { p_value: 0.00111449797676004 })).toEqual([]);
  });

  it('set.seed(7); 500 × sample(): the simulated form has the tables of R', () => {
    const table = [
      [10, 12, 11],
      [14, 11, 8],
      [5, 9, 13],
    ];
    const result = run('fisher_exact', { table }, { simulate: true, replicates: 500, seed: 7 });
    expect(wrong(result, { p_value: 0.275449101796407 })).toEqual([]);
    expect(result.method).toBe('simulated');
  });

  it('fisher.test of a table in which only one column holds cases: p is 1, as in R', () => {
    const table = [
      [3, 0, 0],
      [5, 0, 0],
    ];
    expect(run('fisher_exact', { table })).toMatchObject({ p_value: 1, n: 8 });
    expect(
      runStatistic(
        'fisher_exact',
        {
          table: [
            [0, 0, 0],
            [0, 0, 0],
          ],
        },
        {},
      ),
    ).toMatchObject({
      error: 'empty_row_or_column',
    });
  });

  it('fisher.test of four by four, 150 cases', () => {
    const table = [
      [23, 13, 4, 2],
      [8, 7, 0, 1],
      [25, 6, 2, 0],
      [29, 22, 5, 3],
    ];
    expect(wrong(run('fisher_exact', { table }), { p_value: 0.35871107273707 })).toEqual([]);
  });

  it('a table with too many to count is refused with what to do, not by running out of memory', () => {
    const table = Array.from({ length: 6 }, (_, i) =>
      Array.from({ length: 6 }, (__, j) => 40 + ((7 * i + 3 * j) % 11)),
    );
    expect(runStatistic('fisher_exact', { table }, {})).toMatchObject({
      error: 'too_many_values',
      action: expect.stringContaining('simulate'),
    });
  });

  it('power.t.test(n = 20, delta = 1, sd = 1.4, strict = TRUE)', () => {
    expect(
      wrong(run('sample_size', { design: 't_two_sample', n: 20, delta: 1, sd: 1.4 }), {
        power: 0.595424538359381,
      }),
    ).toEqual([]);
  });

  it('set.seed(42); runif(2)', () => {
    const { uniform } = run('rng', { seed: 42, n: 3 });
    expect(Array.isArray(uniform) ? uniform.slice(0, 2) : null).toEqual([
      expect.closeTo(0.914806043496355, 14),
      expect.closeTo(0.937075413297862, 14),
    ]);
  });
});
