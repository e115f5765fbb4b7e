/** The cards of the statistics: which tests run on the cohort, what they gave, and their figures. */
import {
  figureOf,
  findStatistic,
  isRefusal,
  plainCaption,
  plainFigure,
  runStatistic,
  sentence,
  type Analysis,
  type AnalysisResult,
  type DataTable,
  type FigureMarks,
  type Ink,
} from '../../core/statistics';
import { analysisData, analysisScript } from '../../core/export';
import { formatP } from '../../core/result';
import { version } from '../../core/version';
import { columnOf, columnWords } from '../cohort/columns';
import type { CohortModel } from '../state/cohort';
import type { AnalysisPlan, StudySettings } from '../state/study';
import { statisticsWords } from '../words-statistics';
import { runHere, type RunAnalysis } from './slow-tests';

export interface Card {
  readonly plan: AnalysisPlan;
  readonly title: string;
  readonly test: string;
  /** Null for a figure that needs no test. */
  readonly result: AnalysisResult | null;
  /** The rows it was made from. */
  readonly table: DataTable;
  /** Estimate, interval, exact p, n, variant; or why there is none. */
  readonly sentence: string;
  readonly refused: boolean;
  /** Still being counted. */
  readonly waiting: boolean;
  readonly adjusted: string;
  readonly p: number | null;
}

/** The colours of the page, so that a figure follows the theme by itself. */
export const pageInk: Ink = {
  paper: 'var(--surface)',
  text: 'var(--text)',
  label: 'var(--text-3)',
  grid: 'var(--line)',
  mark: 'var(--text-2)',
  main: 'var(--bv5)',
  other: 'var(--bv10)',
  font: 'inherit',
};

/** The alveolar–arterial difference by the equation of the profile. */
export const aado2Column = ({ aado2Equation }: StudySettings['profile']): string =>
  aado2Equation === 'simple' ? 'aado2_simple_mmhg' : 'aado2_full_mmhg';

/** What every cohort begins with: the outcome against gases, by group, and its distribution. */
export function firstPlans({ outcome, profile }: StudySettings, columns: ReadonlySet<string>): readonly AnalysisPlan[] {
  const plans: AnalysisPlan[] = [];
  const plan = (id: string, fields: AnalysisPlan['fields']): void => void plans.push({ id, fields });
  for (const y of [aado2Column(profile), 'pao2_mmhg']) {
    if (columns.has(outcome) && columns.has(y) && y !== outcome)
      plan(`${outcome}-${y}`, { test: 'pearson', x: outcome, y });
  }
  if (columns.has(outcome)) {
    plan(`${outcome}-group`, { test: 't_test_welch', x: outcome, by: 'group' });
    plan(`${outcome}-shape`, { test: 'descriptive', x: outcome });
  }
  // the group comparison second, beside the first correlation
  return plans.length > 2 ? [plans[0], plans[2], plans[1], ...plans.slice(3)] : plans;
}

export function plansOf(settings: StudySettings, cohort: CohortModel): readonly AnalysisPlan[] {
  return settings.analyses ?? firstPlans(settings, new Set(cohort.data.value.columns.keys()));
}

function titleOf({ x, y, by, columns, plot }: AnalysisPlan['fields'], test: string): string {
  const label = (name: unknown): string =>
    name === 'group' ? statisticsWords.group : typeof name === 'string' ? columnOf(name).label : '';
  if (plot === 'waterfall') return statisticsWords.dialog.plots.waterfall(label(x));
  if (plot === 'correlation_matrix') return statisticsWords.dialog.plots.matrix;
  if (typeof x === 'string' && typeof by === 'string') return statisticsWords.by(label(x), label(by));
  if (typeof x === 'string' && typeof y === 'string') return statisticsWords.and(label(x), label(y));
  if (Array.isArray(columns)) return (columns as readonly unknown[]).map(label).join(', ');
  return label(x) || test;
}

/** The cards as analyses; groups keep the order of their rule, low before high. */
export function analysesOf(settings: StudySettings, cohort: CohortModel): readonly Analysis[] {
  const { names } = cohort.groups.value;
  const present = names.filter((name) => cohort.analysed.value.some(({ group }) => group === name));
  return plansOf(settings, cohort).map(({ id, fields }) => ({
    id,
    test: typeof fields.test === 'string' ? fields.test : '',
    fields: fields.by === 'group' && fields.levels === undefined ? { ...fields, levels: present } : fields,
  }));
}

export function runCards(settings: StudySettings, cohort: CohortModel, run: RunAnalysis = runHere): readonly Card[] {
  const plans = plansOf(settings, cohort);
  const data = cohort.data.value;
  const analyses = analysesOf(settings, cohort);
  const cards = plans.map((plan, at): Omit<Card, 'adjusted'> => {
    const { test, fields } = analyses[at];
    const results = run(analyses[at], data);
    const result = results?.[0];
    if (results === null) {
      return {
        plan,
        title: titleOf(plan.fields, findStatistic(test)?.label ?? test),
        test,
        result: null,
        table: data,
        sentence: statisticsWords.counting,
        refused: false,
        waiting: true,
        p: null,
      };
    }
    if (result === undefined) {
      const said = plainCaption(fields, data);
      return {
        plan,
        title: titleOf(plan.fields, test),
        test,
        result: null,
        table: data,
        sentence: said === '' ? statisticsWords.noFigureNow : said,
        refused: said === '',
        waiting: false,
        p: null,
      };
    }
    const p = isRefusal(result.result) ? null : result.result.p_value;
    return {
      plan,
      title: titleOf(plan.fields, findStatistic(test)?.label ?? test),
      test,
      result,
      table: data,
      sentence: sentence(result.result, test),
      refused: isRefusal(result.result),
      waiting: false,
      p: typeof p === 'number' ? p : null,
    };
  });
  const adjusted = adjust(
    cards.map(({ p }) => p),
    settings.correction,
  );
  const family = cards.filter(({ p }) => p !== null).length;
  return cards.map((card, at) => ({
    ...card,
    adjusted:
      adjusted[at] === null
        ? ''
        : statisticsWords.adjusted(formatP(adjusted[at]), statisticsWords.corrections[settings.correction], family),
  }));
}

function adjust(p: readonly (number | null)[], method: StudySettings['correction']): (number | null)[] {
  if (method === 'none') return p.map(() => null);
  const outcome = runStatistic('p_adjust', { p }, { method });
  const list = isRefusal(outcome) ? null : outcome.p_adjusted;
  return p.map((_, at) => {
    const value: unknown = Array.isArray(list) ? list[at] : null;
    return typeof value === 'number' ? value : null;
  });
}

/** What ties the points of a figure to the rows of the cohort. */
export function marksOf(cohort: CohortModel): FigureMarks {
  const rows = cohort.analysed.value;
  const { names } = cohort.groups.value;
  return {
    table: cohort.data.value,
    keys: rows.map(({ key }) => key),
    filled: rows.map(({ group }) => group !== null && names.indexOf(group) % 2 === 1),
    label: columnWords,
    bare: true,
  };
}

export const figureFor = ({ plan, result, table }: Card, ink: Ink, marks: FigureMarks | null): string | null =>
  result === null ? plainFigure(plan.fields, table, ink, marks) : figureOf(result, ink, marks);

/** An R script, and the table that it reads. */
export interface RScript {
  readonly script: string;
  readonly data: string;
}

/** The card alone. */
export function scriptOf({ result, table }: Card): RScript | null {
  if (result === null) return null;
  return { script: analysisScript([result], table, `BVX ${version}`), data: analysisData(table) };
}
