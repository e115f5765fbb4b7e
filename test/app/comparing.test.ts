import { nextTick } from 'vue';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createWorkspace } from '../../src/app/state/workspace';
import { words } from '../../src/app/words';
import { memoryKeeper, type StoredScan } from '../../src/storage';
import { find, press, showMeasured, text, until, type MeasuredPage } from './measured-page';

let page: MeasuredPage;

beforeEach(async () => {
  localStorage.clear();
  page = await showMeasured();
  await until(() => {
    if (page.workspace.records.value.scans.size !== 1) throw new Error('the scan is not kept yet');
  });
});
afterEach(() => page.close());

/** The open scan's own row with some figures changed, as an earlier scan of the cohort. */
function addScan(label: string, over: StoredScan['row']): void {
  const [own] = page.workspace.records.value.scans.values();
  const after: StoredScan = { ...own, id: `bvx-${label}`, label, origin: 'result_json', row: { ...own.row, ...over } };
  page.workspace.change('added', [{ store: 'scans', before: null, after }]);
}

describe('the comparison', () => {
  test('says what to do where there is no other scan', async () => {
    find('compare')?.click();
    await nextTick();
    expect(text('comparing-panel')).toContain(words.comparing.none);
    await press('Escape');
    expect(find('comparing-panel')).toBeNull();
  });

  test('gives the difference with its interval, and says what limits it', async () => {
    addScan('before', {
      percent_bv5: 41.2,
      intervals_percent_bv5_low: 39,
      intervals_percent_bv5_high: 43.4,
      lungs_total_ml: 5470,
      scan_kernel: 'B70f',
    });
    find('compare')?.click();
    await nextTick();
    // √(2.19² + 2.2²) = 3.10 and √(2.11² + 2.2²) = 3.05 around 4.59
    expect(text('comparing-difference')).toBe('+4.6');
    expect(text('comparing-panel')).toContain('+1.5 to +7.6');
    expect(text('comparing-panel')).toContain(words.comparing.outside);
    expect(text('pair-lungs')).toContain('Lungs 15 % larger in B');
    expect(text('pair-kernel')).toContain('B70f and B40f');
    expect(text('pair-noise')).toContain(words.comparing.checks.noise.good);
  });

  test('S swaps the two, another scan is chosen from the list', async () => {
    addScan('first', { percent_bv5: 41.2, intervals_percent_bv5_low: 39, intervals_percent_bv5_high: 43.4 });
    addScan('second', { percent_bv5: 45.79 });
    find('compare')?.click();
    await nextTick();
    expect(text('comparing-difference')).toBe('+4.6');
    await press('s');
    expect(text('comparing-difference')).toBe('−4.6');
    const select = find('comparing-other');
    if (!(select instanceof HTMLSelectElement)) throw new Error('there is no list');
    select.value = 'bvx-second';
    select.dispatchEvent(new Event('change'));
    await nextTick();
    expect(text('comparing-difference')).toBe('0.0');
    expect(text('comparing-panel')).toContain(words.comparing.inside);
    await press('s');
    // kept with everything else: the scan opened again is set beside the same other one
    const [own] = [...page.workspace.records.value.scans.keys()];
    const again = createWorkspace(
      async () => ({ ...memoryKeeper(), load: async () => page.workspace.everything() }),
      () => new Date(0),
    );
    await again.open();
    expect(again.settings.value.comparisons).toEqual({ [own]: { otherId: 'bvx-second', swapped: true } });
  });
});
