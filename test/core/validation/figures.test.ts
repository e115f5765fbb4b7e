import { describe, expect, it } from 'vitest';
import type { TrueStations } from '../../../src/core/phantom';
import { matchStations } from '../../../src/core/phantom';
import {
  csaAgreement,
  falseMl,
  precisionByBin,
  recallByCalibre,
} from '../../../src/core/validation/centreline-figures';
import { diceOf, hilarSurface } from '../../../src/core/validation/lung-figures';
import { binomial, median, standardDeviation } from '../../../src/core/validation/summary';
import type { StationTable } from '../../../src/core/result';
import type { Geometry } from '../../../src/core/volume';

describe('lung figures', () => {
  const geometry: Geometry = {
    size: [20, 12, 10],
    spacingMm: [0.5, 1, 1],
    originMm: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  };
  /** Lung from x = `from` on. */
  const lungFrom = (from: number): Uint8Array =>
    Uint8Array.from({ length: 20 * 12 * 10 }, (_, at) => (at % 20 >= from ? 1 : 0));
  const truth = lungFrom(6);
  const vessels = Uint8Array.from(truth, (side, at) => (side > 0 && Math.floor(at / 20) % 12 === 5 ? 4 : 0));

  it('are perfect for equal masks, marks aside', () => {
    const marked = truth.map((side) => (side > 0 ? side | 8 : 0));
    expect(diceOf(marked, truth)).toBe(1);
    expect(hilarSurface(geometry, marked, truth, vessels)).toEqual({ hilarErrorMm: 0, hilarBiasMm: 0 });
  });

  it('say how far the surface is off where thick vessels cross it, and to which side', () => {
    const farther = hilarSurface(geometry, lungFrom(2), truth, vessels);
    expect(farther.hilarErrorMm).toBeCloseTo(2, 6);
    expect(farther.hilarBiasMm).toBeCloseTo(2, 6);
    const nearer = hilarSurface(geometry, lungFrom(8), truth, vessels);
    expect(nearer.hilarErrorMm).toBeCloseTo(1, 6);
    expect(nearer.hilarBiasMm).toBeCloseTo(-1, 6);
    expect(diceOf(lungFrom(8), truth)).toBeCloseTo((2 * 12) / (12 + 14), 9);
    expect(hilarSurface(geometry, truth, truth, new Uint8Array(truth.length)).hilarErrorMm).toBeNull();
  });
});

/** Three true vessels along z: 1.5, 3 and 8 mm², ten stations of 1 mm each. */
const csa = [1.5, 3, 8];
const truth: TrueStations = {
  count: 30,
  x: Float64Array.from({ length: 30 }, (_, i) => 20 * Math.floor(i / 10)),
  y: new Float64Array(30),
  z: Float64Array.from({ length: 30 }, (_, i) => i % 10),
  radiusMm: Float64Array.from({ length: 30 }, (_, i) => Math.sqrt(csa[Math.floor(i / 10)] / Math.PI)),
  lengthMm: new Float64Array(30).fill(1),
  vessel: Int32Array.from({ length: 30 }, (_, i) => Math.floor(i / 10)),
  artery: new Uint8Array(30),
  side: new Uint8Array(30).fill(1),
  covered: new Uint8Array(30),
};

function stations(rows: readonly (readonly [x: number, z: number, csa: number])[]): StationTable {
  const column = (of: (row: readonly [number, number, number]) => number): Float32Array => Float32Array.from(rows, of);
  return {
    vessel: new Int32Array(rows.length),
    branch: new Int32Array(rows.length),
    x: column((row) => row[0]),
    y: column(() => 0),
    z: column((row) => row[1]),
    csaMm2: column((row) => row[2]),
    csaLowMm2: column((row) => row[2]),
    csaHighMm2: column((row) => row[2]),
    lengthMm: column(() => 1),
    ml: column(() => 0.01),
    side: new Uint8Array(rows.length).fill(1),
  };
}

describe('centreline figures', () => {
  // the thin one half found and 10 % too thick, the middle one whole and right, the thick one 10 % too thin
  const thin = Array.from({ length: 5 }, (_, i) => [0.1, i, 1.65] as const);
  const middle = Array.from({ length: 10 }, (_, i) => [20, i, 3] as const);
  const thick = Array.from({ length: 10 }, (_, i) => [40.2, i, 7.2] as const);
  const wrong = Array.from({ length: 4 }, (_, i) => [60, i, 6] as const);
  const measured = stations([...thin, ...middle, ...thick, ...wrong]);
  const matched = matchStations(truth, measured);

  it('count recall by true calibre, precision and false blood by measured bin', () => {
    expect(recallByCalibre(truth, matched).map(({ share }) => share)).toEqual([0.5, 1, 1]);
    expect(precisionByBin(measured, matched).map(({ share }) => share)).toEqual([1, 10 / 14, null]);
    const ml = falseMl(measured, matched);
    expect(ml[0]).toBe(0);
    expect(ml[1]).toBeCloseTo(0.04, 6);
  });

  it('give bias and scatter of stations and of branches', () => {
    const { stations: n, biasPercent, branches, branchBiasPercent } = csaAgreement(truth, measured, matched);
    expect(n).toBe(25);
    expect(biasPercent).toBeCloseTo(0, 4);
    expect(branches).toBe(3);
    expect(branchBiasPercent).toBeCloseTo(0, 4);
  });
});

describe('summary', () => {
  it('has exact binomial limits (R: binom.test(55, 60), binom.test(16, 16))', () => {
    const { share, low, high } = binomial(55, 60);
    expect(share).toBeCloseTo(0.9166667, 6);
    expect(low).toBeCloseTo(0.8161422166, 8);
    expect(high).toBeCloseTo(0.9723866897, 8);
    expect(binomial(16, 16).low).toBeCloseTo(0.7940927858, 8);
    expect(binomial(16, 16).high).toBe(1);
  });

  it('has medians and spread', () => {
    expect(median([3, 1, 2, 10])).toBe(2.5);
    expect(standardDeviation([1, 2, 3, 4])).toBeCloseTo(1.2909944, 6);
  });
});
