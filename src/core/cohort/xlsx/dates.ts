/** Dates of a workbook: serial days in one of two systems, told from numbers by the format of their cell. */
import { formatLocalTime } from '../../blood-gas';

/** Formats of every workbook that show a date or a time (ECMA-376, 18.8.30). */
const builtIn = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);

/** Whether a cell of this format holds a date. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtIn(id);
  // quoted text, escaped signs and conditions say nothing about the kind
  const plain = code.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./gi, '');
  return /[ymdhs]/i.test(plain) && !/general/i.test(plain);
}

const SECONDS_A_DAY = 86_400;
/** 1970-01-01 in the two systems. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;

/** Wall clock of a serial date to the nearest second, or null where it is only a time of day or out of reach. */
export function serialTime(serial: number, from1904: boolean): string | null {
  if (!(serial >= 1 && serial < 2_958_466)) return null;
  // the 1900 system counts a 29 February 1900 that never was
  const days = from1904 ? serial - EPOCH_1904 : serial - EPOCH_1900 + (serial < 60 ? 1 : 0);
  return formatLocalTime(Math.round(days * SECONDS_A_DAY));
}
