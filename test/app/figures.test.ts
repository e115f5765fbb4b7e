import { describe, expect, test } from 'vitest';
import { binTable, decimalsOfColumns, sideTable } from '../../src/app/results/figures';
import { chartOf, niceTop } from '../../src/app/results/histogram';
import { fileSize, memory, planePosition, position, roughSeconds, seconds } from '../../src/app/numbers';
import { announcement, figureOf, titleOf } from '../../src/app/state/captions';
import { initialState, next, type ScanEvent, type ScanState } from '../../src/app/state/machine';
import { inventory, measuredScan, measurement, opened, series } from './samples';

const space = '\u202f';

describe('the table of the bins', () => {
  test('all figures of a column share the digits that its widest interval allows', () => {
    const m = measurement();
    expect(decimalsOfColumns(m)).toEqual({ ml: 0, percent: 1 });
    const wide = measurement({
      intervals: { ...m.intervals, percent: { bv5: [40, 52], bv5To10: [15, 16.8], bv10: [36.6, 40.1] } },
    });
    expect(binTable(wide).rows[1].percent?.value).toBe('16');
  });

  test('rows in their order, with intervals; below range stands apart', () => {
    const { rows } = binTable(measurement());
    expect(rows.map((row) => row.name)).toEqual(['BV5', 'BV5–10', 'BV10', 'TBV', 'Below range']);
    expect(rows[0]).toMatchObject({
      ml: { value: '98', interval: '93–104' },
      percent: { value: '45.8', interval: '43.6–47.9' },
      lit: { fromMm2: 1.25, toMm2: 5, side: 0 },
    });
    expect(rows[3].percent?.value).toBe('100');
    expect(rows[4].percent).toBeNull();
  });

  test('a figure that is not given is words, never 0', () => {
    const m = measurement();
    const none = measurement({
      volumes: { ...m.volumes, bv5Ml: null },
      percent: { bv5: null, bv5To10: null, bv10: null },
    });
    const { rows } = binTable(none);
    expect(rows[0].ml.value).toBeNull();
    expect(rows[0].percent?.value).toBeNull();
    expect(rows[3].percent).toBeNull();
  });

  test('says so when rounded parts miss the rounded whole', () => {
    const m = measurement();
    const volumes = { ...m.volumes, bv5Ml: 98.4, bv5To10Ml: 34.4, bv10Ml: 82.4, tbvMl: 215.2 };
    expect(binTable(m).roundedOneByOne).toBe(false);
    expect(binTable(measurement({ volumes })).roundedOneByOne).toBe(true);
  });
});

describe('sides', () => {
  test('lungs come before everything else', () => {
    const rows = sideTable(null, { rightMl: 3390, leftMl: 2900 });
    expect(rows.map((row) => row.lung)).toEqual(['3.39', '2.90', '6.29']);
    expect(rows.every((row) => row.bv5 === null)).toBe(true);
    expect(sideTable(null, null).every((row) => row.lung === null)).toBe(true);
  });

  test('each side by its own lung', () => {
    const rows = sideTable(measurement(), null);
    expect(rows[0]).toMatchObject({ name: 'Right', tbv: '118', mlPerL: '35', lit: { side: 1 } });
    expect(rows[2]).toMatchObject({ tbv: '214', mlPerL: '34', lit: { side: 0 } });
  });
});

describe('the histogram', () => {
  test('bars of equal width on a logarithmic axis, coloured by their bin', () => {
    const chart = chartOf(measurement().histogram);
    expect(chart.bars.map((bar) => bar.bin)).toEqual(['below', 'bv5', 'bv5', 'bv5_10', 'bv10']);
    for (const bar of chart.bars) expect(bar.width).toBeCloseTo(0.2, 12);
    expect(chart.topMl).toBe(100);
    expect(chart.bars[4].height).toBeCloseTo(0.82, 12);
    expect(chart.bars[0].lit.fromMm2).toBe(0);
    expect(chart.bars[4].lit.toMm2).toBe(Infinity);
  });

  test('the edges of the bins are there before the bars are', () => {
    const ticks = chartOf(null).ticks.filter((tick) => tick.isEdge);
    expect(ticks.map((tick) => tick.mm2)).toEqual([1.25, 5, 10]);
    expect(chartOf({ edgesMm2: [], ml: [] }).bars).toEqual([]);
  });

  test.each([
    [0, 0],
    [0.9, 1],
    [1, 1],
    [11.2, 12],
    [101, 120],
  ])('the axis of %d ends at %d', (value, top) => expect(niceTop(value)).toBeCloseTo(top, 9));
});

describe('numbers of the screen', () => {
  test('positions in the patient', () => {
    expect(position([-82.4, 6.2, 94])).toBe(`R 82 P 6 S 94${space}mm`);
    expect(position([0.4, -0.4, -3])).toBe(`L 0 P 0 I 3${space}mm`);
    expect(planePosition(2, -12.6)).toBe(`I 13${space}mm`);
  });

  test('memory, files and times', () => {
    expect(memory(2.14e9)).toBe(`2.1${space}GB`);
    expect(memory(63_400_000)).toBe(`63${space}MB`);
    expect(fileSize(900)).toBe(`1${space}kB`);
    expect(fileSize(1_240_000)).toBe(`1.2${space}MB`);
    expect(seconds(18.24)).toBe(`18.2${space}s`);
    expect(seconds(347.4)).toBe(`347${space}s`);
    expect([7.4, 23, 71, 400].map((value) => roughSeconds(value))).toEqual(
      ['7', '25', '70', '390'].map((text) => `${text}${space}s`),
    );
  });
});

describe('what the state is called', () => {
  const events: readonly ScanEvent[] = [
    { type: 'open', run: 1, source: { label: 'chest.zip', isSample: false } },
    { type: 'opened', run: 1, inventory: inventory(series('a')) },
    { type: 'choose', run: 2, seriesId: 'a', by: 'program', measure: true, nowMs: 0 },
    { type: 'loaded', run: 2, opened: opened(), issues: [] },
  ];
  const measuring: ScanState = events.reduce(next, initialState);
  const measured = next(measuring, { type: 'measured', run: 2, result: measuredScan(), nowMs: 1 });

  test('the tab shows the percentage, then the figure', () => {
    const half = next(measuring, { type: 'progress', run: 2, stage: 'vessels', fraction: 1, nowMs: 1 });
    expect(titleOf(half)).toMatch(/^52\u202f% · BVX$/);
    expect(figureOf(measured)).toBe(`BV5 45.8${space}% 43.6–47.9`);
    expect(titleOf(initialState)).toBe('BVX');
  });

  test('stages and the result are read aloud once, nothing else', () => {
    const lungs = next(measuring, { type: 'progress', run: 2, stage: 'lungs', fraction: 0.1, nowMs: 1 });
    expect(announcement(lungs, measuring)).toBe('Lungs started.');
    expect(announcement(next(lungs, { type: 'tick', run: 2, nowMs: 9 }), lungs)).toBeNull();
    expect(announcement(measured, lungs)).toBe('Measured. BV5 45.8 percent, 43.6 to 47.9.');
    expect(announcement(measured, measured)).toBeNull();
  });
});
