/** Table 1 of the BV5 study: an outcome by oxygen group (Welch), then its correlation with blood gases (Pearson). */
import { runStatistic, type Column, type DataTable, type StatisticOutcome } from '../statistics';
import { withoutExcluded, type CohortFlow } from './flow';
import { groupNames, groupOf, type GroupRule } from './group-rule';

export interface Table1Plan {
  readonly outcome: string;
  /** Columns correlated with the outcome. */
  readonly correlates: readonly string[];
  /** A threshold on a column of numbers, or null for a column of two categories. */
  readonly rule: GroupRule | null;
  /** The column of groups where there is no threshold. */
  readonly by: string;
}

export interface Table1Row {
  readonly label: string;
  readonly test: string;
  readonly result: StatisticOutcome;
}

export interface Table1 {
  readonly flow: CohortFlow & { readonly atThreshold: number };
  readonly groups: readonly string[];
  readonly rows: readonly Table1Row[];
}

/** A column that the plan names and the table lacks, or null. */
export function missingColumn(table: DataTable, { outcome, correlates, rule, by }: Table1Plan): string | null {
  const wanted = [outcome, ...correlates, rule?.variable ?? by];
  return wanted.find((name) => !table.columns.has(name)) ?? null;
}

export function table1(whole: DataTable, plan: Table1Plan): Table1 {
  const { table, flow } = withoutExcluded(whole);
  const column = (name: string): Column => table.columns.get(name) ?? [];
  const { names, groups, atThreshold } = grouped(column(plan.rule?.variable ?? plan.by), plan.rule);
  const outcome = column(plan.outcome);
  const inGroup = (name: string | undefined): Column => outcome.filter((_, row) => groups[row] === name);
  const welch =
    names.length === 2
      ? runStatistic('t_test_welch', { x: inGroup(names[0]), y: inGroup(names[1]) }, {})
      : runStatistic('t_test_welch', { x: [], y: [] }, {});
  return {
    flow: { ...flow, atThreshold },
    groups: names,
    rows: [
      {
        label: `${plan.outcome} by ${plan.rule?.variable ?? plan.by}: ${names.join(' and ')}`,
        test: 't_test_welch',
        result: welch,
      },
      ...plan.correlates.map((name) => ({
        label: `${name} and ${plan.outcome}`,
        test: 'pearson',
        result: runStatistic('pearson', { x: column(name), y: outcome }, {}),
      })),
    ],
  };
}

interface Grouped {
  readonly names: readonly string[];
  readonly groups: readonly (string | null)[];
  readonly atThreshold: number;
}

function grouped(by: Column, rule: GroupRule | null): Grouped {
  if (rule === null) {
    const groups = by.map((value) => (value === null ? null : String(value)));
    const names = [...new Set(groups.filter((name) => name !== null))].toSorted((a, b) => (a < b ? -1 : 1));
    return { names, groups, atThreshold: 0 };
  }
  const found = by.map((value) => groupOf(typeof value === 'number' ? value : null, rule.threshold, rule.atThreshold));
  return {
    names: groupNames(rule.threshold),
    groups: found.map(({ group }) => group),
    atThreshold: found.filter((one) => 'atThreshold' in one && one.atThreshold).length,
  };
}
