/** Two-look group-sequential designs: boundaries, and what an interim result says about the end. */
import { exp, normalCdf, normalQuantile } from '../maths';
import { statistic } from './define';
import { zeroFrom } from './distributions/find-root';
import { gaussLegendre, integrate } from './distributions/gauss-legendre';
import { normalFactor, normalTwoSided } from './distributions/normal-tails';
import { statisticRefusals } from './refusals';
import { choice, count, number, optionalNumber, optionalNumbers, shareOr } from './roles';

const quadrature = gaussLegendre(40);
const PIECES = 8;

/** Chance under the null that |Z| reaches `first` at information t or `second` at the end; correlation √t. */
function overallAlpha(first: number, second: number, t: number): number {
  const root = Math.sqrt(t);
  const rest = Math.sqrt(1 - t);
  // stops at the first look, and goes on to be rejected at the second
  const later = (z: number): number =>
    (exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI)) *
    (normalCdf((root * z - second) / rest) + normalCdf((-root * z - second) / rest));
  let total = normalTwoSided(first);
  const end = Math.min(first, 12);
  for (let i = 0; i < PIECES; i += 1) {
    total += integrate(later, -end + (2 * end * i) / PIECES, -end + (2 * end * (i + 1)) / PIECES, quadrature);
  }
  return total;
}

export const groupSequential = statistic({
  id: 'group_sequential',
  label: 'Two-look boundaries',
  r: 'mvtnorm::pmvnorm with uniroot',
  assumptions: ['The test statistic grows as a random walk with information; looks are planned in advance.'],
  inputs: {
    method: choice(['obrien_fleming', 'lan_demets_obf', 'pocock', 'nominal'] as const),
    information_fraction: number(0, 1),
    alpha: shareOr(0.05),
    nominal_p: optionalNumbers,
  },
  options: {},
  run({ method, information_fraction: t, alpha, nominal_p: nominal }) {
    if (t === 0 || t === 1) {
      return statisticRefusals.malformed_input('information_fraction', 'the first look lies between 0 and 1');
    }
    const bounds = boundaries(method, t, alpha, nominal);
    if (bounds === null)
      return statisticRefusals.malformed_input('nominal_p', 'two p values between 0 and 1 are needed');
    const [first, second] = bounds;
    return {
      z_interim: first,
      z_final: second,
      p_interim: normalTwoSided(first),
      p_final: normalTwoSided(second),
      overall_alpha: overallAlpha(first, second, t),
      method,
    };
  },
});

function boundaries(
  method: 'obrien_fleming' | 'lan_demets_obf' | 'pocock' | 'nominal',
  t: number,
  alpha: number,
  nominal: readonly (number | null)[] | null,
): readonly [number, number] | null {
  const solve = (pair: (c: number) => readonly [number, number]): readonly [number, number] => {
    const c = zeroFrom((value) => overallAlpha(...pair(value), t) - alpha, normalFactor(1 - alpha), 4, -1, 0);
    return pair(c ?? NaN);
  };
  switch (method) {
    case 'obrien_fleming':
      return solve((c) => [c / Math.sqrt(t), c]);
    case 'pocock':
      return solve((c) => [c, c]);
    case 'lan_demets_obf': {
      // each side spends 2 (1 − Φ(z/√t)) of its α/2
      const spent = normalTwoSided(normalFactor(1 - alpha / 2) / Math.sqrt(t));
      const first = -normalQuantile(spent);
      return solve((c) => [first, c]);
    }
    case 'nominal': {
      const [p1, p2] = nominal ?? [];
      return isShare(p1) && isShare(p2) ? [normalFactor(1 - p1), normalFactor(1 - p2)] : null;
    }
    default:
      return method satisfies never;
  }
}

const isShare = (p: number | null | undefined): p is number => typeof p === 'number' && p > 0 && p < 1;

export const interimPower = statistic({
  id: 'interim_power',
  label: 'Power at an interim look',
  r: 'by formula (pnorm)',
  assumptions: ['Predictive: every drift was as likely beforehand. Conditional: the trend, or the plan, goes on.'],
  inputs: {
    z_interim: number(),
    information_fraction: number(0, 1),
    z_final: number(),
    planned_drift: optionalNumber(),
  },
  options: {},
  run({ z_interim: z, information_fraction: t, z_final: c, planned_drift: drift }) {
    if (t === 0 || t === 1) {
      return statisticRefusals.malformed_input('information_fraction', 'the look lies between 0 and 1');
    }
    const root = Math.sqrt(t);
    const rest = Math.sqrt(1 - t);
    return {
      predictive_power: normalCdf(((z / root - c) * root) / rest),
      conditional_power: normalCdf((z / root - c) / rest),
      conditional_power_planned: drift === null ? NaN : normalCdf((z * root + drift * (1 - t) - c) / rest),
      method: 'flat prior; conditional on the trend and on the planned drift',
    };
  },
});

export const sampleSizeReassessment = statistic({
  id: 'sample_size_reassessment',
  label: 'Sample size after a look',
  r: 'by formula (inverse normal, fixed weights)',
  assumptions: ['The stages are joined by the inverse normal method with weights fixed at the planned information.'],
  inputs: {
    z_interim: number(),
    information_fraction: number(0, 1),
    z_final: number(),
    n_interim: count(1),
    n_planned: count(1),
    target_power: shareOr(0.8),
    n_max: count(1),
  },
  options: {},
  run(plan) {
    const { z_interim: z, information_fraction: t, z_final: c, n_interim: n1, n_planned: planned } = plan;
    if (t === 0 || t === 1) {
      return statisticRefusals.malformed_input('information_fraction', 'the look lies between 0 and 1');
    }
    const needed = (c - Math.sqrt(t) * z) / Math.sqrt(1 - t);
    const shift = z * Math.sqrt((planned - n1) / n1);
    const power = normalCdf(shift - needed);
    // a result in the wrong direction changes nothing; one that leaves nothing to show needs no more cases
    const reach = needed - normalQuantile(1 - plan.target_power);
    const share = z > 0 ? Math.max(0, reach) / z : 0;
    const wanted = z > 0 ? Math.ceil(n1 + n1 * share * share - 1e-9) : planned;
    const raised = Math.max(planned, wanted);
    return {
      n_new: Math.min(raised, Math.max(plan.n_max, planned)),
      capped: raised > plan.n_max,
      conditional_power_planned_n: power,
      method: 'inverse normal, size only upward',
    };
  },
});
