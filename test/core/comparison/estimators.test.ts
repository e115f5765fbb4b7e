import { describe, expect, it } from 'vitest';
import { crossSectionAt, type Station } from '../../../src/core/comparison/cross-section';
import {
  areaAboveThreshold,
  areaAtHalfOfContrast,
  areaAtHalfOfPeak,
  areaByDistance,
  backgroundHuOf,
  distanceToEdge,
  integratedContrast,
} from '../../../src/core/comparison/estimators';
import { nearestWithin } from '../../../src/core/comparison/nearest-within';
import type { Grid } from '../../../src/core/volume';
import { addTube, emptyScene, gridOf, lungHu, type Vec } from '../calibre/tube-scenes';

const [bloodHu, sigmaMm] = [40, 0.6];
const direction: Vec = [0.48, 0.6, 0.64];

function scene(csaMm2: number): { grid: Grid; hu: Float32Array; station: Station } {
  const grid = gridOf(24, [0.6, 0.6, 0.6]);
  const hu = emptyScene(grid);
  const centre: Vec = [12.1, 11.9, 12.2];
  addTube(hu, grid, { centre, direction, csaMm2 }, { sigmaMm, sigmaZMm: sigmaMm });
  return { grid, hu, station: { at: centre, tangent: direction } };
}

describe('rules of others on a plane across a vessel', () => {
  it('read a vessel much wider than the blur right, but for the distance, which no voxel comes near', () => {
    const { grid, hu, station } = scene(30);
    const image = crossSectionAt(hu, grid, station, 0.75);
    const backgroundHu = backgroundHuOf(image, bloodHu, lungHu);
    expect(backgroundHu).toBeCloseTo(lungHu, 0);
    for (const area of [
      areaAtHalfOfPeak(image, backgroundHu),
      areaAtHalfOfContrast(image, backgroundHu, bloodHu),
      integratedContrast(image, backgroundHu, bloodHu, sigmaMm),
    ]) {
      expect(Math.abs(area / 30 - 1)).toBeLessThan(0.06);
    }
    // the level of −500 HU lies below half: further out
    expect(areaAboveThreshold(image)).toBeGreaterThan(areaAtHalfOfContrast(image, backgroundHu, bloodHu));
    const byDistance = areaByDistance(distanceToEdge(hu, grid), grid, station);
    expect(byDistance).toBeGreaterThan(20);
    expect(byDistance).toBeLessThan(40);
  });

  it('err on a thin one as physics has it', () => {
    const { grid, hu, station } = scene(1.25);
    const image = crossSectionAt(hu, grid, station, 0.75);
    const backgroundHu = backgroundHuOf(image, bloodHu, lungHu);
    // peak share 0.42, below half of the contrast and just above −500 HU; own half maximum near 2πσ²·ln 2, and wider
    expect(areaAtHalfOfContrast(image, backgroundHu, bloodHu)).toBe(0);
    expect(areaAtHalfOfPeak(image, backgroundHu)).toBeGreaterThan(2 * Math.PI * sigmaMm ** 2 * Math.LN2);
    expect(areaAtHalfOfPeak(image, backgroundHu)).toBeLessThan(3);
    expect(integratedContrast(image, backgroundHu, bloodHu, sigmaMm)).toBeCloseTo(1.25, 1);
  });

  it('see nothing where the scan ends', () => {
    const { grid, hu } = scene(5);
    const image = crossSectionAt(hu, grid, { at: [-9, -9, -9], tangent: direction }, 0.75);
    expect(areaAboveThreshold(image)).toBe(0);
    expect(areaAtHalfOfPeak(image, lungHu)).toBe(0);
  });
});

describe('the nearest seed within a mask', () => {
  it('is that of all seeds, tried one by one, where the mask is a box', () => {
    const size = [9, 7, 5] as const;
    const spacing = [0.7, 0.9, 1.3] as const;
    const seeds = Int32Array.from([3, 100, 200, 311]);
    const owner = nearestWithin(seeds, new Uint8Array(9 * 7 * 5).fill(1), size, spacing);
    const place = (at: number): number[] => [(at % 9) * 0.7, (Math.floor(at / 9) % 7) * 0.9, Math.floor(at / 63) * 1.3];
    const distance = (at: number, seed: number): number =>
      Math.hypot(...place(at).map((x, axis) => x - place(seeds[seed])[axis]));
    owner.forEach((seed, at) => {
      const least = Math.min(...[...seeds.keys()].map((other) => distance(at, other)));
      expect(distance(at, seed)).toBeCloseTo(least, 9);
    });
  });

  it('is none in a piece without a seed, and off the mask', () => {
    const mask = Uint8Array.from([1, 1, 0, 1, 1]);
    expect([...nearestWithin(Int32Array.from([1]), mask, [5, 1, 1], [1, 1, 1])]).toEqual([0, 0, -1, -1, -1]);
  });
});
