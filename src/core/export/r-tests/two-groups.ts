/** R functions that compare two groups or two paired columns. */

export const twoGroupTests: Readonly<Record<string, string>> = {
  t_test_welch: `
bvx_t_test_welch <- function(x, y, conf_level = 0.95) t_test_of_groups(x, y, FALSE, conf_level)`,
  t_test_student: `
bvx_t_test_student <- function(x, y, conf_level = 0.95) t_test_of_groups(x, y, TRUE, conf_level)`,
  t_test_paired: `
bvx_t_test_paired <- function(x, y, conf_level = 0.95) {
  d <- pairs_of(x, y); r <- t.test(d$x, d$y, paired = TRUE, conf.level = conf_level)
  list(estimate = mean(d$x - d$y), ci_low = r$conf.int[1], ci_high = r$conf.int[2], statistic = unname(r$statistic),
       df = unname(r$parameter), p_value = r$p.value, sd_difference = sd(d$x - d$y), n = length(d$x),
       n_missing = d$missing)
}`,
  t_test_one_sample: `
bvx_t_test_one_sample <- function(x, mu = 0, conf_level = 0.95) {
  v <- known(x); r <- t.test(v, mu = mu, conf.level = conf_level)
  list(estimate = mean(v), ci_low = r$conf.int[1], ci_high = r$conf.int[2], statistic = unname(r$statistic),
       df = unname(r$parameter), p_value = r$p.value, mu = mu, n = length(v), n_missing = sum(is.na(x)))
}`,
  mann_whitney: `
bvx_mann_whitney <- function(x, y, exact = NULL, correct = TRUE, conf_level = 0.95) {
  a <- known(x); b <- known(y); constant <- all(a == a[1]) && all(b == b[1]) && length(a) + length(b) > 2
  r <- suppressWarnings(wilcox.test(a, b, exact = exact, correct = correct, conf.int = !constant,
                                    conf.level = conf_level, tol.root = 1e-12, digits.rank = Inf))
  w <- unname(r$statistic); auc <- w / (length(a) * length(b)); interval <- or_default(r$conf.int, c(NA, NA))
  list(estimate = median(outer(a, b, "-")), ci_low = interval[1], ci_high = interval[2], statistic = w,
       p_value = r$p.value, auc = auc, cliff_delta = 2 * auc - 1, n_x = length(a), n_y = length(b),
       n = length(a) + length(b), n_missing = sum(is.na(x)) + sum(is.na(y)))
}`,
  wilcoxon_paired: `
bvx_wilcoxon_paired <- function(x, y, exact = NULL, correct = TRUE, conf_level = 0.95) {
  p <- pairs_of(x, y); all <- round(p$x - p$y, 10); d <- all[all != 0]
  r <- suppressWarnings(wilcox.test(all, exact = exact, correct = correct, conf.int = TRUE, conf.level = conf_level,
                                    tol.root = 1e-12, digits.rank = Inf))
  v <- unname(r$statistic); n <- length(d)
  sums <- outer(d, d, "+"); walsh <- sums[lower.tri(sums, diag = TRUE)] / 2
  list(estimate = median(walsh), ci_low = r$conf.int[1], ci_high = r$conf.int[2], statistic = v, p_value = r$p.value,
       rank_biserial = 4 * v / (n * (n + 1)) - 1, n = length(all), n_zero = sum(all == 0), n_missing = p$missing)
}`,
  effect_size: `
bvx_effect_size <- function(x, y, paired = FALSE, conf_level = 0.95) {
  z <- factor_of(conf_level)
  exact_j <- function(f) exp(lgamma(f / 2) - lgamma((f - 1) / 2)) / sqrt(f / 2)
  if (paired) {
    p <- pairs_of(x, y); d <- p$x - p$y; n <- length(d); dz <- mean(d) / sd(d)
    half <- z * sqrt(1 / n + dz^2 / (2 * n))
    e <- round(d, 10); e <- e[e != 0]; k <- length(e); v <- sum(rank(abs(e))[e > 0])
    return(list(cohen_dz = dz, dz_low = dz - half, dz_high = dz + half, hedges_gz = dz * exact_j(n - 1),
                rank_biserial = 4 * v / (k * (k + 1)) - 1, n = n, n_missing = p$missing))
  }
  a <- known(x); b <- known(y); m <- length(a); n <- length(b)
  pooled <- sqrt(((m - 1) * var(a) + (n - 1) * var(b)) / (m + n - 2)); d <- (mean(a) - mean(b)) / pooled
  half <- z * sqrt((m + n) / (m * n) + d^2 / (2 * (m + n)))
  s <- sign(outer(a, b, "-")); delta <- mean(s)
  variance <- (n^2 * sum((rowMeans(s) - delta)^2) + m^2 * sum((colMeans(s) - delta)^2) -
               (sum(s^2) - m * n * delta^2)) / (m * n * (m - 1) * (n - 1))
  spread <- z * sqrt(variance) * sqrt((1 - delta^2)^2 + z^2 * variance); below <- 1 - delta^2 + z^2 * variance
  list(cohen_d = d, d_low = d - half, d_high = d + half, hedges_g = d * exact_j(m + n - 2),
       glass_delta = (mean(a) - mean(b)) / sd(b), cliff_delta = delta, rank_biserial = delta,
       cliff_low = (delta - delta^3 - spread) / below, cliff_high = (delta - delta^3 + spread) / below,
       n_x = m, n_y = n, n_missing = sum(is.na(x)) + sum(is.na(y)))
}`,
  bootstrap_ci: `
bvx_bootstrap_ci <- function(x, y = NULL, statistic = "mean", replicates = 2000, seed = 42, conf_level = 0.95) {
  paired <- statistic %in% c("pearson", "spearman")
  if (paired) { d <- pairs_of(x, y); a <- d$x; b <- d$y } else { a <- known(x); b <- if (is.null(y)) NULL else known(y) }
  f <- switch(statistic,
    mean = function(i, j) mean(a[i]), median = function(i, j) median(a[i]), sd = function(i, j) sd(a[i]),
    mean_difference = function(i, j) mean(a[i]) - mean(b[j]),
    median_difference = function(i, j) median(a[i]) - median(b[j]),
    pearson = function(i, j) suppressWarnings(cor(a[i], b[i])),
    spearman = function(i, j) suppressWarnings(cor(a[i], b[i], method = "spearman")))
  two <- !paired && !is.null(b); m <- length(a); n <- length(b)
  set.seed(seed)
  draws <- numeric(replicates)
  for (k in seq_len(replicates)) {
    i <- sample.int(m, m, TRUE); j <- if (two) sample.int(n, n, TRUE) else NULL
    draws[k] <- f(i, j)
  }
  whole <- f(seq_len(m), seq_len(n)); alpha <- (1 - conf_level) / 2
  plain <- unname(quantile(draws, c(alpha, 1 - alpha), type = 7, na.rm = TRUE))
  z0 <- qnorm(mean((draws < whole) + 0.5 * (draws == whole), na.rm = TRUE))
  left_out <- sapply(seq_len(m), function(i) f(seq_len(m)[-i], seq_len(n)))
  if (two) left_out <- c(left_out, sapply(seq_len(n), function(j) f(seq_len(m), seq_len(n)[-j])))
  away <- mean(left_out) - left_out
  if (two) { p <- seq_len(m); away <- c(mean(left_out[p]) - left_out[p], mean(left_out[-p]) - left_out[-p]) }
  acceleration <- if (isTRUE(all(away == 0))) 0 else sum(away^3) / (6 * sum(away^2)^1.5)
  level <- function(z) pnorm(z0 + (z0 + z) / (1 - acceleration * (z0 + z)))
  bca <- unname(quantile(draws, c(level(qnorm(alpha)), level(qnorm(1 - alpha))), type = 7, na.rm = TRUE))
  lost <- if (paired) d$missing else sum(is.na(x)) + sum(is.na(y))
  list(estimate = whole, ci_low = plain[1], ci_high = plain[2], bca_low = bca[1], bca_high = bca[2],
       se = sd(draws, na.rm = TRUE), n = if (two) m + n else m, n_x = m, n_y = n, n_missing = lost)
}`,
};
