/** bvx convert: the volume as BVX sees it, as NIfTI. */
import { stat } from 'node:fs/promises';
import { volumeToNifti } from '../../engine';
import { createNodeEngine } from '../../engine/node';
import { chooseSeries, isRefusal } from '../choose-series';
import { readArguments, UsageError, type Command } from '../command';
import { filesOf } from '../inputs';
import { writeWhole } from '../output-folder';
import { progressBar, tellIssues, tellRefusal, withEngine } from '../terminal';

export const convert: Command = {
  name: 'convert',
  usage: 'convert INPUT --out X.nii.gz [--series UID] [--any-geometry] [--overwrite]',
  summary: 'Writes the volume as BVX sees it: HU on the CT grid, with its affine.',
  help: [
    'INPUT           a folder, a zip, one file, or several',
    '--out FILE      where to write, .nii.gz',
    '--series UID    another series than the best',
    '--any-geometry  also a single slice or one without positions, with a warning',
    '--overwrite     replace FILE',
    '--quiet         no progress bar',
  ].join('\n'),
  async run(argv) {
    const { values, positionals } = readArguments(argv, {
      out: { type: 'string' },
      series: { type: 'string' },
      'any-geometry': { type: 'boolean' },
      overwrite: { type: 'boolean' },
      quiet: { type: 'boolean' },
      json: { type: 'boolean' },
    });
    const out = values.out;
    if (out === undefined || !out.endsWith('.nii.gz')) throw new UsageError('--out FILE.nii.gz is missing');
    if (!values.overwrite && (await stat(out).catch(() => null)) !== null) {
      throw new UsageError(`${out} exists; --overwrite replaces it`);
    }
    const files = await filesOf(positionals);
    const json = values.json ?? false;
    return withEngine(createNodeEngine({ threads: 1 }), async (engine) => {
      const bar = progressBar(values.quiet ?? false);
      const opened = await engine.open(files, (p) => bar.report(p));
      if (!opened.ok) {
        bar.stop();
        return tellRefusal(opened.refusal, json);
      }
      const chosen = chooseSeries(opened.value, values.series);
      if (isRefusal(chosen)) {
        bar.stop();
        return tellRefusal(chosen, json);
      }
      const loaded = await engine.load(chosen.id, {
        anyGeometry: values['any-geometry'] ?? false,
        onProgress: (p) => bar.report(p),
      });
      bar.stop();
      if (!loaded.ok) return tellRefusal(loaded.refusal, json);
      tellIssues([...opened.issues, ...loaded.issues], values.quiet ?? false);
      await writeWhole(out, volumeToNifti(loaded.value.volume));
      return 0;
    });
  },
};
