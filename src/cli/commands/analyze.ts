/** bvx analyze: measures one scan and writes everything that belongs to it. */
import process from 'node:process';
import { createNodeEngine } from '../../engine/node';
import { readArguments, UsageError, wholeNumber, type Command } from '../command';
import { filesOf } from '../inputs';
import { measureFiles } from '../measure-files';
import { checkFolder, writeFolder } from '../output-folder';
import { progressBar, tellIssues, tellRefusal, withEngine } from '../terminal';

export const analyze: Command = {
  name: 'analyze',
  usage: 'analyze INPUT --out DIR [--threads N] [--series UID] [--json] [--quiet] [--overwrite]',
  summary: 'Measures BV5 on one scan and writes result.json, measurements.csv, masks, centrelines and a report.',
  help: [
    'INPUT         a folder, a zip, one DICOM, NIfTI, NRRD or MHA file, or several files',
    '--out DIR     folder for the outputs; made, or empty',
    '--threads N   worker threads (default: cores of the computer, 8 at the most)',
    '--series UID  another series than the best (bvx series lists them)',
    '--case LABEL  label of the case, written into the outputs',
    '--identify    also write patient id and time of acquisition',
    '--json        result.json on stdout too',
    '--quiet       no progress bar, no hints',
    '--overwrite   replace what is in DIR',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      out: { type: 'string' },
      threads: { type: 'string' },
      series: { type: 'string' },
      case: { type: 'string' },
      identify: { type: 'boolean' },
      json: { type: 'boolean' },
      quiet: { type: 'boolean' },
      overwrite: { type: 'boolean' },
    });
    const out = values.out;
    if (out === undefined) throw new UsageError('--out DIR is missing');
    const threads = wholeNumber(values.threads, 'threads', 1, 64);
    await checkFolder(out, values.overwrite ?? false);
    const files = await filesOf(positionals);
    const quiet = values.quiet ?? false;
    const json = values.json ?? false;
    return withEngine(createNodeEngine(threads === undefined ? {} : { threads }), async (engine) => {
      const bar = progressBar(quiet);
      const outcome = await measureFiles(engine, files, {
        ...(values.series === undefined ? {} : { series: values.series }),
        caseLabel: values.case ?? null,
        identify: values.identify ?? false,
        onProgress: (p) => bar.report(p),
      });
      bar.stop();
      tellIssues(outcome.issues, quiet);
      if (!outcome.ok) return tellRefusal(outcome.refusal, json);
      await writeFolder(out, outcome.value.files);
      if (json) process.stdout.write(outcome.value.resultText);
      else if (!quiet) process.stderr.write(`${outcome.value.summary}\n`);
      return 0;
    });
  },
};
