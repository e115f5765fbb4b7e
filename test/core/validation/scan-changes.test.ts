import { describe, expect, it } from 'vitest';
import { chestOptions } from '../../../src/core/phantom';
import {
  blurred,
  cropped,
  mirrored,
  sharpened,
  slicesAveraged,
  turnedInHeader,
  upsampled,
  withNoise,
} from '../../../src/core/validation/scan-changes';
import { voxelToWorld, worldToVoxel, type Volume } from '../../../src/core/volume';

const size = [9, 7, 6] as const;
const volume: Volume = {
  geometry: { size, spacingMm: [0.8, 0.8, 1.5], originMm: [-10, 4, 30], direction: [1, 0, 0, 0, 1, 0, 0, 0, 1] },
  hu: Int16Array.from({ length: 9 * 7 * 6 }, (_, at) => ((at * 137) % 900) - 800),
  paddingHu: null,
};
const at = ({ geometry, hu }: Volume, i: number, j: number, k: number): number =>
  hu[(k * geometry.size[1] + j) * geometry.size[0] + i];

/** HU of the voxel at the place in the patient of voxel (i, j, k) of the plain volume. */
function seen(changed: Volume, i: number, j: number, k: number): number {
  const [x, y, z] = voxelToWorld(volume.geometry, i, j, k);
  const [a, b, c] = worldToVoxel(changed.geometry, x, y, z).map(Math.round);
  return at(changed, a, b, c);
}

const sumOf = ({ hu }: Volume): number => Float64Array.from(hu).reduce((a, b) => a + b, 0);

function eachVoxel(visit: (i: number, j: number, k: number) => void): void {
  for (let k = 0; k < size[2]; k += 1)
    for (let j = 0; j < size[1]; j += 1) for (let i = 0; i < size[0]; i += 1) visit(i, j, k);
}

describe('scans of the same voxels', () => {
  it('are moved by the header alone where it is turned', () => {
    const turned = turnedInHeader(volume, [0.8, 0.6], [0.6, 0.8]);
    expect(turned.hu).toBe(volume.hu);
    const lengthOf = (g: typeof volume.geometry): number => {
      const [a, b] = [voxelToWorld(g, 0, 0, 0), voxelToWorld(g, 8, 6, 5)];
      return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
    };
    expect(lengthOf(turned.geometry)).toBeCloseTo(lengthOf(volume.geometry), 9);
    expect(turned.geometry.direction).not.toEqual(volume.geometry.direction);
  });

  it('swap the sides of the patient when they are mirrored, with the header as it was', () => {
    const other = mirrored(volume);
    expect(other.geometry).toEqual(volume.geometry);
    eachVoxel((i, j, k) => expect(at(other, size[0] - 1 - i, j, k)).toBe(at(volume, i, j, k)));
  });
});

describe('scans with other voxels', () => {
  it('average slices about their middle', () => {
    const thick = slicesAveraged(volume, 2);
    expect(thick.geometry.size).toEqual([9, 7, 3]);
    expect(thick.geometry.spacingMm[2]).toBe(3);
    expect(thick.geometry.originMm[2]).toBeCloseTo(30.75, 9);
    expect(at(thick, 3, 2, 1)).toBe(Math.round((at(volume, 3, 2, 2) + at(volume, 3, 2, 3)) / 2));
  });

  it('crop to a box that stays in its place', () => {
    const part = cropped(volume, [2, 1, 1], [7, 6, 5]);
    expect(part.geometry.size).toEqual([5, 5, 4]);
    expect(seen(part, 4, 3, 2)).toBe(at(volume, 4, 3, 2));
  });

  it('hold the old voxels and their means when they are doubled', () => {
    const fine = upsampled(volume);
    expect(fine.geometry.size).toEqual([17, 13, 6]);
    eachVoxel((i, j, k) => expect(at(fine, 2 * i, 2 * j, k)).toBe(at(volume, i, j, k)));
    expect(at(fine, 5, 4, 3)).toBe(Math.round((at(volume, 2, 2, 3) + at(volume, 3, 2, 3)) / 2));
  });
});

describe('filters', () => {
  /** A bright voxel in the middle of nothing, large enough that borders do not matter. */
  const n = 31;
  const spot: Volume = {
    geometry: { ...volume.geometry, size: [n, n, n], spacingMm: [1, 1, 1] },
    hu: new Int16Array(n * n * n),
    paddingHu: null,
  };
  spot.hu[(15 * n + 15) * n + 15] = 1500;

  const variance = ({ hu }: Volume, axis: number): number => {
    let [sum, square] = [0, 0];
    for (let v = 0; v < hu.length; v += 1) {
      const d = [v % n, Math.floor(v / n) % n, Math.floor(v / n / n)][axis] - 15;
      sum += hu[v];
      square += hu[v] * d * d;
    }
    return square / sum;
  };

  it('blur by the width asked for in every direction', () => {
    const soft = blurred(spot, 0.9);
    for (const axis of [0, 1, 2]) expect(variance(soft, axis)).toBeCloseTo(0.81, 1);
    const sum = sumOf(soft);
    expect(sum / 1500).toBeCloseTo(1, 1);
  });

  it('enhance edges within the slice, leaving dark rings and the sum', () => {
    const sharp = sharpened(spot, 0.4, 1);
    expect(at(sharp, 15, 15, 15)).toBeGreaterThan(1500);
    expect(at(sharp, 17, 15, 15)).toBeLessThan(0);
    expect(at(sharp, 15, 15, 16)).toBe(0);
    expect(sumOf(sharp) / 1500).toBeCloseTo(1, 1);
  });

  it('add noise of the size asked for', () => {
    const flat: Volume = { ...spot, hu: new Int16Array(n * n * n) };
    const noisy = withNoise(flat, { ...chestOptions.scan, columns: n, rows: n, noiseRim: 1 }, 30, 4);
    const mean = sumOf(noisy) / noisy.hu.length;
    const squares = Float64Array.from(noisy.hu, (value) => (value - mean) ** 2);
    const sd = Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length);
    expect(sd).toBeGreaterThan(28);
    expect(sd).toBeLessThan(32);
  });
});
