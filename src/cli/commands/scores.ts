/** bvx scores: trial scores of a file: SOFA, outcomes to day 28, groups, profile hashes. */
import process from 'node:process';
import { scoreCase, scoreKinds } from '../../core/cohort';
import { caseRecords, isRecord } from '../case-records';
import { readArguments, UsageError, type Command } from '../command';

export const scores: Command = {
  name: 'scores',
  usage: 'scores --cases FILE [--json]',
  summary: 'Computes trial scores: SOFA, 28-day outcomes, groups by threshold, hashes of profiles.',
  help: [
    `--cases FILE  cases as {"cases":[{"id","kind","input":{…}}]}, kind one of ${scoreKinds.join(', ')}`,
    '--json        the scores as JSON on stdout',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, { cases: { type: 'string' }, json: { type: 'boolean' } });
    if (values.cases === undefined || positionals.length > 0) throw new UsageError('--cases FILE is needed');
    const answers = (await caseRecords(values.cases)).map(({ id, record }) => ({
      id,
      result:
        typeof record.kind === 'string' && isRecord(record.input)
          ? scoreCase(record.kind, record.input)
          : { error: 'malformed_input' },
    }));
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ results: answers })}\n`
        : answers.map(({ id, result }) => `${id}: ${JSON.stringify(result)}\n`).join(''),
    );
    return 0;
  },
};
