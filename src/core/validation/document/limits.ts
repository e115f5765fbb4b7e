/** What every case is held to, and the table of targets with what was reached. */
import type { ValidationClass } from '../../phantom';
import { largest, median, binomial } from '../summary';
import { ofAll, shown, verdict } from './markdown';
import { movesOf } from './moves';
import {
  answersOf,
  halfWidth,
  holdsBv5,
  ofClass,
  sideWorst,
  tbvError,
  worstOf,
  type Answer,
  type Sheet,
} from './sheet';

export interface Limit {
  readonly worstPoints: number;
  readonly tbvPercent: number;
}

/** No case may be off by more. */
export const limits: Readonly<Record<ValidationClass, Limit>> = {
  'thin normal': { worstPoints: 2, tbvPercent: 5 },
  'thin difficult': { worstPoints: 3, tbvPercent: 5 },
  'dense disease': { worstPoints: 4, tbvPercent: 8 },
  thick: { worstPoints: 4, tbvPercent: 8 },
};

export const keepsLimits = (answer: Answer): boolean => {
  const { worstPoints, tbvPercent } = limits[answer.chest.class];
  return worstOf(answer) <= worstPoints && Math.abs(tbvError(answer)) <= tbvPercent;
};

/** Coverage and width that the intervals are held to. */
export const intervalLimits = { coverage: 0.85, medianWidthPoints: 6 } as const;

export interface Target {
  readonly property: string;
  readonly target: string;
  readonly reached: string;
  /** Null where no record says. */
  readonly met: boolean | null;
  /** By how much not, and in which cases. */
  readonly missed: string;
}

/** A figure of each chest against a limit. */
function each(
  property: string,
  answers: readonly Answer[],
  figure: (answer: Answer) => number | null,
  limit: number,
  unit: string,
  decimals: number,
  medianLimit: number | null = null,
): Target {
  const figures = answers.map((answer) => ({ id: answer.chest.caseId, value: figure(answer) ?? Infinity }));
  const target = `${medianLimit === null ? '' : `median ≤ ${medianLimit}, `}every ≤ ${limit} ${unit}`;
  if (figures.length === 0) return { property, target, reached: 'no record', met: null, missed: '' };
  const values = figures.map(({ value }) => value);
  const over = figures.filter(({ value }) => value > limit);
  const middle = median(values);
  const medianMissed = medianLimit !== null && middle > medianLimit;
  const most = largest(values);
  return {
    property,
    target,
    reached: `median ${shown(middle, decimals)}, largest ${shown(most, decimals)} (n ${values.length})`,
    met: over.length === 0 && !medianMissed,
    missed: [
      medianMissed ? `median by ${shown(middle - medianLimit, decimals)}` : '',
      ...over.map(({ id, value }) => `${id} by ${shown(value - limit, decimals)}`),
    ]
      .filter((text) => text !== '')
      .join(', '),
  };
}

/** A share of each chest against a least one, in %. */
function least(
  property: string,
  answers: readonly Answer[],
  limit: number,
  figure: (answer: Answer) => number | null,
): Target {
  const figures = answers.flatMap((answer) => {
    const share = figure(answer);
    return share === null ? [] : [{ id: answer.chest.caseId, value: 100 * share }];
  });
  const target = `every ≥ ${limit} %`;
  if (figures.length === 0) return { property, target, reached: 'no record', met: null, missed: '' };
  const values = figures.map(({ value }) => value);
  const under = figures.filter(({ value }) => value < limit);
  return {
    property,
    target,
    reached: `median ${shown(median(values), 1)}, least ${shown(Math.min(...values), 1)} (n ${values.length})`,
    met: under.length === 0,
    missed: under.map(({ id, value }) => `${id} by ${shown(limit - value, 2)}`).join(', '),
  };
}

const absolute =
  (figure: (answer: Answer) => number | null) =>
  (answer: Answer): number | null => {
    const value = figure(answer);
    return value === null ? null : Math.abs(value);
  };

