/** The course of a patient from what is kept: gases and scans on one axis, values by condition, repeated gases. */
import { describe, expect, test } from 'vitest';
import { repeatabilityOf, valuesByCondition } from '../../src/app/gases/all-gases';
import { conditionWords } from '../../src/app/gases/condition';
import { courseOf } from '../../src/app/gases/course';
import { courseSamples, scanFigures } from '../../src/app/gases/course-picture';
import { defaultSettings } from '../../src/app/state/study';
import { createWorkspace, type Workspace } from '../../src/app/state/workspace';
import { memoryKeeper, type StoredGas, type StoredScan } from '../../src/storage';

const gas = (number: number, gasAt: string | null, pao2: string, chosen: StoredGas['chosen'] = {}): StoredGas => ({
  id: `g${number}`,
  patientId: 'A',
  number,
  gasAt,
  typed: {
    pao2_mmhg: { text: pao2, unit: null },
    paco2_mmhg: { text: '40', unit: null },
    fio2: { text: '0.5', unit: null },
  },
  chosen,
  confirmed: [],
  baseline: false,
});
const scan = (id: string, ctAt: string | null, bv5: number): StoredScan => ({
  id,
  patientId: 'A',
  label: id,
  ctAt,
  origin: 'measured',
  row: { percent_bv5: bv5, intervals_percent_bv5_low: bv5 - 2, intervals_percent_bv5_high: bv5 + 2 },
});

async function made(gases: readonly StoredGas[], scans: readonly StoredScan[]): Promise<Workspace> {
  const workspace = createWorkspace(
    async () => memoryKeeper(),
    () => new Date(0),
  );
  await workspace.open();
  workspace.change('all', [
    ...gases.map((after) => ({ store: 'gases' as const, before: null, after })),
    ...scans.map((after) => ({ store: 'scans' as const, before: null, after })),
  ]);
  return workspace;
}
const course = async (gases: readonly StoredGas[], scans: readonly StoredScan[] = []) => {
  const { records } = await made(gases, scans);
  return courseOf('A', records.value, defaultSettings);
};

describe('the picture', () => {
  test('scans stand between the gases before and after them, with BV5 and its interval', async () => {
    const found = await course(
      [gas(1, '2026-03-12T08:10+01:00', '60'), gas(2, '2026-03-12T14:10+01:00', '80')],
      [scan('late', '2026-03-13T08:10', 47), scan('early', '2026-03-12T09:40', 44), scan('untimed', null, 40)],
    );
    const samples = courseSamples(found);
    expect(samples.map(({ id, hours }) => [id, hours])).toEqual([
      ['g1', 0],
      ['scan:early', 1.5],
      ['g2', 6],
      ['scan:late', 24],
    ]);
    expect(samples[1]).toMatchObject({ values: { bv5: 44 }, ends: { bv5: [42, 46] } });
    expect(samples[2].values).toMatchObject({ pf_mmhg: 160 });
    // never typed: it is taken as 0 in formulas, and no value of the course
    expect(samples[2].values).not.toHaveProperty('methb_percent');
    expect(scanFigures(found).map(({ bv5 }) => bv5)).toEqual([40, 44, 47]);
  });

  test('gases are in order by time, across offsets', async () => {
    const { gases } = await course([gas(1, '2026-10-25T02:10+01:00', '60'), gas(2, '2026-10-25T02:50+02:00', '70')]);
    expect(gases.map((one) => one.gas.id)).toEqual(['g2', 'g1']);
  });
});

test('a venous sample enters neither P/F nor the baseline', async () => {
  const { gases, baseline } = await course([
    gas(1, '2026-03-12T08:00', '40', { sample_type: 'central_venous' }),
    gas(2, '2026-03-12T09:00', '80'),
  ]);
  expect(gases.map(({ pfMmhg }) => pfMmhg)).toEqual([null, 160]);
  expect(baseline?.gas.id).toBe('g2');
});

test('a new condition word for each position and drug; the dose where it is asked for', () => {
  const codes = { position: 'prone', condition: 'ino', ino_ppm: 10, o2_device: 'ventilator' };
  expect(conditionWords(codes)).toBe('Prone + iNO 10 ppm');
  expect(conditionWords(codes, false)).toBe('Prone + iNO');
  expect(conditionWords({ condition: 'other', condition_text: 'helium' })).toBe('helium');
});

describe('gases of the workspace', () => {
  const any = (patientId: string, position: string, pf: number) => ({
    patientId,
    values: { position, pf_mmhg: pf, fio2: 0.5 },
  });

  test('of one patient make rounds through the conditions; of several each is a line of its own', () => {
    const one = [any('A', 'supine', 100), any('A', 'prone', 130), any('A', 'supine', 110)];
    expect(valuesByCondition(one, 'pf_mmhg').map(({ patientId }) => patientId)).toEqual(['A 1', 'A 1', 'A 2']);
    const two = [...one, any('B', 'supine', 90)];
    expect(valuesByCondition(two, 'pf_mmhg').map(({ patientId }) => patientId)).toEqual(['A', 'A', 'A', 'B']);
  });

  test('repeat under one condition alone: another FiO2 is another condition', () => {
    const gases = [any('A', 'supine', 100), any('A', 'supine', 110), any('A', 'prone', 200), any('B', 'supine', 300)];
    // variance 50
    expect(repeatabilityOf(gases, 'pf_mmhg')?.limit).toBeCloseTo(1.96 * Math.sqrt(100), 12);
    const higher = { patientId: 'A', values: { position: 'supine', pf_mmhg: 110, fio2: 0.6 } };
    expect(repeatabilityOf([gases[0], higher], 'pf_mmhg')).toBeNull();
  });
});
