import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../src/core/kernels';
import { NEAR_HILUM, UNCERTAIN } from '../../../src/core/lungs';
import { normalCdf } from '../../../src/core/maths';
import { defaultParameters } from '../../../src/core/parameters';
import { inlineParallel, piecesOf, type Parallel } from '../../../src/core/parallel';
import { findCandidates, LUMP, VESSEL_CORE, type Candidates } from '../../../src/core/vessels';
import type { Vec3 } from '../../../src/core/volume';
import { blockOfLung, emptyLung, parenchymaHu } from './block-of-lung';
import { addSheet, addThickTube, addThinTube, noisy } from './tube-image';

const size: Vec3 = [48, 44, 40];
const spacingMm: Vec3 = [0.75, 0.75, 1];
const lungs = blockOfLung(size, spacingMm);
const blur = { sigmaMm: 0.6, sigmaZMm: 0.6 };
const bloodHu = 40;
const contrastHu = bloodHu - parenchymaHu;
const middle: Vec3 = [18, 16.5, 20];
const parallel = inlineParallel(plainKernels);

function find(hu: Int16Array, run: Parallel = parallel): Promise<Candidates> {
  const input = { hu, lungs, bloodHu, psfSigmaMm: blur.sigmaMm, psfSigmaZMm: blur.sigmaZMm };
  return findCandidates(input, defaultParameters, run);
}

const countSet = (mask: Uint8Array): number => mask.reduce((sum, value) => sum + (value === VESSEL_CORE ? 1 : 0), 0);
const at = (i: number, j: number, k: number): number => (k * size[1] + j) * size[0] + i;

