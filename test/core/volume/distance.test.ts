import { describe, expect, it } from 'vitest';
import { random } from '../../../src/core/maths';
import { distanceTransform, type Vec3 } from '../../../src/core/volume';

/** The definition, by trying every pair. */
function bruteForce(mask: Uint8Array, size: Vec3, spacingMm: Vec3): Float64Array {
  const [nx, ny] = size;
  const at = (n: number): Vec3 => [
    (n % nx) * spacingMm[0],
    (Math.floor(n / nx) % ny) * spacingMm[1],
    Math.floor(n / (nx * ny)) * spacingMm[2],
  ];
  return Float64Array.from(mask, (value, n) => {
    if (value === 0) return 0;
    const [x, y, z] = at(n);
    let best = Infinity;
    mask.forEach((other, m) => {
      if (other !== 0) return;
      const [a, b, c] = at(m);
      best = Math.min(best, (a - x) ** 2 + (b - y) ** 2 + (c - z) ** 2);
    });
    return Math.sqrt(best);
  });
}

describe('distanceTransform', () => {
  const size: Vec3 = [13, 9, 11];
  const spacingMm: Vec3 = [0.7, 0.9, 1.3];
  const n = size[0] * size[1] * size[2];

  it.each([0.3, 0.8, 0.97, 0.999])('equals the definition on random masks (%s set)', (share) => {
    const draw = random(7);
    const mask = Uint8Array.from({ length: n }, () => (draw.uniform() < share ? 1 : 0));
    mask[17] = 0;
    const wanted = bruteForce(mask, size, spacingMm);
    const got = distanceTransform(mask, size, spacingMm);
    got.forEach((mm, at) => expect(mm).toBeCloseTo(wanted[at], 5));
    const limited = distanceTransform(mask, size, spacingMm, 2);
    limited.forEach((mm, at) => expect(mm).toBeCloseTo(Math.min(2, wanted[at]), 5));
  });

  it('knows no distance where nothing is unset', () => {
    const mask = new Uint8Array(n).fill(1);
    expect(distanceTransform(mask, size, spacingMm).every((mm) => mm === Infinity)).toBe(true);
    expect(distanceTransform(mask, size, spacingMm, 5).every((mm) => mm === 5)).toBe(true);
    expect(distanceTransform(new Uint8Array(n), size, spacingMm).every((mm) => mm === 0)).toBe(true);
  });

  it('works on boxes one voxel thin', () => {
    const got = distanceTransform(Uint8Array.of(1, 1, 0, 1), [1, 4, 1], [1, 0.5, 1]);
    expect(Array.from(got)).toEqual([1, 0.5, 0, 0.5]);
  });
});
