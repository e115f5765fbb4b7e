/** Calibration sets, coverage, changed scans, refusals, time: the tables beside those of the chests. */
import type { Range } from '../../result';
import { binomial, median } from '../summary';
import { isHeld, movesOf } from './moves';
import type { CalibrationClass, CalibrationRecord } from '../records';
import { none, ofAll, percent, shown, signed, table } from './markdown';
import { answersOf, classes, halfWidth, holdsBv5, ofClass, type Answer, type Sheet } from './sheet';

const biasAndSd = ({ biasPercent, sdPercent }: CalibrationClass): string =>
  biasPercent === null ? none : `${signed(biasPercent, 1)} ± ${shown(sdPercent, 1)}`;

const found = ({ recall, stations }: CalibrationClass): string => (stations > 0 ? percent(recall, 0) : none);

/** Bias ± SD of one method on all sets, a column a calibre. */
export const calibrationTable = (sheet: Sheet, method: string): string => byCalibre(sheet, method, biasAndSd);

/** Share of the true stations that the chain finds, %. */
export const foundTable = (sheet: Sheet): string => byCalibre(sheet, 'BVX', found);

function byCalibre(sheet: Sheet, method: string, cell: (one: CalibrationClass) => string): string {
  const records = sheet.calibrations.filter((record) =>
    record.methods.some((one) => one.method === method && one.classes.length > 0),
  );
  const csa = [
    ...new Set(records.flatMap(({ methods }) => methods.flatMap((one) => one.classes.map(({ csaMm2 }) => csaMm2)))),
  ];
  csa.sort((a, b) => a - b);
  if (records.length === 0) return '';
  const rows = records.map((record) => {
    const calibres = record.methods.find((one) => one.method === method)?.classes ?? [];
    return [
      record.title,
      ...csa.map((mm2) => {
        const one = calibres.find(({ csaMm2 }) => csaMm2 === mm2);
        return one === undefined ? none : cell(one);
      }),
    ];
  });
  return table(['set', ...csa.map((mm2) => `${mm2} mm²`)], rows);
}

/** All methods on one set, a row each, with the bound below. */
export function methodTable({ methods, bound }: CalibrationRecord): string {
  const csa = (methods.at(-1)?.classes ?? []).map(({ csaMm2 }) => csaMm2);
  const rows = methods.map(({ method, classes: calibres }) => [
    method,
    ...csa.map((mm2) => {
      const one = calibres.find(({ csaMm2 }) => csaMm2 === mm2);
      return one === undefined ? none : biasAndSd(one);
    }),
  ]);
  const least = csa.map((mm2) => shown(bound.find(({ csaMm2 }) => csaMm2 === mm2)?.sdPercent, 1));
  return table(['method', ...csa.map((mm2) => `${mm2} mm²`)], [...rows, ['Cramér–Rao bound', ...least]]);
}

export function boundTable(sheet: Sheet): string {
  const records = sheet.calibrations.filter(({ bound }) => bound.length > 0);
  if (records.length === 0) return '';
  const csa = records[0].bound.map(({ csaMm2 }) => csaMm2);
  const rows = records.map((record) => [
    record.title,
    ...csa.map((mm2) => shown(record.bound.find(({ csaMm2 }) => csaMm2 === mm2)?.sdPercent, 1)),
  ]);
  return table(['set', ...csa.map((mm2) => `${mm2} mm²`)], rows);
}

/** Recall on the sets, and what is found where there is no vessel. */
export function falseTable(sheet: Sheet): string {
  const records = sheet.calibrations.filter(({ methods }) => methods.every((one) => one.classes.length === 0));
  if (records.length === 0) return '';
  return table(
    ['set', 'shapes', 'taken for vessels of 1.25 mm² and more, mL'],
    records.map(({ title, shapes, falseMl }) => [title, String(shapes), shown(falseMl, 3)]),
  );
}

export function coverageTable(sheet: Sheet): string {
  const answers = answersOf(sheet.chests);
  const rows = [...classes.map((name) => [name, ofClass(answers, name)] as const), ['all', answers] as const].flatMap(
    ([name, members]) => coverageRow(name, members),
  );
  return table(['class', 'truth inside', '%', '95 % limits, %', 'median width', 'median half width'], rows);
}

