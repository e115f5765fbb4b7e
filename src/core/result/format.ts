/**
 * Numbers as people read them: digits from the interval, units, signs. The one place for page, report and terminal.
 *
 * Files keep full precision; nothing here is ever read back. Each figure is rounded on its own, differences are
 * taken before rounding, and no locale of the host has a say.
 */

/** Narrow no-break space: before a unit, and between thousands. */
export const NARROW_SPACE = '\u202F';
export const MINUS = '\u2212';
export const EN_DASH = '\u2013';
/** What stands where an interval could not be given. */
export const INTERVAL_NOT_KNOWN = 'interval not known';

/** Most decimals that a column of this quantity ever shows. */
export const defaultDecimals = {
  percent: 1,
  ml: 0,
  litres: 2,
  mlPerL: 0,
  hu: 0,
  csaMm2: 1,
  diameterMm: 2,
  mm: 1,
  seconds: 1,
  vesselMl: 3,
  points: 1,
  mmhg: 0,
} as const;
export type Quantity = keyof typeof defaultDecimals;

/** Low and high end of an interval. */
export type Ends = readonly [low: number, high: number];

/**
 * Decimals that a half-width allows (the rule of the Particle Data Group on its three leading digits): 100–354 shows
 * it to two digits, 355–949 to one, 950–999 counts as the next power of ten, so two. Never below whole numbers,
 * never above `most`; `most` too where the half-width is zero or not finite.
 */
export function decimalsFor(halfWidth: number, most: number): number {
  if (!(halfWidth > 0) || !Number.isFinite(halfWidth)) return most;
  // Twelve decimals hide the last bits of a binary fraction: 3.55 counts as 355, not as 354.
  const [mantissa = '0', power = '0'] = halfWidth.toExponential(12).split('e');
  const leading = Number(mantissa.slice(0, 4).replace('.', ''));
  // From 950 on two digits of 1.0 × the next power are as many decimals as one digit of this one.
  const decimals = (leading < 355 ? 1 : 0) - Number(power);
  return Math.min(most, Math.max(0, decimals));
}

/** Decimals that all figures of a column share: those of its widest interval. */
export function columnDecimals(intervals: readonly (Ends | null)[], quantity: Quantity): number {
  let widest = 0;
  for (const ends of intervals) if (ends) widest = Math.max(widest, (ends[1] - ends[0]) / 2);
  return decimalsFor(widest, defaultDecimals[quantity]);
}

/** `1 234.5`, `−0.3`; a value that rounds to nothing has no sign. */
export function formatNumber(value: number, decimals: number): string {
  const fixed = Math.abs(value).toFixed(decimals);
  const [whole = '', fraction] = fixed.split('.');
  const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, NARROW_SPACE);
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && Number(fixed) !== 0 ? MINUS + text : text;
}

/** The same with its sign always shown, `+0.8`; zero has none. For differences. */
export function formatSigned(value: number, decimals: number): string {
  const text = formatNumber(value, decimals);
  return value > 0 && Number(value.toFixed(decimals)) !== 0 ? `+${text}` : text;
}

/** Whether shown parts miss their shown total, each having been rounded on its own: then a note says so. */
export function partsMissTotal(parts: readonly number[], total: number, decimals: number): boolean {
  const shown = (value: number): number => Number(value.toFixed(decimals));
  const sum = parts.reduce((all, part) => all + shown(part), 0);
  return sum.toFixed(decimals) !== total.toFixed(decimals);
}

/** `43.6–47.9` for tables; with words where a sign occurs, for a dash beside a minus cannot be read. */
export function formatRange(ends: Ends, decimals: number): string {
  const low = formatNumber(ends[0], decimals);
  const high = formatNumber(ends[1], decimals);
  return (low + high).includes(MINUS) ? `${low} to ${high}` : `${low}${EN_DASH}${high}`;
}

/** `43.6 to 47.9` for sentences. */
export function formatRangeInWords(ends: Ends, decimals: number): string {
  return `${formatNumber(ends[0], decimals)} to ${formatNumber(ends[1], decimals)}`;
}

/** `+0.8 to +8.4`: the interval of a difference. */
export function formatSignedRange(ends: Ends, decimals: number): string {
  return `${formatSigned(ends[0], decimals)} to ${formatSigned(ends[1], decimals)}`;
}

/** A figure and its unit, kept on one line: `45.8 %`, `214 mL`. */
export function withUnit(text: string, unit: string): string {
  return unit === '' ? text : text + NARROW_SPACE + unit;
}

/** CSA in mm² without its unit: one decimal, two below 2 mm². */
export function formatCsa(csaMm2: number): string {
  return formatNumber(csaMm2, csaMm2 < 2 ? 2 : 1);
}

/** `±1.7 points`: what one source alone adds to an interval. */
export function formatPoints(points: number): string {
  return withUnit(`±${formatNumber(points, 1)}`, 'points');
}

/** Three decimals, `< 0.001` below. */
export function formatP(p: number): string {
  return p < 0.001 ? `<${NARROW_SPACE}0.001` : formatNumber(p, 3);
}

/** A correlation coefficient: two decimals. */
export function formatR(r: number): string {
  return formatNumber(r, 2);
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `12 Mar 2026` from an ISO 8601 date or time; the text itself where it is none. */
export function formatDate(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  const month = match ? MONTHS[Number(match[2]) - 1] : undefined;
  return match && month ? `${Number(match[3])} ${month} ${match[1]}` : iso;
}

/** `08:10` from an ISO 8601 time; empty where it holds no time of day. */
export function formatTime(iso: string): string {
  return /T(\d{2}:\d{2})/.exec(iso)?.[1] ?? '';
}
