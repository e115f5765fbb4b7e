/** Logistic regression with Wald and profile-likelihood intervals of the odds ratios. */
import { exp } from '../maths';
import { householder } from './algebra/householder';
import { fitLogistic, nullDeviance } from './algebra/logistic';
import { statistic } from './define';
import { designMatrix, type Design } from './design-matrix';
import { normalFactor, normalTwoSided } from './distributions/normal-tails';
import { outcome } from './outcome';
import { profileInterval } from './profile-interval';
import { statisticRefusals } from './refusals';
import { confLevel, predictors } from './roles';
import { isConstant, sum } from './summary';

/** R's glm is less strict than its lm: 1e-3 of the change of the deviance at which it ends by default. */
const DEPENDENT_BELOW = 1e-11;

export const logisticRegression = statistic({
  id: 'logistic_regression',
  label: 'Logistic regression',
  r: 'glm(y ~ …, family = binomial); confint.default(), confint()',
  assumptions: ['The log odds follow each predictor along a straight line.', 'Cases are independent.'],
  inputs: { y: outcome, predictors },
  options: { conf_level: confLevel },
  run(input, options) {
    const design = designMatrix(input.y.values, input.predictors);
    const { terms, columns, y, missing } = design;
    const n = y.length;
    if (n <= columns.length) return statisticRefusals.too_few_values(n, columns.length + 1);
    if (isConstant(y)) return statisticRefusals.constant_input();
    const { dependent } = householder(columns, DEPENDENT_BELOW);
    if (dependent !== null) return statisticRefusals.collinear(terms[dependent]);
    const fit = fitLogistic(columns, y);
    if (fit.separated) return statisticRefusals.separation(separating(design));
    const factor = normalFactor(options.conf_level);
    return {
      coefficients: terms.map((term, i) => {
        const estimate = fit.coefficients[i];
        const se = fit.se[i];
        const [low, high] = profileInterval(columns, y, fit, i, options.conf_level);
        return {
          term,
          estimate,
          se,
          statistic: estimate / se,
          p_value: normalTwoSided(estimate / se),
          odds_ratio: exp(estimate),
          or_low: exp(estimate - factor * se),
          or_high: exp(estimate + factor * se),
          profile_low: exp(low),
          profile_high: exp(high),
        };
      }),
      conf_level: options.conf_level,
      event: input.y.event,
      deviance: fit.deviance,
      null_deviance: nullDeviance(sum(y), n),
      aic: fit.deviance + 2 * columns.length,
      n,
      n_missing: missing,
      method: 'maximum likelihood; Wald and profile intervals',
    };
  },
});

/** The first predictor that separates the outcome alone, or none where only several together do. */
function separating({ terms, columns, y }: Design): string {
  const at = columns.findIndex((column, i) => i > 0 && fitLogistic([columns[0], column], y).separated);
  return at < 0 ? '' : terms[at];
}
