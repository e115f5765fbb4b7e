/** The plots of the document. */
import { blandAltmanPlot, printInk } from '../../statistics';
import type { CalibrationRecord } from '../records';
import { largest, mean, median, standardDeviation } from '../summary';
import { bar, chart, colours, curve, note, point, type Key } from './chart';
import { shown } from './markdown';
import { answersOf, classes, halfWidth, nameOf, ofClass, shareErrors, worstOf, type Answer, type Sheet } from './sheet';

export interface Plot {
  /** Beside the other plots. */
  readonly file: string;
  readonly title: string;
  readonly svg: string;
}

const binKeys: readonly Key[] = [
  { name: 'BV5 with its 90 % interval', colour: colours[0] },
  { name: 'BV5–10', colour: colours[1] },
  { name: 'BV10', colour: colours[2] },
];
const csaTicks = [0.5, 1, 1.25, 2, 5, 10, 20, 50];

/** Plots that there are records for. */
export function plotsOf(sheet: Sheet): Plot[] {
  const answers = answersOf(sheet.chests);
  const plots: (Plot | null)[] = [
    errorsByCase(answers, sheet),
    worstBins(answers, sheet),
    agreement(answers),
    recall(answers),
    widths(answers),
    sizes(sheet.calibrations),
  ];
  return plots.filter((plot) => plot !== null);
}

function errorsByCase(answers: readonly Answer[], sheet: Sheet): Plot | null {
  const rows = answers.flatMap((answer) => {
    const errors = shareErrors(answer);
    return errors === null ? [] : [{ answer, errors }];
  });
  if (rows.length === 0) return null;
  const reach = Math.max(
    3,
    ...rows.flatMap(({ answer, errors }) => {
      const range = answer.measured.intervals.bv5;
      const truth = answer.chest.truth.total.bv5Percent;
      return [...errors, ...(range === null ? [] : [range[0] - truth, range[1] - truth])].map(Math.abs);
    }),
  );
  const svg = chart(
    {
      title: 'Error of the shares of TBV on every chest',
      caption: 'An interval that crosses zero holds the truth.',
    },
    { label: 'measured − true, points', low: -reach, high: reach },
    { names: rows.map(({ answer }) => nameOf(answer.chest, sheet.plan)) },
    binKeys,
    (place) => [
      bar(place.x(0), place.top, place.x(0), place.bottom, printInk.mark, 1.2),
      ...rows.flatMap(({ answer, errors }, row) => {
        const range = answer.measured.intervals.bv5;
        const truth = answer.chest.truth.total.bv5Percent;
        const y = place.y(row);
        const interval =
          range === null
            ? []
            : [bar(place.x(range[0] - truth), y - 6, place.x(range[1] - truth), y - 6, colours[0], 2)];
        return [
          ...interval,
          point(place.x(errors[0]), y - 6, colours[0]),
          point(place.x(errors[1]), y, colours[1]),
          point(place.x(errors[2]), y + 6, colours[2]),
        ];
      }),
    ],
  );
  return {
    file: 'errors-by-case.svg',
    title: 'Error of BV5, BV5–10 and BV10 on every chest, with the interval of BV5',
    svg,
  };
}

function worstBins(answers: readonly Answer[], sheet: Sheet): Plot | null {
  const rows = answers.filter(
    (answer) => Number.isFinite(worstOf(answer)) && (answer.chest.naive?.figures.score.worstBinPoints ?? null) !== null,
  );
  if (rows.length === 0) return null;
  const naive = ({ chest }: Answer): number => chest.naive?.figures.score.worstBinPoints ?? 0;
  const most = largest(rows.flatMap((answer) => [worstOf(answer), naive(answer)]));
  const svg = chart(
    {
      title: 'Worst bin of BVX and of the naive pipeline on the same volumes',
      caption: 'Naive: mask above −500 HU, skeleton, distance transform.',
    },
    { label: 'largest error of the three shares, points', low: 0, high: most },
    { names: rows.map(({ chest }) => nameOf(chest, sheet.plan)) },
    [
      { name: 'BVX', colour: colours[0] },
      { name: 'naive pipeline', colour: colours[4] },
    ],
    (place) =>
      rows.flatMap((answer, row) => [
        bar(place.x(0), place.y(row) - 4, place.x(worstOf(answer)), place.y(row) - 4, colours[0], 6),
        bar(place.x(0), place.y(row) + 4, place.x(naive(answer)), place.y(row) + 4, colours[4], 6),
      ]),
  );
  return { file: 'worst-bin.svg', title: 'Worst bin of BVX and of the naive pipeline', svg };
}

function agreement(answers: readonly Answer[]): Plot | null {
  const pairs = answers.flatMap(({ chest, measured }) => {
    const { bv5 } = measured.figures.percent;
    return bv5 === null ? [] : [{ bv5, truth: chest.truth.total.bv5Percent }];
  });
  if (pairs.length < 3) return null;
  const x = Float64Array.from(pairs, ({ bv5 }) => bv5);
  const y = Float64Array.from(pairs, ({ truth }) => truth);
  const differences = pairs.map(({ bv5, truth }) => bv5 - truth);
  const bias = mean(differences);
  const reach = 1.96 * standardDeviation(differences);
  const [low, high] = [bias - reach, bias + reach];
  const svg = blandAltmanPlot(
    { x, y, bias, low, high },
    {
      title: 'BV5: measured minus true over their mean',
      xLabel: 'mean of measured and true BV5, % of TBV',
      yLabel: 'measured − true, points',
      caption: `bias ${shown(bias, 2)} points, limits of agreement ${shown(low, 2)} to ${shown(high, 2)} points, n = ${pairs.length}`,
    },
    printInk,
  );
  return { file: 'agreement.svg', title: 'Bland–Altman plot of BV5', svg };
}

