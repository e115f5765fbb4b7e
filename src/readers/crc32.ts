/**
 * CRC-32 of zip (polynomial 0xEDB88320): fflate inflates without checking it. Four bytes a step, with
 * four tables (slicing by 4, Kounavis and Berry 2005).
 */
const tables = Array.from({ length: 4 }, () => new Uint32Array(256));
for (let n = 0; n < 256; n += 1) {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  tables[0][n] = value;
}
for (let n = 0; n < 256; n += 1) {
  for (let k = 1; k < 4; k += 1) tables[k][n] = tables[0][tables[k - 1][n] & 0xff] ^ (tables[k - 1][n] >>> 8);
}
const [t0, t1, t2, t3] = tables;

export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  let i = 0;
  for (; i + 4 <= bytes.length; i += 4) {
    crc ^= bytes[i] | (bytes[i + 1] << 8) | (bytes[i + 2] << 16) | (bytes[i + 3] << 24);
    crc = t3[crc & 0xff] ^ t2[(crc >>> 8) & 0xff] ^ t1[(crc >>> 16) & 0xff] ^ t0[crc >>> 24];
  }
  for (; i < bytes.length; i += 1) crc = t0[(crc ^ bytes[i]) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
