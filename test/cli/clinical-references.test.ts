/** Every case of the oracle through the commands' own path: statistics, blood gases, scores, imports. */
import { afterAll, describe, expect, it } from 'vitest';
import { gases } from '../../src/cli/commands/gases';
import { importCommand } from '../../src/cli/commands/import';
import { scores } from '../../src/cli/commands/scores';
import { stats } from '../../src/cli/commands/stats';
import type { Command } from '../../src/cli/command';
import {
  hasReferences,
  misses,
  referencePath,
  referenceText,
  type Plain,
  type Tolerance,
} from '../core/reference-data';
import { runCommand } from './run-command';

type Row = Readonly<Record<string, Plain>>;
interface Case {
  readonly id: string;
  readonly expected: Row;
  readonly tolerance?: Tolerance & { readonly in_between_sd?: number; readonly se_rel?: number };
}
interface Answers {
  readonly results: readonly { readonly id: string; readonly result: Row }[];
}

const exact: Tolerance = { abs: 0, rel: 0 };
const tally: string[] = [];
afterAll(() => {
  if (tally.length > 0) process.stdout.write(`${tally.join('\n')}\n`);
});

async function answersOf(command: Command, file: string): Promise<readonly [Case, Row][]> {
  const { out, exit } = await runCommand(command, '--cases', referencePath(file), '--json');
  expect(exit).toBe(0);
  const { results }: Answers = JSON.parse(out);
  const cases: readonly Case[] = JSON.parse(referenceText(file)).cases;
  expect(results.map(({ id }) => id)).toEqual(cases.map(({ id }) => id));
  return cases.map((one, i) => [one, results[i].result]);
}

/** Cases that miss, and a line for the tally. */
function missed(
  name: string,
  found: readonly (readonly [id: string, wrong: readonly string[]])[],
): readonly (readonly [id: string, wrong: readonly string[]])[] {
  const wrong = found.filter(([, list]) => list.length > 0);
  tally.push(`${name}: ${found.length - wrong.length} of ${found.length}`);
  return wrong;
}

if (!hasReferences) process.stdout.write('clinical references are absent: the cases of the oracle are left out\n');

describe.runIf(hasReferences)('the oracle', () => {
  it('statistics', async () => {
    const answers = await answersOf(stats, 'references.json');
    expect(
      missed(
        'statistics',
        answers.map(([one, result]) => [one.id, missesOfCase(one, result)]),
      ),
    ).toEqual([]);
  }, 60_000);

  it('blood gases', async () => {
    const answers = await answersOf(gases, 'blood_gas.json');
    expect(
      missed(
        'blood gases',
        answers.map(([one, result]) => {
          const { issues, ...values } = one.expected;
          const asSet = (list: Plain | undefined): string[] =>
            (Array.isArray(list) ? list.map(issueKey) : []).toSorted();
          const other = asSet(issues).join('\n') === asSet(result.issues).join('\n') ? [] : ['issues differ'];
          return [one.id, [...misses(result, values, one.tolerance ?? exact), ...other]];
        }),
      ),
    ).toEqual([]);
  });

  it('trial scores', async () => {
    const answers = await answersOf(scores, 'trial_scores.json');
    expect(
      missed(
        'trial scores',
        answers.map(([one, result]) => [one.id, misses(result, one.expected, exact)]),
      ),
    ).toEqual([]);
  });

  it.each(['import_torture.csv', 'import_types.xlsx'])('%s', async (file) => {
    const { out } = await runCommand(importCommand, referencePath(file), '--json');
    const found: { readonly rows: readonly Row[]; readonly counts: Row } = JSON.parse(out);
    const wanted: { readonly rows: readonly Row[]; readonly tolerance: Tolerance; readonly counts?: Row } = JSON.parse(
      referenceText(file.replace(/\.\w+$/, '.expected.json')),
    );
    expect(found.rows).toHaveLength(wanted.rows.length);
    expect(found.counts).toEqual(wanted.counts ?? found.counts);
    expect(
      missed(
        file,
        wanted.rows.map((row, i) => [
          JSON.stringify(row.row),
          misses(
            found.rows[i],
            {
              ...row,
              codes: listOf(row.codes)
                .map(String)
                .toSorted((a, b) => (a < b ? -1 : 1)),
            },
            wanted.tolerance,
          ),
        ]),
      ),
    ).toEqual([]);
  });
});

const listOf = (value: Plain | undefined): Plain[] => (Array.isArray(value) ? [...value] : []);

function issueKey(issue: Plain): string {
  if (typeof issue !== 'object' || issue === null || !('code' in issue)) return JSON.stringify(issue);
  const { field, code, severity, message } = issue;
  return JSON.stringify([field, code, severity, message]);
}

/** Imputation is met statistically, all else within its tolerance. */
function missesOfCase({ expected, tolerance = exact }: Case, result: Row): string[] {
  const { in_between_sd: within, se_rel: share } = tolerance;
  if (within === undefined || share === undefined) return misses(result, expected, tolerance);
  const found = listOf(result.coefficients);
  return listOf(expected.coefficients).flatMap((wanted, i) => {
    const a = numbersOf(found[i]);
    const e = numbersOf(wanted);
    const off = Math.abs(a.estimate - e.estimate) / e.between_sd;
    return off <= within && Math.abs(a.se / e.se - 1) <= share ? [] : [`coefficient ${i} is ${off} SD off`];
  });
}

function numbersOf(value: Plain | undefined): { estimate: number; se: number; between_sd: number } {
  const record = typeof value === 'object' && value !== null && 'estimate' in value ? value : {};
  return { estimate: Number(record.estimate), se: Number(record.se), between_sd: Number(record.between_sd) };
}
