/**
 * R's own random stream, so that a bootstrap of a given seed has the same replicates there and here: Mersenne Twister
 * (Matsumoto & Nishimura 1998) with R's scrambling of the seed, whole numbers by rejection, normals by inversion.
 */
import { log, normalQuantile } from '../../maths';

export interface RStream {
  /** Between 0 and 1, both excluded: runif. */
  uniform(): number;
  /** Standard normal: rnorm. */
  normal(): number;
  /** 0 … n − 1, each as likely: sample.int(n, 1) − 1. */
  index(n: number): number;
  /** n indices 0 … n − 1 with replacement: sample.int(n, n, TRUE) − 1. */
  indices(n: number): Uint32Array;
}

const SIZE = 624;
const MIDDLE = 397;
const INVERSION_BIG = 134217728;

/** The stream after set.seed(seed). */
export function rStream(seed: number): RStream {
  const state = scrambled(seed);
  let at = SIZE;

  const next = (): number => {
    if (at >= SIZE) {
      refill(state);
      at = 0;
    }
    let y = state[at];
    at += 1;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };

  const uniform = (): number => {
    const value = next() * 2.3283064365386963e-10;
    // 0 and 1 are moved off the ends
    if (value <= 0) return 0.5 * 2.328306437080797e-10;
    return 1 - value <= 0 ? 1 - 0.5 * 2.328306437080797e-10 : value;
  };

  const bits = (count: number): number => {
    let value = 0;
    for (let had = 0; had <= count; had += 16) value = 65536 * value + Math.floor(uniform() * 65536);
    return value % 2 ** count;
  };

  const index = (n: number): number => {
    const count = Math.ceil(log(n) / Math.LN2 - 1e-12);
    for (;;) {
      const value = bits(count);
      if (value < n) return value;
    }
  };

  return {
    uniform,
    normal() {
      const coarse = Math.trunc(INVERSION_BIG * uniform());
      return normalQuantile((coarse + uniform()) / INVERSION_BIG);
    },
    index,
    indices: (n) => Uint32Array.from({ length: n }, () => index(n)),
  };
}

/** The initial state: a linear congruential generator, its first 50 values dropped, one more for the place. */
function scrambled(seed: number): Uint32Array {
  let value = seed >>> 0;
  const step = (): number => {
    value = (Math.imul(69069, value) + 1) >>> 0;
    return value;
  };
  for (let i = 0; i < 51; i += 1) step();
  return Uint32Array.from({ length: SIZE }, step);
}

function refill(state: Uint32Array): void {
  const twist = (u: number, v: number): number =>
    (((u & 0x80000000) | (v & 0x7fffffff)) >>> 1) ^ (v & 1 ? 0x9908b0df : 0);
  for (let k = 0; k < SIZE; k += 1) {
    state[k] = state[(k + MIDDLE) % SIZE] ^ twist(state[k], state[(k + 1) % SIZE]);
  }
}
