/** Table 1 as the BV5 study prints it: the outcome by group and against gases, then what describes the patients. */
import { table1, type Table1 } from '../../core/cohort';
import { csvLine, formatNumber, formatP, formatR } from '../../core/result';
import { isRefusal, runStatistic, type Column, type DataTable, type StatisticOutcome } from '../../core/statistics';
import { columnOf, columnWords } from '../cohort/columns';
import type { CohortModel } from '../state/cohort';
import type { StudySettings } from '../state/study';
import { statisticsWords } from '../words-statistics';
import { aado2Column } from './cards';

export interface TableLine {
  /** What stands in it: mean and SD with the test between groups, a correlation with the outcome, or counts. */
  readonly kind: 'spread' | 'correlation' | 'counts';
  /** The column it describes. */
  readonly column: string;
  readonly label: string;
  readonly all: string;
  readonly groups: readonly string[];
  readonly p: string;
  /** Full p for files. */
  readonly pValue: number | null;
  readonly missing: number;
}

export interface TableOne {
  readonly outcome: string;
  readonly groups: readonly { readonly name: string; readonly n: number }[];
  readonly n: number;
  readonly parts: readonly (readonly TableLine[])[];
  readonly core: Table1;
  readonly missing: string;
  readonly comparisons: number;
}

const described = [
  ['age_years'],
  ['bv5_10_percent', 'bv10_percent', 'tbv_ml', 'tbv_ml_per_l'],
  ['paco2_mmhg', 'ph', 'pf_mmhg', 'hb_g_dl', 'lactate_mmol_l'],
];

const numberAt = (result: StatisticOutcome, name: string): number | null => {
  const value = isRefusal(result) ? null : result[name];
  return typeof value === 'number' ? value : null;
};

function spread(column: Column, decimals: number): { readonly text: string; readonly missing: number } {
  const result = runStatistic('descriptive', { x: column }, {});
  const [mean, sd] = [numberAt(result, 'mean'), numberAt(result, 'sd')];
  const missing = column.filter((value) => value === null).length;
  if (mean === null) return { text: '', missing };
  const written = formatNumber(mean, decimals);
  return { text: sd === null ? written : `${written} ± ${formatNumber(sd, decimals)}`, missing };
}

export function tableOne(cohort: CohortModel, settings: StudySettings): TableOne | null {
  const data = cohort.data.value;
  const { outcome, grouping } = settings;
  const column = (name: string): Column | null => data.columns.get(name) ?? null;
  if (column(outcome) === null) return null;
  const names = cohort.groups.value.names.filter((name) => cohort.analysed.value.some(({ group }) => group === name));
  const rule =
    grouping.kind === 'threshold'
      ? { variable: grouping.variable, threshold: grouping.threshold, atThreshold: grouping.atThreshold }
      : null;
  const core = table1(data, {
    outcome,
    correlates: ['pao2_mmhg', aado2Column(settings.profile)].filter(
      (name) => column(name) !== null && name !== outcome,
    ),
    rule: rule !== null && column(rule.variable) !== null ? rule : null,
    by: 'group',
  });
  const inGroup = (values: Column, name: string): Column =>
    values.filter((_, row) => cohort.analysed.value[row].group === name);
  const line = (name: string): TableLine | null => {
    const values = column(name);
    if (values === null || !values.some((value) => typeof value === 'number')) return null;
    const decimals = Math.min(2, columnOf(name).decimals ?? 1);
    const parts = names.map((group) => inGroup(values, group));
    const welch =
      parts.length === 2 ? runStatistic('t_test_welch', { x: parts[0], y: parts[1] }, {}) : anova(names, parts);
    const whole = spread(values, decimals);
    return {
      kind: 'spread',
      column: name,
      label: columnWords(name),
      all: whole.text,
      groups: parts.map((part) => spread(part, decimals).text),
      ...pOf(welch),
      missing: whole.missing,
    };
  };
  const blocks = described.map((block) => block.filter((name) => name !== outcome).flatMap((name) => line(name) ?? []));
  const males = sexLine(data, names, inGroup);
  const first = line(outcome);
  const correlations = core.rows.slice(1).map(({ label, result }): TableLine => {
    const r = numberAt(result, 'estimate');
    const name = label.split(' and ')[0] ?? '';
    return {
      kind: 'correlation',
      column: name,
      label: statisticsWords.table1.with(columnOf(name).label),
      all: r === null ? '' : formatR(r),
      groups: names.map(() => ''),
      ...pOf(result),
      missing: numberAt(result, 'n_missing') ?? 0,
    };
  });
  const parts = [
    [...(first === null ? [] : [first]), ...correlations],
    [...(males === null ? [] : [males]), ...blocks[0]],
    blocks[1],
    blocks[2],
  ];
  const missing = parts.flat().filter((one) => one.missing > 0);
  return {
    outcome,
    groups: names.map((name) => ({ name, n: cohort.analysed.value.filter(({ group }) => group === name).length })),
    n: data.rows,
    parts: parts.filter((part) => part.length > 0),
    core,
    missing: missing.map((one) => `${one.label} ${one.missing}`).join(', '),
    comparisons: parts.flat().filter(({ pValue }) => pValue !== null).length,
  };
}

function anova(names: readonly string[], parts: readonly Column[]): StatisticOutcome {
  return runStatistic('anova_one_way', { groups: names.map((name, at) => [name, parts[at]]) }, { welch: true });
}

function pOf(result: StatisticOutcome): { readonly p: string; readonly pValue: number | null } {
  const value = numberAt(result, 'p_value');
  return { p: value === null ? '' : formatP(value), pValue: value };
}

/** Men with their share, and Fisher's exact test between the groups. */
function sexLine(
  data: DataTable,
  names: readonly string[],
  inGroup: (values: Column, name: string) => Column,
): TableLine | null {
  const sex = data.columns.get('sex');
  if (sex === undefined) return null;
  const counted = (values: Column): readonly [men: number, women: number] => [
    values.filter((value) => value === 'M').length,
    values.filter((value) => value === 'F').length,
  ];
  const words = ([men, women]: readonly [number, number]): string =>
    men + women === 0 ? '' : `${men} (${formatNumber((100 * men) / (men + women), 0)})`;
  const groups = names.map((name) => counted(inGroup(sex, name)));
  const table = [groups.map(([men]) => men), groups.map(([, women]) => women)];
  return {
    kind: 'counts',
    column: 'sex',
    label: statisticsWords.table1.male,
    all: words(counted(sex)),
    groups: groups.map(words),
    ...pOf(names.length < 2 ? { error: '', message: '', action: '' } : runStatistic('fisher_exact', { table }, {})),
    missing: sex.filter((value) => value === null).length,
  };
}

export function tableOneCsv(table: TableOne): string {
  const head = csvLine(['', `All, n ${table.n}`, ...table.groups.map(({ name, n }) => `${name}, n ${n}`), 'p']);
  return (
    head +
    table.parts
      .flat()
      .map(({ label, all, groups, pValue }) => csvLine([label, all, ...groups, pValue]))
      .join('')
  );
}
