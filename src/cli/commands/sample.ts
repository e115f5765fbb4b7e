/** bvx sample: makes the sample case, a synthetic chest with known truth, as a zip of a DICOM series. */
import { zipSync } from 'fflate';
import { dicomDetails, makeChest, sampleChestOptions, truthJsonText, writeDicomSlice } from '../../core/phantom';
import { startNodeParallel } from '../../engine/node';
import { readArguments, type Command } from '../command';
import { writeWhole } from '../output-folder';
import { tell } from '../terminal';

export const sample: Command = {
  name: 'sample',
  usage: 'sample [--out DIR] [--threads N]',
  summary: 'Makes the sample case: a synthetic chest CT with known truth (bvx-sample.zip, truth.json).',
  help: '--out DIR     folder for the two files (default sample-data)\n--threads N   worker threads',
  async run(argv) {
    const { values } = readArguments(argv, { out: { type: 'string' }, threads: { type: 'string' } });
    const folder = values.out ?? 'sample-data';
    const workers = await startNodeParallel(values.threads === undefined ? {} : { threads: Number(values.threads) });
    try {
      const { volume, truth } = await makeChest(sampleChestOptions, workers.parallel);
      const details = dicomDetails(sampleChestOptions);
      const slices = Array.from({ length: volume.geometry.size[2] }, (_, k): [string, Uint8Array] => [
        `bvx-sample/slice-${String(k + 1).padStart(4, '0')}.dcm`,
        writeDicomSlice(volume, k, details),
      ]);
      await writeWhole(
        `${folder}/bvx-sample.zip`,
        zipSync(Object.fromEntries(slices), { level: 1, mtime: '2000-01-01' }),
      );
      await writeWhole(`${folder}/truth.json`, truthJsonText(truth, { case: 'sample', options: sampleChestOptions }));
      tell(`${slices.length} slices in ${folder}/bvx-sample.zip`);
      return 0;
    } finally {
      await workers.stop();
    }
  },
};
