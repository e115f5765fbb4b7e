/** DICOM data elements as bytes, explicit VR little endian (PS3.5 section 7). */

/** VRs that this writer knows. */
type Text = 'CS' | 'DA' | 'DS' | 'IS' | 'LO' | 'PN' | 'SH' | 'TM' | 'UI' | 'DT' | 'AS';
type Short = 'US' | 'SS';

export interface Elements {
  readonly bytes: number[];
}

export const noElements = (): Elements => ({ bytes: [] });

/** Text padded to even length; several values are joined by a backslash. ASCII only. */
export function text(to: Elements, tag: number, vr: Text, value: string): void {
  const odd = value.length % 2 === 1;
  head(to, tag, vr);
  uint16(to, value.length + (odd ? 1 : 0));
  for (let i = 0; i < value.length; i += 1) to.bytes.push(value.charCodeAt(i));
  if (odd) to.bytes.push(vr === 'UI' ? 0 : 0x20);
}

export function short(to: Elements, tag: number, vr: Short, value: number): void {
  head(to, tag, vr);
  uint16(to, 2);
  uint16(to, value & 0xffff);
}

export function long(to: Elements, tag: number, value: number): void {
  head(to, tag, 'UL');
  uint16(to, 4);
  uint32(to, value);
}

/** Bytes of a VR with a 32-bit length; `bytes` must be even in number. */
export function binary(
  to: Elements,
  tag: number,
  vr: 'OB' | 'OW',
  bytes: readonly number[],
  length = bytes.length,
): void {
  head(to, tag, vr);
  uint16(to, 0);
  uint32(to, length);
  for (const byte of bytes) to.bytes.push(byte);
}

function head(to: Elements, tag: number, vr: string): void {
  uint16(to, tag >>> 16);
  uint16(to, tag & 0xffff);
  to.bytes.push(vr.charCodeAt(0), vr.charCodeAt(1));
}

function uint16(to: Elements, value: number): void {
  to.bytes.push(value & 0xff, value >>> 8);
}

function uint32(to: Elements, value: number): void {
  uint16(to, value & 0xffff);
  uint16(to, value >>> 16);
}

/** A decimal string of at most 16 characters. */
export function decimal(value: number): string {
  const fixed = value.toFixed(6).replace(/\.?0+$/, '');
  return fixed === '-0' ? '0' : fixed.slice(0, 16);
}
