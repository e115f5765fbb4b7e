/** docs/method.md names parameters, reasons and checks as the program has them. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rejectReasons } from '../../src/core/calibre';
import { sourceNames } from '../../src/core/blood-volume/interval-samples';
import { sourceWords } from '../../src/core/result';
import { defaultParameters as p, parameterTable } from '../../src/core/parameters';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const text = readFileSync(join(root, 'docs/method.md'), 'utf8').replaceAll(/\s+/g, ' ');

function minus(value: number): string {
  return String(value).replace('-', '−');
}

test('every parameter that is named exists', () => {
  const named = [...text.matchAll(/`([a-z]+[A-Z][A-Za-z0-9]*)`/g)].map((match) => match[1] ?? '');
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !(name in parameterTable))).toEqual([]);
});

test('every reason of a rejected branch is explained', () => {
  expect(rejectReasons.filter((reason) => !text.includes(`| \`${reason}\` |`))).toEqual([]);
});

test('every source of the intervals is explained, and has words for the page', () => {
  expect(sourceNames.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
  expect(sourceNames.filter((name) => sourceWords(name) === name && name !== 'hilum')).toEqual([]);
});

test('the limits of the quality checks are those of the program', () => {
  const quality = text.slice(text.indexOf('## Quality'));
  const rows: Readonly<Record<string, readonly string[]>> = {
    coverage: [`up to ${p.cutOffLimitedMm2 / 100} cm²`],
    noise: [`≤ ${p.noiseGoodHu}`, `≤ ${p.noiseLimitedHu}`],
    blur: [`≤ ${p.blurGoodMm}`, `≤ ${p.blurLimitedMm}`],
    motion: [`≤ ${p.motionGoodPercent}`, `≤ ${p.motionLimitedPercent}`],
    slices: [`≤ ${p.sliceGoodMm}`, `≤ ${p.sliceLimitedMm}`],
    kernel: [`a ≤ ${p.sharpeningGood}`, `a ≤ ${p.sharpeningLimited}`],
    lungs: [`≤ ${minus(p.inspirationGoodHu)}`, `≤ ${minus(p.inspirationLimitedHu)}`],
    limit: [`≤ ${p.detectionGoodMm2}`, `≤ ${p.detectionLimitedMm2}`],
    dense_lung: [`≤ ${p.denseLungGoodPercent}`, `≤ ${p.denseLungLimitedPercent}`],
    contrast: [`< ${p.contrastDifferenceGoodHu}`],
  };
  for (const [id, limits] of Object.entries(rows)) {
    const row = quality
      .slice(quality.indexOf(`| \`${id}\` |`))
      .split(' | ', 5)
      .join(' | ');
    expect(limits.filter((limit) => !row.includes(limit)).map((limit) => `${id}: ${limit}`)).toEqual([]);
  }
});
