/**
 * centrelines.csv: one row a station, written as bytes because hundreds of thousands of rows are common.
 *
 * Numbers are 32-bit values in the fewest decimals that read back the same; no string is made on the way.
 */
import type { StationTable } from './types';

const HEADER = 'vessel,branch,x_mm,y_mm,z_mm,csa_mm2,csa_low_mm2,csa_high_mm2,length_mm,ml,side\n';
const ROWS_A_CHUNK = 4096;
/** Eleven cells, the longest of 24 characters, with their separators. */
const BYTES_A_ROW = 280;
const MOST_DECIMALS = 18;
const POWERS_OF_TEN = Float64Array.from({ length: MOST_DECIMALS + 1 }, (_, n) => Number(`1e${n}`));

const COMMA = 0x2c;
const LINE_FEED = 0x0a;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const SIDES = ['', 'right', 'left'].map((word) => new TextEncoder().encode(word));

/** The file in pieces, to write one after another; the first begins with the header. Each piece is its own buffer. */
export function* centrelinesCsv(table: StationTable): Generator<Uint8Array> {
  yield new TextEncoder().encode(HEADER);
  const bytes = new Uint8Array(ROWS_A_CHUNK * BYTES_A_ROW);
  const numbers = [
    table.x,
    table.y,
    table.z,
    table.csaMm2,
    table.csaLowMm2,
    table.csaHighMm2,
    table.lengthMm,
    table.ml,
  ];
  for (let from = 0; from < table.vessel.length; from += ROWS_A_CHUNK) {
    const to = Math.min(table.vessel.length, from + ROWS_A_CHUNK);
    let at = 0;
    for (let row = from; row < to; row += 1) {
      at = writeNumber(bytes, at, table.vessel[row]);
      bytes[at++] = COMMA;
      at = writeNumber(bytes, at, table.branch[row]);
      for (const values of numbers) {
        bytes[at++] = COMMA;
        at = writeNumber(bytes, at, values[row]);
      }
      bytes[at++] = COMMA;
      const side = SIDES[table.side[row]] ?? SIDES[0];
      if (side) {
        bytes.set(side, at);
        at += side.length;
      }
      bytes[at++] = LINE_FEED;
    }
    yield bytes.slice(0, at);
  }
}

/**
 * Writes a 32-bit value, integer or float, at `at` and returns where the next byte goes. Nothing is written for NaN
 * and infinity: an empty cell. "Reads back the same" means: as a double rounded to 32 bits.
 */
export function writeNumber(bytes: Uint8Array, at: number, value: number): number {
  const size = Math.abs(value);
  if (size === Infinity || size !== size) return at;
  if (size === 0) {
    bytes[at] = ZERO;
    return at + 1;
  }
  let end = at;
  if (value < 0) bytes[end++] = MINUS;
  const decimals = fewestDecimals(size);
  if (decimals < 0) return writeText(bytes, end, size);
  const digits = Math.round(size * POWERS_OF_TEN[decimals]);
  return writeDigits(bytes, end, digits, decimals);
}

/** Fewest decimals that give the value back, or −1 where plain digits would be too many of them. */
function fewestDecimals(size: number): number {
  if (size >= 2 ** 53) return -1;
  if (Number.isInteger(size)) return 0;
  for (let n = 1; n <= MOST_DECIMALS; n += 1) {
    const digits = Math.round(size * POWERS_OF_TEN[n]);
    if (digits > 2 ** 53) return -1;
    if (Math.fround(digits / POWERS_OF_TEN[n]) === size) return n;
  }
  return -1;
}

/** `digits` as a decimal number with `decimals` of its digits behind the point. */
function writeDigits(bytes: Uint8Array, at: number, digits: number, decimals: number): number {
  let length = 1;
  while (length <= decimals || (length < POWERS_OF_TEN.length && digits >= POWERS_OF_TEN[length])) length += 1;
  const end = at + length + (decimals > 0 ? 1 : 0);
  let rest = digits;
  let place = end - 1;
  for (let n = 0; n < length; n += 1) {
    if (n === decimals && n > 0) bytes[place--] = POINT;
    const next = Math.floor(rest / 10);
    bytes[place--] = ZERO + rest - next * 10;
    rest = next;
  }
  return end;
}

/** The rare rest, far from any length in a chest: shortest text with an exponent. */
function writeText(bytes: Uint8Array, at: number, size: number): number {
  let text = String(size);
  for (let n = 0; n <= 9; n += 1) {
    const shorter = size.toExponential(n);
    if (Math.fround(Number(shorter)) === size) {
      text = shorter;
      break;
    }
  }
  const encoded = new TextEncoder().encode(text);
  bytes.set(encoded, at);
  return at + encoded.length;
}
