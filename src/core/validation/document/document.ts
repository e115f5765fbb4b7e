/** docs/validation.md from the records: every figure in it comes from them, and the command stands beside it. */
import { binomial, largest, median } from '../summary';
import {
  calibreTable,
  centrelineTable,
  estimateTable,
  figureTable,
  intervalTable,
  limitTable,
  lungTable,
  naiveTable,
} from './chest-tables';
import { intervalLimits, keepsLimits, targetsOf, targetVerdict, type Target } from './limits';
import { ofAll, paragraphs, shown, signed, table } from './markdown';
import { isHeld, movesOf } from './moves';
import {
  benchTables,
  boundTable,
  calibrationTable,
  coverageTable,
  falseTable,
  foundTable,
  methodTable,
  otherCoverageTable,
  refusalTable,
  robustnessTable,
} from './other-tables';
import { plotsOf, type Plot } from './plots';
import { answersOf, classes, halfWidth, holdsBv5, ofClass, tbvError, worstOf, type Sheet } from './sheet';

export interface ValidationDocument {
  readonly markdown: string;
  /** Into the folder named after the document. */
  readonly plots: readonly Plot[];
}

/** `folder` is where the plots lie, from the document. */
export function writeDocument(sheet: Sheet, folder: string): ValidationDocument {
  const plots = plotsOf(sheet);
  const picture = (file: string): string => {
    const plot = plots.find((one) => one.file === file);
    return plot === undefined ? '' : `![${plot.title}](${folder}/${file})`;
  };
  const targets = targetsOf(sheet);
  const markdown = paragraphs(
    opening(sheet),
    section('In short', summary(sheet, targets), picture('errors-by-case.svg')),
    section('Limits, case by case', over(limitWords(sheet), limitTable(sheet))),
    section('Targets', over(targetWords(targets), targetTable(targets))),
    section('What falls short', shortfalls(targets), sheet.notes ?? ''),
    section('Shares, volumes, lungs', over(figureWords, figureTable(sheet)), over(lungWords, lungTable(sheet))),
    section(
      'Vessels',
      over(vesselWords, centrelineTable(sheet)),
      picture('recall.svg'),
      over(calibreWords, calibreTable(answersOf(sheet.chests))),
    ),
    section('What is estimated of the scan', over(estimateWords, estimateTable(sheet))),
    section(
      'Intervals',
      intervalWords(sheet),
      coverageTable(sheet),
      otherCoverageTable(sheet),
      intervalTable(sheet),
      picture('interval-width.svg'),
      picture('agreement.svg'),
    ),
    section('Beside the naive pipeline', naiveWords(sheet), naiveTable(sheet), picture('worst-bin.svg')),
    section('Calibration sets', ...calibration(sheet, picture('csa-by-calibre.svg'))),
    section('One scan, changed', robustnessWords(sheet), robustnessTable(sheet)),
    section('What is refused', refusalWords(sheet), refusalTable(sheet)),
    section('Time and memory', timeWords(sheet), benchTables(sheet)),
    section('On real scans', sheet.realScans ?? ''),
  );
  return { markdown: `${markdown}\n`, plots };
}

/** Words over their table; nothing without a table. */
const over = (words: string, rows: string): string => (rows === '' ? '' : `${words}\n\n${rows}`);

/** A heading over its parts; nothing where all of them are empty. */
function section(title: string, ...parts: readonly string[]): string {
  const body = paragraphs(...parts);
  return body === '' ? '' : `## ${title}\n\n${body}`;
}

function opening(sheet: Sheet): string {
  const { plan, sourcesHash, parametersHash, version, chests } = sheet;
  const repeats = plan.repeats > 1 ? ` --repeats ${plan.repeats}` : '';
  const only = plan.only === null ? '' : ` --cases ${plan.only.join(',')}`;
  return `# Validation

How far the figures of BVX are from the truth, on ${chests.length} synthetic chests and ${sheet.calibrations.length} calibration sets whose
truth is known, made by the generator in \`src/core/phantom\`. Made by

\`\`\`sh
npm run validate -- --seeds-from ${plan.seedsFrom}${repeats}${only}
\`\`\`

with BVX ${version}, parameters \`${parametersHash.slice(0, 23)}\` and sources \`${sourcesHash}\` (a hash of measurement and generator;
a record of other sources is not used). Every chest has its own seed, drawn from the number above and listed below; none is
the sample's. ${completeness(sheet)} Every figure here is made from the records of that command; \`--document docs/validation.md\`
alone makes this document again from them. Words are those of [definitions.md](definitions.md); the method is in [method.md](method.md).`;
}