describe('findCandidates', () => {
  it.each([15, 45])('finds nothing in noise alone (%s HU)', async (noiseHu) => {
    const found = await find(noisy(emptyLung(lungs), noiseHu, 3));
    expect(countSet(found.mask)).toBe(0);
    expect(found.coreMl).toBe(0);
  });

  it('knows the noise of the ridge strength, in proportion to the noise', async () => {
    const quiet = await find(noisy(emptyLung(lungs), 10, 5));
    const loud = await find(noisy(emptyLung(lungs), 60, 5));
    expect(loud.ridgeNoiseMm2 / quiet.ridgeNoiseMm2).toBeGreaterThan(5.5);
    expect(loud.ridgeNoiseMm2 / quiet.ridgeNoiseMm2).toBeLessThan(6.5);
    expect(loud.detectionLimitMm2.value).toBeGreaterThan(quiet.detectionLimitMm2.value);
  });

  it.each<Vec3>([
    [0, 0, 1],
    [1, 0.3, 0],
    [0.4, 1, 0.8],
  ])('follows a vessel of 1.5 mm² through the whole block: direction %s %s %s', async (...direction) => {
    const hu = emptyLung(lungs);
    addThinTube(hu, lungs.grid, middle, direction, 1.5, contrastHu, blur);
    const { mask } = await find(noisy(hu, 25, 7));
    const length = Math.sqrt(direction[0] ** 2 + direction[1] ** 2 + direction[2] ** 2);
    let steps = 0;
    let hits = 0;
    for (let mm = -25; mm <= 25; mm += 0.25) {
      const p = middle.map((q, axis) => Math.round((q + (mm * direction[axis]) / length) / spacingMm[axis]));
      if (p.some((q, axis) => q < 5 || q >= size[axis] - 5)) continue;
      steps += 1;
      hits += mask[at(p[0], p[1], p[2])];
    }
    expect(steps).toBeGreaterThan(80);
    expect(hits / steps).toBeGreaterThan(0.97);
  });

  it('does not see a fissure', async () => {
    const hu = emptyLung(lungs);
    addSheet(hu, lungs.grid, middle, [0.2, 1, 0.3], 0.5, contrastHu, 0.6);
    const { mask } = await find(noisy(hu, 15, 9));
    expect(countSet(mask)).toBe(0);
  });

  it('keeps two vessels apart that lie side by side', async () => {
    const hu = emptyLung(lungs);
    const radiusMm = 1.6;
    // a gap of half a millimetre
    for (const side of [-1, 1]) {
      const through: Vec3 = [middle[0] + side * (radiusMm + 0.25), middle[1], middle[2]];
      addThickTube(hu, lungs.grid, through, [0, 0, 1], radiusMm, contrastHu, 0.6);
    }
    const { mask } = await find(noisy(hu, 20, 11));
    for (let k = 8; k < size[2] - 8; k += 1) {
      expect(mask[at(21, 22, k)] + mask[at(27, 22, k)], `slice ${k}`).toBe(2);
      expect(mask[at(24, 22, k)], `slice ${k}`).toBe(0);
    }
  });

  it('keeps off the pleura', async () => {
    const hu = emptyLung(lungs);
    addThinTube(hu, lungs.grid, middle, [0, 0, 1], 3, contrastHu, blur);
    const { mask } = await find(noisy(hu, 15, 13));
    const depths = lungs.distanceMm.filter((_, n) => mask[n] === 1);
    expect(depths.length).toBeGreaterThan(100);
    expect(Math.max(...depths)).toBeLessThan(-defaultParameters.candidateMarginMm);
  });

  it('guesses at no vessels in consolidated lung without contrast, and sees them with contrast', async () => {
    const dense = (n: number): boolean => n % size[0] > 24 && lungs.distanceMm[n] < 0;
    const labels = lungs.labels.map((label, n) => (dense(n) ? label | UNCERTAIN : label));
    for (const [blood, wanted] of [
      [40, 0],
      [300, 1],
    ]) {
      const hu = emptyLung(lungs).map((value, n) => (dense(n) ? 20 : value));
      addThickTube(hu, lungs.grid, middle, [1, 0, 0], 1.5, 1, 0.6);
      const image = noisy(
        hu.map((value, n) => {
          const share = value - (dense(n) ? 20 : lungs.distanceMm[n] < 0 ? parenchymaHu : 50);
          return value - share + share * (blood - (value - share));
        }),
        15,
        25,
      );
      const input = { hu: image, lungs: { ...lungs, labels }, bloodHu: blood, psfSigmaMm: 0.6, psfSigmaZMm: 0.6 };
      const { mask, core } = await findCandidates(input, defaultParameters, parallel);
      expect(mask[at(12, 22, 20)]).toBe(1);
      expect(mask[at(34, 22, 20)], `blood ${blood} HU`).toBe(wanted);
      expect(core[at(40, 30, 30)], `blood ${blood} HU`).toBe(0);
    }
  });

  it('gives the same bits however the slices are cut', async () => {
    const hu = emptyLung(lungs);
    addThinTube(hu, lungs.grid, middle, [0.3, 1, 0.5], 2, contrastHu, blur);
    addThickTube(hu, lungs.grid, middle, [1, 0, 0.3], 2.8, contrastHu, 0.6);
    const image = noisy(hu, 25, 15);
    const finer: Parallel = {
      map: (task, input, pieces) => parallel.map(task, input, piecesOf(pieces[pieces.length - 1].to, 5).toReversed()),
    };
    expect(await find(image, finer)).toEqual(await find(image));
  });
});

describe('cores of thick vessels', () => {
  it.each([
    [1.8, 0],
    [2.4, 0.8],
    [3.5, 0.9],
  ])('hold a tube of radius %s mm to at least %s of its volume', async (radiusMm, share) => {
    const hu = emptyLung(lungs);
    addThickTube(hu, lungs.grid, middle, [0.2, 0.1, 1], radiusMm, contrastHu, 0.6);
    const { core, coreMl } = await find(noisy(hu, 20, 17));
    // the ball does not reach the ends of the block
    const lengthMm = (size[2] - 8) * spacingMm[2] * Math.sqrt(1 + 0.2 * 0.2 + 0.1 * 0.1);
    const tubeMl = (Math.PI * radiusMm * radiusMm * lengthMm) / 1000;
    expect(coreMl).toBeGreaterThanOrEqual(share * tubeMl);
    expect(coreMl).toBeLessThan(share === 0 ? 1e-9 : 1.08 * tubeMl);
    expect(countSet(core) * 0.75 * 0.75 * 0.001).toBeCloseTo(coreMl, 9);
  });
});

