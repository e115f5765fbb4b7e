/** bvx phantom: synthetic chests and calibration sets with known truth, as NIfTI and DICOM. */
import process from 'node:process';
import {
  calibrationSets,
  chestOptions,
  dicomDetails,
  makeChest,
  makeTubes,
  readChestOptions,
  sampleChestOptions,
  trueMasks,
  trueStationsCsv,
  truthJsonText,
  validationCases,
  variedChestOptions,
  writeDicomSlice,
  type ChestOptions,
  type TrueStations,
} from '../../core/phantom';
import type { Parallel } from '../../core/parallel';
import type { Volume } from '../../core/volume';
import { labelsToNifti, volumeToNifti } from '../../engine';
import { startNodeParallel } from '../../engine/node';
import { readArguments, UsageError, wholeNumber, type Command } from '../command';
import { readJson } from '../json-file';
import { checkFolder, writeFolder, type OutputFile } from '../output-folder';
import { tell } from '../terminal';

/** Option of the command line → where its number goes in the options, and what it says in the help. */
const numberOptions = {
  spacing: ['scan', 'sliceSpacingMm', 'distance of the slices, mm; the same chest is covered'],
  thickness: ['scan', 'sliceThicknessMm', 'thickness of the slices, mm (default: their distance)'],
  pixel: ['scan', 'pixelMm', 'pixel size, mm; the same field is covered'],
  sigma: ['scan', 'psfSigmaMm', 'blur within the slice, mm'],
  sharpening: ['scan', 'sharpening', 'edge enhancement of the kernel, 0 for none'],
  noise: ['scan', 'noiseHu', 'standard deviation of the noise, HU'],
  'artery-hu': ['blood', 'arteryHu', 'blood in arteries, HU'],
  'vein-hu': ['blood', 'veinHu', 'blood in veins, HU'],
  tbv: ['blood', 'tbvMl', 'blood in vessels of 1.25 mm² and more, mL'],
  motion: ['scan', 'motionMm', 'heartbeat: vessels beside the heart move so far to either side, mm'],
  'lung-hu': ['lung', 'parenchymaHu', 'lung between the vessels, HU'],
  scale: ['anatomy', 'scale', 'size of the chest, 1 for 5.8 L of lung'],
} as const;
const diseaseOptions = {
  emphysema: ['emphysema', 'fraction', 'share of the lung'],
  'ground-glass': ['groundGlass', 'fraction', 'share of the lung'],
  consolidation: ['consolidation', 'fraction', 'share of the lung'],
  effusion: ['effusion', 'depthMm', 'depth behind both lungs, mm'],
  nodules: ['nodules', 'count', 'how many'],
  mucus: ['mucusPlugs', 'fraction', 'share of the thin bronchi'],
  pruning: ['pruning', 'fraction', 'share of the thin branches lost'],
} as const;

interface Made {
  readonly volume: Volume;
  readonly lungMask: Uint8Array;
  readonly vesselMask: Uint8Array;
  readonly stations: TrueStations;
  readonly truthText: string;
  readonly scanned: Pick<ChestOptions, 'seed' | 'scan'>;
}

const formats = ['nifti', 'dicom', 'both'] as const;

