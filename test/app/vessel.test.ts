import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readChanges } from '../../src/app/correcting/kept';
import type { Session } from '../../src/app/state/session';
import { words } from '../../src/app/words';
import { clickVessel, find, press, showMeasured, text, until, type MeasuredPage } from './measured-page';

let page: MeasuredPage;
let session: Session;

async function show(): Promise<void> {
  page = await showMeasured();
  session = page.session;
}

beforeEach(() => localStorage.clear());
afterEach(() => page.close());

describe('a click on a vessel', () => {
  test('opens its panel: number, CSA with interval, bin, what it adds, neighbours', async () => {
    await show();
    await clickVessel();
    expect(text('vessel-title')).toBe('Vessel 11 of 4');
    expect(text('vessel-csa')).toMatch(/^[46]\.0$/);
    expect(text('vessel-panel')).toContain('SD 10 %');
    expect(text('vessel-panel')).toContain('38 HU, −860 HU');
    expect(text('vessel-panel')).toContain('right lung, middle third');
    // two stations of 4 mm² in BV5, two of 6 in BV5–10; the stations of the tests hold CSA / 1000 mL
    expect(text('vessel-adds')).toMatch(/BV5 ?0\.008.*BV5–10 ?0\.012.*Together ?0\.020/);
    expect(text('vessel-parent')).toBe('10');
    expect(find('vessel-card')).not.toBeNull();
  });

  test('arrows go along it, comma to its parent, full stop back out, Esc closes it', async () => {
    await show();
    await clickVessel();
    await press('ArrowLeft', { shiftKey: true });
    expect(text('vessel-csa')).toBe('6.0');
    await press('ArrowRight', { shiftKey: true });
    expect(text('vessel-csa')).toBe('4.0');
    await press(',');
    expect(text('vessel-title')).toBe('Vessel 10 of 4');
    await press('.');
    expect(text('vessel-title')).toBe('Vessel 11 of 4');
    await press('Escape');
    expect(find('vessel-panel')).toBeNull();
    expect(text('bv5-value')).toBe('45.8');
  });

  test('D sums all beyond it', async () => {
    await show();
    await clickVessel();
    await press(',');
    await press('d');
    // 4 × 12 + 4 × 5 + 3 × 3 thousandths
    expect(text('vessel-adds')).toMatch(/Together ?0\.077/);
  });
});

describe('changes by hand', () => {
  const percent = (): number | null =>
    session.state.value.at === 'measured' ? session.state.value.result.measured.measurement.percent.bv5 : null;

  test('a vessel that is none leaves the figures, with its reason; undo and redo by keys', async () => {
    await show();
    await clickVessel();
    await press('r');
    find('reason-airway')?.click();
    // left: 48 in BV10, 9 in BV5
    await until(() => expect(percent()).toBeCloseTo((100 * 9) / 57, 9));
    const kept = (): unknown => [...page.workspace.records.value.scans.values()].at(0)?.row.percent_bv5;
    await until(() => expect(kept()).toBe(percent()));
    const state = session.state.value;
    if (state.at !== 'measured') throw new Error('nothing is measured');
    expect(state.result.edits).toMatchObject([{ kind: 'leave_out', at: expect.stringMatching(/^\d{4}-/) }]);
    expect(state.result.edits[0].summary).toBe('Left out vessel 11: airway wall, 0.020\u202fmL');
    expect(state.result.asMeasured?.percent.bv5).toBe(45.79);
    expect(state.result.measured.stations.branch.includes(11)).toBe(false);
    expect(state.result.measured.measurement.vessels.rejected.at(-1)).toMatchObject({ reason: 'by_hand', count: 1 });
    expect(text('left-out-reason')).toBe(words.correcting.leftOutByHand);
    await press('Escape');
    expect(text('changes-by-hand')).toBe('1 change by hand');
    expect(text('bv5-was')).toBe('· was 46 %');
    await press('z', { ctrlKey: true });
    await until(() => expect(percent()).toBe(45.79));
    expect(find('bv5-was')).toBeNull();
    await press('z', { ctrlKey: true, shiftKey: true });
    await until(() => expect(percent()).toBeCloseTo((100 * 9) / 57, 9));
  });

  test('what was left out counts when it is said to be a vessel', async () => {
    await show();
    await clickVessel();
    await press('r');
    find('reason-airway')?.click();
    await until(() => expect(text('not-a-vessel')).toContain(words.correcting.isVessel));
    await press('r');
    find('reason-vessel')?.click();
    // 8 + 9 of 77 thousandths of a mL
    await until(() => expect(percent()).toBeCloseTo((100 * 17) / 77, 9));
    expect(find('left-out-reason')).toBeNull();
  });

  test('a cut leaves out what lies beyond the cursor', async () => {
    await show();
    await clickVessel();
    await press('ArrowLeft', { shiftKey: true });
    await press('ArrowRight');
    await press('c');
    find('reason-lump')?.click();
    // of vessel 11 only its first station of 6 mm² stays
    await until(() => expect(percent()).toBeCloseTo((100 * 9) / 63, 9));
  });

  test('are kept in this browser and made again when the scan is measured again', async () => {
    await show();
    await clickVessel();
    await press('r');
    find('reason-scar')?.click();
    await until(() => expect(percent()).toBeCloseTo((100 * 9) / 57, 9));
    page.close();
    await show();
    await until(() => expect(text('changes-by-hand')).toBe('1 change by hand'));
    expect(percent()).toBeCloseTo((100 * 9) / 57, 9);
  });

  test('around the cross-hair, from the panel; back to the start and discard', async () => {
    await show();
    await press('b');
    expect(text('change-count')).toBe('0 changes by hand');
    await until(() => expect(text('in-ball')).toContain('0.077'));
    find('leave-out-ball')?.click();
    await nextTick();
    find('ball-reason-motion')?.click();
    // the ball of 10 mm holds every vessel of the tests
    await until(() => expect(percent()).toBeNull());
    expect(text('change')).toContain('Left out vessels within 10');
    find('change-undo')?.click();
    await until(() => expect(percent()).toBe(45.79));
    find('change-redo')?.click();
    await until(() => expect(percent()).toBeNull());
    find('discard-changes')?.click();
    await nextTick();
    find('discard-changes')?.click();
    await until(() => expect(percent()).toBe(45.79));
    expect(text('change-count')).toBe('0 changes by hand');
  });

  test('kept changes are read whole or not at all', async () => {
    await show();
    const one = { at: '', kind: 'count', what: 'ball', reason: 'other', summary: '', stations: [1, 2] };
    const read = (changes: readonly unknown[], count: unknown) => readChanges(JSON.stringify({ changes, count }), 3);
    const none = { changes: [], count: 0 };
    expect(read([one], 1)).toEqual({ changes: [one], count: 1 });
    // undone, to be done again
    expect(read([one], 0)).toEqual({ changes: [one], count: 0 });
    expect(read([one], 2)).toEqual(none);
    expect(read([one, { ...one, stations: [3] }], 2)).toEqual(none);
    expect(read([{ ...one, reason: 'none' }], 1)).toEqual(none);
    expect(readChanges('[{', 3)).toEqual(none);
    expect(readChanges(null, 3)).toEqual(none);
  });
});
