/** Missing values filled several times over, and what the filled tables say together. */
import { multiplyImpute } from './algebra/chained-equations';
import { householder } from './algebra/householder';
import type { Numeric } from './define';
import { statistic } from './define';
import { tFactor, tTwoSided } from './distributions/students-t';
import { rowsWithAll } from './missing';
import { statisticRefusals } from './refusals';
import { confLevel, count, countOr, namedNumbers, numberOr, numbers, text, texts } from './roles';
import { isConstant, mean, sum, variance } from './summary';

/** Share of the variance that comes from the gaps, at least: mice takes no less. */
const LEAST_SHARE = 1e-4;

/** Rubin's rules with the small-sample degrees of freedom of Barnard & Rubin (1999). */
export function poolByRubin(estimates: Float64Array, variances: Float64Array, dfComplete: number, level: number) {
  const m = estimates.length;
  const estimate = mean(estimates);
  const within = mean(variances);
  const between = variance(estimates);
  const total = within + (1 + 1 / m) * between;
  const share = Math.max(LEAST_SHARE, ((1 + 1 / m) * between) / total);
  const large = (m - 1) / (share * share);
  const observed = ((dfComplete + 1) / (dfComplete + 3)) * dfComplete * (1 - share);
  const df = (large * observed) / (large + observed);
  const ratio = ((1 + 1 / m) * between) / within;
  const se = Math.sqrt(total);
  const half = tFactor(level, df) * se;
  return {
    estimate,
    se,
    ci_low: estimate - half,
    ci_high: estimate + half,
    statistic: estimate / se,
    df,
    p_value: tTwoSided(estimate / se, df),
    within,
    between,
    total,
    fmi: (ratio + 2 / (df + 3)) / (ratio + 1),
  };
}

export const rubinPool = statistic({
  id: 'rubin_pool',
  label: "Pooling by Rubin's rules",
  r: "mice::pool.scalar(estimates, variances, n, k, rule = 'rubin1987')",
  assumptions: ['Each estimate comes from a completed table; values are missing at random.'],
  inputs: { estimates: numbers, variances: numbers, n: count(1), k: count(1) },
  options: { conf_level: confLevel },
  run(input, options) {
    const rows = rowsWithAll([input.estimates, input.variances]);
    if (rows.length < 2) return statisticRefusals.too_few_values(rows.length, 2);
    if (input.n <= input.k) return statisticRefusals.too_few_values(input.n, input.k + 1);
    const pick = (column: readonly (number | null)[]): Float64Array =>
      Float64Array.from(rows, (row) => column[row] ?? NaN);
    return {
      ...poolByRubin(pick(input.estimates), pick(input.variances), input.n - input.k, options.conf_level),
      conf_level: options.conf_level,
      m: rows.length,
      method: 'Barnard-Rubin',
    };
  },
});

export const multipleImputation = statistic({
  id: 'multiple_imputation',
  label: 'Regression after multiple imputation',
  r: "mice(method = 'norm'); with(lm(…)); pool()",
  assumptions: [
    'Values are missing at random given the other columns, which are about normal.',
    'Imputation is never done unless asked for; the seed makes BVX repeat itself.',
  ],
  inputs: { columns: namedNumbers },
  options: {
    outcome: text,
    predictors: texts,
    m: countOr(20, 2),
    sweeps: countOr(10, 1),
    seed: numberOr(42, -2147483648, 2147483647),
    conf_level: confLevel,
  },
  run({ columns }, options) {
    const names = [options.outcome, ...options.predictors];
    const absent = names.find((name) => !columns.some(([column]) => column === name));
    if (absent !== undefined) return statisticRefusals.malformed_input(absent, 'there is no such column');
    const n = Math.max(0, ...columns.map(([, column]) => column.length));
    const complete = rowsWithAll(columns.map(([, column]) => column)).length;
    const k = names.length;
    if (complete <= columns.length) return statisticRefusals.too_few_values(complete, columns.length + 1);
    for (const [, column] of columns) {
      if (isConstant(Float64Array.from(column.filter((value) => value !== null)))) {
        return statisticRefusals.constant_input();
      }
    }
    const filled = multiplyImpute(
      columns.map(([, column]) => column),
      options,
    );
    const at = names.map((name) => columns.findIndex(([column]) => column === name));
    const fits = filled.map((table) => fit(at.map((index) => table[index])));
    const collinear = fits.find((one) => one.dependent !== null);
    if (collinear?.dependent) return statisticRefusals.collinear(names[collinear.dependent] ?? '');
    return {
      coefficients: ['(Intercept)', ...options.predictors].map((term, i): Numeric => {
        const pooled = poolByRubin(
          Float64Array.from(fits, (one) => one.estimates[i]),
          Float64Array.from(fits, (one) => one.variances[i]),
          n - k,
          options.conf_level,
        );
        return { term, ...pooled, between_sd: Math.sqrt(pooled.between) };
      }),
      conf_level: options.conf_level,
      m: options.m,
      sweeps: options.sweeps,
      seed: options.seed,
      n,
      n_complete: complete,
      method: 'chained equations, Bayesian normal draws',
    };
  },
});

/** Coefficients and their variances of the first column on the others. */
function fit([y, ...x]: readonly Float64Array[]) {
  const design = [new Float64Array(y.length).fill(1), ...x];
  const plane = householder(design);
  const residual = sum(plane.residuals(y).map((r) => r * r)) / (y.length - design.length);
  return {
    dependent: plane.dependent,
    estimates: plane.solve(y),
    variances: plane.inverse().map((row, i) => row[i] * residual),
  };
}
