import { describe, expect, it } from 'vitest';
import { fitFields, fitStationsTask, fitStride } from '../../../src/core/calibre/fit-task';
import { stationsOf } from '../../../src/core/calibre/stations';
import { windowSigmaMm, type Psf } from '../../../src/core/calibre/tube-image';
import { plainKernels } from '../../../src/core/kernels';
import { random } from '../../../src/core/maths';
import { defaultParameters } from '../../../src/core/parameters';
import {
  addNoise,
  addTube,
  bloodHu,
  directionOf,
  emptyScene,
  gridOf,
  lineAlong,
  lungHu,
  type Vec,
} from './tube-scenes';

interface Answer {
  /** Mean of measured over true CSA, minus 1. */
  readonly bias: number;
  readonly sd: number;
  /** Mean SD the fits give for themselves. */
  readonly ownSd: number;
}

interface Scan {
  readonly spacingMm: Vec;
  readonly sigmaMm: number;
  readonly sigmaZMm: number;
  readonly noiseHu: number;
  readonly sharpening?: number;
}

/** Tubes of one CSA in directions over the sphere, sized from a start and an axis that are a little off. */
function sizeTubes(csaMm2: number, scan: Scan, count: number): Answer {
  const dice = random(5);
  const psf: Psf = { ...scan, sharpening: scan.sharpening ?? 0, sharpeningWidth: 1.8 };
  const errors: number[] = [];
  let ownSd = 0;
  for (let k = 0; k < count; k += 1) {
    const grid = gridOf(7.5 + 1.6 * Math.sqrt(csaMm2) + scan.spacingMm[2], scan.spacingMm);
    const middle = (axis: 0 | 1 | 2): number => (grid.size[axis] / 2 + dice.uniform() - 0.5) * scan.spacingMm[axis];
    const direction = directionOf((k + dice.uniform()) / count, dice.uniform());
    const tube = { centre: [middle(0), middle(1), middle(2)] as const, direction, csaMm2 };
    const hu = emptyScene(grid);
    addTube(hu, grid, tube, scan, 1 + psf.sharpening);
    if (psf.sharpening > 0) addTube(hu, grid, tube, { ...scan, sigmaMm: 1.8 * scan.sigmaMm }, -psf.sharpening);
    if (scan.noiseHu > 0) addNoise(hu, scan.noiseHu, k + 1);
    const line = lineAlong(tube, 3, 0, 0.25);
    const stations = stationsOf([line]);
    stations.radiusMm.set(line.maskRadiusMm);
    stations.bloodHu.fill(bloodHu);
    const fits = fitStationsTask.run(
      {
        grid,
        hu,
        distanceMm: null,
        labels: null,
        stations,
        regionalHu: new Float64Array(stations.count).fill(lungHu),
        index: null,
        selected: null,
        isStartGood: false,
        setting: {
          psf,
          windowSigmaMm: windowSigmaMm(psf),
          noiseHu: Math.max(5, scan.noiseHu),
          parameters: defaultParameters,
        },
      },
      { from: 0, to: stations.count },
      plainKernels,
    );
    for (let s = 0; s < stations.count; s += 1) {
      const r = fits[s * fitStride + fitFields.radiusMm];
      errors.push((Math.PI * r * r) / csaMm2 - 1);
      ownSd += (2 * fits[s * fitStride + fitFields.radiusSdMm]) / r;
    }
  }
  const bias = errors.reduce((a, b) => a + b, 0) / errors.length;
  const sd = Math.sqrt(errors.reduce((a, b) => a + (b - bias) ** 2, 0) / errors.length);
  return { bias, sd, ownSd: ownSd / errors.length };
}

const thin: Scan = { spacingMm: [0.7, 0.7, 0.7], sigmaMm: 0.6, sigmaZMm: 0.6, noiseHu: 0 };

describe('size of an isolated tube', () => {
  it('has no bias without noise, from 0.5 to 40 mm² in any direction', () => {
    for (const csa of [0.5, 0.8, 1.25, 2, 5, 10, 40]) {
      const { bias, sd } = sizeTubes(csa, thin, 6);
      expect(Math.abs(bias), `${csa} mm²`).toBeLessThan(0.004);
      expect(sd, `${csa} mm²`).toBeLessThan(0.004);
    }
  });

  it('has none with noise, and scatters as much as it says', () => {
    for (const csa of [1.25, 2, 5, 10]) {
      const { bias, sd, ownSd } = sizeTubes(csa, { ...thin, noiseHu: 25 }, 20);
      expect(Math.abs(bias), `${csa} mm²`).toBeLessThan(0.01);
      expect(sd / ownSd, `${csa} mm²`).toBeGreaterThan(0.6);
      expect(sd / ownSd, `${csa} mm²`).toBeLessThan(1.4);
    }
  });

  it('has none in thick slices, where a threshold would see 3 times the area', () => {
    const thick: Scan = { spacingMm: [0.75, 0.75, 2], sigmaMm: 0.7, sigmaZMm: 1.4, noiseHu: 0 };
    for (const csa of [1.25, 3.5, 10])
      expect(Math.abs(sizeTubes(csa, thick, 6).bias), `${csa} mm²`).toBeLessThan(0.006);
    expect(Math.abs(sizeTubes(2, { ...thick, noiseHu: 20 }, 20).bias)).toBeLessThan(0.012);
  });

  it('has none under a sharp kernel whose overshoot is known', () => {
    const sharp: Scan = { spacingMm: [0.7, 0.7, 1], sigmaMm: 0.55, sigmaZMm: 0.45, noiseHu: 0, sharpening: 0.4 };
    for (const csa of [1.25, 5]) expect(Math.abs(sizeTubes(csa, sharp, 6).bias), `${csa} mm²`).toBeLessThan(0.006);
  });
});
