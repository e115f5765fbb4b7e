/** R functions of single columns and of two related columns. */

export const correlationTests: Readonly<Record<string, string>> = {
  descriptive: `
bvx_descriptive <- function(x, conf_level = 0.95) {
  v <- known(x); n <- length(v); s <- sd(v); se <- s / sqrt(n)
  q <- unname(quantile(v, c(0.25, 0.5, 0.75), type = 7))
  half <- if (n > 1) t_factor(conf_level, n - 1) * se else NA
  list(n = n, n_missing = sum(is.na(x)), mean = mean(v), sd = s, se = se, min = min(v), q1 = q[1], median = q[2],
       q3 = q[3], max = max(v), iqr = q[3] - q[1], ci_low = mean(v) - half, ci_high = mean(v) + half)
}`,
  frequency: `
bvx_frequency <- function(x) {
  v <- as.character(known(x)); counts <- as.vector(table(factor(v, levels_of(v))))
  list(n = length(v), n_missing = sum(is.na(x)), counts = counts, percents = 100 * counts / length(v))
}`,
  proportion: `
bvx_proportion <- function(k, n, ci = "wilson", conf_level = 0.95) {
  interval <- if (ci == "wilson") suppressWarnings(prop.test(k, n, correct = FALSE, conf.level = conf_level))$conf.int
              else binom.test(k, n, conf.level = conf_level)$conf.int
  list(estimate = k / n, ci_low = interval[1], ci_high = interval[2], n = n)
}`,
  pearson: `
bvx_pearson <- function(x, y, conf_level = 0.95) {
  d <- pairs_of(x, y); n <- length(d$x)
  r <- cor.test(d$x, d$y, conf.level = conf_level)
  interval <- if (n > 3 && abs(r$estimate) < 1) r$conf.int else c(NA, NA)
  list(estimate = unname(r$estimate), ci_low = interval[1], ci_high = interval[2], statistic = unname(r$statistic),
       df = unname(r$parameter), p_value = r$p.value, n = n, n_missing = d$missing)
}`,
  spearman: `
bvx_spearman <- function(x, y, exact = NULL, conf_level = 0.95) {
  d <- pairs_of(x, y); n <- length(d$x)
  r <- suppressWarnings(cor.test(d$x, d$y, method = "spearman", exact = exact))
  rho <- unname(r$estimate)
  half <- if (n > 3 && abs(rho) < 1) factor_of(conf_level) * sqrt((1 + rho^2 / 2) / (n - 3)) else NA
  list(estimate = rho, ci_low = tanh(atanh(rho) - half), ci_high = tanh(atanh(rho) + half),
       statistic = unname(r$statistic), p_value = r$p.value, n = n, n_missing = d$missing)
}`,
  kendall: `
bvx_kendall <- function(x, y, exact = NULL, conf_level = 0.95) {
  d <- pairs_of(x, y); n <- length(d$x)
  r <- suppressWarnings(cor.test(d$x, d$y, method = "kendall", exact = exact))
  tau <- unname(r$estimate)
  half <- if (n > 4 && abs(tau) < 1 - 1e-12) factor_of(conf_level) * sqrt(0.437 / (n - 4)) else NA
  list(estimate = tau, ci_low = tanh(atanh(tau) - half), ci_high = tanh(atanh(tau) + half),
       statistic = unname(r$statistic), p_value = r$p.value, n = n, n_missing = d$missing)
}`,
  partial_correlation: `
bvx_partial_correlation <- function(x, y, given, method = "pearson", conf_level = 0.95) {
  m <- data.frame(x, y, given); kept <- complete.cases(m); d <- m[kept, , drop = FALSE]
  if (method == "spearman") d[] <- lapply(d, rank)
  n <- nrow(d); k <- ncol(d) - 2; covariates <- as.matrix(d[-(1:2)])
  r <- cor(resid(lm(d$x ~ covariates)), resid(lm(d$y ~ covariates)))
  # residuals carry rounding of their own
  if (1 - abs(r) < 1e-13) r <- sign(r)
  df <- n - 2 - k; t <- r * sqrt(df / (1 - r^2))
  half <- if (n - k > 3 && abs(r) < 1) factor_of(conf_level) / sqrt(n - k - 3) else NA
  list(estimate = r, ci_low = tanh(atanh(r) - half), ci_high = tanh(atanh(r) + half), statistic = t, df = df,
       p_value = 2 * pt(-abs(t), df), n = n, n_missing = sum(!kept))
}`,
  shapiro_wilk: `
bvx_shapiro_wilk <- function(x) {
  r <- shapiro.test(known(x))
  list(statistic = unname(r$statistic), p_value = r$p.value, n = length(known(x)), n_missing = sum(is.na(x)))
}`,
  p_adjust: `
bvx_p_adjust <- function(p, method = "BH") {
  list(p_adjusted = p.adjust(p, method), n = sum(!is.na(p)), n_missing = sum(is.na(p)))
}`,
};
