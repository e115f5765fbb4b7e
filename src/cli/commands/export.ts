/** bvx export: a clinical table with its analyses as one zip for other programs and other people. */
import process from 'node:process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { importTable, noChoices, profileHash, profileRecord, readTable } from '../../core/cohort';
import { deIdentify, rowsOfImport, studyFiles, zipFiles, type Study } from '../../core/export';
import { csvLine } from '../../core/result';
import { isRefusal, readAnalyses, type Analysis } from '../../core/statistics';
import { version } from '../../core/version';
import { readArguments, UsageError, type Command } from '../command';
import { readJson } from '../json-file';
import { checkFile, writeWhole } from '../output-folder';
import { tell, tellRefusal } from '../terminal';
import { profileOf } from './import';

export const exportCommand: Command = {
  name: 'export',
  usage: 'export COHORT --out FILE.zip [--analysis FILE] [--clinical] [--codes FILE]',
  summary: 'Writes a cohort as one zip: tables, dictionary, statistics, figures, R script, methods, BIDS-like tree.',
  help: [
    'COHORT           CSV, TSV or XLSX as `import` reads it',
    '--out FILE.zip   the export (--overwrite replaces it)',
    '--analysis FILE  analyses as `stats` takes them; they run on the exported rows',
    '--clinical       keeps ids, dates and free columns; without it the export is de-identified',
    '--keep-ids       the ids are study ids already and stay',
    '--salt TEXT      the same text gives the same study codes again; without it they are drawn anew',
    '--codes FILE     patient id and study code as CSV, to keep apart from the export',
    '--profile P      study profile',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      out: { type: 'string' },
      analysis: { type: 'string' },
      clinical: { type: 'boolean' },
      'keep-ids': { type: 'boolean' },
      salt: { type: 'string' },
      codes: { type: 'string' },
      profile: { type: 'string' },
      overwrite: { type: 'boolean' },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('one COHORT is needed');
    if (values.out === undefined) throw new UsageError('--out FILE.zip is needed');
    await checkFile(values.out, values.overwrite ?? false);
    const profile = await profileOf(values.profile);
    const bytes = await readFile(file).catch(() => null);
    if (bytes === null) throw new UsageError(`${file} cannot be read`);
    const read = readTable(new Uint8Array(bytes));
    if (!read.ok) return tellRefusal(read.refusal, false);
    const whole: Study = {
      name: profile.name,
      rows: rowsOfImport(importTable(read.value, profile, noChoices)),
      profileHash: profileHash(profileRecord(profile)),
      program: { name: 'BVX', version },
    };
    const salt = values.salt ?? randomBytes(16).toString('hex');
    const hidden = values.clinical ? null : deIdentify(whole, { salt, keepIds: values['keep-ids'] ?? false });
    const study = hidden?.study ?? whole;
    const { files, results } = studyFiles(study, await analysesOf(values.analysis), hidden ? 'research' : 'clinical');
    await writeWhole(values.out, zipFiles(files));
    if (values.codes !== undefined) {
      const lines = [...(hidden?.codes ?? [])].map((pair) => csvLine(pair));
      await writeWhole(values.codes, csvLine(['patient_id', 'study_code']) + lines.join(''));
    }
    for (const { id, result } of results) if (isRefusal(result)) tell(`${id}: ${result.message}`);
    const excluded = study.rows.filter((row) => row.excluded).length;
    process.stdout.write(
      `${files.length} files, ${study.rows.length} rows, ${excluded} excluded, ${hidden ? 'de-identified' : 'with ids and dates'}: ${values.out}\n`,
    );
    return 0;
  },
};

async function analysesOf(path: string | undefined): Promise<readonly Analysis[]> {
  if (path === undefined) return [];
  const analyses = readAnalyses(await readJson(path));
  if ('problem' in analyses) throw new UsageError(`${path}: ${analyses.problem}`);
  return analyses;
}
