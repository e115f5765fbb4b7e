/** What the comparison says, as texts: digits follow the interval of the difference. */
import { decimalsFor, defaultDecimals, formatNumber, formatSigned, withUnit } from '../../core/result';
import type { PairCheck, PairFigure, PairRow, ScanPair } from '../../core/scan-pair';
import { words } from '../words';

export interface PairLine {
  readonly figure: PairFigure;
  readonly name: string;
  readonly a: string;
  readonly b: string;
  readonly difference: string;
  readonly interval: string;
}

const shares: readonly PairFigure[] = ['bv5', 'bv5_10', 'bv10'];
const most: Readonly<Record<PairFigure, number>> = {
  bv5: defaultDecimals.percent,
  bv5_10: defaultDecimals.percent,
  bv10: defaultDecimals.percent,
  bv5_ml: defaultDecimals.ml,
  tbv_ml: defaultDecimals.ml,
  lungs_ml: defaultDecimals.litres,
  tbv_ml_per_l: defaultDecimals.mlPerL,
};

export function isShare(row: PairRow): boolean {
  return shares.includes(row.figure);
}

export function lineOf(row: PairRow): PairLine {
  const { figure, a, b, difference, interval } = row;
  const decimals = interval === null ? most[figure] : decimalsFor((interval[1] - interval[0]) / 2, most[figure]);
  // lungs are kept in mL and shown in L
  const scale = figure === 'lungs_ml' ? 0.001 : 1;
  const text = (value: number | null): string =>
    value === null ? words.panel.notGiven : formatNumber(value * scale, decimals);
  return {
    figure,
    name: words.comparing.figures[figure],
    a: text(a),
    b: text(b),
    difference: difference === null ? '' : formatSigned(difference * scale, decimals),
    interval:
      interval === null ? '' : `${formatSigned(interval[0], decimals)} to ${formatSigned(interval[1], decimals)}`,
  };
}

export interface Headline {
  readonly difference: string;
  readonly interval: string | null;
  readonly zero: string | null;
}

export function headlineOf(pair: ScanPair): Headline | null {
  const row = pair.rows.find(({ figure }) => figure === 'bv5');
  if (row === undefined || row.difference === null) return null;
  const { interval } = row;
  const { difference, interval: range } = lineOf(row);
  if (interval === null) return { difference, interval: null, zero: null };
  const isOutside = interval[0] > 0 || interval[1] < 0;
  return { difference, interval: range, zero: isOutside ? words.comparing.outside : words.comparing.inside };
}

export interface CheckLine {
  readonly id: PairCheck['id'];
  readonly verdict: PairCheck['verdict'];
  readonly text: string;
  readonly values: string | null;
  readonly means: string | null;
}

export function checkLine({ id, verdict, a, b }: PairCheck): CheckLine {
  const name = words.comparing.checks[id];
  const isGood = verdict === 'good';
  const larger =
    id === 'lungs' && !isGood && typeof a === 'number' && typeof b === 'number'
      ? words.comparing.lungsLarger(
          withUnit(formatNumber(100 * (Math.max(a, b) / Math.min(a, b) - 1), 0), '%'),
          b > a ? 'B' : 'A',
        )
      : null;
  return {
    id,
    verdict,
    text: larger ?? (isGood ? name.good : name.other),
    values: valuesOf(id, a, b),
    means: isGood ? null : words.comparing.means[id],
  };
}

/** The two values in words; null where the name of the check says all. */
function valuesOf(id: PairCheck['id'], a: PairCheck['a'], b: PairCheck['b']): string | null {
  if (id === 'rules' || id === 'coverage' || id === 'by_hand') return null;
  const one = (value: PairCheck['a']): string => {
    if (value === null) return words.comparing.notStated;
    if (typeof value === 'string') return value;
    if (id === 'thickness') return withUnit(formatNumber(value, 2), 'mm');
    return id === 'lungs' ? withUnit(formatNumber(value / 1000, 2), 'L') : withUnit(formatNumber(value, 0), 'HU');
  };
  const [x, y] = [one(a), one(b)];
  return x === y ? x : words.comparing.pair(x, y);
}