/** Whether anything is missing. */
function completeness({ trialsPlanned, trialsKept }: Sheet): string {
  const open = trialsPlanned - trialsKept;
  return open === 0 ? 'No case is left out.' : `**${open} of ${trialsPlanned} trials have no record.**`;
}

function summary(sheet: Sheet, targets: readonly Target[]): string {
  const answers = answersOf(sheet.chests);
  if (answers.length === 0) return '';
  const lines = classes.flatMap((name) => {
    const members = ofClass(answers, name);
    if (members.length === 0) return [];
    const worst = members.map(worstOf);
    const tbv = members.map((answer) => Math.abs(tbvError(answer)));
    return [
      `- ${name} (${members.length}): worst bin median ${shown(median(worst), 2)}, largest ${shown(largest(worst), 2)} points; TBV off by ${shown(median(tbv), 1)} % in the median, ${shown(largest(tbv), 1)} % at most.`,
    ];
  });
  const kept = answers.filter(keepsLimits).length;
  const met = targets.filter((target) => target.met === true).length;
  const asked = targets.filter((target) => target.met !== null).length;
  return paragraphs(
    lines.join('\n'),
    `${ofAll(kept, sheet.chests.length)} chests keep their limits, ${ofAll(met, asked)} targets are met.`,
  );
}

function limitWords(sheet: Sheet): string {
  const refused = sheet.chests.filter(({ measured }) => measured === null).length;
  const words =
    'No share of TBV may be off by more than 2 points on thin slices of normal lung, by more than 3 in pruned trees, emphysema, ground glass, mucus, uneven contrast, strong noise or with a sharp kernel, and by more than 4 elsewhere; TBV by no more than 5 % on thin slices, 8 % elsewhere.';
  return refused === 0 ? words : `${words} ${refused} of the chests were refused.`;
}

function targetWords(targets: readonly Target[]): string {
  const open = targets.filter(({ met }) => met === null).length;
  const words = 'What the method should reach, each figure over all chests that it speaks of.';
  return open === 0 ? words : `${words} ${open} lines have no record yet.`;
}

const targetTable = (targets: readonly Target[]): string =>
  table(
    ['property', 'target', 'reached', ''],
    (targets.some(({ met }) => met !== null) ? targets : []).map((target) => [
      target.property,
      target.target,
      target.reached,
      targetVerdict(target),
    ]),
    4,
  );

function shortfalls(targets: readonly Target[]): string {
  const missed = targets.filter(({ met }) => met === false);
  if (targets.every(({ met }) => met === null)) return '';
  if (missed.length === 0) return 'No target is missed in these records.';
  return missed
    .map(
      ({ property, target, reached, missed: by }) =>
        `- ${property}: ${reached}, wanted ${target}${by === '' ? '' : `; missed: ${by}`}.`,
    )
    .join('\n');
}

const figureWords =
  'Shares in % of TBV as BV5 / BV5–10 / BV10. The worst bin of each lung is in points of its own TBV; lung volumes are errors in %.';
const lungWords =
  'Dice of both lungs against the true field. “Hilum” is the mean distance of the measured surface from the true one where vessels of 10 mm² and more cross it; the signed figure is above 0 where the measured lung reaches too far in. “False” is blood counted at stations on no true vessel. “Rejected” is what the verdicts took out, with their reason.';
const vesselWords =
  'Recall by length over true centrelines that own blood, by true calibre; precision by length over measured ones, by measured bin. CSA at matched stations of 1.25–10 mm²: median error ± 1.4826 MAD, for stations and for medians of branches.';
const calibreWords = 'By calibre, medians over all chests; length is the mean true length a chest.';
const estimateWords =
  'Measured / true. The true blood HU is the mean of arteries and veins; noise is that in the middle of the body, more than in the lungs; σz holds the slice profile.';

function intervalWords(sheet: Sheet): string {
  const answers = answersOf(sheet.chests);
  const held = answers.map(holdsBv5).filter((one) => one !== null);
  if (held.length === 0) return '';
  const hits = held.filter(Boolean).length;
  const { share, low, high } = binomial(hits, held.length);
  const width = 2 * median(answers.map(halfWidth).filter((one) => one !== null));
  const good = share >= intervalLimits.coverage && width <= intervalLimits.medianWidthPoints;
  return `The 90 % interval of BV5 holds the truth in ${ofAll(hits, held.length)} chests, ${shown(100 * share, 0)} % (95 % limits ${shown(100 * low, 0)}–${shown(100 * high, 0)} %); its median width is ${shown(width, 1)} points. Wanted are at least ${100 * intervalLimits.coverage} % and at most ${intervalLimits.medianWidthPoints} points: ${good ? 'kept' : '**not kept**'}. More seeds a case: \`--repeats\`.`;
}

