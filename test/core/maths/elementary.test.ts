import { describe, expect, it } from 'vitest';
import {
  acos,
  atan2,
  cbrt,
  cos,
  erf,
  erfc,
  exp,
  log,
  normalCdf,
  normalQuantile,
  power,
  random,
  sin,
} from '../../../src/core/maths';

/** Largest relative difference to the engine's own function over a sweep. */
function worst(f: (x: number) => number, g: (x: number) => number, from: number, to: number): number {
  let w = 0;
  for (let k = 0; k <= 20_000; k += 1) {
    const x = from + ((to - from) * k) / 20_000;
    const want = g(x);
    w = Math.max(w, Math.abs(f(x) - want) / Math.max(Math.abs(want), 1e-3));
  }
  return w;
}

describe('elementary functions', () => {
  it('agree with the engine to 2e-15', () => {
    expect(worst(exp, Math.exp, -60, 60)).toBeLessThan(2e-15);
    expect(worst(exp, Math.exp, -740, 709)).toBeLessThan(1e-13);
    expect(worst(log, Math.log, 1e-6, 50)).toBeLessThan(2e-15);
    expect(worst(log, Math.log, 1e-300, 1e-290)).toBeLessThan(2e-15);
    expect(worst(sin, Math.sin, -300, 300)).toBeLessThan(1e-12);
    expect(worst(cos, Math.cos, -300, 300)).toBeLessThan(1e-12);
    expect(
      worst(
        (x) => atan2(x, 0.7),
        (x) => Math.atan2(x, 0.7),
        -5,
        5,
      ),
    ).toBeLessThan(2e-15);
    expect(
      worst(
        (x) => atan2(x, -0.7),
        (x) => Math.atan2(x, -0.7),
        -5,
        5,
      ),
    ).toBeLessThan(2e-15);
    expect(worst(acos, Math.acos, -1, 1)).toBeLessThan(2e-15);
    expect(worst(cbrt, Math.cbrt, -9, 9)).toBeLessThan(2e-15);
    expect(
      worst(
        (x) => power(x, 2.7),
        (x) => x ** 2.7,
        0.01,
        30,
      ),
    ).toBeLessThan(1e-14);
  });
  it('has the error function of the C library', () => {
    const reference: readonly (readonly [number, number])[] = [
      [0.3, 0.6713732405408726],
      [1.7, 0.01620954140922544],
      [3.1, 1.16486573671996e-5],
      [6, 2.15197367124989e-17],
    ];
    for (const [x, want] of reference) expect(Math.abs(erfc(x) / want - 1)).toBeLessThan(2e-13);
    expect(erf(-0.3)).toBeCloseTo(-0.3286267594591274, 14);
    expect(normalCdf(normalQuantile(0.05))).toBeCloseTo(0.05, 14);
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
  });
});

describe('random', () => {
  it('is PCG32: the first numbers of the published demo (seed 42, stream 54)', () => {
    const r = random(42, 54);
    const words = Array.from({ length: 6 }, () => Math.round(r.uniform() * 4294967296));
    expect(words).toEqual([0xa15c02b7, 0x7b47f409, 0xba1d3330, 0x83d2f293, 0xbfa4784b, 0xcbed606e]);
  });
  it('has mean 0 and variance 1 as a normal', () => {
    const r = random(7);
    let s = 0;
    let s2 = 0;
    for (let k = 0; k < 100_000; k += 1) {
      const v = r.normal();
      s += v;
      s2 += v * v;
    }
    expect(Math.abs(s / 1e5)).toBeLessThan(0.01);
    expect(Math.abs(s2 / 1e5 - 1)).toBeLessThan(0.02);
  });
});