export const phantom: Command = {
  name: 'phantom',
  usage: 'phantom --out DIR [--case ID | --options FILE.json | --set ID] [--seed N] [--format nifti|dicom|both] …',
  summary: 'Makes a synthetic chest or a calibration set with known truth.',
  help: [
    '--out DIR          folder for the outputs; made, or empty',
    '--case ID          a chest of the validation, "sample" or "varied"; --list names them',
    '--options FILE     JSON with a part of the options: those of a truth.json, under "options" or by themselves',
    '--set ID           a calibration set instead of a chest; --list names them',
    '--list             print cases and sets',
    '--seed N           seed (default 1); other seeds are other patients',
    '--format F         nifti (default), dicom or both',
    ...Object.entries(numberOptions).map(([name, [, , words]]) => `--${name.padEnd(17)}${words}`),
    ...Object.entries(diseaseOptions).map(([name, [, , words]]) => `--${name.padEnd(17)}${words}`),
    '--threads N        worker threads',
    '--quiet            no word on the terminal',
    '--overwrite        replace what is in DIR',
  ].join('\n'),
  async run(argv) {
    const numbers = Object.fromEntries(
      [...Object.keys(numberOptions), ...Object.keys(diseaseOptions)].map((name) => [
        name,
        { type: 'string' as const },
      ]),
    );
    const { values, positionals } = readArguments(argv, {
      out: { type: 'string' },
      case: { type: 'string' },
      options: { type: 'string' },
      set: { type: 'string' },
      list: { type: 'boolean' },
      seed: { type: 'string' },
      format: { type: 'string' },
      threads: { type: 'string' },
      quiet: { type: 'boolean' },
      overwrite: { type: 'boolean' },
      ...numbers,
    });
    if (values.list) {
      process.stdout.write(listed());
      return 0;
    }
    if (positionals.length > 0) throw new UsageError(`"${positionals[0]}" is not an option`);
    if (values.out === undefined) throw new UsageError('--out DIR is missing');
    const format = formats.find((one) => one === (values.format ?? 'nifti'));
    if (format === undefined) throw new UsageError(`--format takes ${formats.join(', ')}, not "${values.format}"`);
    if ([values.case, values.options, values.set].filter((value) => value !== undefined).length > 1) {
      throw new UsageError('--case, --options and --set exclude each other');
    }
    const seed = wholeNumber(values.seed, 'seed', 0, 4294967295);
    const threads = wholeNumber(values.threads, 'threads', 1, 64);
    const given: Record<string, unknown> = values;
    const base = await baseOptions(values.case, values.options, seed);
    const options = withNumbers(base, given);
    const make = values.set === undefined ? madeChest(options, values.case) : madeSet(values.set, options, base);
    await checkFolder(values.out, values.overwrite ?? false);
    const workers = await startNodeParallel(threads === undefined ? {} : { threads });
    try {
      const made = await make(workers.parallel);
      await writeFolder(values.out, outputs(made, format));
      if (!values.quiet) tell(`${made.volume.geometry.size.join(' × ')} voxels and their truth in ${values.out}`);
      return 0;
    } finally {
      await workers.stop();
    }
  },
};

function listed(): string {
  const own = [
    { id: 'sample', title: 'the case of npm run sample (seed 20)' },
    { id: 'varied', title: '1 mm, trees of varied shape, soft tissue and nodes at the hilum' },
  ];
  const lines = (all: readonly { readonly id: string; readonly title: string }[]): string =>
    all.map(({ id, title }) => `  ${id.padEnd(24)}${title}\n`).join('');
  return `cases (--case)\n${lines([...own, ...validationCases])}sets (--set)\n${lines(calibrationSets)}`;
}

async function baseOptions(
  id: string | undefined,
  file: string | undefined,
  given: number | undefined,
): Promise<ChestOptions> {
  const seed = given ?? 1;
  if (file !== undefined) {
    const json = await readJson(file);
    const inner = typeof json === 'object' && json !== null && 'options' in json ? json.options : json;
    const { options, problems } = readChestOptions({ ...chestOptions, seed }, inner);
    if (problems.length > 0) throw new UsageError(`${file}: ${problems.join('; ')}`);
    return given === undefined ? options : { ...options, seed: given };
  }
  if (id === undefined) return { ...chestOptions, seed };
  if (id === 'varied') return { ...variedChestOptions, seed };
  if (id === 'sample') return { ...sampleChestOptions, seed: given ?? sampleChestOptions.seed };
  const found = validationCases.find((one) => one.id === id);
  if (found === undefined) throw new UsageError(`there is no case "${id}"; --list names them`);
  return { ...found.options, seed };
}

