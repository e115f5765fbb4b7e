import { describe, expect, it } from 'vitest';
import { chestOptions, readChestOptions, sampleChestOptions, validationCases } from '../../../src/core/phantom';

const base = { ...chestOptions, seed: 5 };
const read = (json: unknown) => readChestOptions(base, json);

describe('options of a chest from JSON', () => {
  it('come back from their own text, for every case', () => {
    for (const options of [sampleChestOptions, ...validationCases.map((one) => one.options)]) {
      expect(readChestOptions(base, JSON.parse(JSON.stringify(options)))).toEqual({ options, problems: [] });
    }
  });

  it('are the base where nothing is said, at every level', () => {
    expect(read({})).toEqual({ options: base, problems: [] });
    const { options, problems } = read({ scan: { noiseHu: 40 }, disease: { nodules: { count: 3 } } });
    expect(problems).toEqual([]);
    expect(options.scan).toEqual({ ...base.scan, noiseHu: 40 });
    expect(options.disease.nodules).toEqual({ count: 3, diameterMm: 8 });
    expect(readChestOptions(options, { disease: { nodules: null } }).options).toEqual({
      ...options,
      disease: base.disease,
    });
  });

  it.each([
    [[], 'the file has to be an object'],
    [{ seeds: 1 }, 'there is no seeds'],
    [{ scan: { noise: 1 } }, 'there is no scan.noise'],
    [{ scan: { noiseHu: '20' } }, 'scan.noiseHu takes a number from 0 to 300'],
    [{ scan: { columns: 20.5 } }, 'scan.columns takes a whole number from 16 to 1024'],
    [{ scan: { offsetMm: [1, 2] } }, 'scan.offsetMm takes three numbers'],
    [{ blood: 3 }, 'blood has to be an object'],
    [{ disease: { emphysema: { fraction: 2 } } }, 'disease.emphysema.fraction takes a number from 0 to 0.6'],
  ])('%j is refused: %s', (json, problem) => {
    expect(read(json).problems).toEqual([problem]);
  });
});
