/** How far a measurement is from the truth, in the words of the results: points of share, percent of volume. */
import type { TrueBlood, TrueVolumes } from './truth';

/** Measured volumes of a part; null where the measurement withheld the figure. */
export interface MeasuredVolumes {
  readonly belowMl: number | null;
  readonly bv5Ml: number | null;
  readonly bv5To10Ml: number | null;
  readonly bv10Ml: number | null;
  readonly tbvMl: number | null;
}

export interface MeasuredBlood {
  readonly total: MeasuredVolumes;
  readonly right?: MeasuredVolumes;
  readonly left?: MeasuredVolumes;
  readonly rightLungMl?: number | null;
  readonly leftLungMl?: number | null;
}

/** One figure: measured, true, and the error in its own unit and in % of the truth. */
export interface ScoreLine {
  readonly name: string;
  readonly unit: 'mL' | '%';
  readonly measured: number | null;
  readonly truth: number;
  /** Measured − true: mL, or points for a share; null where nothing was measured. */
  readonly error: number | null;
  readonly errorPercent: number | null;
}

export interface Score {
  readonly lines: readonly ScoreLine[];
  /** Largest absolute error of the three shares of TBV, points; null where a share is missing. */
  readonly worstBinPoints: number | null;
  readonly worstBin: string | null;
  readonly tbvErrorPercent: number | null;
}

/** Compares volumes, shares of TBV (errors in points) and lungs; sides only where they were measured. */
export function scoreMeasurement(truth: TrueBlood, measured: MeasuredBlood): Score {
  const shares = shareLines(truth.total, measured.total, '');
  const lines = [...volumeLines(truth.total, measured.total, ''), ...shares];
  if (measured.right !== undefined) lines.push(...sideLines(truth.right, measured.right, 'right '));
  if (measured.left !== undefined) lines.push(...sideLines(truth.left, measured.left, 'left '));
  if (measured.rightLungMl !== undefined) lines.push(line('right lung', 'mL', measured.rightLungMl, truth.rightLungMl));
  if (measured.leftLungMl !== undefined) lines.push(line('left lung', 'mL', measured.leftLungMl, truth.leftLungMl));
  let worstBinPoints: number | null = null;
  let worstBin: string | null = null;
  for (const share of shares) {
    if (share.error === null) return { lines, worstBinPoints: null, worstBin: null, tbvErrorPercent: null };
    if (worstBinPoints === null || Math.abs(share.error) > worstBinPoints) {
      worstBinPoints = Math.abs(share.error);
      worstBin = share.name;
    }
  }
  const tbv = lines.find((candidate) => candidate.name === 'TBV');
  return { lines, worstBinPoints, worstBin, tbvErrorPercent: tbv?.errorPercent ?? null };
}

/** The score as a table for a terminal. */
export function formatScore(score: Score): string {
  const rows = score.lines.map((entry) => [
    entry.name,
    number(entry.measured, 2),
    number(entry.truth, 2),
    entry.unit,
    signed(entry.error, 2),
    signed(entry.errorPercent, 1),
  ]);
  const body = table([['', 'measured', 'true', '', 'error', 'error %'], ...rows]);
  const worst =
    score.worstBinPoints === null
      ? 'worst bin: not measured'
      : `worst bin: ${score.worstBin ?? ''} ${score.worstBinPoints.toFixed(2)} points`;
  return `${body}\n${worst}, TBV ${signed(score.tbvErrorPercent, 1)} %`;
}

function volumeLines(truth: TrueVolumes, measured: MeasuredVolumes, prefix: string): ScoreLine[] {
  return [
    line(`${prefix}TBV`, 'mL', measured.tbvMl, truth.tbvMl),
    line(`${prefix}BV5`, 'mL', measured.bv5Ml, truth.bv5Ml),
    line(`${prefix}BV5-10`, 'mL', measured.bv5To10Ml, truth.bv5To10Ml),
    line(`${prefix}BV10`, 'mL', measured.bv10Ml, truth.bv10Ml),
    line(`${prefix}below range`, 'mL', measured.belowMl, truth.belowMl),
  ];
}

function shareLines(truth: TrueVolumes, measured: MeasuredVolumes, prefix: string): ScoreLine[] {
  const { tbvMl } = measured;
  const share = (ml: number | null): number | null =>
    ml === null || tbvMl === null || !(tbvMl > 0) ? null : (100 * ml) / tbvMl;
  return [
    line(`${prefix}BV5 share`, '%', share(measured.bv5Ml), truth.bv5Percent),
    line(`${prefix}BV5-10 share`, '%', share(measured.bv5To10Ml), truth.bv5To10Percent),
    line(`${prefix}BV10 share`, '%', share(measured.bv10Ml), truth.bv10Percent),
  ];
}

function sideLines(truth: TrueVolumes, measured: MeasuredVolumes, prefix: string): ScoreLine[] {
  return [line(`${prefix}TBV`, 'mL', measured.tbvMl, truth.tbvMl), ...shareLines(truth, measured, prefix)];
}

function line(name: string, unit: 'mL' | '%', measured: number | null, truth: number): ScoreLine {
  const error = measured === null ? null : measured - truth;
  const errorPercent = error === null || unit === '%' || truth === 0 ? null : (100 * error) / truth;
  return { name, unit, measured, truth, error, errorPercent };
}

export const number = (value: number | null, digits: number): string => (value === null ? '–' : value.toFixed(digits));

export function signed(value: number | null, digits: number): string {
  if (value === null) return '–';
  const fixed = value.toFixed(digits);
  return value > 0 ? `+${fixed}` : fixed;
}

/** Rows as aligned columns: the first to the left, the rest to the right. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = rows[0].map((_, c) => Math.max(...rows.map((row) => row[c].length)));
  return rows
    .map((row) => row.map((text, c) => (c === 0 ? text.padEnd(widths[c]) : text.padStart(widths[c]))).join('  '))
    .join('\n');
}
