/** The document from made-up records: what is kept, missed, refused and left out is said. */
import { describe, expect, it } from 'vitest';
import { scoreMeasurement, type TrueBlood, type TrueVolumes } from '../../../src/core/phantom';
import {
  sheetOf,
  writeDocument,
  type ChestRecord,
  type Origin,
  type RobustnessRecord,
} from '../../../src/core/validation';
import { keepsLimits, targetsOf } from '../../../src/core/validation/document/limits';
import { table } from '../../../src/core/validation/document/markdown';
import { answersOf } from '../../../src/core/validation/document/sheet';

const volumes = (bv5Ml: number, bv5To10Ml: number, bv10Ml: number): TrueVolumes => {
  const tbvMl = bv5Ml + bv5To10Ml + bv10Ml;
  const [bv5Percent, bv5To10Percent, bv10Percent] = [bv5Ml, bv5To10Ml, bv10Ml].map((ml) => (100 * ml) / tbvMl);
  return { belowMl: 10, bv5Ml, bv5To10Ml, bv10Ml, tbvMl, bv5Percent, bv5To10Percent, bv10Percent };
};
const total = volumes(75, 36, 39);
const half = volumes(37, 18, 20);
const truth: TrueBlood = {
  total,
  right: half,
  left: half,
  withoutHilum: half,
  rightLungMl: 2900,
  leftLungMl: 2500,
  histogram: { edgesMm2: [], ml: [] },
};

/** A chest whose BV5 is off by so many mL, all taken from BV10. */
function chest(caseId: string, kind: ChestRecord['class'], offMl: number, half90: number): ChestRecord {
  const found = { belowMl: 10, bv5Ml: 75 + offMl, bv5To10Ml: 36, bv10Ml: 39 - offMl, tbvMl: 150 };
  const share = (ml: number): number => (100 * ml) / 150;
  const bv5 = share(found.bv5Ml);
  const one = { fromMm2: 1.25, toMm2: 5, lengthMm: 100, share: 0.995 };
  const estimate = { value: 1, low: 0.9, high: 1.1, truth: 1 };
  return {
    kind: 'chest',
    caseId,
    title: `the scan of ${caseId}`,
    class: kind,
    repeat: 1,
    seed: 4711,
    truth,
    refusal: null,
    naive: null,
    generationSeconds: 1,
    measured: {
      figures: {
        percent: { bv5, bv5To10: share(36), bv10: share(found.bv10Ml) },
        volumes: found,
        score: scoreMeasurement(truth, { total: found, right: half, left: half, rightLungMl: 2900, leftLungMl: 2500 }),
      },
      lungs: { dice: 0.995, hilarErrorMm: 0.4, hilarBiasMm: 0.1, uncertainPercent: 0, cutOff: [] },
      centrelines: {
        classes: [],
        agreement: {
          stations: 9,
          biasPercent: 0.2,
          scatterPercent: 4,
          branches: 3,
          branchBiasPercent: 0.1,
          branchScatterPercent: 2,
        },
        recall: [one, one, one],
        precision: [one, one, one],
        falseMl: [0.1, 0, 0],
      },
      estimates: { bloodHu: estimate, psfSigmaMm: estimate, psfSigmaZMm: estimate, noiseHu: estimate },
      detectionLimitMm2: 0.6,
      intervals: { bv5: [bv5 - half90, bv5 + half90], bv5To10: null, bv10: null, tbvMl: null },
      sources: [{ name: 'hilum', points: 1 }],
      rejected: [{ reason: 'sheet', count: 3, ml: 1.2 }],
      verdict: 'good',
      issues: [],
      seconds: 50,
      stageSeconds: [],
    },
  };
}

const refusedChest: ChestRecord = {
  ...chest('thick-3.0', 'thick', 0, 2),
  measured: null,
  refusal: { code: 'no_vessels', message: 'No vessels.', exit: 4 },
};

