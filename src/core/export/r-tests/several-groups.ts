/** R functions that compare several groups or several paired columns. */

export const severalGroupTests: Readonly<Record<string, string>> = {
  friedman: `
bvx_friedman <- function(conditions, p_adjust = "BH", exact = NULL, correct = TRUE) {
  m <- do.call(cbind, conditions); kept <- complete.cases(m); m <- m[kept, , drop = FALSE]
  r <- friedman.test(m); n <- nrow(m); k <- ncol(m); pairs <- pair_names(k)
  tests <- apply(pairs, 1, function(p) {
    w <- try(suppressWarnings(wilcox.test(round(m[, p[1]] - m[, p[2]], 10), exact = exact, correct = correct,
                                          digits.rank = Inf)), silent = TRUE)
    if (inherits(w, "try-error")) c(NA, NA) else c(w$statistic, w$p.value)
  })
  list(statistic = unname(r$statistic), df = k - 1, p_value = r$p.value,
       kendall_w = unname(r$statistic) / (n * (k - 1)), mean_ranks = unname(colMeans(t(apply(m, 1, rank)))), n = n,
       n_missing = sum(!kept), post_hoc.statistic = tests[1, ], post_hoc.p_raw = tests[2, ],
       post_hoc.p_adjusted = p.adjust(tests[2, ], p_adjust))
}`,
  kruskal_wallis: `
bvx_kruskal_wallis <- function(groups, p_adjust = "BH") {
  missing <- sum(sapply(groups, function(g) sum(is.na(g)))); groups <- filled(groups)
  v <- unlist(groups, use.names = FALSE); g <- rep(seq_along(groups), lengths(groups))
  r <- kruskal.test(v, g); n <- length(v); k <- length(groups); ranks <- rank(v); ties <- table(v)
  means <- tapply(ranks, g, mean); size <- lengths(groups); pairs <- pair_names(k)
  z <- apply(pairs, 1, function(p) unname((means[p[1]] - means[p[2]]) /
    sqrt((n * (n + 1) / 12 - sum(ties^3 - ties) / (12 * (n - 1))) * (1 / size[p[1]] + 1 / size[p[2]]))))
  p <- 2 * pnorm(-abs(z))
  list(statistic = unname(r$statistic), df = unname(r$parameter), p_value = r$p.value,
       epsilon_squared = unname(r$statistic) / (n - 1), n = n, n_groups = unname(size), n_missing = missing,
       post_hoc.statistic = z, post_hoc.p_raw = p, post_hoc.p_adjusted = p.adjust(p, p_adjust))
}`,
  anova_one_way: `
bvx_anova_one_way <- function(groups, welch = FALSE, conf_level = 0.95) {
  missing <- sum(sapply(groups, function(g) sum(is.na(g)))); groups <- filled(groups)
  v <- unlist(groups, use.names = FALSE)
  g <- factor(rep(seq_along(groups), lengths(groups)))
  out <- list(n = length(v), n_missing = missing)
  if (welch) {
    whole <- oneway.test(v ~ g)
    return(c(out, list(statistic = unname(whole$statistic), df1 = unname(whole$parameter[1]),
                       df2 = unname(whole$parameter[2]), p_value = whole$p.value)))
  }
  if (all(tapply(v, g, function(group) all(group == group[1])))) {
    # nothing varies within the groups: what aov would divide by is rounding
    means <- tapply(v, g, mean); pairs <- pair_names(length(groups)); difference <- means[pairs[, 1]] - means[pairs[, 2]]
    return(c(out, list(statistic = Inf, df1 = length(groups) - 1, df2 = length(v) - length(groups), p_value = 0,
                       eta_squared = 1, post_hoc.difference = unname(difference))))
  }
  fit <- aov(v ~ g); parts <- summary(fit)[[1]]
  tukey <- TukeyHSD(fit, conf.level = conf_level)$g
  list(statistic = parts[1, 4], df1 = parts[1, 1], df2 = parts[2, 1], p_value = parts[1, 5],
       eta_squared = parts[1, 2] / sum(parts[, 2]), n = length(v), n_missing = missing, post_hoc.difference = -unname(tukey[, "diff"]), post_hoc.ci_low = -unname(tukey[, "upr"]),
       post_hoc.ci_high = -unname(tukey[, "lwr"]), post_hoc.p_adjusted = unname(tukey[, "p adj"]))
}`,
};
