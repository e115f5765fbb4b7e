/** bvx table1: the outcome by oxygen group, then its correlations, with the flow of exclusions. */
import process from 'node:process';
import {
  defaultGroupRule,
  flowWords,
  groupNames,
  missingColumn,
  profileHash,
  profileRecord,
  table1,
  type GroupRule,
  type ProfileJson,
  type Table1,
  type Table1Plan,
} from '../../core/cohort';
import { sentence, type DataTable } from '../../core/statistics';
import { readCohort } from '../cohort-file';
import { readArguments, UsageError, type Command } from '../command';
import { profileOf } from './import';

export const table1Command: Command = {
  name: 'table1',
  usage: 'table1 COHORT.csv --outcome COLUMN --with COLUMN,COLUMN [--group COLUMN] [--json]',
  summary: 'Table 1 of the BV5 study: an outcome by oxygen group (Welch) and its correlations (Pearson).',
  help: [
    'COHORT.csv       one row a patient; rows with excluded = 1 or an exclusion_code stay out and are counted',
    '--outcome COLUMN what is compared (default bv5_percent)',
    '--with LIST      columns correlated with it (default pao2_mmhg,aado2_full_mmhg)',
    `--group COLUMN   what makes the groups (default ${defaultGroupRule.variable})`,
    '--threshold N    where the groups part (default 2); without it a column of two categories is taken as it is',
    '--at drop|low|high  what happens to a value exactly there (default drop, counted)',
    '--profile P      study profile whose group rule is taken',
    '--json           the table as JSON on stdout',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      outcome: { type: 'string' },
      with: { type: 'string' },
      group: { type: 'string' },
      threshold: { type: 'string' },
      at: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('one COHORT.csv is needed');
    const table = await readCohort(file);
    const profile = await profileOf(values.profile);
    const rule = ruleOf(profile.group, values.group, values.threshold, values.at, table);
    const plan: Table1Plan = {
      outcome: values.outcome ?? 'bv5_percent',
      correlates: (values.with ?? 'pao2_mmhg,aado2_full_mmhg').split(',').filter((name) => name !== ''),
      rule,
      by: values.group ?? profile.group.variable,
    };
    const missing = missingColumn(table, plan);
    if (missing !== null) throw new UsageError(`${file} has no column "${missing}"`);
    const result = table1(table, plan);
    const hash = profileHash(hashed(plan, { ...profile, group: rule ?? profile.group }));
    process.stdout.write(values.json ? `${JSON.stringify(toJson(result, hash))}\n` : toText(result, hash));
    return 0;
  },
};

/** The threshold asked for, else that of the profile; none for a column of categories. */
function ruleOf(
  base: GroupRule,
  group: string | undefined,
  threshold: string | undefined,
  at: string | undefined,
  table: DataTable,
): GroupRule | null {
  if (at !== undefined && at !== 'drop' && at !== 'low' && at !== 'high') {
    throw new UsageError('--at takes drop, low or high');
  }
  const variable = group ?? base.variable;
  const atThreshold = at ?? base.atThreshold;
  if (threshold !== undefined) {
    const value = Number(threshold);
    if (threshold.trim() === '' || !Number.isFinite(value)) throw new UsageError('--threshold takes a number');
    return { variable, threshold: value, atThreshold };
  }
  if (variable === base.variable) return { ...base, atThreshold };
  const column = table.columns.get(variable) ?? [];
  if (column.some((value) => typeof value === 'number')) throw new UsageError(`--threshold is needed for ${variable}`);
  return null;
}

/** What fixed this table: the rules, and what was compared. */
function hashed(plan: Table1Plan, profile: Parameters<typeof profileRecord>[0]): ProfileJson {
  return {
    profile: profileRecord(profile),
    group_by: plan.by,
    outcome: plan.outcome,
    with: plan.correlates,
    tests: ['t_test_welch', 'pearson'],
  };
}

function toJson({ flow, groups, rows }: Table1, hash: string): unknown {
  return {
    flow: {
      entered: flow.entered,
      excluded: flow.excluded,
      at_threshold: flow.atThreshold,
      analysed: flow.analysed,
    },
    groups,
    rows,
    profile_hash: hash,
  };
}

function toText({ flow, groups, rows }: Table1, hash: string): string {
  const at = flow.atThreshold > 0 ? `, ${flow.atThreshold} exactly at the threshold in no group` : '';
  const lines = [`${flowWords(flow)}${at}`];
  for (const { label, test, result } of rows) {
    lines.push(label);
    if ('mean_x' in result) {
      const one = (name: string, key: string): string =>
        `${name} ${Number(result[`mean_${key}`]).toFixed(2)} (${Number(result[`sd_${key}`]).toFixed(2)}), n ${Number(result[`n_${key}`])}`;
      lines.push(`  ${one(groups[0] ?? groupNames(2)[0], 'x')}; ${one(groups[1] ?? groupNames(2)[1], 'y')}`);
    }
    lines.push(`  ${sentence(result, test)}`);
  }
  return `${lines.join('\n')}\nprofile ${hash}\n`;
}
