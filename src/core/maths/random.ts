/**
 * Seeded random numbers: PCG32 (O'Neill 2014), the same on every engine.
 * The measurement draws nothing from the clock or from `Math.random`.
 */
import { cos, log, sin } from './elementary';

export interface Random {
  /** Uniform in 0 … 1, 1 excluded, 32 bits. */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** Integer 0 … n − 1. */
  integer(n: number): number;
}

export function random(seed: number, stream = 1): Random {
  // 64-bit state in two 32-bit halves; multiplier 6364136223846793005
  let lo = 0;
  let hi = 0;
  const incLo = ((stream << 1) | 1) >>> 0;
  const incHi = stream >>> 31;
  const step = (): void => {
    const a = lo & 0xffff;
    const b = lo >>> 16;
    const p0 = a * 0x7f2d;
    const p1 = b * 0x7f2d + a * 0x4c95;
    // full 64-bit product by 16-bit limbs of 0x5851f42d4c957f2d
    const m = [0x7f2d, 0x4c95, 0xf42d, 0x5851];
    const s = [a, b, hi & 0xffff, hi >>> 16];
    let c0 = p0;
    let c1 = p1 + Math.floor(c0 / 65536);
    c0 %= 65536;
    let c2 = s[0] * m[2] + s[1] * m[1] + s[2] * m[0] + Math.floor(c1 / 65536);
    c1 %= 65536;
    let c3 = s[0] * m[3] + s[1] * m[2] + s[2] * m[1] + s[3] * m[0] + Math.floor(c2 / 65536);
    c2 %= 65536;
    c3 %= 65536;
    const sum = c1 * 65536 + c0 + incLo;
    lo = sum >>> 0;
    hi = (c3 * 65536 + c2 + incHi + (sum > 0xffffffff ? 1 : 0)) >>> 0;
  };
  step();
  lo = (lo + (seed >>> 0)) >>> 0;
  step();
  const next = (): number => {
    const oldLo = lo;
    const oldHi = hi;
    step();
    // xorshifted = ((old >> 18) ^ old) >> 27; rot = old >> 59
    const sLo = ((oldLo >>> 18) | (oldHi << 14)) >>> 0;
    const sHi = oldHi >>> 18;
    const xLo = (sLo ^ oldLo) >>> 0;
    const xHi = (sHi ^ oldHi) >>> 0;
    const x = ((xLo >>> 27) | (xHi << 5)) >>> 0;
    const rot = oldHi >>> 27;
    return rot === 0 ? x : ((x >>> rot) | (x << (32 - rot))) >>> 0;
  };
  let spare: number | null = null;
  return {
    uniform: () => next() / 4294967296,
    integer: (n) => Math.floor((next() / 4294967296) * n),
    normal: () => {
      if (spare !== null) {
        const v = spare;
        spare = null;
        return v;
      }
      const r = Math.sqrt(-2 * log((next() + 1) / 4294967297));
      const a = (2 * Math.PI * next()) / 4294967296;
      spare = r * sin(a);
      return r * cos(a);
    },
  };
}
