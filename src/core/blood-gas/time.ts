/**
 * Local times of files: `2020-04-03T08:15`, with or without offset. Differences in hours are exact to the second; no
 * clock and no zone of the host is asked.
 */

export interface LocalTime {
  /** Seconds since 1970-01-01T00:00 as the wall clock read. */
  readonly localS: number;
  /** Minutes east of Greenwich, or null where the text does not say. */
  readonly offsetMin: number | null;
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/;

/** An ISO 8601 date or time that exists, else null. */
export function parseIsoTime(text: string): LocalTime | null {
  const match = ISO.exec(text.trim());
  if (match === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', zone] = match;
  const localS = secondsOf(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return localS === null ? null : { localS, offsetMin: zone === undefined ? null : offsetOf(zone) };
}

function offsetOf(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return digits.startsWith('-') ? -minutes : minutes;
}

/** Seconds since 1970 of a wall clock reading, or null where there is no such time. */
export function secondsOf(
  year: number,
  month: number,
  day: number,
  hour: number,
  minute: number,
  second: number,
): number | null {
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  return daysBefore(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second;
}

const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;

function daysIn(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Days since 1970-01-01 in the Gregorian calendar; the year is counted from March so that the leap day comes last. */
function daysBefore(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const m = (month + 9) % 12;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return 365 * y + leaps + Math.floor((153 * m + 2) / 5) + day - 1 - 719_468;
}

/** `2020-04-03T08:15`, with seconds where there are some. */
export function formatLocalTime(localS: number): string {
  const days = Math.floor(localS / 86_400);
  const rest = localS - days * 86_400;
  const { year, month, day } = dateOf(days);
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = rest % 60;
  const clock = `${two(Math.floor(rest / 3600))}:${two(Math.floor(rest / 60) % 60)}`;
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${clock}${seconds === 0 ? '' : `:${two(seconds)}`}`;
}

function dateOf(days: number): { year: number; month: number; day: number } {
  let year = 1970 + Math.floor(days / 365.2425);
  while (daysBefore(year + 1, 1, 1) <= days) year += 1;
  while (daysBefore(year, 1, 1) > days) year -= 1;
  let month = 12;
  while (daysBefore(year, month, 1) > days) month -= 1;
  return { year, month, day: days - daysBefore(year, month, 1) + 1 };
}

/** Gas less CT in hours: negative before the scan. Offsets count only where both times have one. */
export function hoursBetween(gas: LocalTime, ct: LocalTime): number {
  const both = gas.offsetMin !== null && ct.offsetMin !== null;
  const shift = both ? (gas.offsetMin - ct.offsetMin) * 60 : 0;
  return (gas.localS - ct.localS - shift) / 3600;
}
