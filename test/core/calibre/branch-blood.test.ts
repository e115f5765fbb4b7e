import { describe, expect, it } from 'vitest';
import { sameBlood, tellBranchBlood } from '../../../src/core/calibre';
import { branchBeliefs } from '../../../src/core/calibre/branch-beliefs';
import type { Centreline } from '../../../src/core/centrelines';
import { plainKernels } from '../../../src/core/kernels';
import { defaultParameters } from '../../../src/core/parameters';
import { inlineParallel } from '../../../src/core/parallel';
import { addNoise, addTube, bloodHu, emptyScene, gridOf, lineAlong, lungHu, type Tube } from './tube-scenes';
import { wholeLung } from './whole-lung';

const blur = { sigmaMm: 0.6, sigmaZMm: 0.5 };
const poolsHu = [230, 350] as const;

/** Endless tubes side by side, each a branch between two nodes. */
const branches: { at: number; csaMm2: number; hu: number; ends: [number, number] }[] = [
  { at: 5, csaMm2: 8, hu: 350, ends: [0, 1] },
  { at: 13, csaMm2: 8, hu: 230, ends: [2, 3] },
  { at: 20, csaMm2: 0.8, hu: 350, ends: [1, -1] },
  { at: 26, csaMm2: 0.8, hu: 230, ends: [3, -1] },
  { at: 32, csaMm2: 0.8, hu: 350, ends: [-1, -1] },
];

async function told(): Promise<{ bloodHu: Float64Array; sdHu: Float64Array }> {
  const grid = { ...gridOf(20, [0.75, 0.75, 0.75]), size: [50, 26, 26] as const };
  const hu = emptyScene(grid);
  const lines = branches.map(({ at, csaMm2, hu: own, ends }, id): Centreline => {
    const tube: Tube = { centre: [at, 9, 9], direction: [0.1, 0.4, 1], csaMm2 };
    addTube(hu, grid, tube, blur, (own - lungHu) / (bloodHu - lungHu));
    return lineAlong(tube, 6, id, 0.1, ends);
  });
  addNoise(hu, 20, 5);
  const scan = { hu, lungs: wholeLung(grid), bloodHu: 290, noiseHu: 20 };
  const psf = { ...blur, sharpening: 0, sharpeningWidth: 1.8 };
  return tellBranchBlood(scan, lines, poolsHu, psf, defaultParameters, inlineParallel(plainKernels));
}

describe('tellBranchBlood', () => {
  it('reads thick branches, and thin ones by what they join', async () => {
    const blood = await told();
    expect(blood.bloodHu[0]).toBeGreaterThan(340);
    expect(blood.bloodHu[1]).toBeLessThan(240);
    expect(blood.bloodHu[2]).toBeGreaterThan(305);
    expect(blood.bloodHu[3]).toBeLessThan(275);
    expect(blood.sdHu[0]).toBeLessThan(35);
    expect(blood.sdHu[2]).toBeGreaterThan(blood.sdHu[0]);
  });

  it('puts a thin branch that joins nothing near the middle, and says how unsure that is', async () => {
    const blood = await told();
    expect(Math.abs(blood.bloodHu[4] - 290)).toBeLessThan(45);
    expect(blood.sdHu[4]).toBeGreaterThan(40);
  });

  it('is the blood of the scan where there is one pool', () => {
    expect(sameBlood(2, 41)).toEqual({ bloodHu: Float64Array.of(41, 41), sdHu: Float64Array.of(0, 0) });
  });
});

describe('branchBeliefs', () => {
  const mixing = defaultParameters.junctionMixing;

  it('passes evidence on through junctions, weaker with each, and by Bayes’ rule', () => {
    const chain = [{ ends: [-1, 0] as const }, { ends: [0, 1] as const }, { ends: [1, -1] as const }];
    const evidence = Math.log(0.9 / 0.1);
    const beliefs = branchBeliefs(Float64Array.of(evidence, 0, 0), chain, defaultParameters);
    const through = (p: number): number => (1 - mixing) * p + mixing * (1 - p);
    expect(beliefs[0]).toBeCloseTo(0.9, 9);
    expect(beliefs[1]).toBeCloseTo(through(through(0.9)), 9);
    expect(beliefs[2]).toBeCloseTo(through(through(beliefs[1])), 9);
  });

  it('does not hear its own evidence back from a loop in one junction', () => {
    const beliefs = branchBeliefs(Float64Array.of(1), [{ ends: [0, 0] }], defaultParameters);
    expect(beliefs[0]).toBeCloseTo(1 / (1 + Math.exp(-1)), 9);
  });
});
