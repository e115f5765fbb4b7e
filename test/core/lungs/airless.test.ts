import { describe, expect, it } from 'vitest';
import { airlessLung } from '../../../src/core/lungs/airless';
import type { CoarseScan } from '../../../src/core/lungs/coarse-scan';
import { raysOf } from '../../../src/core/lungs/rays';
import { LEFT, RIGHT } from '../../../src/core/lungs/types';
import { defaultParameters } from '../../../src/core/parameters';

const size = [100, 80, 40] as const;
const step = 2;

/** A chest of two half discs 80 mm wide about a mediastinum of 40 mm, dense behind y = `frontMm` over a ramp. */
function chestOf(dense: { frontMm: number; rampMm: number; hu: number } | null): {
  scan: CoarseScan;
  sides: Uint8Array;
} {
  const hu = new Float32Array(size[0] * size[1] * size[2]);
  const sides = new Uint8Array(hu.length);
  let n = 0;
  for (let k = 0; k < size[2]; k += 1) {
    for (let j = 0; j < size[1]; j += 1) {
      for (let i = 0; i < size[0]; i += 1, n += 1) {
        const x = i * step - 99;
        const y = j * step - 79;
        const r2 = (x / 80) ** 2 + (y / 60) ** 2;
        // ribs of 8 mm, 24 mm apart
        const rib = (k * step) % 24 < 8 && r2 > 1.15 && r2 < 1.4;
        hu[n] = rib ? 400 : 40;
        if (r2 > 1 || Math.abs(x) < 20) continue;
        const share = dense === null ? 0 : Math.min(1, Math.max(0, (y - dense.frontMm) / dense.rampMm));
        hu[n] = -850 + share * ((dense?.hu ?? 0) + 850);
        if (hu[n] < -480) sides[n] = x < 0 ? RIGHT : LEFT;
      }
    }
  }
  const frame = { axes: [0, 1, 2] as const, flipped: [false, false, false] as const };
  const scan = { size, spacingMm: [step, step, step] as const, hu, frame, ctStart: size, ctStep: size };
  return { scan, sides };
}

const count = (mask: Uint8Array): number => mask.filter((value) => value !== 0).length;