export function targetsOf(sheet: Sheet): Target[] {
  const all = answersOf(sheet.chests);
  const thin = ofClass(all, 'thin normal', 'thin difficult');
  const normal = ofClass(all, 'thin normal');
  const difficult = ofClass(all, 'thin difficult');
  const dense = ofClass(all, 'dense disease');
  const thick = ofClass(all, 'thick');
  const isThickest = ({ chest }: Answer): boolean => Number(chest.caseId.split('-')[1]) > 2;
  const agreement = (answer: Answer): Answer['measured']['centrelines']['agreement'] =>
    answer.measured.centrelines.agreement;
  const recall = (c: number) => (answer: Answer) => answer.measured.centrelines.recall[c].share;
  const precision = (c: number) => (answer: Answer) => answer.measured.centrelines.precision[c].share;
  return [
    each('worst bin, thin, normal lung', normal, worstOf, 1.5, 'points', 2, 0.7),
    each('worst bin, thin, difficult', difficult, worstOf, 2, 'points', 2, 1),
    each('worst bin, consolidation and effusion', dense, worstOf, 3, 'points', 2),
    named('consolidation is named as uncertain', dense),
    each(
      'worst bin, 2 mm slices',
      thick.filter((answer) => !isThickest(answer)),
      worstOf,
      1.5,
      'points',
      2,
    ),
    each('worst bin, 2.5 and 3 mm slices', thick.filter(isThickest), worstOf, 3, 'points', 2),
    each('TBV, thin, normal lung', normal, absolute(tbvError), 2, '%', 1),
    each('TBV, all others', [...difficult, ...dense, ...thick], absolute(tbvError), 4, '%', 1),
    each(
      'CSA bias of stations, 1.25–10 mm²',
      all,
      absolute((answer) => agreement(answer).biasPercent),
      1,
      '%',
      1,
    ),
    each('CSA SD of stations', all, (answer) => agreement(answer).scatterPercent, 8, '%', 1),
    each('CSA SD of branches', all, (answer) => agreement(answer).branchScatterPercent, 5, '%', 1),
    least('recall, 1.25–2 mm²', all, 97, recall(0)),
    least('recall, 2–5 mm²', all, 98, recall(1)),
    least('recall, above 5 mm²', all, 99, recall(2)),
    least('precision, 1.25–5 mm²', all, 99, precision(0)),
    least('precision, 5–10 mm²', all, 99, precision(1)),
    least('precision, above 10 mm²', all, 99, precision(2)),
    least('lung field, Dice', all, 99, (answer) => answer.measured.lungs.dice),
    each('mean error of the surface at the hilum', all, (answer) => answer.measured.lungs.hilarErrorMm, 0.7, 'mm', 2),
    coverage(all),
    each('half width of the BV5 interval, thin', [...thin, ...dense], halfWidth, 2, 'points', 2),
    each('half width of the BV5 interval, thick', thick, halfWidth, 4, 'points', 2),
    each(
      'each lung, thin, normal lung',
      normal,
      (answer) => Math.max(sideWorst(answer, 'right'), sideWorst(answer, 'left')),
      2.1,
      'points',
      2,
    ),
    moved(sheet, 'noise 22 to 40 HU', ['noise-40'], 0.4),
    moved(sheet, 'blurred to σ 0.8 mm', ['blurred'], 0.5),
    moved(
      sheet,
      'flipped, stored otherwise, turned',
      ['mirrored', 'reversed', 'transposed', 'slices-first', 'turned'],
      0.2,
    ),
    moved(sheet, 'shifted by half a voxel', ['half-voxel'], 0.3),
    spreadOfSpacings(sheet),
  ];
}

function named(property: string, answers: readonly Answer[]): Target {
  const target = 'uncertain share above 0';
  if (answers.length === 0) return { property, target, reached: 'no record', met: null, missed: '' };
  const silent = answers.filter(({ measured }) => !(measured.lungs.uncertainPercent > 0));
  const shares = answers.map(({ measured }) => `${shown(measured.lungs.uncertainPercent, 1)} %`).join(', ');
  return {
    property,
    target,
    reached: shares,
    met: silent.length === 0,
    missed: silent.map(({ chest }) => chest.caseId).join(', '),
  };
}

function coverage(answers: readonly Answer[]): Target {
  const held = answers.map(holdsBv5).filter((one) => one !== null);
  const property = 'the 90 % interval of BV5 holds the truth';
  const target = '86–95 % of 60 chests or more';
  if (held.length === 0) return { property, target, reached: 'no record', met: null, missed: '' };
  const hits = held.filter(Boolean).length;
  const { share, low, high } = binomial(hits, held.length);
  const enough = held.length >= 60;
  const isMet = share >= 0.86 && share <= 0.95;
  return {
    property,
    target,
    reached: `${ofAll(hits, held.length)}: ${shown(100 * share, 0)} % (${shown(100 * low, 0)}–${shown(100 * high, 0)} %)`,
    met: enough && isMet,
    missed: [
      enough ? '' : `${60 - held.length} chests short of 60`,
      isMet ? '' : share < 0.86 ? 'below 86 %' : 'above 95 %',
    ]
      .filter((text) => text !== '')
      .join(', '),
  };
}

function moved(sheet: Sheet, property: string, ids: readonly string[], limit: number): Target {
  const target = `any bin ≤ ${limit} points`;
  const moves = movesOf(sheet).filter(({ id }) => ids.includes(id));
  if (moves.length === 0) return { property, target, reached: 'no record', met: null, missed: '' };
  const over = moves.filter(({ most }) => !(most <= limit));
  return {
    property,
    target,
    reached: `largest ${shown(largest(moves.map(({ most }) => most)), 2)} points`,
    met: over.length === 0,
    missed: over.map(({ id, most }) => `${id} by ${shown(most - limit, 2)}`).join(', '),
  };
}

function spreadOfSpacings(sheet: Sheet): Target {
  const property = 'same chest at 0.75, 1.0 and 1.5 mm';
  const target = 'spread of any bin ≤ 1.5 points';
  const moves = movesOf(sheet).filter(({ id }) => ['spacing-0.75', 'unchanged', 'spacing-1.5'].includes(id));
  const bins = [0, 1, 2].map((bin) => moves.map(({ points }) => points?.[bin] ?? Infinity));
  if (moves.length < 3) return { property, target, reached: 'no record', met: null, missed: '' };
  const spread = largest(bins.map((values) => Math.max(...values) - Math.min(...values)));
  return {
    property,
    target,
    reached: `${shown(spread, 2)} points`,
    met: spread <= 1.5,
    missed: spread <= 1.5 ? '' : `by ${shown(spread - 1.5, 2)}`,
  };
}

export const targetVerdict = ({ met }: Target): string => (met === null ? 'not run' : verdict(met));