/** How often the other intervals hold their truth, over all chests. */
export function otherCoverageTable(sheet: Sheet): string {
  const answers = answersOf(sheet.chests);
  const figures: readonly (readonly [string, (answer: Answer) => Range | null, (answer: Answer) => number])[] = [
    ['BV5–10, %', ({ measured }) => measured.intervals.bv5To10, ({ chest }) => chest.truth.total.bv5To10Percent],
    ['BV10, %', ({ measured }) => measured.intervals.bv10, ({ chest }) => chest.truth.total.bv10Percent],
    ['TBV, mL', ({ measured }) => measured.intervals.tbvMl, ({ chest }) => chest.truth.total.tbvMl],
  ];
  const rows = figures.flatMap(([name, rangeOf, truthOf]) => {
    const known = answers.flatMap((answer) => {
      const range = rangeOf(answer);
      return range === null ? [] : [{ range, truth: truthOf(answer) }];
    });
    if (known.length === 0) return [];
    const hits = known.filter(({ range, truth }) => range[0] <= truth && truth <= range[1]).length;
    const { share, low, high } = binomial(hits, known.length);
    const half = median(known.map(({ range }) => (range[1] - range[0]) / 2));
    return [
      [
        name,
        ofAll(hits, known.length),
        shown(100 * share, 0),
        `${shown(100 * low, 0)}–${shown(100 * high, 0)}`,
        shown(half, 1),
      ],
    ];
  });
  if (rows.length === 0) return '';
  return table(['figure', 'truth inside', '%', '95 % limits, %', 'median half width'], rows);
}

function coverageRow(name: string, members: readonly Answer[]): string[][] {
  const held = members.map(holdsBv5).filter((one) => one !== null);
  if (held.length === 0) return [];
  const hits = held.filter(Boolean).length;
  const { share, low, high } = binomial(hits, held.length);
  const half = median(members.map(halfWidth).filter((one) => one !== null));
  return [
    [
      name,
      ofAll(hits, held.length),
      shown(100 * share, 0),
      `${shown(100 * low, 0)}–${shown(100 * high, 0)}`,
      shown(2 * half, 1),
      shown(half, 1),
    ],
  ];
}

export function robustnessTable(sheet: Sheet): string {
  const rows = movesOf(sheet).map((move) => {
    const { change, record, points } = move;
    const limit = change.told === undefined ? shown(change.limitPoints, 1) : 'has to be told';
    const told =
      record.refusal === null
        ? record.issues.filter((code) => code.startsWith('lungs_cut_off'))
        : [record.refusal.code];
    return [
      change.title,
      three(points),
      shown(Number.isFinite(move.most) ? move.most : null, 2),
      limit,
      shown(record.tbvMl, 1),
      record.psf === null ? none : record.psf.map((sigma) => shown(sigma, 3)).join(' / '),
      told.length === 0 ? '' : `\`${told.join('`, `')}\``,
      isHeld(move) ? 'kept' : '**not kept**',
    ];
  });
  if (rows.length === 0) return '';
  const head = ['change', 'BV5 / 5–10 / 10, points', 'most', 'limit', 'TBV, mL', 'σ / σz measured, mm', 'told', ''];
  return table(head, rows);
}

const three = (points: readonly number[] | null): string =>
  points === null ? none : points.map((value) => signed(value, 2)).join(' / ');

export function refusalTable(sheet: Sheet): string {
  if (sheet.refusals === null) return '';
  const rows = sheet.refusals.scans.map(({ title, refusal }) =>
    refusal === null
      ? [title, '**measured**', '', '']
      : [title, `\`${refusal.code}\``, String(refusal.exit), refusal.message],
  );
  return table(['scan', 'code', 'exit', 'message'], rows, 4);
}

export function benchTables(sheet: Sheet): string {
  const { bench } = sheet;
  if (bench === null) return '';
  const stages = table(
    ['stage', 's', 'largest memory, MB'],
    [
      ...bench.stages.map(({ id, seconds, peakMemoryMb }) => [id, shown(seconds, 1), shown(peakMemoryMb, 0)]),
      ['all', shown(bench.totalSeconds, 1), shown(bench.peakMemoryMb, 0)],
    ],
  );
  const kernels = table(
    ['kernel', 'plain, s', 'SIMD, s', 'faster by', 'same bits'],
    bench.kernels.map(({ name, plainSeconds, wasmSeconds, sameBits }) => [
      name,
      shown(plainSeconds, 2),
      shown(wasmSeconds, 2),
      `${shown(plainSeconds / wasmSeconds, 1)} ×`,
      sameBits ? 'yes' : '**no**',
    ]),
  );
  return `${stages}\n\n${kernels}`;
}
