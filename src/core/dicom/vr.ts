/** Value representations of PS3.5 table 6.2-1 and how long their length field is. */

/** Explicit VR with a reserved pair of bytes and a 32-bit length. */
const longForm = new Set('OB OD OF OL OV OW SQ SV UC UN UR UT UV'.split(' '));
const shortForm = new Set('AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US'.split(' '));

export const isKnownVr = (vr: string): boolean => longForm.has(vr) || shortForm.has(vr);

export const hasLongLength = (vr: string): boolean => longForm.has(vr);

/** The two VR letters at a position. */
export const vrAt = (bytes: Uint8Array, position: number): string =>
  String.fromCharCode(bytes[position] ?? 0, bytes[position + 1] ?? 0);