describe('airlessLung', () => {
  it('finds nothing in a healthy chest: not the heart, not the wall', () => {
    const { scan, sides } = chestOf(null);
    expect(count(airlessLung(scan, sides, defaultParameters).mask)).toBe(0);
  });

  it('finds the dense lung into which air fades, up to the wall and no further', () => {
    const { scan, sides } = chestOf({ frontMm: 10, rampMm: 16, hu: 30 });
    const healthy = chestOf(null);
    const found = airlessLung(scan, sides, defaultParameters).mask;
    let missing = 0;
    let truth = 0;
    let outside = 0;
    for (let n = 0; n < found.length; n += 1) {
      if (healthy.sides[n] !== 0 && sides[n] === 0) truth += 1;
      if (healthy.sides[n] !== 0 && sides[n] === 0 && found[n] === 0) missing += 1;
      if (healthy.sides[n] === 0 && found[n] !== 0) outside += 1;
    }
    expect(missing / truth).toBeLessThan(0.4);
    expect(outside / truth).toBeLessThan(0.1);
  });

  it('takes fluid for none', () => {
    for (const rampMm of [3, 16]) {
      const fluid = chestOf({ frontMm: 10, rampMm, hu: 5 });
      expect(count(airlessLung(fluid.scan, fluid.sides, defaultParameters).mask)).toBe(0);
    }
  });

  it('finds dense lung behind a sharp border beside the spine, for nothing else lies there', () => {
    const { scan, sides } = chestOf({ frontMm: 20, rampMm: 3, hu: 40 });
    const healthy = chestOf(null);
    const found = airlessLung(scan, sides, defaultParameters).mask;
    const truth = healthy.sides.filter((side, n) => side !== 0 && sides[n] === 0).length;
    expect(found.filter((side, n) => side !== 0 && side === healthy.sides[n]).length / truth).toBeGreaterThan(0.7);
    expect(found.filter((side, n) => side !== 0 && healthy.sides[n] === 0).length / truth).toBeLessThan(0.2);
  });

  it('takes what lies in front behind a sharp border on both sides for the wall', () => {
    const front = chestOf(null);
    for (let n = 0; n < front.scan.hu.length; n += 1) {
      if (front.sides[n] === 0 || Math.trunc(n / size[0]) % size[1] > 24) continue;
      front.scan.hu[n] = 40;
      front.sides[n] = 0;
    }
    expect(count(airlessLung(front.scan, front.sides, defaultParameters).mask)).toBe(0);
  });

  it('finds a whole dense lobe by the other lung, on its side and without the heart', () => {
    const { scan, sides } = chestOf(null);
    const truth = Uint8Array.from(sides);
    for (let n = 0; n < scan.hu.length; n += 1) {
      if (sides[n] !== LEFT || Math.trunc(n / (size[0] * size[1])) > 22) continue;
      scan.hu[n] = 40;
      sides[n] = 0;
    }
    const found = airlessLung(scan, sides, defaultParameters).mask;
    const lost = truth.filter((side, n) => side !== 0 && sides[n] === 0).length;
    const right = found.filter((side, n) => side === LEFT && truth[n] === LEFT).length;
    // beside the heart nothing is claimed
    expect(right / lost).toBeGreaterThan(0.45);
    expect((found.filter((side) => side !== 0).length - right) / lost).toBeLessThan(0.1);
  });

  it('says how much is missing where fluid lies in the place of lung', () => {
    const { scan, sides } = chestOf(null);
    expect(airlessLung(scan, sides, defaultParameters).missingMl).toEqual({ right: 0, left: 0 });
    let lost = 0;
    for (let n = 0; n < scan.hu.length; n += 1) {
      if (sides[n] !== RIGHT || Math.trunc(n / size[0]) % size[1] < 44) continue;
      scan.hu[n] = 5;
      sides[n] = 0;
      lost += 0.008;
    }
    const { mask, missingMl } = airlessLung(scan, sides, defaultParameters);
    expect(count(mask)).toBe(0);
    expect(missingMl.left).toBe(0);
    expect(missingMl.right / lost).toBeGreaterThan(0.3);
    expect(missingMl.right / lost).toBeLessThan(1);
  });

  it('knows dense lung behind a sharp border by the bronchi in it', () => {
    const { scan, sides } = chestOf({ frontMm: 20, rampMm: 3, hu: 50 });
    for (let n = 0; n < scan.hu.length; n += 1) {
      const [i, j] = [n % size[0], Math.trunc(n / size[0]) % size[1]];
      if (i % 10 === 2 && j % 6 === 0 && scan.hu[n] === 50) scan.hu[n] = -700;
    }
    expect(count(airlessLung(scan, sides, defaultParameters).mask)).toBeGreaterThan(3000);
  });
});

describe('raysOf', () => {
  it('does not take a shoulder blade for the wall above the last rib', () => {
    const { scan, sides } = chestOf(null);
    for (let n = 0; n < scan.hu.length; n += 1) {
      const j = Math.trunc(n / size[0]) % size[1];
      if (Math.trunc(n / (size[0] * size[1])) >= 28) scan.hu[n] = j >= 77 ? 400 : Math.min(40, scan.hu[n]);
    }
    const rays = raysOf(scan, sides, defaultParameters);
    const { ray } = rays?.at(60, 76) ?? { ray: -1 };
    const wallMm = (k: number): number => rays?.wallMm[k * rays.count + ray] ?? Infinity;
    expect(wallMm(38)).toBeGreaterThan(wallMm(26) + 8);
    expect(wallMm(30)).toBeLessThan(wallMm(26) + 7);
  });
});
