/** Linear regression with t intervals of the coefficients. */
import { householder } from './algebra/householder';
import { statistic } from './define';
import { designMatrix } from './design-matrix';
import { fUpper } from './distributions/fisher-f';
import { tFactor, tTwoSided } from './distributions/students-t';
import { statisticRefusals } from './refusals';
import { confLevel, numbers, predictors } from './roles';
import { isConstant, mean, sum } from './summary';

export const linearRegression = statistic({
  id: 'linear_regression',
  label: 'Linear regression',
  r: 'lm(y ~ …); confint()',
  assumptions: [
    'The outcome follows each predictor along a straight line.',
    'Residuals are independent, about normal and equally wide everywhere.',
  ],
  inputs: { y: numbers, predictors },
  options: { conf_level: confLevel },
  run(input, options) {
    const { terms, columns, y, missing } = designMatrix(input.y, input.predictors);
    const n = y.length;
    const k = columns.length;
    if (n <= k) return statisticRefusals.too_few_values(n, k + 1);
    if (isConstant(y)) return statisticRefusals.constant_input();
    const factorised = householder(columns);
    if (factorised.dependent !== null) return statisticRefusals.collinear(terms[factorised.dependent]);
    const coefficients = factorised.solve(y);
    const residuals = factorised.residuals(y);
    const rss = sum(residuals.map((r) => r * r));
    const centre = mean(y);
    const fitted = sum(y.map((value, i) => (value - residuals[i] - centre) * (value - residuals[i] - centre)));
    const df2 = n - k;
    const variance = rss / df2;
    const r2 = fitted / (fitted + rss);
    const f = fitted / (k - 1) / variance;
    const inverse = factorised.inverse();
    const factor = tFactor(options.conf_level, df2);
    return {
      coefficients: terms.map((term, i) => {
        const se = Math.sqrt(variance * inverse[i][i]);
        const t = coefficients[i] / se;
        return {
          term,
          estimate: coefficients[i],
          se,
          statistic: t,
          p_value: tTwoSided(t, df2),
          ci_low: coefficients[i] - factor * se,
          ci_high: coefficients[i] + factor * se,
        };
      }),
      conf_level: options.conf_level,
      r_squared: r2,
      adj_r_squared: 1 - (1 - r2) * ((n - 1) / df2),
      sigma: Math.sqrt(variance),
      f_statistic: f,
      df1: k - 1,
      df2,
      p_value: fUpper(f, k - 1, df2),
      n,
      n_missing: missing,
      method: 'least squares by QR',
    };
  },
});
