/** bvx stats: tests with R's numbers, on cases, on one cohort column pair, or on a list of analyses. */
import process from 'node:process';
import { dirname, resolve } from 'node:path';
import { readFile } from 'node:fs/promises';
import {
  fileOfInput,
  readCases,
  readDataTable,
  runCase,
  sentence,
  type DataTable,
  type StatisticOutcome,
} from '../../core/statistics';
import { readArguments, UsageError, type Command } from '../command';
import { readJson } from '../json-file';

interface Answer {
  readonly id: string;
  readonly result: StatisticOutcome;
}

export const stats: Command = {
  name: 'stats',
  usage: 'stats --cases FILE | --data FILE --test ID … | COHORT.csv --analysis FILE --out DIR',
  summary: 'Runs statistical tests; every number equals R’s.',
  help: [
    '--cases FILE     cases as {"cases":[{"id","test","input","options"}]}; files in them are relative to FILE',
    '--json           the results as JSON on stdout',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      cases: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (values.cases === undefined || positionals.length > 0) throw new UsageError('--cases FILE is needed');
    print(await runCasesOf(values.cases), values.json ?? false);
    return 0;
  },
};

async function runCasesOf(path: string): Promise<Answer[]> {
  const cases = readCases(await readJson(path));
  if ('problem' in cases) throw new UsageError(`${path}: ${cases.problem}`);
  const tables = new Map<string, DataTable | null>();
  for (const one of cases) {
    const file = fileOfInput(one.input);
    if (file === null || tables.has(file)) continue;
    const text = await readFile(resolve(dirname(path), file), 'utf8').catch(() => null);
    tables.set(file, text === null ? null : readDataTable(text));
  }
  return cases.map((one) => ({ id: one.id, result: runCase(one, (file) => tables.get(file) ?? null) }));
}

function print(answers: readonly Answer[], json: boolean): void {
  const text = json
    ? `${JSON.stringify({ results: answers })}\n`
    : answers.map(({ id, result }) => `${id}: ${sentence(result)}\n`).join('');
  process.stdout.write(text);
}
