import { describe, expect, it } from 'vitest';
import { formatCentrelineScore, formatScore, scoreCentrelines, scoreMeasurement } from '../../../src/core/phantom';
import type { MeasuredStations, TrueBlood, TrueStations, TrueVolumes } from '../../../src/core/phantom';

const volumes = (belowMl: number, bv5Ml: number, bv5To10Ml: number, bv10Ml: number): TrueVolumes => {
  const tbvMl = bv5Ml + bv5To10Ml + bv10Ml;
  const [bv5Percent, bv5To10Percent, bv10Percent] = [bv5Ml, bv5To10Ml, bv10Ml].map((ml) => (100 * ml) / tbvMl);
  return { belowMl, bv5Ml, bv5To10Ml, bv10Ml, tbvMl, bv5Percent, bv5To10Percent, bv10Percent };
};
const truth: TrueBlood = {
  total: volumes(40, 75, 36, 39),
  right: volumes(22, 40, 20, 20),
  left: volumes(18, 35, 16, 19),
  withoutHilum: volumes(40, 75, 33, 20),
  rightLungMl: 2900,
  leftLungMl: 2600,
  histogram: { edgesMm2: [0, 1.25, 5, 10, Infinity], ml: [40, 75, 36, 39] },
};

describe('score of volumes', () => {
  it('gives points for shares and percent for volumes, and names the worst bin', () => {
    const score = scoreMeasurement(truth, {
      total: { belowMl: 10, bv5Ml: 78, bv5To10Ml: 33, bv10Ml: 39, tbvMl: 150 },
      right: { belowMl: 5, bv5Ml: 40, bv5To10Ml: 20, bv10Ml: 20, tbvMl: 80 },
      leftLungMl: 2574,
    });
    expect(score.worstBin).toBe('BV5 share');
    expect(score.worstBinPoints).toBeCloseTo(2, 9);
    expect(score.tbvErrorPercent).toBeCloseTo(0, 9);
    const find = (name: string) => score.lines.find((line) => line.name === name);
    expect(find('BV5')?.errorPercent).toBeCloseTo(4, 9);
    expect(find('BV10 share')?.error).toBeCloseTo(0, 9);
    expect(find('left lung')?.errorPercent).toBeCloseTo(-1, 9);
    expect(find('right BV10 share')?.error).toBeCloseTo(0, 9);
    expect(find('left TBV')).toBeUndefined();
    expect(formatScore(score)).toContain('worst bin: BV5 share 2.00 points, TBV 0.0 %');
  });

  it('says so where a figure was withheld', () => {
    const score = scoreMeasurement(truth, {
      total: { belowMl: null, bv5Ml: null, bv5To10Ml: null, bv10Ml: null, tbvMl: 149 },
    });
    expect(score.worstBinPoints).toBeNull();
    expect(formatScore(score)).toContain('not measured');
  });
});

const isThick = (i: number): boolean => i >= 100;

/** A straight vein of 100 stations along z, 2 mm², and a thick artery beside it. */
function trueTable(): TrueStations {
  const count = 200;
  const column = (of: (i: number) => number): Float64Array => Float64Array.from({ length: count }, (_, i) => of(i));
  return {
    count,
    x: column((i) => (isThick(i) ? 20 : 0)),
    y: column(() => 0),
    z: column((i) => i % 100),
    radiusMm: column((i) => Math.sqrt((isThick(i) ? 30 : 2) / Math.PI)),
    lengthMm: column(() => 1),
    vessel: Int32Array.from({ length: count }, (_, i) => (isThick(i) ? 1 : 0)),
    artery: Uint8Array.from({ length: count }, (_, i) => (isThick(i) ? 1 : 0)),
    // the first ten of the vein lie outside the lung, the next ten inside another vessel
    side: Uint8Array.from({ length: count }, (_, i) => (i < 10 ? 0 : 1)),
    covered: Uint8Array.from({ length: count }, (_, i) => (i >= 10 && i < 20 ? 1 : 0)),
  };
}

function measured(rows: readonly (readonly [number, number, number, number])[]): MeasuredStations {
  return {
    x: rows.map((row) => row[0]),
    y: rows.map(() => 0),
    z: rows.map((row) => row[1]),
    csaMm2: rows.map((row) => row[2]),
    lengthMm: rows.map((row) => row[3]),
  };
}

describe('score of centrelines', () => {
  it('counts recall over true length that owns blood, bias over what was found', () => {
    // the upper half of the vein at 10 % too much, 0.5 mm off; the thick one 2.4 mm off its axis
    const vein = Array.from({ length: 50 }, (_, i) => [0.5, 50 + i, 2.2, 1] as const);
    const thick = Array.from({ length: 100 }, (_, i) => [22.4, i, 27, 1] as const);
    const score = scoreCentrelines(trueTable(), measured([...vein, ...thick]));
    const thin = score.classes.find((entry) => entry.fromMm2 === 2);
    expect(thin?.trueLengthMm).toBe(80);
    expect(thin?.recall).toBeCloseTo(50 / 80, 9);
    expect(thin?.biasPercent).toBeCloseTo(10, 6);
    expect(thin?.scatterPercent).toBeCloseTo(0, 6);
    const wide = score.classes.find((entry) => entry.fromMm2 === 20);
    expect(wide?.recall).toBe(1);
    expect(wide?.biasPercent).toBeCloseTo(-10, 6);
    expect(wide?.precision).toBe(1);
    expect(score.recall).toBeCloseTo(150 / 180, 9);
    expect(formatCentrelineScore(score)).toContain('CSA ≥ 1.25 mm²: recall 0.833, precision 1.000');
  });

  it('counts what lies beside no true vessel against precision, by measured calibre', () => {
    const right = Array.from({ length: 30 }, (_, i) => [1.1, 20 + i, 3.5, 1] as const);
    const wrong = Array.from({ length: 10 }, (_, i) => [-1.3, 20 + i, 3.5, 1] as const);
    const score = scoreCentrelines(trueTable(), measured([...right, ...wrong]));
    expect(score.classes.find((entry) => entry.fromMm2 === 3)?.precision).toBeCloseTo(0.75, 9);
    expect(score.precision).toBeCloseTo(0.75, 9);
  });

  it('leaves pairs out of the bias that belong to different vessels', () => {
    const other = Array.from({ length: 60 }, (_, i) => [0.4, 30 + i, 9, 1] as const);
    const score = scoreCentrelines(trueTable(), measured(other));
    const thin = score.classes.find((entry) => entry.fromMm2 === 2);
    expect(thin?.recall).toBeCloseTo(0.75, 1);
    expect(thin?.biasPercent).toBeNull();
  });
});
