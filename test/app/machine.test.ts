import { describe, expect, test } from 'vitest';
import { refusals } from '../../src/core/issue-catalogue';
import {
  initialState,
  isReading,
  next,
  obviousSeries,
  overallFraction,
  secondsLeft,
  type ScanEvent,
  type ScanState,
} from '../../src/app/state/machine';
import { inventory, measuredScan, opened, series } from './samples';

const source = { label: 'chest.zip', isSample: false };
const two = inventory(series('a'), series('b', { verdict: 'usable', rank: 2 }));

function after(...events: readonly ScanEvent[]): ScanState {
  return events.reduce(next, initialState);
}

const toMeasuring: readonly ScanEvent[] = [
  { type: 'open', run: 1, source },
  { type: 'opened', run: 1, inventory: two },
  { type: 'choose', run: 2, seriesId: 'a', by: 'user', measure: true, nowMs: 1000 },
  { type: 'loaded', run: 2, opened: opened(), issues: [] },
];

describe('the way of a scan', () => {
  test('start, opening, choosing, measuring, measured', () => {
    expect(initialState.at).toBe('start');
    expect(after(...toMeasuring.slice(0, 1)).at).toBe('opening');
    const choosing = after(...toMeasuring.slice(0, 2));
    expect(choosing).toMatchObject({ at: 'choosing', focusedId: 'a' });
    const measuring = after(...toMeasuring);
    expect(measuring).toMatchObject({ at: 'measuring', scan: { series: { id: 'a' }, chosenBy: 'user' } });
    const measured = next(measuring, { type: 'measured', run: 2, result: measuredScan(), nowMs: 9000 });
    expect(measured.at).toBe('measured');
    expect(measured.at === 'measured' && measured.stages.every((stage) => stage.phase === 'done')).toBe(true);
  });

  test('files without a series lead back to the start, with what was left out', () => {
    const leftOut = [{ path: 'x.txt', kind: 'not_image', reason: 'not an image' }] as const;
    const state = after(
      { type: 'open', run: 1, source },
      { type: 'open_refused', run: 1, refusal: refusals.nothing_readable(1), leftOut },
    );
    expect(state).toMatchObject({ at: 'start', refusal: { code: 'nothing_readable' }, leftOut });
  });

  test('what a run that was left still reports is not listened to', () => {
    const measuring = after(...toMeasuring);
    const stale: readonly ScanEvent[] = [
      { type: 'progress', run: 1, stage: 'vessels', fraction: 1, nowMs: 2000 },
      { type: 'measured', run: 1, result: measuredScan(), nowMs: 2000 },
      { type: 'lungs', run: 1, lungs: { mask: new Uint8Array(1), rightMl: 1, leftMl: 1 } },
      { type: 'load_refused', run: 1, refusal: refusals.cancelled() },
    ];
    for (const event of stale) expect(next(measuring, event)).toBe(measuring);
    const looking = next(measuring, { type: 'cancel' });
    expect(next(looking, { type: 'measured', run: 2, result: measuredScan(), nowMs: 3000 })).toBe(looking);
  });

  test('a cancelled measurement keeps the scan open and can be measured again', () => {
    const looking = next(after(...toMeasuring), { type: 'cancel' });
    expect(looking).toMatchObject({ at: 'looking', cancelled: true });
    expect(isReading(looking) && looking.scan.opened !== null).toBe(true);
    expect(next(looking, { type: 'measure', run: 3, nowMs: 0 })).toMatchObject({ at: 'measuring', run: 3 });
  });

  test('cancelled before the slices are read there is nothing to stay open with', () => {
    const reading = after(...toMeasuring.slice(0, 3));
    expect(next(reading, { type: 'cancel' })).toMatchObject({ at: 'choosing', focusedId: 'a' });
    expect(next(after(...toMeasuring.slice(0, 1)), { type: 'cancel' })).toBe(initialState);
  });

  test('a refusal while reading stands in the chooser, one while measuring on the scan', () => {
    const refusal = refusals.no_lungs(0.04);
    expect(next(after(...toMeasuring), { type: 'load_refused', run: 2, refusal })).toMatchObject({
      at: 'choosing',
      focusedId: 'a',
      refusal: { code: 'no_lungs' },
    });
    const refused = next(after(...toMeasuring), { type: 'measure_refused', run: 2, refusal, issues: [], nowMs: 5 });
    expect(refused).toMatchObject({ at: 'refused', refusal: { code: 'no_lungs' } });
    expect(next(refused, { type: 'back' })).toMatchObject({ at: 'choosing', refusal: null });
  });

  test('another series in focus takes the refusal away', () => {
    const choosing = next(after(...toMeasuring), { type: 'load_refused', run: 2, refusal: refusals.cancelled() });
    expect(next(choosing, { type: 'focus', seriesId: 'b' })).toMatchObject({ focusedId: 'b', refusal: null });
  });
});

describe('progress', () => {
  const at = (stage: 'read' | 'lungs' | 'vessels', fraction: number, nowMs: number): ScanEvent => ({
    type: 'progress',
    run: 2,
    stage,
    fraction,
    nowMs,
  });

  test('a stage that begins ends those before it, with their seconds', () => {
    const state = after(...toMeasuring, at('read', 1, 2900), at('lungs', 0.2, 3000), at('vessels', 0.1, 5600));
    const stages = state.at === 'measuring' ? state.progress.stages : [];
    expect(stages.map((stage) => stage.phase)).toEqual(['done', 'done', 'now', 'waiting', 'waiting', 'waiting']);
    expect(stages[0].seconds).toBeCloseTo(2, 9);
    expect(stages[1].seconds).toBeCloseTo(2.6, 9);
  });

  test('nothing ever runs backwards', () => {
    const state = after(...toMeasuring, at('lungs', 0.8, 3000), at('lungs', 0.3, 3100), at('read', 0.1, 3200));
    const stages = state.at === 'measuring' ? state.progress.stages : [];
    expect(stages[1].fraction).toBe(0.8);
    expect(stages[0].phase).toBe('done');
  });

  test('the shares of all stages make one', () => {
    const state = next(after(...toMeasuring), { type: 'measured', run: 2, result: measuredScan(), nowMs: 9 });
    expect(state.at === 'measured' && overallFraction(state.stages)).toBeCloseTo(1, 12);
  });

  test('time left is not guessed before 20 %', () => {
    const early = after(...toMeasuring, at('lungs', 0.1, 4000));
    expect(early.at === 'measuring' && secondsLeft(early.progress)).toBeNull();
    const later = after(...toMeasuring, at('vessels', 0.5, 11_000));
    const left = later.at === 'measuring' ? secondsLeft(later.progress) : null;
    expect(left).toBeGreaterThan(5);
    expect(left).toBeLessThan(60);
  });
});

describe('the series that needs no choice', () => {
  const thick = series('t', { verdict: 'not_for_bv5', rank: 2 });

  test('the only measurable one, when it is best', () => {
    expect(obviousSeries(inventory(series('a'), thick))?.id).toBe('a');
  });

  test('a choice where two can be measured', () => {
    expect(obviousSeries(two)).toBeNull();
  });

  test('one that is only usable is shown first, unless it is all there is', () => {
    const usable = series('u', { verdict: 'usable' });
    expect(obviousSeries(inventory(usable, thick))).toBeNull();
    expect(obviousSeries(inventory(usable))?.id).toBe('u');
  });

  test('never one that is refused', () => {
    expect(obviousSeries(inventory(series('r', { refusal: refusals.cancelled() })))).toBeNull();
  });
});
