/** Whether a treatment raised oxygenation: P/F against baseline. */

export interface ResponderRule {
  readonly percent: number;
  readonly mmhg: number;
  /** Whether one of the two is enough. */
  readonly join: 'or' | 'and';
}

/** Up by 20 % or by 20 mmHg (Ann Intensive Care 2020;10:151). */
export const defaultResponderRule: ResponderRule = { percent: 20, mmhg: 20, join: 'or' };

/** So that exactly 20 counts in spite of binary fractions. */
const SLACK = 1e-9;

export function isResponder(pfMmhg: number, baselinePfMmhg: number, rule: ResponderRule): boolean {
  const risen = pfMmhg - baselinePfMmhg;
  const byMmhg = risen >= rule.mmhg - SLACK;
  const byPercent = (100 * risen) / baselinePfMmhg >= rule.percent - SLACK;
  return rule.join === 'or' ? byMmhg || byPercent : byMmhg && byPercent;
}
