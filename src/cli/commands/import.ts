/** bvx import: a clinical table row by row, with a verdict for each and every unreadable cell named. */
import process from 'node:process';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  cohortCsv,
  defaultProfile,
  extraNames,
  importTable,
  readProfile,
  readTable,
  rejectedCsv,
  verdicts,
  type ImportChoices,
  type ImportedTable,
  type StudyProfile,
} from '../../core/cohort';
import { readArguments, UsageError, type Command } from '../command';
import { readJson } from '../json-file';
import { writeWhole } from '../output-folder';
import { tell, tellRefusal } from '../terminal';

export const importCommand: Command = {
  name: 'import',
  usage: 'import FILE [--profile P] [--out FILE] [--rejected FILE] [--json]',
  summary: 'Reads a clinical table (CSV, TSV, XLSX) and says for every row what it brings and what is wrong.',
  help: [
    'FILE              CSV, TSV or XLSX; units, decimal mark and dates are read from it, never guessed',
    '--profile P       study profile (JSON): AaDO2 equation, FiO2 method, gas window, group rule',
    '--decimal , or .  decimal mark, where the file does not settle it',
    '--dates dmy|mdy   order of dates like 03/04/2020, where the file does not settle it',
    '--map HEADER=NAME takes a column as that field; may be given several times',
    '--out FILE        imported rows as CSV',
    '--rejected FILE   rejected rows as CSV, with reasons',
    '--json            verdicts, codes and values as JSON on stdout',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      profile: { type: 'string' },
      decimal: { type: 'string' },
      dates: { type: 'string' },
      map: { type: 'string', multiple: true },
      out: { type: 'string' },
      rejected: { type: 'string' },
      json: { type: 'boolean' },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('one FILE is needed');
    const choices = readChoices(values.decimal, values.dates, values.map ?? []);
    const profile = await profileOf(values.profile);
    if ([values.out, values.rejected].some((out) => out !== undefined && resolve(out) === resolve(file))) {
      throw new UsageError(`${file} would be replaced; choose another file for the output`);
    }
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) throw new UsageError(`${file} cannot be read`);
    const read = readTable(new Uint8Array(bytes));
    if (!read.ok) return tellRefusal(read.refusal, values.json ?? false);
    const table = importTable(read.value, profile, choices);
    if (values.out !== undefined) await writeWhole(values.out, cohortCsv(table));
    if (values.rejected !== undefined) await writeWhole(values.rejected, rejectedCsv(table));
    tellQuestions(table);
    process.stdout.write(values.json ? `${JSON.stringify(toJson(table))}\n` : toText(table));
    return 0;
  },
};

function readChoices(decimal: string | undefined, dates: string | undefined, map: readonly string[]): ImportChoices {
  if (decimal !== undefined && decimal !== ',' && decimal !== '.') throw new UsageError('--decimal takes , or .');
  if (dates !== undefined && dates !== 'dmy' && dates !== 'mdy') throw new UsageError('--dates takes dmy or mdy');
  const columns = map.map((entry): [string, string] => {
    const at = entry.lastIndexOf('=');
    if (at <= 0) throw new UsageError(`--map takes HEADER=NAME, not "${entry}"`);
    return [entry.slice(0, at), entry.slice(at + 1)];
  });
  return { decimalMark: decimal ?? null, dateOrder: dates ?? null, columns: new Map(columns) };
}

export async function profileOf(path: string | undefined): Promise<StudyProfile> {
  if (path === undefined) return defaultProfile;
  const profile = readProfile(await readJson(path));
  if ('problem' in profile) throw new UsageError(`${path}: ${profile.problem}`);
  return profile;
}

/** What a person would be asked. */
function tellQuestions({ decimalMarkSettled, mapping, how }: ImportedTable): void {
  if (how.encoding === 'windows-1252') tell('The file is neither UTF-8 nor UTF-16; it was read as Windows-1252.');
  if (how.sheets.length > 1) tell(`The sheet "${how.sheet}" was taken of: ${how.sheets.join(', ')}.`);
  if (!decimalMarkSettled) tell('The decimal mark is not settled by the file; the point was taken (--decimal).');
  for (const { header, unit, unitFrom } of mapping.columns) {
    if (unitFrom === 'values') tell(`"${header}" states no unit; ${unit} was taken from its values (--map).`);
  }
  for (const { field, headers } of mapping.contested) {
    tell(`${field} is claimed by ${headers.map((h) => `"${h}"`).join(' and ')}; none was taken (--map).`);
  }
}

function toJson(table: ImportedTable): unknown {
  const { how, mapping } = table;
  return {
    format: how.format,
    encoding: how.encoding,
    delimiter: how.delimiter,
    sheet: how.sheet,
    decimal_mark: table.decimalMark,
    date_order: table.dateOrder,
    counts: table.counts,
    mapping: mapping.columns.map(({ header, field, unit, unitFrom }) => ({
      column: header,
      field: field.name,
      unit,
      unit_from: unitFrom,
    })),
    contested: mapping.contested,
    extra_columns: [...extraNames(mapping).values()],
    rows: table.rows.map(({ row, verdict, notices, values, extra }) => ({
      row,
      verdict,
      codes: [...new Set(notices.map(({ code }) => code))].toSorted(),
      values,
      issues: notices,
      extra,
    })),
  };
}

function toText({ counts, rows }: ImportedTable): string {
  const tally = verdicts.flatMap((verdict) => (counts[verdict] === undefined ? [] : [`${verdict} ${counts[verdict]}`]));
  const lines = [`${rows.length} rows: ${tally.join(', ')}`];
  for (const { row, verdict, notices } of rows) {
    for (const { code, column, raw, message } of notices) {
      const where = column === '' ? '' : ` ${column}${raw === '' ? '' : ` "${raw}"`}`;
      lines.push(`  row ${row} ${verdict}:${where} ${message === '' ? '' : `${message} `}[${code}]`);
    }
  }
  return `${lines.join('\n')}\n`;
}
