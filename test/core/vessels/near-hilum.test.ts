import { expect, test } from 'vitest';
import { NEAR_HILUM } from '../../../src/core/lungs';
import { defaultParameters } from '../../../src/core/parameters';
import { hilumMiddles, isNearHilum } from '../../../src/core/vessels/near-hilum';
import type { Vec3 } from '../../../src/core/volume';
import { blockOfLung } from './block-of-lung';

const size: Vec3 = [60, 20, 20];
const lungs = blockOfLung(size, [2, 2, 2]);
const at = (i: number): number => (10 * size[1] + 10) * size[0] + i;

test('what lies by the dent of a lump far from the hilum is not near the hilum', () => {
  // the hilum at one end, a few marks about a dent at the other, 90 mm away
  const labels = lungs.labels.map((label, n) => {
    const i = n % size[0];
    return label !== 0 && (i < 12 || i >= 54) ? label | NEAR_HILUM : label;
  });
  const marked = { ...lungs, labels };
  const middles = hilumMiddles(marked);
  expect(middles[0]?.[0]).toBeLessThan(12);
  expect(middles[1]).toBeNull();
  const isNear = (i: number): boolean => isNearHilum(Int32Array.of(at(i)), marked, middles, defaultParameters);
  expect([8, 15, 30, 50, 55].map(isNear)).toEqual([true, true, false, false, false]);
});