/** Adds a body by its distance outside its surface. */
function addBody(hu: Float32Array, outsideMm: (x: number, y: number, z: number) => number): void {
  for (let n = 0; n < hu.length; n += 1) {
    const x = (n % size[0]) * spacingMm[0];
    const y = (Math.floor(n / size[0]) % size[1]) * spacingMm[1];
    const z = Math.floor(n / (size[0] * size[1])) * spacingMm[2];
    hu[n] += contrastHu * normalCdf(-outsideMm(x, y, z) / 0.6);
  }
}

describe('thick pieces that are no vessels', () => {
  it('leave the vessel that a nodule hangs on', async () => {
    const hu = emptyLung(lungs);
    addBody(hu, (x, y, z) => Math.sqrt((x - 18) ** 2 + (y - 16.5) ** 2 + (z - 20) ** 2) - 5);
    addThinTube(hu, lungs.grid, [18, 21, 20], [1, 0, 0], 2.5, contrastHu, blur);
    const { mask, core, coreMl, notVesselsMl } = await find(noisy(hu, 20, 19));
    expect(coreMl).toBe(0);
    expect(countSet(core)).toBe(0);
    expect(notVesselsMl).toBeGreaterThan(0.4);
    expect(notVesselsMl).toBeLessThan(0.6);
    expect(mask[at(24, 22, 20)]).toBe(0);
    for (const i of [8, 12, 36, 40]) expect(mask[at(i, 28, 20)], `i ${i}`).toBe(1);
  });

  it('are told from a thick vessel beside them', async () => {
    const hu = emptyLung(lungs);
    addBody(hu, (x, y, z) => Math.sqrt((x - 10) ** 2 + (y - 16.5) ** 2 + (z - 20) ** 2) - 4.5);
    addThickTube(hu, lungs.grid, [26, 16.5, 20], [0.1, 0.2, 1], 3, contrastHu, 0.6);
    const { core, notVesselsMl } = await find(noisy(hu, 20, 21));
    expect(core[at(13, 22, 20)]).toBe(LUMP);
    expect(core[at(35, 22, 20)]).toBe(1);
    expect(notVesselsMl).toBeLessThan(0.45);
  });

  it('are soft tissue beside a vessel with contrast, as far as the blur does not reach', async () => {
    const hu = emptyLung(lungs);
    const vessel = (x: number, y: number): number => Math.sqrt((x - 15) ** 2 + (y - 16.5) ** 2) - 3;
    const outsideMm = (x: number, y: number): number =>
      Math.min(vessel(x, y), Math.max(Math.abs(x - 20) - 5, Math.abs(y - 16.5) - 2.4));
    for (let n = 0; n < hu.length; n += 1) {
      const [x, y] = [(n % size[0]) * spacingMm[0], (Math.floor(n / size[0]) % size[1]) * spacingMm[1]];
      // tissue of 30 HU, in it a vessel of 300 HU
      hu[n] += 900 * normalCdf(-outsideMm(x, y) / 0.6) + 270 * normalCdf(-vessel(x, y) / 0.6);
    }
    const input = { hu: noisy(hu, 20, 33), lungs, bloodHu: 300, psfSigmaMm: 0.6, psfSigmaZMm: 0.6 };
    const { core, coreMl } = await findCandidates(input, defaultParameters, parallel);
    expect(core[at(20, 22, 20)]).toBe(VESSEL_CORE);
    expect(core[at(24, 22, 20)]).not.toBe(LUMP);
    expect(core[at(30, 22, 20)]).toBe(LUMP);
    const withoutContrast = await findCandidates({ ...input, bloodHu: 30 }, defaultParameters, parallel);
    expect(withoutContrast.core[at(30, 22, 20)]).toBe(VESSEL_CORE);
    expect(withoutContrast.coreMl).toBeGreaterThan(1.15 * coreMl);
  });

  it('are cut from a thick vessel that they sit on', async () => {
    const hu = emptyLung(lungs);
    addBody(hu, (x, y, z) =>
      Math.min(
        Math.sqrt((x - 22) ** 2 + (y - 16.5) ** 2 + (z - 20) ** 2) - 5.5,
        Math.sqrt((x - 15) ** 2 + (y - 16.5) ** 2) - 2.7,
      ),
    );
    const { core, mask, notVesselsMl } = await find(noisy(hu, 20, 27));
    expect(core[at(30, 22, 20)]).toBe(LUMP);
    expect(mask[at(30, 22, 20)]).toBe(0);
    for (const k of [6, 10, 30, 34]) expect(core[at(20, 22, k)], `slice ${k}`).toBe(1);
    expect(notVesselsMl).toBeGreaterThan(0.5);
    expect(notVesselsMl).toBeLessThan(0.85);
  });

  it('are consolidations with vessels in them, apart from the hilum', async () => {
    const hu = emptyLung(lungs);
    // flat and lobed, as consolidation is; two vessels of true size enter it
    addBody(hu, (x, y, z) =>
      Math.min(
        Math.sqrt(((x - 16) / 1.5) ** 2 + (y - 15) ** 2 + ((z - 18) / 1.1) ** 2) - 5,
        Math.sqrt((x - 22) ** 2 + (y - 19) ** 2 + (z - 24) ** 2) - 4.5,
        Math.sqrt((x - 12) ** 2 + (y - 15) ** 2) - 2.4,
        Math.sqrt((y - 16) ** 2 + (z - 20) ** 2) - 1.2,
      ),
    );
    const image = noisy(hu, 20, 31);
    const apart = await find(image);
    expect(apart.notVesselsMl).toBeGreaterThan(1);
    expect(apart.core[at(22, 20, 18)]).toBe(LUMP);
    expect(apart.mask[at(22, 20, 18)]).toBe(0);
    // the vessel of 18 mm² that runs into it stays
    for (const k of [6, 34]) expect(apart.core[at(16, 20, k)], `slice ${k}`).toBe(1);
    // what reaches the hilum as thick may be a vessel
    const labels = lungs.labels.map((label, n) => (n % size[0] < 16 ? label | NEAR_HILUM : label));
    const input = { hu: image, lungs: { ...lungs, labels }, bloodHu, psfSigmaMm: blur.sigmaMm, psfSigmaZMm: 0.6 };
    const atHilum = await findCandidates(input, defaultParameters, parallel);
    expect(atHilum.core[at(22, 20, 18)]).toBe(1);
  });

  it('are not the fork of a thick vessel', async () => {
    const hu = emptyLung(lungs);
    addBody(hu, (x, y, z) => {
      const arm = Math.max(0, z - 18);
      return Math.sqrt((Math.abs(x - 18) - 0.6 * arm) ** 2 + (y - 16.5) ** 2) * (arm > 0 ? 0.86 : 1) - 2.9;
    });
    const { notVesselsMl, coreMl } = await find(noisy(hu, 20, 29));
    expect(notVesselsMl).toBe(0);
    expect(coreMl).toBeGreaterThan(1);
  });

  it('include tissue inside a misplaced border', async () => {
    const hu = emptyLung(lungs);
    // the field begins at z = 2.5 mm
    addBody(hu, (x, y, z) => Math.abs(z - 4) - 2.5 - 0.02 * Math.min(x, y));
    const { core, mask, notVesselsMl } = await find(noisy(hu, 20, 23));
    expect(countSet(core)).toBe(0);
    expect(notVesselsMl).toBeGreaterThan(1);
    expect(mask[at(24, 22, 5)]).toBe(0);
  });
});
