/** bvx merge: measured scans beside blood gases, by exact id, unmatched named on both sides. */
import process from 'node:process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { importTable, mergeScansAndGases, readTable } from '../../core/cohort';
import { refusals } from '../../core/issue-catalogue';
import { readArguments, UsageError, type Command } from '../command';
import { readText } from '../json-file';
import { writeWhole } from '../output-folder';
import { tell, tellRefusal } from '../terminal';
import { profileOf } from './import';

export const merge: Command = {
  name: 'merge',
  usage: 'merge MEASUREMENTS.csv GASES.csv --out FILE [--profile P] [--json]',
  summary: 'Puts the gas that stands beside each scan into its row; ids are compared exactly.',
  help: [
    'MEASUREMENTS.csv  of bvx analyze or batch; its id is patient_id, else case',
    'GASES.csv         blood gases, CSV, TSV or XLSX, read as bvx import does',
    '--out FILE        one row a scan; scans without a gas stay, with empty cells',
    '--profile P       study profile: gas window, FiO2 method, group rule',
    '--json            counts and unmatched ids as JSON on stdout',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      out: { type: 'string' },
      profile: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [scans, gases, ...more] = positionals;
    if (scans === undefined || gases === undefined || more.length > 0) {
      throw new UsageError('MEASUREMENTS.csv and GASES.csv are needed');
    }
    if (values.out === undefined) throw new UsageError('--out FILE is needed');
    const { out } = values;
    if ([scans, gases].some((input) => resolve(input) === resolve(out))) {
      throw new UsageError(`${out} would be replaced; choose another file for the output`);
    }
    const profile = await profileOf(values.profile);
    const bytes = await readFile(gases).catch(() => null);
    if (bytes === null) throw new UsageError(`${gases} cannot be read`);
    const read = readTable(new Uint8Array(bytes));
    if (!read.ok) return tellRefusal(read.refusal, values.json ?? false);
    const table = importTable(read.value, profile);
    const merged = mergeScansAndGases(await readText(scans), table, profile.gasWindowH);
    if (merged === null) throw new UsageError(`${scans} has neither a column patient_id nor case`);
    const { matched, inScansOnly, inGasesOnly } = merged;
    for (const id of inScansOnly) tell(`in scans only: ${id}`);
    for (const id of inGasesOnly) tell(`in gases only: ${id}`);
    for (const { row, verdict, notices } of table.rows) {
      if (verdict === 'rejected')
        tell(`row ${row} of the gases was rejected: ${notices.map(({ code }) => code).join(', ')}`);
    }
    if (matched === 0) {
      return tellRefusal(refusals.nothing_matched(inScansOnly.length, table.rows.length), values.json ?? false);
    }
    await writeWhole(out, merged.csv);
    const summary = { matched, in_gases_only: inGasesOnly, in_scans_only: inScansOnly };
    process.stdout.write(values.json ? `${JSON.stringify(summary)}\n` : `${matched} scans matched\n`);
    return 0;
  },
};
