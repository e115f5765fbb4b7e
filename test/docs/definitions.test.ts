/** docs/definitions.md gives the numbers that the program works with. */
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { defaultParameters as p } from '../../src/core/parameters';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const text = readFileSync(join(root, 'docs/definitions.md'), 'utf8').replaceAll(/\s+/g, ' ');
const radius = (csaMm2: number): string => Math.sqrt(csaMm2 / Math.PI).toFixed(2);

test('bins, their radii and distances are those of the parameters', () => {
  const { bv5FromMm2: low, bv5ToMm2: middle, bv10FromMm2: high } = p;
  expect(text).toContain(`vessels with ${low} ≤ CSA < ${middle} mm²`);
  expect(text).toContain(`vessels with ${middle} ≤ CSA < ${high} mm²`);
  expect(text).toContain(`vessels with CSA ≥ ${high} mm²`);
  expect(text).toContain(`CSA < ${low} mm²`);
  expect(text).toContain(`radius of ${radius(low)}, ${radius(middle)} and ${radius(high)} mm`);
  expect(text).toContain(`within ${p.peelMm} mm of the surface`);
  expect(text).toContain(`cut ${p.nearHilumMm} mm further in`);
  expect(text).toContain(`every ${p.stationSpacingMm} mm or so`);
  expect(text).toContain(`slices above ${p.sliceMostMm} mm`);
});