/** The options with the numbers of the command line; field and slices still cover what they did. */
function withNumbers(base: ChestOptions, given: Readonly<Record<string, unknown>>): ChestOptions {
  const json: Record<string, Record<string, unknown>> = {};
  const put = (level: string, name: string, value: unknown): void => {
    json[level] = { ...json[level], [name]: value };
  };
  const numberOf = (name: string): number | undefined => {
    const text = given[name];
    if (typeof text !== 'string') return undefined;
    if (text.trim() === '' || !Number.isFinite(Number(text))) throw new UsageError(`--${name} takes a number`);
    return Number(text);
  };
  for (const [name, [level, field]] of Object.entries(numberOptions)) {
    const value = numberOf(name);
    if (value !== undefined) put(level, field, value);
  }
  for (const [name, [disease, field]] of Object.entries(diseaseOptions)) {
    const value = numberOf(name);
    if (value !== undefined) put('disease', disease, value === 0 ? null : { [field]: value });
  }
  const { columns, rows, slices, pixelMm, sliceSpacingMm } = base.scan;
  const spacing = numberOf('spacing');
  if (spacing !== undefined) {
    put('scan', 'slices', Math.round((slices * sliceSpacingMm) / spacing));
    if (numberOf('thickness') === undefined) put('scan', 'sliceThicknessMm', spacing);
  }
  const pixel = numberOf('pixel');
  if (pixel !== undefined) {
    put('scan', 'columns', Math.round((columns * pixelMm) / pixel));
    put('scan', 'rows', Math.round((rows * pixelMm) / pixel));
  }
  const { options, problems } = readChestOptions(base, json);
  if (problems.length > 0) throw new UsageError(problems.join('; '));
  return options;
}

function madeChest(options: ChestOptions, id: string | undefined): (parallel: Parallel) => Promise<Made> {
  return async (parallel) => {
    const { volume, truth } = await makeChest(options, parallel);
    const { lungMask, vesselMask, stations } = truth;
    const truthText = truthJsonText(truth, { case: id ?? null, options });
    return { volume, lungMask, vesselMask, stations, truthText, scanned: options };
  };
}

/** A set on the scan that the command line asks for; what differs from the base counts. */
function madeSet(id: string, asked: ChestOptions, base: ChestOptions): (parallel: Parallel) => Promise<Made> {
  const set = calibrationSets.find((one) => one.id === id);
  if (set === undefined) throw new UsageError(`there is no set "${id}"; --list names them`);
  const { pixelMm, sliceSpacingMm, sliceThicknessMm, psfSigmaMm, sharpening, noiseHu } = asked.scan;
  const planned = set.options(asked.seed, {
    pixelMm,
    sliceSpacingMm,
    sliceThicknessMm,
    psfSigmaMm,
    sharpening,
    noiseHu,
  });
  const options = {
    ...planned,
    bloodHu: asked.blood.arteryHu === base.blood.arteryHu ? planned.bloodHu : asked.blood.arteryHu,
    lungHu: asked.lung.parenchymaHu === base.lung.parenchymaHu ? planned.lungHu : asked.lung.parenchymaHu,
  };
  return async (parallel) => {
    const { volume, scene, truth } = await makeTubes(options, parallel);
    const masks = await trueMasks(scene, volume.geometry, parallel);
    const truthText = truthJsonText(truth, { set: id, options });
    return { volume, ...masks, stations: truth.stations, truthText, scanned: options };
  };
}

/** The files, each made when it is its turn. */
function* outputs(made: Made, format: (typeof formats)[number]): Generator<OutputFile> {
  const { volume, scanned } = made;
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
  if (format !== 'dicom') yield { name: 'ct.nii.gz', bytes: volumeToNifti(volume) };
  if (format !== 'nifti') {
    const details = dicomDetails(scanned);
    for (let k = 0; k < volume.geometry.size[2]; k += 1) {
      const name = `dicom/slice-${String(k + 1).padStart(4, '0')}.dcm`;
      yield { name, bytes: writeDicomSlice(volume, k, details) };
    }
  }
  yield { name: 'truth.json', bytes: utf8(made.truthText) };
  yield { name: 'lungs.nii.gz', bytes: labelsToNifti(volume.geometry, made.lungMask) };
  yield { name: 'vessels.nii.gz', bytes: labelsToNifti(volume.geometry, made.vesselMask) };
  yield { name: 'centrelines.csv', bytes: utf8(trueStationsCsv(made.stations)) };
}
