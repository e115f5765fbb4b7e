/** Tubes without contrast beside vessels that have it: told by what their middle shows, and only where it tells. */
import { describe, expect, it } from 'vitest';
import { sameBlood, sizeVessels, type Vessel } from '../../../src/core/calibre';
import { plainKernels } from '../../../src/core/kernels';
import { defaultParameters } from '../../../src/core/parameters';
import { inlineParallel } from '../../../src/core/parallel';
import { addNoise, addTube, bloodHu, emptyScene, gridOf, lineAlong, lungHu, type Tube } from './tube-scenes';
import { wholeLung } from './whole-lung';

const blur = { sigmaMm: 0.6, sigmaZMm: 0.5 };
const psf = { ...blur, sharpening: 0, sharpeningWidth: 1.8 };

/** Verdicts on tubes side by side of the given CSA and HU, in a scan whose blood reads `scanHu`. */
async function verdicts(
  tubes: readonly (readonly [csaMm2: number, hu: number])[],
  scanHu: number,
): Promise<Vessel['rejected'][]> {
  const apartMm = 8;
  const grid = {
    ...gridOf(20, [0.75, 0.75, 0.75]),
    size: [12 + Math.ceil(apartMm / 0.75) * tubes.length, 26, 26] as const,
  };
  const hu = emptyScene(grid);
  const lines = tubes.map(([csaMm2, own], id) => {
    const tube: Tube = { centre: [7 + apartMm * id, 9, 9], direction: [0, 0.4, 1], csaMm2 };
    addTube(hu, grid, tube, blur, (own - lungHu) / (bloodHu - lungHu));
    return lineAlong(tube, 12, id, 0.1, [2 * id, 2 * id + 1]);
  });
  addNoise(hu, 20, 5);
  const input = {
    hu,
    lungs: wholeLung(grid),
    bloodHu: scanHu,
    noiseHu: 20,
    centrelines: lines,
    branchBlood: sameBlood(lines.length, scanHu),
    psf,
  };
  const { vessels } = await sizeVessels(input, defaultParameters, inlineParallel(plainKernels), () => {});
  return vessels.map(({ rejected }) => rejected);
}

const vessel = [9, 200] as const;

describe('a tube of 20 HU', () => {
  it('is no vessel where blood reads 200 HU, nor takes the vessel beside it along', async () => {
    expect(await verdicts([vessel, [9, 20], vessel, [6, 200], [14, 200]], 200)).toEqual([
      null,
      'unenhanced',
      null,
      null,
      null,
    ]);
  });

  it('is not told without contrast, nor where it is too thin', async () => {
    expect(
      await verdicts(
        [
          [9, 40],
          [9, 20],
        ],
        40,
      ),
    ).toEqual([null, null]);
    expect(await verdicts([vessel, [2.5, 20], vessel], 200)).toEqual([null, null, null]);
  });

  it('stays where so many are dark that contrast has not reached a tree', async () => {
    expect(await verdicts([vessel, [9, 20], [9, 30]], 200)).toEqual([null, null, null]);
  });
});