const change = (changeId: string, bv5: number): RobustnessRecord => ({
  kind: 'robustness',
  changeId,
  seed: 12,
  truth: { bv5: 50, bv5To10: 24, bv10: 26 },
  percent: { bv5, bv5To10: 24, bv10: 76 - bv5 },
  tbvMl: 150,
  sides: null,
  psf: [0.58, 0.4],
  issues: [],
  refusal: null,
  seconds: 50,
});

const origin: Origin = {
  plan: { seedsFrom: 3, repeats: 1, only: null },
  version: '0.1.0',
  parametersHash: 'sha256:0123456789abcdef0123',
  sourcesHash: 'fedcba9876543210',
  trialsPlanned: 9,
  trialsKept: 6,
  processSeconds: 240,
  peakMemoryMb: 900,
  runs: [{ threads: 2, trials: 4, seconds: 120 }],
  bench: null,
  notes: 'The hilum is hard.',
  realScans: 'Two chests were looked at.',
};
const records = [
  chest('normal-1.0', 'thin normal', 0.6, 1.8),
  chest('pruned-1.25', 'thin difficult', 6, 2),
  refusedChest,
  change('unchanged', 50),
  change('mirrored', 50.1),
  change('half-voxel', 51),
];
const sheet = sheetOf(records, origin);

describe('limits and targets', () => {
  it('hold each case to those of its class', () => {
    const [normal, pruned] = answersOf(sheet.chests);
    expect(keepsLimits(normal)).toBe(true);
    expect(keepsLimits(pruned)).toBe(false);
  });

  it('say by how much and where a target is missed', () => {
    const targets = targetsOf(sheet);
    const of = (property: string) => targets.find((target) => target.property === property);
    expect(of('worst bin, thin, normal lung')).toMatchObject({ met: true, reached: 'median 0.40, largest 0.40 (n 1)' });
    expect(of('worst bin, thin, difficult')).toMatchObject({
      met: false,
      missed: 'median by 3.00, pruned-1.25 by 2.00',
    });
    expect(of('worst bin, 2 mm slices')?.met).toBeNull();
    expect(of('shifted by half a voxel')).toMatchObject({ met: false, missed: 'half-voxel by 0.70' });
    expect(of('flipped, stored otherwise, turned')?.met).toBe(true);
  });
});

describe('the document', () => {
  const { markdown, plots } = writeDocument(sheet, 'validation');

  it('names the command, the seeds, and every case, also one that was refused', () => {
    expect(markdown).toContain('npm run validate -- --seeds-from 3');
    for (const words of ['normal-1.0', 'pruned-1.25', '4711', 'refused: no_vessels', 'fedcba9876543210'])
      expect(markdown).toContain(words);
    expect(markdown).toContain('1 of 3 chests keep their limits');
    expect(markdown).toContain('**3 of 9 trials have no record.**');
  });

  it('holds what was written by hand, and no heading without a body', () => {
    expect(markdown).toContain('The hilum is hard.');
    expect(markdown).toMatch(/## On real scans\n\nTwo chests/);
    expect(markdown).not.toMatch(/^#+ [^\n]*\n+(?=#)/m);
    expect(markdown).not.toContain('NaN');
    expect(markdown).not.toContain('Infinity');
  });

  it('shows plots that are there, with labels and units', () => {
    for (const { file, svg } of plots) {
      expect(markdown).toContain(`](validation/${file})`);
      expect(svg).toMatch(/points|mm²|%/);
      expect(svg).not.toMatch(/NaN|Infinity/);
    }
    expect(plots.map(({ file }) => file)).toEqual(expect.arrayContaining(['errors-by-case.svg', 'interval-width.svg']));
  });

  it('pads tables as the formatter does', () => {
    const text = table(
      ['case', 'points'],
      [
        ['a', '1.0'],
        ['long|er', '–'],
      ],
    );
    expect(text).toBe('| case     | points |\n| -------- | -----: |\n| a        |    1.0 |\n| long\\|er |      – |');
  });
});
