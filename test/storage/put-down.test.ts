/** What tabs put down and did not write: taken in its order, tab by tab, and never a second time. */
import { describe, expect, test } from 'vitest';
import type { Part, StoredGas } from '../../src/storage';
import { leftOf, putDownBook } from '../../src/storage/put-down';

const gas = (ph: string): StoredGas => ({
  id: 'g1',
  patientId: 'S-1',
  number: 1,
  gasAt: null,
  typed: { ph: { text: ph, unit: null } },
  chosen: {},
  confirmed: [],
  baseline: false,
});
const typed = (before: string, after: string): Part => ({ store: 'gases', before: gas(before), after: gas(after) });

describe('what is left', () => {
  test('of one tab is one change, in the order of its keys', () => {
    const book = putDownBook();
    const keys = [book([typed('', '7')]), book([typed('7', '7.')]), book([typed('7.', '7.3')])];
    expect(leftOf(keys.toReversed(), [])).toEqual([{ tab: keys[0].tab, last: 3, parts: [typed('', '7.3')] }]);
  });

  test('begins behind what was written', () => {
    const book = putDownBook();
    const keys = [book([typed('', '7')]), book([typed('7', '7.')])];
    const { tab } = keys[0];
    expect(leftOf(keys, [{ id: tab, number: 1, atMs: 0 }])).toEqual([{ tab, last: 2, parts: [typed('7', '7.')] }]);
    expect(leftOf(keys, [{ id: tab, number: 2, atMs: 0 }])).toEqual([]);
    // the mark of another tab says nothing
    expect(leftOf(keys, [{ id: 'other', number: 9, atMs: 0 }])).toHaveLength(1);
  });

  test('is nothing where it is no change', () => {
    const book = putDownBook();
    const broken = { ...book([]), parts: [{ store: 'gases', before: null, after: { id: 'g1' } }, 'x'] };
    expect(leftOf([null, 7, { id: 'a' }, broken], [])).toEqual([{ tab: broken.tab, last: 1, parts: [] }]);
  });
});
