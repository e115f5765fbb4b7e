/** Two pages on the same records: what each changed stands, and where both changed one place the later one stands. */
import { describe, expect, test } from 'vitest';
import { merged } from '../../src/storage';

const base = { id: 'g', typed: { ph: { text: '7.4', unit: null } }, chosen: {}, baseline: false };

describe('merging', () => {
  test('changes of different names of one record are both kept', () => {
    const mine = { ...base, typed: { ...base.typed, pao2_mmhg: { text: '70', unit: null } } };
    const theirs = { ...base, baseline: true, typed: { ...base.typed, paco2_mmhg: { text: '40', unit: null } } };
    expect(merged(base, mine, theirs)).toEqual({
      value: {
        id: 'g',
        typed: {
          ph: { text: '7.4', unit: null },
          paco2_mmhg: { text: '40', unit: null },
          pao2_mmhg: { text: '70', unit: null },
        },
        chosen: {},
        baseline: true,
      },
      clash: false,
    });
  });

  test('of one place changed in two ways the later change stands, and it is told', () => {
    const mine = { ...base, baseline: true };
    expect(merged({ ...base, typed: {} }, { ...base, typed: { ph: { text: '7.1', unit: null } } }, base)).toEqual({
      value: { ...base, typed: { ph: { text: '7.1', unit: null } } },
      clash: true,
    });
    expect(merged(base, mine, mine).clash).toBe(false);
  });

  test('a name taken out stays out; a record deleted here and changed there stays', () => {
    expect(merged(base, { ...base, typed: {} }, { ...base, baseline: true }).value).toEqual({
      ...base,
      typed: {},
      baseline: true,
    });
    expect(merged(base, null, { ...base, baseline: true })).toEqual({
      value: { ...base, baseline: true },
      clash: true,
    });
    expect(merged(base, { ...base, baseline: true }, null)).toEqual({
      value: { ...base, baseline: true },
      clash: true,
    });
    expect(merged(base, null, base)).toEqual({ value: null, clash: false });
  });

  test('lists go as a whole', () => {
    expect(merged({ a: [1] }, { a: [1] }, { a: [2] }).value).toEqual({ a: [2] });
    expect(merged({ a: [1] }, { a: [3] }, { a: [2] })).toEqual({ value: { a: [3] }, clash: true });
  });
});
