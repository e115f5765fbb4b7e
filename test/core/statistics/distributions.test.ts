/** Distributions against R 4.2.2, the far tails too. */
import { expect, it } from 'vitest';
import { chiSquareUpper } from '../../../src/core/statistics/distributions/chi-square';
import { betaQuantile, fQuantileUpper, fUpper } from '../../../src/core/statistics/distributions/fisher-f';
import { logBeta, logGamma } from '../../../src/core/statistics/distributions/log-gamma';
import { noncentralTLower } from '../../../src/core/statistics/distributions/noncentral-t';
import { rankSumDistribution, signedRankDistribution } from '../../../src/core/statistics/distributions/rank-sum';
import { kendallLower, spearmanTail } from '../../../src/core/statistics/distributions/rank-correlation';
import {
  studentisedRangeQuantileUpper,
  studentisedRangeUpper,
} from '../../../src/core/statistics/distributions/studentised-range';
import { rangeTail } from '../../../src/core/statistics/distributions/studentised-range-tail';
import { tQuantileUpper, tTwoSided, tUpper } from '../../../src/core/statistics/distributions/students-t';

/** How far a value is off, as a share of what it should be. */
const off = (actual: number, wanted: number): number => Math.abs(actual / wanted - 1);

it('lgamma, lbeta', () => {
  expect(off(logGamma(0.1), 2.25271265173421)).toBeLessThan(1e-11);
  expect(off(logGamma(3.7), 1.42807232666539)).toBeLessThan(1e-11);
  expect(off(logGamma(1234.5), 7550.5509010779)).toBeLessThan(1e-11);
  expect(off(logBeta(2000, 0.5), -3.22802378684699)).toBeLessThan(1e-11);
});

it('pt and qt, down to 1e-27', () => {
  expect(off(tTwoSided(12, 9), 7.69988622298564e-7)).toBeLessThan(1e-11);
  expect(off(tTwoSided(-40, 30), 1.37260451944064e-27)).toBeLessThan(1e-11);
  expect(off(tUpper(1e-3, 2), 0.499646446697795)).toBeLessThan(1e-11);
  expect(off(tQuantileUpper(0.025, 1), 12.7062047361747)).toBeLessThan(1e-11);
  expect(off(tQuantileUpper(0.025, 4), 2.77644510519779)).toBeLessThan(1e-11);
  expect(off(tQuantileUpper(0.025, 1e6), 1.95996635681411)).toBeLessThan(1e-11);
});

it('pf, qf, qbeta, pchisq', () => {
  expect(off(fUpper(3.2, 2, 9), 0.0891760124418075)).toBeLessThan(1e-11);
  expect(off(fUpper(80, 3, 200), 4.80806369050138e-34)).toBeLessThan(1e-11);
  expect(off(fQuantileUpper(0.025, 4, 7), 5.52259434530855)).toBeLessThan(1e-11);
  expect(off(betaQuantile(0.025, 3, 8), 0.0667395111777345)).toBeLessThan(1e-11);
  expect(off(betaQuantile(0.975, 0.5, 2), 0.7533583746206303)).toBeLessThan(1e-11);
  expect(off(chiSquareUpper(3.84, 1), 0.0500435212487052)).toBeLessThan(1e-11);
  expect(off(chiSquareUpper(500, 3), 4.77167203191276e-108)).toBeLessThan(1e-11);
});

it('pt with ncp', () => {
  expect(off(noncentralTLower(2, 10, 1), 0.807611562530311)).toBeLessThan(1e-11);
  expect(off(noncentralTLower(1.5, 30, 2.5), 0.16007879874765)).toBeLessThan(1e-11);
});

it('ptukey and qtukey with their own truncation; the far tail as two-sided t', () => {
  expect(off(studentisedRangeUpper(3.5, 3, 10), 0.0771033108386604)).toBeLessThan(1e-11);
  expect(off(studentisedRangeQuantileUpper(0.05, 4, 12), 4.1986602299666895)).toBeLessThan(1e-11);
  expect(studentisedRangeUpper(3, 2, 1)).toBeNaN();
  // two groups are a t test: P(Q > q) = P(|T| > q/√2)
  expect(off(rangeTail(40, 2, 30), tTwoSided(40 / Math.SQRT2, 30))).toBeLessThan(1e-8);
});

it('rank distributions sum to one and are symmetric', () => {
  const w = rankSumDistribution(5, 7);
  // pwilcox(8, 5, 7)
  expect(off(w.lower(8), 0.0744949494949495)).toBeLessThan(1e-11);
  expect(off(w.lower(8), 1 - w.lower(35 - 9))).toBeLessThan(1e-11);
  // psignrank(10, 9), qsignrank(0.025, 12)
  const v = signedRankDistribution(9);
  expect(off(v.lower(10), 0.08203125)).toBeLessThan(1e-11);
  expect(signedRankDistribution(12).quantile(0.025)).toBe(14);
  expect(kendallLower(10, 5)).toBe(1);
  // .Call(stats:::C_pKendall, 2, 5)
  expect(off(kendallLower(2, 5), 14 / 120)).toBeLessThan(1e-11);
  expect(spearmanTail(0, 6, 'lower')).toBeCloseTo(1 / 720, 12);
});
