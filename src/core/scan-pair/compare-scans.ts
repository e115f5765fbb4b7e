/** Compares two results by their rows of measurements.csv: the page holds scans in that form, whatever they came from. */
import type { Cell, MeasurementsRow, Range } from '../result';
import type { PairCheck, PairFigure, PairRow, ScanPair } from './types';

/** Column of each figure, and the beginning of the columns of its interval. */
const columns: Readonly<Record<PairFigure, readonly [column: string, interval: string | null]>> = {
  bv5: ['percent_bv5', 'intervals_percent_bv5'],
  bv5_10: ['percent_bv5_10', 'intervals_percent_bv5_10'],
  bv10: ['percent_bv10', 'intervals_percent_bv10'],
  bv5_ml: ['volumes_bv5_ml', 'intervals_volumes_bv5_ml'],
  tbv_ml: ['volumes_tbv_ml', 'intervals_volumes_tbv_ml'],
  lungs_ml: ['lungs_total_ml', null],
  tbv_ml_per_l: ['volumes_tbv_ml_per_l', null],
};
const figures = Object.keys(columns).filter((name): name is PairFigure => name in columns);

/** Slices thinner or thicker by more than this share size thin vessels differently. */
const mostThicknessShare = 0.25;
/** Noise that differs by more than this factor finds other thin vessels. */
const mostNoiseFactor = 1.5;
/** Blood that differs by more HU was scanned with another dose of contrast agent. */
const mostBloodHu = 60;
/** Lungs larger by more than this share hold another breath: their vessels are stretched, and thinner. */
const mostLungShare = 0.1;

const numberOf = (row: MeasurementsRow, name: string): number | null => {
  const cell: Cell | undefined = row[name];
  return typeof cell === 'number' ? cell : null;
};
const textOf = (row: MeasurementsRow, name: string): string | null => {
  const cell: Cell | undefined = row[name];
  return typeof cell === 'string' && cell !== '' ? cell : null;
};

export function compareScans(a: MeasurementsRow, b: MeasurementsRow): ScanPair {
  return { rows: figures.map((figure) => rowOf(figure, a, b)), checks: checksOf(a, b) };
}

function rowOf(figure: PairFigure, rowA: MeasurementsRow, rowB: MeasurementsRow): PairRow {
  const [column, prefix] = columns[figure];
  const [a, b] = [numberOf(rowA, column), numberOf(rowB, column)];
  if (a === null || b === null) return { figure, a, b, difference: null, interval: null };
  const [endsA, endsB] = [endsOf(rowA, prefix), endsOf(rowB, prefix)];
  const interval = endsA === null || endsB === null ? null : differenceRange(a, endsA, b, endsB);
  return { figure, a, b, difference: b - a, interval };
}

function endsOf(row: MeasurementsRow, prefix: string | null): Range | null {
  if (prefix === null) return null;
  const [low, high] = [numberOf(row, `${prefix}_low`), numberOf(row, `${prefix}_high`)];
  return low === null || high === null ? null : [low, high];
}

/**
 * As if the errors of both were independent: each side of an interval adds in squares. What both scans share, such as
 * the model's own error, then counts twice, so the range is rather too wide.
 */
function differenceRange(a: number, endsA: Range, b: number, endsB: Range): Range {
  const down = Math.sqrt((b - endsB[0]) ** 2 + (endsA[1] - a) ** 2);
  const up = Math.sqrt((endsB[1] - b) ** 2 + (a - endsA[0]) ** 2);
  return [b - a - down, b - a + up];
}

function checksOf(a: MeasurementsRow, b: MeasurementsRow): readonly PairCheck[] {
  const words = (id: PairCheck['id'], name: string, other: PairCheck['verdict']): PairCheck => {
    const [x, y] = [textOf(a, name), textOf(b, name)];
    return { id, a: x, b: y, verdict: x === y ? 'good' : other };
  };
  const numbers = (id: PairCheck['id'], name: string, isFar: (x: number, y: number) => boolean): PairCheck => {
    const [x, y] = [numberOf(a, name), numberOf(b, name)];
    return { id, a: x, b: y, verdict: x !== null && y !== null && !isFar(x, y) ? 'good' : 'limited' };
  };
  const share = (x: number, y: number): number => Math.abs(y - x) / Math.max(1e-9, Math.min(Math.abs(x), Math.abs(y)));
  const scanner = (row: MeasurementsRow): string | null =>
    [textOf(row, 'scan_manufacturer'), textOf(row, 'scan_model')].filter((word) => word !== null).join(' ') || null;
  const [scannerA, scannerB] = [scanner(a), scanner(b)];
  const quality = words('quality', 'quality_verdict', 'limited');
  const isPoor = quality.a === 'poor' || quality.b === 'poor';
  const edits = (row: MeasurementsRow): number => textOf(row, 'edits_at')?.split(';').length ?? 0;
  const changed = Math.max(edits(a), edits(b)) > 0;
  return [
    words('rules', 'program_parameters_hash', 'poor'),
    { id: 'scanner', a: scannerA, b: scannerB, verdict: scannerA === scannerB ? 'good' : 'limited' },
    words('kernel', 'scan_kernel', 'limited'),
    numbers('thickness', 'scan_spacing_mm_z', (x, y) => share(x, y) > mostThicknessShare),
    numbers('noise', 'estimates_noise_hu_value', (x, y) => 1 + share(x, y) > mostNoiseFactor),
    numbers('blood', 'estimates_blood_hu_value', (x, y) => Math.abs(x - y) > mostBloodHu),
    numbers('lungs', 'lungs_total_ml', (x, y) => share(x, y) > mostLungShare),
    words('coverage', 'lungs_cut_off', 'poor'),
    { ...quality, verdict: isPoor ? 'poor' : quality.a === 'good' && quality.b === 'good' ? 'good' : 'limited' },
    { id: 'by_hand', a: edits(a), b: edits(b), verdict: changed ? 'limited' : 'good' },
  ];
}

/** mL of each bar, as the row keeps them; null where it keeps none. */
export function histogramOf(row: MeasurementsRow): { edgesMm2: readonly number[]; ml: readonly number[] } | null {
  const list = (name: string): number[] => (textOf(row, name) ?? '').split(';').filter(Boolean).map(Number);
  const [edgesMm2, ml] = [list('histogram_edges_mm2'), list('histogram_ml')];
  return ml.length > 0 && edgesMm2.length === ml.length + 1 && ml.every(Number.isFinite) ? { edgesMm2, ml } : null;
}