/** Where a class is drawn: the middle of its edges, by ratio. */
const middleOf = (from: number, to: number): number => Math.sqrt(Math.max(from, 0.5) * Math.min(to, 80));

function recall(answers: readonly Answer[]): Plot | null {
  const groups = classes
    .map((name, g) => ({ name, colour: colours[g], members: ofClass(answers, name) }))
    .filter(({ members }) => members.length > 0);
  if (groups.length === 0) return null;
  const points = groups.map(({ members }) =>
    members[0].measured.centrelines.classes.flatMap((one, c): [number, number][] => {
      const shares = members.flatMap(({ measured }) => measured.centrelines.classes[c].recall ?? []);
      return shares.length === 0 || one.toMm2 <= 0.8 ? [] : [[middleOf(one.fromMm2, one.toMm2), 100 * median(shares)]];
    }),
  );
  const lowest = Math.min(90, ...points.flat().map(([, share]) => share));
  const svg = chart(
    {
      title: 'Length of true vessels that is found, by calibre',
      caption: 'Median over the chests of a class; lines at 97, 98 and 99 % are the targets.',
    },
    { label: 'true CSA, mm²', low: 0.7, high: 80, ticks: csaTicks.slice(1) },
    { label: 'recall, % of length', low: lowest, high: 100 },
    groups.map(({ name, colour }) => ({ name, colour })),
    (place) => [
      ...[
        [1.25, 2, 97],
        [2, 5, 98],
        [5, 80, 99],
      ].map(([from, to, share]) => bar(place.x(from), place.y(share), place.x(to), place.y(share), printInk.mark, 1.2)),
      ...groups.flatMap(({ colour }, g) => [
        curve(
          points[g].map(([csa, share]) => [place.x(csa), place.y(share)] as const),
          colour,
        ),
        ...points[g].map(([csa, share]) => point(place.x(csa), place.y(share), colour)),
      ]),
    ],
  );
  return { file: 'recall.svg', title: 'Recall of vessel length by calibre', svg };
}

function widths(answers: readonly Answer[]): Plot | null {
  const rows = answers.flatMap((answer) => {
    const half = halfWidth(answer);
    const errors = shareErrors(answer);
    return half === null || errors === null ? [] : [{ answer, half, error: Math.abs(errors[0]) }];
  });
  if (rows.length === 0) return null;
  const most = Math.max(2, ...rows.flatMap(({ half, error }) => [half, error]));
  const svg = chart(
    {
      title: 'Error of BV5 against the half width of its 90 % interval',
      caption: 'Below the line the interval holds the truth; nine of ten should lie there.',
    },
    { label: 'half width of the interval, points', low: 0, high: most },
    { label: 'error of BV5, points', low: 0, high: most },
    classes.map((name, g) => ({ name, colour: colours[g] })),
    (place) => [
      bar(place.x(0), place.y(0), place.x(most), place.y(most), printInk.mark, 1.2),
      ...rows.map(({ answer, half, error }) =>
        point(place.x(half), place.y(error), colours[classes.indexOf(answer.chest.class)]),
      ),
    ],
  );
  return { file: 'interval-width.svg', title: 'Error of BV5 against the half width of its interval', svg };
}

/** The set whose sizes are drawn. */
const drawnSet = 'thin';
const mostPercent = 60;

function sizes(records: readonly CalibrationRecord[]): Plot | null {
  const record = records.find(({ setId }) => setId === drawnSet);
  if (record === undefined) return null;
  const held = (value: number): number => Math.min(mostPercent, Math.max(-mostPercent, value));
  const svg = chart(
    {
      title: `Bias ± SD of CSA by calibre: straight tubes, ${record.title}`,
      caption: `What is off by more than ${mostPercent} % is drawn at the edge.`,
    },
    { label: 'true CSA, mm²', low: 0.45, high: 48, ticks: csaTicks.filter((tick) => tick < 48) },
    { label: 'measured − true, % of true CSA', low: -mostPercent, high: mostPercent },
    [
      ...record.methods.map(({ method }, m) => ({ name: method, colour: colours[m % colours.length] })),
      ...(record.bound.length > 0 ? [{ name: '± Cramér–Rao bound', colour: printInk.mark, dashed: true }] : []),
    ],
    (place) => [
      bar(place.left, place.y(0), place.right, place.y(0), printInk.mark, 1.2),
      ...[1, -1].map((sign) =>
        curve(
          record.bound.map(({ csaMm2, sdPercent }) => [place.x(csaMm2), place.y(held(sign * sdPercent))] as const),
          printInk.mark,
          true,
        ),
      ),
      ...record.methods.flatMap(({ classes: calibres }, m) =>
        calibres.flatMap(({ csaMm2, biasPercent, sdPercent }) => {
          if (biasPercent === null) return [];
          // side by side
          const x = place.x(csaMm2) + 4 * (m - (record.methods.length - 1) / 2);
          const colour = colours[m % colours.length];
          const sd = sdPercent ?? 0;
          return [
            bar(x, place.y(held(biasPercent - sd)), x, place.y(held(biasPercent + sd)), colour, 1.6),
            point(x, place.y(held(biasPercent)), colour, m === 0),
          ];
        }),
      ),
      bar(place.x(1.25), place.bottom - 2, place.x(5), place.bottom - 2, printInk.label, 3),
      note('BV5', place.x(2.2), place.bottom - 8),
    ],
  );
  return { file: 'csa-by-calibre.svg', title: 'Bias and SD of CSA by calibre, with the Cramér–Rao bound', svg };
}
