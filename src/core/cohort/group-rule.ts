/** Groups by a threshold, and what happens to a value that lies exactly on it. */

export type AtThreshold = 'drop' | 'low' | 'high';

export interface GroupRule {
  readonly variable: string;
  readonly threshold: number;
  readonly atThreshold: AtThreshold;
}

/** The rule of the BV5 study; what it did at exactly 2 L/min is not given. */
export const defaultGroupRule: GroupRule = { variable: 'o2_flow_l_min', threshold: 2, atThreshold: 'drop' };

/** Names of the two groups: `<2` and `>2`. */
export const groupNames = (threshold: number): readonly [low: string, high: string] => [
  `<${threshold}`,
  `>${threshold}`,
];

export type GroupOfValue = { readonly group: string } | { readonly group: null; readonly atThreshold: boolean };

/** The group of a value; none where it is missing or dropped at the threshold. */
export function groupOf(value: number | null, threshold: number, atThreshold: AtThreshold): GroupOfValue {
  if (value === null) return { group: null, atThreshold: false };
  const [low, high] = groupNames(threshold);
  if (value < threshold) return { group: low };
  if (value > threshold) return { group: high };
  if (atThreshold === 'drop') return { group: null, atThreshold: true };
  return { group: atThreshold === 'low' ? low : high };
}
