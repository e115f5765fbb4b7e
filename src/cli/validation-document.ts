/** Writes the validation's document and plots from the records on disk. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { defaultParameters } from '../core/parameters';
import { parametersHash } from '../core/result';
import { sheetOf, trialsOf, verdictLine, writeDocument, type Plan } from '../core/validation';
import { version } from '../core/version';
import { UsageError } from './command';
import { writeWhole } from './output-folder';
import { tell } from './terminal';
import { readBench, readRunFile, readTrials } from './trial-records';

/** Parts written by hand, beside the plots: taken into the document as they are. */
const notesFile = 'notes.md';
const realScansFile = 'real-scans.md';

/** `path` is the Markdown file; plots go into the folder of its name. Refuses where there are no records. */
export async function writeValidationDocument(folder: string, chain: string, plan: Plan, path: string): Promise<void> {
  const trials = trialsOf(plan);
  const kept = await readTrials(folder, chain, trials);
  if (kept.length === 0) throw new UsageError(`${folder} holds no record of this program's sources`);
  const name = basename(path).replace(/\.md$/, '');
  const plotFolder = join(dirname(path), name);
  const sheet = sheetOf(
    kept.map(({ record }) => record),
    {
      plan,
      version,
      parametersHash: parametersHash(defaultParameters),
      sourcesHash: chain,
      trialsPlanned: trials.length,
      trialsKept: kept.length,
      processSeconds: kept.reduce((sum, { seconds }) => sum + seconds, 0),
      peakMemoryMb: Math.max(...kept.map(({ peakMemoryMb }) => peakMemoryMb)),
      runs: (await readRunFile(folder))?.runs ?? [],
      bench: await readBench(folder, chain),
      notes: await fragment(plotFolder, notesFile, name),
      realScans: await fragment(plotFolder, realScansFile, name),
    },
  );
  const { markdown, plots } = writeDocument(sheet, name);
  await mkdir(plotFolder, { recursive: true });
  for (const file of await readdir(plotFolder)) if (file.endsWith('.svg')) await rm(join(plotFolder, file));
  for (const { file, svg } of plots) await writeWhole(join(plotFolder, file), svg);
  await writeWhole(path, markdown);
  tell(`${kept.length} of ${trials.length} records; ${verdictLine(sheet)}.`);
  tell(`${path} and ${plots.length} plots in ${plotFolder}`);
}

/** A part of the document without its own heading, its links seen from the document. */
async function fragment(folder: string, file: string, name: string): Promise<string | null> {
  const text = await readFile(join(folder, file), 'utf8').catch(() => null);
  if (text === null) return null;
  const body = text.replace(/^# [^\n]*\n/, '');
  return body.replaceAll(/\]\((?![a-z]+:|#)([^)\s]+)/g, (_, link: string) =>
    link.startsWith('../') ? `](${link.slice(3)}` : `](${name}/${link}`,
  );
}
