/** Groups of a cohort by a rule over any column: a threshold, two of them, thirds, or the categories it holds. */
import { quantileOf, type Column } from '../statistics';
import { groupNames, groupOf, type GroupRule } from './group-rule';

export type Grouping =
  | ({ readonly kind: 'threshold' } & GroupRule)
  | { readonly kind: 'cuts'; readonly variable: string; readonly low: number; readonly high: number }
  | { readonly kind: 'thirds'; readonly variable: string }
  | { readonly kind: 'categories'; readonly variable: string };

export interface Groups {
  /** Names of the groups, low to high or in code-point order. */
  readonly names: readonly string[];
  readonly ofRow: readonly (string | null)[];
  /** Rows that lie exactly on the threshold and are in no group. */
  readonly atThreshold: number;
}

/** The group of each row; `column` holds the values of the grouping's variable. */
export function groupRows(column: Column, grouping: Grouping): Groups {
  switch (grouping.kind) {
    case 'threshold': {
      const { threshold, atThreshold } = grouping;
      const found = column.map((value) => groupOf(typeof value === 'number' ? value : null, threshold, atThreshold));
      return {
        names: groupNames(threshold),
        ofRow: found.map(({ group }) => group),
        atThreshold: found.filter((one) => 'atThreshold' in one && one.atThreshold).length,
      };
    }
    case 'cuts':
      return parted(column, grouping.low, grouping.high, [
        `<${grouping.low}`,
        `${grouping.low} to ${grouping.high}`,
        `>${grouping.high}`,
      ]);
    case 'thirds': {
      const numbers = column.filter((value) => typeof value === 'number');
      const [low, high] = [1 / 3, 2 / 3].map((share) => quantileOf(numbers, share));
      const names = ['lowest third', 'middle third', 'highest third'] as const;
      if (low === null || high === null) return { names, ofRow: column.map(() => null), atThreshold: 0 };
      return parted(column, low, high, names);
    }
    case 'categories': {
      const ofRow = column.map((value) => (value === null ? null : String(value)));
      const names = [...new Set(ofRow.filter((name) => name !== null))].toSorted((a, b) => (a < b ? -1 : 1));
      return { names, ofRow, atThreshold: 0 };
    }
    default:
      return grouping satisfies never;
  }
}

/** Three groups; both borders belong to the middle one. */
function parted(column: Column, low: number, high: number, names: readonly [string, string, string]): Groups {
  const ofRow = column.map((value) => {
    if (typeof value !== 'number') return null;
    if (value < low) return names[0];
    return value > high ? names[2] : names[1];
  });
  return { names, ofRow, atThreshold: 0 };
}
