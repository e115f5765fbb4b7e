/** The sums of the bronchus kernel against those of its model written out in double precision. */
import { describe, expect, it } from 'vitest';
import {
  bronchusWithGradient,
  makeBronchusImage,
  prepareBronchus,
  writeRing,
} from '../../../src/core/calibre/bronchi/bronchus-image';
import {
  makeTubeImage,
  prepareTube,
  tubeWithGradient,
  writeTube,
  type Psf,
} from '../../../src/core/calibre/tube-image';
import {
  bronchusNodes,
  bronchusSums,
  bronchusUnknowns,
  bronchusValues as at,
  plainKernels,
  type TubeFit,
} from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import { defaultParameters as parameters } from '../../../src/core/parameters';

const count = 300;
const tangentZ = 0.6;
const backgroundHu = -870;
const contrastHu = 910;
const size = { lumenMm: 0.9, outerMm: 1.35 };
const ringAt = [2.5, 0.4];
const [outerByLumen, outerByWall] = [1.2, 0.38];
const robust = 1 / 120;

const kernels: readonly [string, Psf][] = [
  ['soft', { sigmaMm: 0.6, sigmaZMm: 0.8, sharpening: 0, sharpeningWidth: 1.8 }],
  ['sharp', { sigmaMm: 0.5, sigmaZMm: 0.6, sharpening: 0.4, sharpeningWidth: 1.8 }],
];

function filled(psf: Psf): TubeFit {
  const work = plainKernels.openTubeFit(count);
  const draw = random(11);
  const { slab, bronchus } = work;
  for (let n = 0; n < count; n += 1) {
    slab.u[n] = 8 * draw.uniform() - 3;
    slab.v[n] = 8 * draw.uniform() - 4;
    slab.hu[n] = backgroundHu + 200 * draw.normal();
    slab.weight[n] = draw.uniform();
    slab.neighbourShare[n] = draw.uniform() < 0.2 ? draw.uniform() : 0;
    slab.left[n] = 150 * draw.normal();
  }
  const { values, nodes } = bronchus;
  values[at.u] = 0.1;
  values.set(ringAt, at.ringU);
  values.set([backgroundHu, contrastHu, robust, outerByLumen, outerByWall, 1e3, 1e3, 4], at.backgroundHu);
  nodes.set(writeTube(values, at.own, 1.1, tangentZ, psf), bronchusNodes.own);
  writeRing(bronchus, size, tangentZ, psf, backgroundHu, parameters);
  return work;
}

function imagesOf(psf: Psf): (u: number, v: number, own: Float64Array, ring: Float64Array) => void {
  const tube = makeTubeImage();
  prepareTube(tube, 1.1, tangentZ, psf);
  const bronchus = makeBronchusImage();
  const contrast = { wallHu: parameters.bronchusWallHu - backgroundHu, airHu: parameters.bronchusAirHu - backgroundHu };
  prepareBronchus(bronchus, size, tangentZ, psf, contrast);
  return (u, v, own, ring) => {
    tubeWithGradient(tube, u - Math.fround(0.1), v, own);
    bronchusWithGradient(bronchus, u - ringAt[0], v - ringAt[1], ring);
  };
}

describe('bronchus kernel', () => {
  it.each(kernels)('sums one Gauss–Newton step of vessel and ring: %s', (_, psf) => {
    const work = filled(psf);
    work.sumBronchus(count);
    const { slab } = work;
    const [own, ring] = [new Float64Array(4), new Float64Array(5)];
    const imageAt = imagesOf(psf);
    const right = new Float64Array(bronchusUnknowns);
    const matrix = new Float64Array(bronchusUnknowns * bronchusUnknowns);
    const inRing = [0, 0, 0];
    for (let n = 0; n < count; n += 1) {
      imageAt(slab.u[n], slab.v[n], own, ring);
      const free = 1 - slab.neighbourShare[n];
      const vessels = slab.neighbourShare[n] + free * own[0];
      const residual = slab.hu[n] - backgroundHu - contrastHu * vessels - ring[0];
      expect(Math.abs(slab.residual[n] - Math.abs(residual))).toBeLessThan(0.2);
      const weight = slab.weight[n] / (1 + (residual * robust) ** 2);
      const byTube = [-own[1], -own[2], own[3]].map((slope) => contrastHu * free * slope);
      const byRing = [-ring[1], -ring[2], ring[3] + ring[4] * outerByLumen, ring[4] * outerByWall];
      const row = [...byTube, 1 - vessels, ...byRing];
      for (const [a, slope] of row.entries()) {
        right[a] += weight * slope * residual;
        for (const [b, other] of row.entries()) matrix[a * bronchusUnknowns + b] += weight * slope * other;
      }
      if ((slab.u[n] - ringAt[0]) ** 2 + (slab.v[n] - ringAt[1]) ** 2 > 4) continue;
      inRing[0] += slab.weight[n] * residual ** 2;
      inRing[1] += slab.weight[n] * (residual + ring[0]) ** 2;
      inRing[2] += slab.weight[n];
    }
    const { sums } = work.bronchus;
    const scaleOf = (a: number): number => Math.sqrt(matrix[a * bronchusUnknowns + a]);
    for (let a = 0, k = bronchusSums.matrix; a < bronchusUnknowns; a += 1) {
      // over what residuals of 200 HU make of it
      expect(Math.abs(sums[a] - right[a])).toBeLessThan(1e-3 * scaleOf(a) * 200);
      for (let b = 0; b <= a; b += 1, k += 1)
        expect(Math.abs(sums[k] - matrix[a * bronchusUnknowns + b])).toBeLessThan(1e-3 * scaleOf(a) * scaleOf(b));
    }
    for (const [k, sum] of inRing.entries()) expect(sums[bronchusSums.left + k] / sum).toBeCloseTo(1, 3);
  });

  it.each(kernels)('shows how much of a ring there is at a place: %s', (_, psf) => {
    const round = { ...psf, sigmaZMm: psf.sigmaMm };
    const work = filled(round);
    const { values, places, shown } = work.bronchus;
    const reach = 3.2;
    values[at.reachMm] = reach;
    writeRing(work.bronchus, size, 1, round, backgroundHu, parameters);
    places.set([1.5, -0.7, ...ringAt]);
    work.searchRing(count);
    const image = makeBronchusImage();
    const contrast = {
      wallHu: parameters.bronchusWallHu - backgroundHu,
      airHu: parameters.bronchusAirHu - backgroundHu,
    };
    prepareBronchus(image, size, 1, round, contrast);
    const ring = new Float64Array(5);
    for (const p of [0, 1]) {
      let [sum, squares, seen, all] = [0, 0, 0, 0];
      for (let n = 0; n < count; n += 1) {
        const [u, v] = [work.slab.u[n] - places[2 * p], work.slab.v[n] - places[2 * p + 1]];
        if (u * u + v * v >= reach * reach) continue;
        bronchusWithGradient(image, u, v, ring);
        sum += work.slab.weight[n] * ring[0];
        squares += work.slab.weight[n] * ring[0] ** 2;
        seen += work.slab.weight[n] * ring[0] * work.slab.left[n];
        all += work.slab.weight[n];
      }
      expect(squares).toBeGreaterThan(1e5);
      expect(shown[3 * p + 1] / squares).toBeCloseTo(1, 2);
      expect(Math.abs(shown[3 * p] - sum)).toBeLessThan(0.01 * Math.sqrt(squares * all));
      expect(Math.abs(shown[3 * p + 2] - seen)).toBeLessThan(0.01 * Math.sqrt(squares * all) * 150);
    }
  });
});
