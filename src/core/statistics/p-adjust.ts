/** Correction of p values for the number of tests, as R's p.adjust. */
import { statistic } from './define';
import { statisticRefusals } from './refusals';
import { choiceOr, numbers } from './roles';

export const adjustments = ['BH', 'holm', 'bonferroni', 'BY', 'hochberg', 'none'] as const;
export type Adjustment = (typeof adjustments)[number];

/** Adjusted values in the order of the input; a missing p (null or NaN) stays missing and does not count. */
export function adjustP(p: readonly (number | null)[], method: Adjustment): (number | null)[] {
  const order = p
    .flatMap((value, at) => (value === null || Number.isNaN(value) ? [] : [{ value, at }]))
    .toSorted((a, b) => a.value - b.value);
  const m = order.length;
  let harmonic = 0;
  for (let i = 1; i <= m; i += 1) harmonic += 1 / i;
  const adjusted = p.map((): number | null => null);
  const write = (i: number, value: number): void => {
    adjusted[order[i].at] = Math.min(1, value);
  };
  let running: number;
  switch (method) {
    case 'none':
      order.forEach(({ value }, i) => write(i, value));
      break;
    case 'bonferroni':
      order.forEach(({ value }, i) => write(i, value * m));
      break;
    case 'holm':
      running = 0;
      order.forEach(({ value }, i) => write(i, (running = Math.max(running, (m - i) * value))));
      break;
    case 'hochberg':
    case 'BH':
    case 'BY':
      running = Infinity;
      for (let i = m - 1; i >= 0; i -= 1) {
        const factor = method === 'hochberg' ? m - i : (m / (i + 1)) * (method === 'BY' ? harmonic : 1);
        running = Math.min(running, factor * order[i].value);
        write(i, running);
      }
      break;
  }
  return adjusted;
}

export const pAdjust = statistic({
  id: 'p_adjust',
  label: 'Correction for several tests',
  r: 'p.adjust(p, method)',
  assumptions: ['All p values of the family are here. BH and hochberg take them as independent or positively related.'],
  inputs: { p: numbers },
  options: { method: choiceOr(adjustments, 'holm') },
  run({ p }, { method }) {
    const wrong = p.find((value) => value !== null && (value < 0 || value > 1));
    if (wrong !== undefined) return statisticRefusals.malformed_input('p', `${wrong} is not a probability`);
    return {
      p_adjusted: adjustP(p, method),
      method,
      n: p.filter((value) => value !== null).length,
      n_missing: p.filter((value) => value === null).length,
    };
  },
});
