/**
 * The few ways of writing numbers that only the screen needs: patient positions, memory, seconds.
 * Digits, signs, intervals and units follow `core/result/format`, which report and terminal share.
 */
import { formatNumber, withUnit } from '../core/result';

export type Axis = 0 | 1 | 2;

const letters = [
  ['L', 'R'],
  ['P', 'A'],
  ['S', 'I'],
] as const;

function coordinate(axis: Axis, mm: number): string {
  const rounded = Math.round(mm);
  return `${letters[axis][rounded < 0 ? 1 : 0]} ${formatNumber(Math.abs(rounded), 0)}`;
}

/** A patient position in LPS millimetres: `R 82 P 6 S 94 mm`. */
export function position(lps: readonly [number, number, number]): string {
  return withUnit(`${coordinate(0, lps[0])} ${coordinate(1, lps[1])} ${coordinate(2, lps[2])}`, 'mm');
}

/** Where a plane lies along its axis: `P 6 mm`. */
export function planePosition(axis: Axis, mm: number): string {
  return withUnit(coordinate(axis, mm), 'mm');
}

/** Memory in GB with one decimal, in whole MB below 1 GB. */
export function memory(bytes: number): string {
  return bytes >= 1e9 ? withUnit(formatNumber(bytes / 1e9, 1), 'GB') : withUnit(formatNumber(bytes / 1e6, 0), 'MB');
}

/** Size of a file: kB below 1 MB, MB with one decimal below 10 MB. */
export function fileSize(bytes: number): string {
  if (bytes < 1e6) return withUnit(formatNumber(Math.max(1, bytes / 1e3), 0), 'kB');
  return bytes < 1e9 ? withUnit(formatNumber(bytes / 1e6, bytes < 1e7 ? 1 : 0), 'MB') : memory(bytes);
}

/** A duration that was measured: one decimal below 100 s. */
export function seconds(value: number): string {
  return withUnit(formatNumber(value, value < 99.95 ? 1 : 0), 's');
}

/** A duration that is only estimated, rounded so that it does not look exact: 1, 2 … 10, then steps of 5, 10, 30 s. */
export function roughSeconds(value: number): string {
  const step = value <= 10 ? 1 : value <= 30 ? 5 : value <= 120 ? 10 : 30;
  return withUnit(formatNumber(Math.max(1, Math.round(value / step) * step), 0), 's');
}

/** Voxel size: `0.70 × 0.70 × 1.00`. */
export function voxelSize(spacingMm: readonly [number, number, number]): string {
  return spacingMm.map((mm) => formatNumber(mm, 2)).join(' × ');
}
