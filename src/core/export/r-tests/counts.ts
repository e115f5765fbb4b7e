/** R functions of tables of counts. */

export const countTests: Readonly<Record<string, string>> = {
  chi_square: `
bvx_chi_square <- function(table, correct = TRUE) {
  m <- do.call(rbind, table); r <- suppressWarnings(chisq.test(m, correct = correct))
  plain <- suppressWarnings(chisq.test(m, correct = FALSE))$statistic
  list(statistic = unname(r$statistic), df = unname(r$parameter), p_value = r$p.value,
       cramer_v = sqrt(unname(plain) / (sum(m) * (min(dim(m)) - 1))), min_expected = min(r$expected), n = sum(m))
}`,
  fisher_exact: `
bvx_fisher_exact <- function(table, conf_level = 0.95, simulate = FALSE, replicates = 2000, seed = 42) {
  m <- do.call(rbind, table); out <- list(n = sum(m))
  m <- m[rowSums(m) > 0, colSums(m) > 0, drop = FALSE]
  if (all(dim(do.call(rbind, table)) == 2)) {
    r <- fisher.test(do.call(rbind, table), conf.level = conf_level)
    # R stops its search for the odds ratio at 1e-4 of a share: compared that closely, see wanted()
    return(c(out, list(p_value = r$p.value, rough_estimate = unname(r$estimate), rough_ci_low = r$conf.int[1],
                       rough_ci_high = r$conf.int[2])))
  }
  if (any(dim(m) < 2)) return(c(out, list(p_value = 1)))
  if (simulate) {
    rows <- rep(rep(seq_len(nrow(m)), ncol(m)), m); columns <- rep(rep(seq_len(ncol(m)), each = nrow(m)), m)
    columns <- columns[order(rows, columns)]; rows <- sort(rows); set.seed(seed)
    drawn <- replicate(replicates, sum(lfactorial(tabulate(rows + nrow(m) * (sample(columns) - 1), length(m)))))
    return(c(out, list(p_value = (1 + sum(drawn >= sum(lfactorial(m)) - 1e-7)) / (1 + replicates))))
  }
  # where R's own count of tables has too little room, p is not repeated
  r <- tryCatch(fisher.test(m, workspace = 2e7), error = function(problem) NULL)
  if (is.null(r)) out else c(out, list(p_value = r$p.value))
}`,
  mcnemar: `
bvx_mcnemar <- function(table, exact = FALSE, correct = TRUE, conf_level = 0.95) {
  m <- do.call(rbind, table); b <- m[1, 2]; c <- m[2, 1]; r <- mcnemar.test(m, correct = correct)
  share <- binom.test(b, b + c, conf.level = conf_level)
  list(statistic = unname(r$statistic), df = 1, p_value = if (exact) share$p.value else r$p.value, n = sum(m),
       n_discordant = b + c, odds_ratio = b / c, ci_low = share$conf.int[1] / (1 - share$conf.int[1]),
       ci_high = share$conf.int[2] / (1 - share$conf.int[2]))
}`,
  two_proportions: `
bvx_two_proportions <- function(k1, n1, k2, n2, conf_level = 0.95) {
  r <- suppressWarnings(prop.test(c(k1, k2), c(n1, n2), correct = FALSE)); z <- factor_of(conf_level)
  p1 <- k1 / n1; p2 <- k2 / n2; half <- z * sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
  ratio <- p1 / p2; log_rr <- z * sqrt(1 / k1 - 1 / n1 + 1 / k2 - 1 / n2)
  odds <- k1 * (n2 - k2) / (k2 * (n1 - k1)); log_or <- z * sqrt(1 / k1 + 1 / (n1 - k1) + 1 / k2 + 1 / (n2 - k2))
  if (k1 == 0 || k2 == 0) ratio <- NA
  if (min(k1, k2, n1 - k1, n2 - k2) == 0) odds <- NA
  list(risk_difference = p1 - p2, rd_low = max(-1, p1 - p2 - half), rd_high = min(1, p1 - p2 + half),
       statistic = unname(r$statistic), df = 1, p_value = r$p.value, risk_ratio = ratio, rr_low = ratio * exp(-log_rr), rr_high = ratio * exp(log_rr),
       odds_ratio = odds, or_low = odds * exp(-log_or), or_high = odds * exp(log_or), n = n1 + n2)
}`,
};
