import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { UNCERTAIN } from '../../../src/core/lungs';
import { random } from '../../../src/core/maths';
import { defaultParameters } from '../../../src/core/parameters';
import { inlineParallel } from '../../../src/core/parallel';
import { estimateBloodHu, estimateNoiseHu, type BloodHu } from '../../../src/core/vessels';
import { twoPools } from '../../../src/core/vessels/blood-pools';
import type { Vec3 } from '../../../src/core/volume';
import { blockOfLung, emptyLung, parenchymaHu } from './block-of-lung';
import { addThickTube, noisy } from './tube-image';

const size: Vec3 = [64, 50, 40];
const spacingMm: Vec3 = [0.8, 0.8, 1];
const lungs = blockOfLung(size, spacingMm, 6);
const parallel = inlineParallel(plainKernels);

/** Two thick vessels of the given HU, blurred by 0.7 mm, seen through noise. */
function twoVessels(firstHu: number, secondHu: number, radiusMm: number, noiseHu: number): Int16Array {
  const hu = emptyLung(lungs);
  addThickTube(hu, lungs.grid, [17, 20, 20], [0, 0.1, 1], radiusMm, firstHu - parenchymaHu, 0.7);
  addThickTube(hu, lungs.grid, [34, 20, 20], [0, -0.1, 1], radiusMm, secondHu - parenchymaHu, 0.7);
  return noisy(hu, noiseHu, 1);
}

const blood = (hu: Int16Array): Promise<BloodHu> => estimateBloodHu(hu, lungs, defaultParameters, parallel);

const isDense = (at: number): boolean => Math.floor(at / size[0]) % size[1] > 36;

describe('estimateBloodHu', () => {
  it.each([28, 40, 55])('reads %s HU of blood in the depth of thick vessels', async (trueHu) => {
    const { estimate, poolsHu } = await blood(twoVessels(trueHu, trueHu, 4.5, 25));
    // usual blood, 40 HU, has a say by its error of 17.5 HU against 8
    const joined = (trueHu / 8 ** 2 + 40 / 17.5 ** 2) / (1 / 8 ** 2 + 1 / 17.5 ** 2);
    expect(Math.abs(estimate.value - joined)).toBeLessThanOrEqual(1.5);
    expect(estimate.low).toBeLessThan(trueHu);
    expect(estimate.high).toBeGreaterThan(trueHu);
    expect(estimate.how).toContain('without contrast');
    expect(poolsHu).toBeNull();
  });

  it('tells two pools apart where contrast has reached one more than the other', async () => {
    const { estimate, poolsHu } = await blood(twoVessels(322, 232, 4.5, 30));
    expect(Math.abs((poolsHu?.[0] ?? 0) - 232)).toBeLessThan(4);
    expect(Math.abs((poolsHu?.[1] ?? 0) - 322)).toBeLessThan(4);
    expect(Math.abs(estimate.value - 277)).toBeLessThan(5);
    expect(estimate.low).toBeLessThan(237);
    expect(estimate.high).toBeGreaterThan(317);
  });

  it('takes few vessels that agree for a tree, and one odd piece for a mass', () => {
    const veins = [210, 216, 221, 219, 224].map((hu) => ({ hu, voxels: 800 }));
    const arteries = [325, 329].map((hu) => ({ hu, voxels: 200 }));
    const share = defaultParameters.bloodPoolsLeastShare;
    const pools = twoPools([...veins, ...arteries], 25, share);
    expect(pools).toEqual([218, 327]);
    expect(twoPools([...veins, { hu: 327, voxels: 400 }], 25, share)).toBeNull();
  });

  it('does not split one pool by its noise', async () => {
    expect((await blood(twoVessels(300, 300, 4.5, 45))).poolsHu).toBeNull();
  });

  it('does not take noise for contrast', async () => {
    const { estimate, poolsHu } = await blood(twoVessels(40, 40, 4.5, 65));
    expect(Math.abs(estimate.value - 40)).toBeLessThan(4);
    expect(estimate.how).toContain('without contrast');
    expect(poolsHu).toBeNull();
  });

  it('reads blood, not consolidated lung, where contrast is bright', async () => {
    const hu = twoVessels(300, 300, 4.5, 25).map((value, at) => (isDense(at) ? 45 : value));
    const labels = lungs.labels.map((label, at) => (label !== 0 && isDense(at) ? label | UNCERTAIN : label));
    const { estimate } = await estimateBloodHu(hu, { ...lungs, labels }, defaultParameters, parallel);
    expect(Math.abs(estimate.value - 300)).toBeLessThan(4);
  });

  it('reads blood, not a mass, where contrast is bright', async () => {
    const hu = twoVessels(300, 300, 4.5, 25).map((value, at) =>
      Math.floor(at / size[0]) % size[1] > 40 && value < 0 && lungs.distanceMm[at] < 0 ? 45 : value,
    );
    expect(Math.abs((await blood(hu)).estimate.value - 300)).toBeLessThan(4);
  });

  it('reads blood, not nodules', async () => {
    const hu = emptyLung(lungs);
    addThickTube(hu, lungs.grid, [17, 20, 20], [0, 0.1, 1], 4.2, 40 - parenchymaHu, 0.7);
    const image = noisy(hu, 20, 1).map((value, at) => {
      const x = (at % size[0]) * 0.8 - 36;
      const y = (Math.floor(at / size[0]) % size[1]) * 0.8 - 20;
      const z = Math.floor(at / (size[0] * size[1])) - 20;
      return x * x + y * y + z * z < 81 ? 5 + (value - parenchymaHu) : value;
    });
    expect(Math.abs((await blood(image)).estimate.value - 40)).toBeLessThan(3);
  });

  it('allows for the other tree where only two vessels show contrast', async () => {
    const { estimate } = await blood(twoVessels(300, 300, 4.5, 25));
    expect(estimate.high - estimate.low).toBeGreaterThan(100);
  });

  it('takes contrast from thinner vessels rather than the prior without contrast', async () => {
    const { estimate } = await blood(twoVessels(300, 300, 2.1, 20));
    expect(estimate.how).toContain('too thin');
    expect(estimate.value).toBeGreaterThan(230);
    expect(estimate.high).toBeGreaterThan(300);
    expect(estimate.low).toBeLessThan(300);
  });

  it('falls back on the prior, with its wide interval, without thick vessels', async () => {
    const { estimate } = await blood(twoVessels(40, 40, 1.2, 20));
    expect(estimate).toMatchObject({ value: 40, low: 25, high: 60 });
  });
});

