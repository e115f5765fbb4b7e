import { describe, expect, it } from 'vitest';
import type { CoarseScan } from '../../../src/core/lungs/coarse-scan';
import { holdsVessels } from '../../../src/core/lungs/vessels-in-gas';
import { random } from '../../../src/core/maths';
import { defaultParameters } from '../../../src/core/parameters';

const size = [90, 80, 60] as const;
const stepMm = 2;
const GAS_HU = -995;

/** Gas where `gasMm` is below 0, tissue elsewhere and where `tissueMm` is below 0, averaged over blocks of 2 mm. */
function holds(distances: (x: number, y: number, z: number) => { gasMm: number; tissueMm: number }): boolean {
  const [nx, ny, nz] = size;
  const hu = new Float32Array(nx * ny * nz);
  const piece = new Uint8Array(hu.length);
  const share = (mm: number): number => Math.max(0, Math.min(1, 0.5 - mm / stepMm));
  for (let n = 0; n < hu.length; n += 1) {
    const [i, j, k] = [n % nx, Math.trunc(n / nx) % ny, Math.trunc(n / (nx * ny))];
    const { gasMm, tissueMm } = distances((i - nx / 2) * stepMm, (j - ny / 2) * stepMm, (k - nz / 2) * stepMm);
    hu[n] = GAS_HU + (30 - GAS_HU) * (1 - share(gasMm) * (1 - share(tissueMm)));
    piece[n] = hu[n] < defaultParameters.airBelowHu ? 1 : 0;
  }
  const scan: CoarseScan = {
    size,
    spacingMm: [stepMm, stepMm, stepMm],
    hu,
    frame: { axes: [0, 1, 2], flipped: [false, false, false] },
    ctStart: [0, 0, 0],
    ctStep: [1, 1, 1],
  };
  return holdsVessels(scan, piece, defaultParameters);
}

const lungMm = (x: number, y: number, z: number): number => (Math.hypot(x / 70, y / 60, z / 55) - 1) * 55;

/** Surface of the nearest of some straight vessels of 1.5 mm radius in all directions. */
function vesselsMm(count: number): (x: number, y: number, z: number) => number {
  const draws = random(7);
  const rods = Array.from({ length: count }, () => {
    const at = [60, 50, 45].map((reach) => (2 * draws.uniform() - 1) * reach);
    const raw = [0, 1, 2].map(() => 2 * draws.uniform() - 1);
    const length = Math.hypot(...raw);
    return { at, along: raw.map((part) => part / length) };
  });
  return (x, y, z) =>
    rods.reduce((least, { at, along }) => {
      const [px, py, pz] = [x - at[0], y - at[1], z - at[2]];
      const w = px * along[0] + py * along[1] + pz * along[2];
      return Math.min(least, Math.sqrt(Math.max(0, px * px + py * py + pz * pz - w * w)) - 1.5);
    }, Infinity);
}

/** Loops of bowel 44 mm wide side by side, 3 mm of wall between them, with folds 12 mm deep every 22 mm. */
function loops(x: number, y: number, z: number): { gasMm: number; tissueMm: number } {
  const fromLoop = x - 47 * Math.round(x / 47);
  const r = Math.hypot(fromLoop, z - 10 * Math.sin(x / 30));
  const fromFold = Math.abs(y - 22 * Math.round(y / 22)) - 1.2;
  return { gasMm: Math.max(r - 22, Math.abs(y) - 70, Math.abs(x) - 70), tissueMm: Math.max(fromFold, 10 - r) };
}

describe('holdsVessels', () => {
  it('knows a lung of plain air by the vessels that cross it', () => {
    const vessels = vesselsMm(120);
    expect(holds((x, y, z) => ({ gasMm: lungMm(x, y, z), tissueMm: vessels(x, y, z) }))).toBe(true);
  });

  it('finds none in a bag of gas, with or without a few strands', () => {
    expect(holds((x, y, z) => ({ gasMm: lungMm(x, y, z), tissueMm: Infinity }))).toBe(false);
    const strands = vesselsMm(4);
    expect(holds((x, y, z) => ({ gasMm: lungMm(x, y, z), tissueMm: strands(x, y, z) }))).toBe(false);
  });

  it('takes the folds and walls of bowel for none', () => {
    expect(holds(loops)).toBe(false);
  });
});
