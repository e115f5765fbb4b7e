/** R functions of sample size and of designs with a look half-way. */

export const designTests: Readonly<Record<string, string>> = {
  rng: `
bvx_rng <- function(seed, n) {
  set.seed(seed); list(uniform = runif(5), normal = rnorm(5), indices = sample.int(n, n, TRUE))
}`,
  sample_size: `
bvx_sample_size <- function(design, n = NULL, power = NULL, delta = NULL, sd = NULL, r = NULL, p1 = NULL, p2 = NULL,
                            alpha = 0.05, distribution = "normal") {
  of_n <- function(n) {
    whole <- ceiling(n - 1e-9)
    if (design == "t_paired") list(n_exact = n, n_pairs = whole)
    else if (design == "correlation") list(n_exact = n, n = whole)
    else list(n_exact = n, n_per_group = whole, n_total = 2 * whole)
  }
  if (design == "correlation") {
    rise <- function(n, r) {
      t <- qt(1 - alpha / 2, n - 2); limit <- sqrt(t^2 / (t^2 + n - 2)); z <- atanh(r) + r / (2 * (n - 1))
      pnorm((z - atanh(limit)) * sqrt(n - 3)) + pnorm((-z - atanh(limit)) * sqrt(n - 3))
    }
    if (is.null(n)) return(of_n(uniroot(function(m) rise(m, abs(r)) - power, c(4 + 1e-10, 1e7), tol = 1e-11)$root))
    return(list(power = rise(n, abs(r))))
  }
  if (design == "two_proportions") {
    solved <- power.prop.test(n = n, p1 = p1, p2 = p2, sig.level = alpha, power = power, tol = 1e-12)
    return(if (is.null(n)) of_n(solved$n) else list(power = solved$power))
  }
  share <- if (design == "mann_whitney") switch(distribution, normal = 3 / pi, minimum = 0.864, uniform = 1,
                                                logistic = pi^2 / 9, double_exponential = 1.5) else 1
  type <- if (design == "t_paired") "paired" else "two.sample"
  solved <- power.t.test(n = if (is.null(n)) NULL else n * share, delta = delta, sd = or_default(sd, 1),
                         sig.level = alpha, power = power, type = type, strict = TRUE, tol = 1e-12)
  if (is.null(n)) of_n(solved$n / share) else list(power = solved$power, delta = solved$delta)
}`,
  group_sequential: `
overall_alpha <- function(first, second, t) {
  later <- function(z) dnorm(z) * (pnorm((sqrt(t) * z - second) / sqrt(1 - t)) +
                                   pnorm((-sqrt(t) * z - second) / sqrt(1 - t)))
  end <- min(first, 12)
  2 * pnorm(-first) + integrate(later, -end, end, rel.tol = 1e-11, abs.tol = 0, subdivisions = 1000)$value
}
bvx_group_sequential <- function(method, information_fraction, alpha = 0.05, nominal_p = NULL) {
  t <- information_fraction
  search <- function(pair) {
    c <- uniroot(function(c) { p <- pair(c); overall_alpha(p[1], p[2], t) - alpha }, c(qnorm(1 - alpha / 2) - 0.5, 4),
                 tol = 1e-13)$root
    pair(c)
  }
  bounds <- switch(method,
    obrien_fleming = search(function(c) c(c / sqrt(t), c)), pocock = search(function(c) c(c, c)),
    lan_demets_obf = { first <- qnorm(1 - 2 * pnorm(-qnorm(1 - alpha / 4) / sqrt(t))); search(function(c) c(first, c)) },
    nominal = qnorm(1 - nominal_p / 2))
  list(z_interim = bounds[1], z_final = bounds[2], p_interim = 2 * pnorm(-bounds[1]), p_final = 2 * pnorm(-bounds[2]),
       overall_alpha = overall_alpha(bounds[1], bounds[2], t))
}`,
  interim_power: `
bvx_interim_power <- function(z_interim, information_fraction, z_final, planned_drift = NULL) {
  t <- information_fraction; away <- z_interim / sqrt(t) - z_final
  planned <- if (is.null(planned_drift)) NA else
    pnorm((z_interim * sqrt(t) + planned_drift * (1 - t) - z_final) / sqrt(1 - t))
  list(predictive_power = pnorm(away * sqrt(t / (1 - t))), conditional_power = pnorm(away / sqrt(1 - t)),
       conditional_power_planned = planned)
}`,
  sample_size_reassessment: `
bvx_sample_size_reassessment <- function(z_interim, information_fraction, z_final, n_interim, n_planned,
                                         target_power = 0.8, n_max) {
  t <- information_fraction; needed <- (z_final - sqrt(t) * z_interim) / sqrt(1 - t)
  wanted <- if (z_interim > 0)
    ceiling(n_interim + n_interim * (max(0, needed + qnorm(target_power)) / z_interim)^2 - 1e-9) else n_planned
  list(n_new = min(max(n_planned, wanted), max(n_max, n_planned)),
       conditional_power_planned_n = pnorm(z_interim * sqrt((n_planned - n_interim) / n_interim) - needed))
}`,
};
