/** R functions of agreement and of receiver operating characteristics, after their formulas. */

export const agreementTests: Readonly<Record<string, string>> = {
  bland_altman: `
bvx_bland_altman <- function(x, y, conf_level = 0.95) {
  p <- pairs_of(x, y); d <- p$x - p$y; n <- length(d); s <- sd(d); bias <- mean(d); t <- t_factor(conf_level, n - 1)
  if (s < 1e-13 * max(abs(c(p$x, p$y)))) s <- 0
  low <- bias - 1.96 * s; high <- bias + 1.96 * s; of_limit <- t * s * sqrt(1 / n + 1.96^2 / (2 * (n - 1)))
  middle <- (p$x + p$y) / 2
  slopes <- if (s > 0 && var(middle) > 0) summary(lm(d ~ middle))$coefficients else matrix(NA, 1, 4)
  slope <- if (nrow(slopes) > 1) slopes[2, ] else rep(NA, 4)
  list(bias = bias, sd = s, bias_low = bias - t * s / sqrt(n), bias_high = bias + t * s / sqrt(n), loa_low = low,
       loa_high = high, loa_low_ci_low = low - of_limit, loa_low_ci_high = low + of_limit,
       loa_high_ci_low = high - of_limit, loa_high_ci_high = high + of_limit, slope = unname(slope[1]),
       slope_p = unname(slope[4]), p_value = if (s > 0) t.test(d)$p.value else NA, n = n, n_missing = p$missing)
}`,
  ccc: `
bvx_ccc <- function(x, y, conf_level = 0.95) {
  p <- pairs_of(x, y); n <- length(p$x); mx <- mean(p$x); my <- mean(p$y)
  vx <- mean((p$x - mx)^2); vy <- mean((p$y - my)^2); sxy <- mean((p$x - mx) * (p$y - my))
  ccc <- 2 * sxy / (vx + vy + (mx - my)^2); r <- cor(p$x, p$y)
  scale <- sd(p$y) / sd(p$x); shift <- (my - mx) / (vx * vy)^0.25; u <- (mx - my) / (vx * vy)^0.25
  se <- sqrt(((1 - r^2) * ccc^2 * (1 - ccc^2) / r^2 + 2 * ccc^3 * (1 - ccc) * u^2 / r - 0.5 * ccc^4 * u^4 / r^2) / (n - 2))
  half <- factor_of(conf_level) * se / (1 - ccc^2)
  list(estimate = ccc, ci_low = tanh(atanh(ccc) - half), ci_high = tanh(atanh(ccc) + half), scale_shift = scale,
       location_shift = shift, bias_correction = ccc / r, n = n, n_missing = p$missing)
}`,
  icc: `
bvx_icc <- function(raters, type = "ICC2", conf_level = 0.95) {
  m <- do.call(cbind, raters); kept <- complete.cases(m); m <- m[kept, , drop = FALSE]; n <- nrow(m); k <- ncol(m)
  whole <- mean(m); rows <- k * sum((rowMeans(m) - whole)^2) / (n - 1)
  columns <- n * sum((colMeans(m) - whole)^2) / (k - 1)
  rest <- sum((m - outer(rowMeans(m), colMeans(m), "+") + whole)^2) / ((n - 1) * (k - 1))
  f <- rows / rest; df1 <- n - 1; df2 <- (n - 1) * (k - 1); alpha <- (1 - conf_level) / 2
  if (type == "ICC3") {
    estimate <- (rows - rest) / (rows + (k - 1) * rest)
    low <- f / qf(1 - alpha, df1, df2); high <- f * qf(1 - alpha, df2, df1)
    ci <- c((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))
  } else {
    estimate <- (rows - rest) / (rows + (k - 1) * rest + k * (columns - rest) / n)
    a <- k * estimate * columns / rest + n * (1 + (k - 1) * estimate) - k * estimate
    v <- (k - 1) * (n - 1) * a^2 /
      ((n - 1) * k^2 * estimate^2 * (columns / rest)^2 + (n * (1 + (k - 1) * estimate) - k * estimate)^2)
    low <- qf(1 - alpha, n - 1, v); high <- qf(1 - alpha, v, n - 1)
    ci <- c(n * (rows - low * rest) / (low * (k * columns + (k * n - k - n) * rest) + n * rows),
            n * (high * rows - rest) / (k * columns + (k * n - k - n) * rest + n * high * rows))
  }
  list(estimate = estimate, ci_low = ci[1], ci_high = ci[2], statistic = f, df1 = df1, df2 = df2,
       p_value = pf(f, df1, df2, lower.tail = FALSE), n = n, n_missing = sum(!kept))
}`,
  roc: `
bvx_roc <- function(y, score, direction = "<", conf_level = 0.95) {
  d <- pairs_of(y, score); r <- roc_parts(d$x, d$y, direction); cases <- sum(d$x == 1); controls <- sum(d$x == 0)
  se <- sqrt(var(r$of_cases) / cases + var(r$of_controls) / controls); z <- factor_of(conf_level)
  values <- sort(unique(d$y)); cuts <- c(-Inf, (head(values, -1) + tail(values, -1)) / 2, Inf)
  up <- direction == "<"
  sensitivity <- sapply(cuts, function(c) mean((if (up) d$y > c else d$y < c)[d$x == 1]))
  specificity <- sapply(cuts, function(c) mean((if (up) d$y < c else d$y > c)[d$x == 0]))
  j <- sensitivity + specificity - 1
  best <- which(j >= max(j) - 1e-12); best <- best[which.max(sensitivity[best])]
  list(auc = r$auc, ci_low = max(0, r$auc - z * se), ci_high = min(1, r$auc + z * se), se = se, youden_j = j[best],
       threshold = cuts[best], sensitivity = sensitivity[best], specificity = specificity[best],
       n_positive = cases, n_negative = controls, n = cases + controls, n_missing = d$missing)
}`,
  roc_compare: `
bvx_roc_compare <- function(y, score_a, score_b, direction = "<", conf_level = 0.95) {
  kept <- !is.na(y) & !is.na(score_a) & !is.na(score_b)
  a <- roc_parts(y[kept], score_a[kept], direction); b <- roc_parts(y[kept], score_b[kept], direction)
  se <- sqrt(var(a$of_cases - b$of_cases) / length(a$of_cases) +
             var(a$of_controls - b$of_controls) / length(a$of_controls))
  difference <- a$auc - b$auc; z <- if (isTRUE(difference == 0 && se == 0)) 0 else difference / se; half <- factor_of(conf_level) * se
  list(auc_a = a$auc, auc_b = b$auc, difference = difference, ci_low = difference - half, ci_high = difference + half,
       statistic = z, p_value = 2 * pnorm(-abs(z)), n = sum(kept), n_missing = sum(!kept))
}`,
};