describe('estimateNoiseHu', () => {
  it.each([8, 20, 45])('reads %s HU of white noise to 1 part in 20', (noiseHu) => {
    const { estimate, neighbourCorrelation } = estimateNoiseHu(
      noisy(emptyLung(blockOfLung(size, spacingMm, 18)), noiseHu, 3),
      blockOfLung(size, spacingMm, 18),
      defaultParameters,
    );
    expect(Math.abs(estimate.value / noiseHu - 1)).toBeLessThan(0.05);
    expect(estimate.low).toBeLessThan(noiseHu);
    expect(estimate.high).toBeGreaterThan(noiseHu);
    for (const r of neighbourCorrelation) expect(Math.abs(r)).toBeLessThan(0.08);
  });

  it('sees the grain of correlated noise, along the right axis', () => {
    const draw = random(9);
    const block = blockOfLung(size, spacingMm, 18);
    const white = emptyLung(block).map((value) => value + 20 * draw.normal());
    // the mean of a voxel and the one before it along i: correlation 1/2
    const grained = Int16Array.from(white, (value, at) => Math.round((value + white[Math.max(0, at - 1)]) / 2));
    const { neighbourCorrelation } = estimateNoiseHu(grained, block, defaultParameters);
    expect(neighbourCorrelation[0]).toBeGreaterThan(0.4);
    expect(neighbourCorrelation[0]).toBeLessThan(0.55);
    expect(Math.abs(neighbourCorrelation[1])).toBeLessThan(0.12);
    expect(Math.abs(neighbourCorrelation[2])).toBeLessThan(0.12);
  });

  it('reads the lung where there is no soft tissue', () => {
    const bare = blockOfLung(size, spacingMm, 0);
    const { estimate } = estimateNoiseHu(noisy(emptyLung(bare), 20, 5), bare, defaultParameters);
    expect(estimate.how).toContain('lung, for want of');
    expect(Math.abs(estimate.value - 20)).toBeLessThan(2.5);
  });
});