function naiveWords(sheet: Sheet): string {
  const pairs = answersOf(sheet.chests).flatMap((answer) => {
    const naive = answer.chest.naive?.figures.score.worstBinPoints ?? null;
    return naive === null ? [] : [{ naive, own: worstOf(answer) }];
  });
  if (pairs.length === 0) return '';
  const middle = (of: (pair: (typeof pairs)[number]) => number): string => shown(median(pairs.map(of)), 1);
  return `Mask above −500 HU inside the same lungs, skeleton, distance transform: what is often done, on the same volumes in the same run. Its worst bin is off by ${middle(({ naive }) => naive)} points in the median, that of BVX by ${middle(({ own }) => own)}.`;
}

/** Sets on which the rules of others stand beside the chain's. */
const comparedSets = ['thin', 'thick-3', 'pairs', 'ground-glass'];

function calibration(sheet: Sheet, picture: string): string[] {
  const none = [falseWords(sheet), falseTable(sheet)];
  if (sheet.calibrations.every(({ methods }) => methods.length === 0)) return none;
  const compared = sheet.calibrations.filter(({ setId }) => comparedSets.includes(setId));
  return [
    'Shapes of known size in plain lung, with blood HU, noise and PSF given, sought and sized as the chain does it. Bias ± SD of CSA in % of the true one, at stations 2 mm and more from the ends of a vessel; sizes are joined along a branch, so the SD is that of what is reported.',
    calibrationTable(sheet, 'BVX'),
    over('Share of the stations that is found, %:', foundTable(sheet)),
    picture,
    compared.length === 0 ? '' : '### Beside other rules',
    compared.length === 0
      ? ''
      : 'The rules of others, and the single fit of BVX, at true axes and station by station; a vessel that a rule does not see counts as −100 %.',
    ...compared.flatMap((record) => [`${record.title}:`, methodTable(record)]),
    ...(boundTable(sheet) === ''
      ? []
      : [
          '### Cramér–Rao bound',
          'The least SD in % that any unbiased estimator can have from the voxels of one station, for white noise, blood HU and PSF known.',
          boundTable(sheet),
        ]),
    none[1] === '' ? '' : '### No vessels',
    ...none,
  ];
}

const falseWords = (sheet: Sheet): string =>
  falseTable(sheet) === '' ? '' : 'Shapes that hold no blood: what the chain takes for vessels there.';

function robustnessWords(sheet: Sheet): string {
  const moves = movesOf(sheet);
  if (moves.length === 0) return '';
  const kept = moves.filter(isHeld).length;
  const seed = moves[0].record.seed;
  return `One chest (1 mm, seed ${seed}), its scan changed in one thing at a time: how each share moved from the unchanged scan. Averaged, blurred and sharpened scans are made from the image, the others are scanned anew from the same scene. ${ofAll(kept, moves.length)} keep their limit.`;
}

function refusalWords(sheet: Sheet): string {
  if (sheet.refusals === null) return '';
  const measured = sheet.refusals.scans.filter(({ refusal }) => refusal === null).length;
  return `Volumes made in code that hold nothing to measure. ${measured === 0 ? 'All are refused, each with its reason.' : `**${measured} were measured.**`}`;
}

function timeWords(sheet: Sheet): string {
  const minutes = (seconds: number): string => shown(seconds / 60, 0);
  const { runs, processSeconds, peakMemoryMb, bench } = sheet;
  const whole = runs.reduce((sum, { seconds }) => sum + seconds, 0);
  const threads = [...new Set(runs.map((run) => run.threads))].join(' and ');
  const run =
    runs.length === 0
      ? ''
      : `The trials took ${minutes(whole)} min with ${threads} at a time (${minutes(processSeconds)} min of single threads together); the largest process held ${shown(peakMemoryMb, 0)} MB.`;
  if (bench === null) return run;
  const [columns, rows, slices] = bench.size;
  return paragraphs(
    run,
    `One chest of ${columns} × ${rows} × ${slices} voxels with ${bench.threads} threads on ${bench.processor}, by \`npm run bench\`: the time of each stage, the most memory that the process held in it (the volume itself included), and the kernels against their plain twins on the same voxels.`,
  );
}

/** A line for the terminal. */
export function verdictLine(sheet: Sheet): string {
  const answers = answersOf(sheet.chests);
  if (answers.length === 0) return 'no chest was measured';
  const worst = answers.map(worstOf);
  const bias = median(answers.map(tbvError));
  return `${ofAll(answers.filter(keepsLimits).length, sheet.chests.length)} chests keep their limits; worst bin median ${shown(median(worst), 2)}, largest ${shown(largest(worst), 2)} points; TBV ${signed(bias, 1)} % in the median`;
}
