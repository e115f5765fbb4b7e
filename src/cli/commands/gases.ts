/** bvx gases: blood gases of a file, each with its derived values, formulas and messages. */
import process from 'node:process';
import { evaluateGas, gasInputOf, gasRecordOf, unusedNames } from '../../core/blood-gas';
import { readArguments, UsageError, type Command } from '../command';
import { caseRecords, isRecord } from '../case-records';

export const gases: Command = {
  name: 'gases',
  usage: 'gases --cases FILE [--json]',
  summary: 'Derives AaDO2, P/F, shunt and the rest from blood gases, with the formulas.',
  help: [
    '--cases FILE  gases as {"cases":[{"id","input":{…}}]}; keys are column names, _kpa where typed in kPa',
    '              what cannot be used of a record is named under "unused"',
    '--json        derived values, messages and formulas as JSON on stdout',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, { cases: { type: 'string' }, json: { type: 'boolean' } });
    if (values.cases === undefined || positionals.length > 0) throw new UsageError('--cases FILE is needed');
    const answers = (await caseRecords(values.cases)).map(({ id, record }) => {
      if (!isRecord(record.input)) return { id, result: { error: 'malformed_input' } };
      const input = gasInputOf(record.input);
      const unused = unusedNames(record.input, input);
      return { id, result: { ...gasRecordOf(input, evaluateGas(input)), ...(unused.length > 0 && { unused }) } };
    });
    process.stdout.write(
      values.json
        ? `${JSON.stringify({ results: answers })}\n`
        : answers.map(({ id, result }) => lines(id, result)).join(''),
    );
    return 0;
  },
};

/** Values and messages of one gas as lines. */
function lines(id: string, result: Readonly<Record<string, unknown>>): string {
  const figures = Object.entries(result).flatMap(([name, value]) =>
    typeof value === 'number' || typeof value === 'string' || typeof value === 'boolean'
      ? [`${name} ${typeof value === 'number' ? Number(value.toPrecision(6)) : value}`]
      : [],
  );
  const issues = Array.isArray(result.issues) ? (result.issues as readonly unknown[]) : [];
  const messages = issues.filter(isRecord).map((issue) => `  ${String(issue.severity)}: ${String(issue.message)}\n`);
  const unused = Array.isArray(result.unused) ? `  not used: ${result.unused.join(', ')}\n` : '';
  return `${id}: ${figures.join(', ')}\n${messages.join('')}${unused}`;
}
