import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { exp } from '../../../src/core/maths';
import { inlineParallel } from '../../../src/core/parallel';
import { chestOptions, makeTubes } from '../../../src/core/phantom';
import type { CalibrationSet, ScanOptions } from '../../../src/core/phantom';
import { drawnRadiusMm } from '../../../src/core/phantom/paint-tubes';

const parallel = inlineParallel(plainKernels);
const [lungHu, bloodHu] = [-870, 40];
const at = [0.13, 0.21, 0.17] as const;
type Direction = readonly [number, number, number];

/** Disc of radius r blurred by a Gaussian, at a distance rho from its middle: by brute force over rings. */
function blurredDisc(rho: number, r: number, sigma: number): number {
  let sum = 0;
  for (let i = 0; i < 40; i += 1) {
    const q = ((i + 0.5) / 40) * r;
    for (let k = 0; k < 24; k += 1) {
      const d2 = rho * rho + q * q - 2 * rho * q * Math.cos((2 * Math.PI * (k + 0.5)) / 24);
      sum += ((exp(-d2 / (2 * sigma * sigma)) * q * r) / 40) * ((2 * Math.PI) / 24);
    }
  }
  return sum / (2 * Math.PI * sigma * sigma);
}

function oneTube(csaMm2: number, along: Direction, scan: Partial<ScanOptions>): Promise<CalibrationSet> {
  return makeTubes(
    {
      seed: 1,
      scan: { ...chestOptions.scan, columns: 22, rows: 22, slices: 16, noiseHu: 0, ...scan },
      lungHu,
      bloodHu,
      wallHu: 25,
      shapes: [{ shape: 'straight', at, along, csaMm2, lengthMm: 80 }],
    },
    parallel,
  );
}

/** Contrast (0 lung, 1 blood) and distance from the axis of every voxel. */
function voxels(
  { volume }: CalibrationSet,
  along: Direction,
): { readonly rho: number; readonly share: number; readonly k: number }[] {
  const { size, spacingMm, originMm } = volume.geometry;
  return Array.from(volume.hu, (hu, n) => {
    const ijk = [n % size[0], Math.floor(n / size[0]) % size[1], Math.floor(n / (size[0] * size[1]))];
    const d = ijk.map((i, axis) => originMm[axis] + i * spacingMm[axis] - at[axis]);
    const t = d[0] * along[0] + d[1] * along[1] + d[2] * along[2];
    const rho = Math.sqrt(Math.max(0, d[0] * d[0] + d[1] * d[1] + d[2] * d[2] - t * t));
    return { rho, share: (hu - lungHu) / (bloodHu - lungHu), k: ijk[2] };
  });
}

const root = Math.sqrt(0.5);
const oblique: Direction = [0.48, 0.6, 0.64];

describe('blur of straight tubes', () => {
  const round = { sliceThicknessMm: 0, psfSigmaMm: 0.58, psfSigmaZMm: 0.58 };

  it.each([
    ['along z', [0, 0, 1] as Direction],
    ['along x', [1, 0, 0] as Direction],
    ['slanting', [root, 0, root] as Direction],
    ['oblique', oblique],
  ])('gives each voxel the value of the blurred disc at its centre: %s', async (_, along) => {
    for (const csaMm2 of [1.25, 5]) {
      const r = Math.sqrt(csaMm2 / Math.PI);
      const peak = 1 - exp((-r * r) / (2 * 0.58 * 0.58));
      const near = voxels(await oneTube(csaMm2, along, { ...round, sliceSpacingMm: 1.25 }), along).filter(
        ({ rho, k }) => rho < 2.5 && k > 2 && k < 13,
      );
      const worst = Math.max(...near.map(({ rho, share }) => Math.abs(share - blurredDisc(rho, r, 0.58))));
      expect(worst / peak).toBeLessThan(0.02);
      const sum = near.reduce((total, { share }) => total + share, 0);
      const wanted = near.reduce((total, { rho }) => total + blurredDisc(rho, r, 0.58), 0);
      expect(Math.abs(sum / wanted - 1)).toBeLessThan(0.015);
    }
  });

  it('keeps the blood: contrast integrated over a slice is CSA / cos of the slant, sharp kernels and thick slices too', async () => {
    const kinds: Partial<ScanOptions>[] = [
      {},
      { sharpening: 0.5, sharpeningSigmaMm: 1 },
      { sliceThicknessMm: 3, sliceSpacingMm: 1.5, psfSigmaZMm: 0.5 },
    ];
    for (const kind of kinds) {
      for (const csaMm2 of [0.6, 2, 8]) {
        const set = await oneTube(csaMm2, oblique, kind);
        const middle = voxels(set, oblique).filter(({ k }) => k >= 5 && k < 11);
        const pixel = set.volume.geometry.spacingMm[0];
        const area = (middle.reduce((total, { share }) => total + share, 0) * pixel * pixel) / 6;
        expect(Math.abs((area * oblique[2]) / csaMm2 - 1)).toBeLessThan(0.01);
      }
    }
  });

  it('adds the box of a thick slice to the variance along z', async () => {
    const along: Direction = [1, 0, 0];
    const set = await oneTube(2, along, { sliceThicknessMm: 2, sliceSpacingMm: 0.5, slices: 36, psfSigmaZMm: 0.4 });
    const { size, spacingMm, originMm } = set.volume.geometry;
    let mass = 0;
    let second = 0;
    for (let n = 0; n < set.volume.hu.length; n += 1) {
      const i = n % size[0];
      if (i < 8 || i > 13) continue;
      const z = originMm[2] + Math.floor(n / (size[0] * size[1])) * spacingMm[2] - at[2];
      const share = (set.volume.hu[n] - lungHu) / (bloodHu - lungHu);
      mass += share;
      second += share * z * z;
    }
    // disc r²/4, box T²/12, Gaussian σ²
    expect(second / mass).toBeCloseTo(2 / Math.PI / 4 + 4 / 12 + 0.16, 1.5);
  });
});

describe('radius that tubes are drawn with', () => {
  it('makes the area under a ramped edge that of the tube', () => {
    for (const r of [0.1, 0.2, 0.26, 0.3, 0.5, 2]) {
      const drawn = drawnRadiusMm(r, 0.46);
      let area = 0;
      for (let d = 0.0005; d < 4; d += 0.001) {
        area += Math.min(1, Math.max(0, 0.5 + (drawn - d) / 0.46)) * 2 * Math.PI * d * 0.001;
      }
      expect(area / (Math.PI * r * r)).toBeCloseTo(1, 3);
    }
  });
});
