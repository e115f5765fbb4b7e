/** R functions of regressions and of what is combined over imputed data. */

export const modelTests: Readonly<Record<string, string>> = {
  linear_regression: `
bvx_linear_regression <- function(y, predictors, conf_level = 0.95) {
  d <- data.frame(y = y, predictors, check.names = FALSE); kept <- complete.cases(d); d <- d[kept, , drop = FALSE]
  d[] <- lapply(d, function(v) if (is.character(v)) factor(v, levels = sort(unique(v), method = "radix")) else v)
  fit <- lm(y ~ ., data = d); s <- summary(fit); f <- s$fstatistic; interval <- confint(fit, level = conf_level)
  list(coefficients.estimate = unname(s$coefficients[, 1]), coefficients.se = unname(s$coefficients[, 2]),
       coefficients.statistic = unname(s$coefficients[, 3]), coefficients.p_value = unname(s$coefficients[, 4]),
       coefficients.ci_low = unname(interval[, 1]), coefficients.ci_high = unname(interval[, 2]),
       r_squared = s$r.squared, adj_r_squared = s$adj.r.squared, sigma = s$sigma, f_statistic = unname(f[1]),
       df1 = unname(f[2]), df2 = unname(f[3]), p_value = unname(pf(f[1], f[2], f[3], lower.tail = FALSE)),
       n = nrow(d), n_missing = sum(!kept))
}`,
  logistic_regression: `
bvx_logistic_regression <- function(y, predictors, conf_level = 0.95, event = NULL) {
  d <- data.frame(y = y, predictors, check.names = FALSE); kept <- complete.cases(d); d <- d[kept, , drop = FALSE]
  if (!is.null(event)) d$y <- as.integer(as.character(d$y) == event)
  d[] <- lapply(d, function(v) if (is.character(v)) factor(v, levels = sort(unique(v), method = "radix")) else v)
  fit <- glm(y ~ ., data = d, family = binomial, control = glm.control(epsilon = 1e-14, maxit = 100))
  s <- summary(fit)$coefficients; half <- factor_of(conf_level) * s[, 2]
  # the profile needs MASS before R 4.4
  profile <- suppressMessages(confint(fit, level = conf_level)); dim(profile) <- c(nrow(s), 2)
  list(coefficients.estimate = unname(s[, 1]), coefficients.se = unname(s[, 2]), coefficients.statistic = unname(s[, 3]),
       coefficients.p_value = unname(s[, 4]), coefficients.odds_ratio = unname(exp(s[, 1])),
       coefficients.or_low = unname(exp(s[, 1] - half)), coefficients.or_high = unname(exp(s[, 1] + half)),
       coefficients.profile_low = unname(exp(profile[, 1])),
       coefficients.profile_high = unname(exp(profile[, 2])), deviance = fit$deviance, null_deviance = fit$null.deviance, aic = fit$aic, n = nrow(d), n_missing = sum(!kept))
}`,
  rubin_pool: `
bvx_rubin_pool <- function(estimates, variances, n = NULL, k = 1, conf_level = 0.95) {
  m <- length(estimates); q <- mean(estimates); within <- mean(variances); between <- var(estimates)
  total <- within + (1 + 1 / m) * between; share <- max(1e-4, (1 + 1 / m) * between / total)
  old <- (m - 1) / share^2
  df <- if (is.null(n)) old else { c <- n - k; seen <- (c + 1) / (c + 3) * c * (1 - share); old * seen / (old + seen) }
  ratio <- (1 + 1 / m) * between / within; half <- t_factor(conf_level, df) * sqrt(total)
  list(estimate = q, se = sqrt(total), ci_low = q - half, ci_high = q + half, df = df, within = within,
       between = between, total = total, fmi = (ratio + 2 / (df + 3)) / (ratio + 1), statistic = q / sqrt(total),
       p_value = 2 * pt(-abs(q / sqrt(total)), df))
}`,
};
