/** What the R functions of several tests share. */

/** Intervals, complete rows, and the comparison with the values that BVX printed. */
export const sharedFunctions = `
factor_of <- function(conf_level) qnorm(1 - (1 - conf_level) / 2)
t_factor <- function(conf_level, df) qt(1 - (1 - conf_level) / 2, df)
or_default <- function(value, fallback) if (is.null(value)) fallback else value
pairs_of <- function(x, y) {
  kept <- !is.na(x) & !is.na(y)
  list(x = x[kept], y = y[kept], missing = sum(!kept))
}
known <- function(x) x[!is.na(x)]
filled <- function(groups) Filter(length, lapply(groups, known))
pair_names <- function(k) t(combn(k, 2))
roc_parts <- function(y, score, direction) {
  if (direction == ">") score <- -score
  cases <- score[y == 1]; controls <- score[y == 0]
  psi <- outer(cases, controls, function(a, b) (a > b) + 0.5 * (a == b))
  list(auc = mean(psi), of_cases = rowMeans(psi), of_controls = colMeans(psi))
}
t_test_of_groups <- function(x, y, equal, conf_level) {
  a <- known(x); b <- known(y); r <- t.test(a, b, var.equal = equal, conf.level = conf_level)
  list(estimate = mean(a) - mean(b), ci_low = r$conf.int[1], ci_high = r$conf.int[2], statistic = unname(r$statistic),
       df = unname(r$parameter), p_value = r$p.value, mean_x = mean(a), mean_y = mean(b), sd_x = sd(a), sd_y = sd(b),
       n_x = length(a), n_y = length(b), n = length(a) + length(b), n_missing = sum(is.na(x)) + sum(is.na(y)))
}
`;
