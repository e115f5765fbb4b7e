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
pair_names <- function(k) t(combn(k, 2))
`;
