/** The report on paper: however much it has to say, it is one sheet of A4, with the research line and the interval. */
import { writeFileSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gasReportHtml, reportHtml, toResultJson, type ReportClinical, type ReportGas } from '../../src/core/result';
import { exampleInput } from '../core/result/example';
import { chromiumFlags, chromiumPath } from './chromium';

let browser: Browser;
beforeAll(async () => {
  browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumFlags });
});
afterAll(() => browser.close());

async function pagesOf(html: string, keep?: string): Promise<number> {
  const page = await browser.newPage({ viewport: { width: 794, height: 1123 } });
  await page.setContent(html);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  const folder = process.env['BVX_PICTURES'];
  if (keep !== undefined && folder !== undefined) {
    await page.screenshot({ path: `${folder}/${keep}.png`, fullPage: true });
    writeFileSync(`${folder}/${keep}.pdf`, pdf);
  }
  await page.close();
  return (pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length;
}

const gas = (at: number): ReportGas => ({
  id: `g${at}`,
  when: `12 Mar 2026 ${String(8 + at).padStart(2, '0')}:10`,
  hoursFromCt: at - 1.5,
  condition: at < 2 ? 'Supine' : at < 5 ? 'Prone + iNO 10 ppm' : 'Prone + iNO + almitrine',
  isBeside: at === 1,
  isBaseline: at === 0,
  fio2IsEstimated: at === 0,
  values: {
    fio2: 0.6,
    ph: 7.36,
    pao2_mmhg: 78 + 9 * at,
    paco2_mmhg: 41,
    aado2_full_mmhg: 305 - 12 * at,
    pf_mmhg: 130 + 15 * at,
    a_over_a: 0.2,
    lactate_mmol_l: 1.4,
  },
  changePercent: 12 * at,
});
const gases = Array.from({ length: 12 }, (_, at) => gas(at));
const sentence = 'Drawn less than 30 min after the condition began; the study waited at least 30 min.';
const clinical: ReportClinical = {
  person: 'age 62, male',
  gases,
  aado2: 'aado2_full_mmhg',
  response:
    'Responder to Prone + iNO + almitrine: P/F +59 mmHg (+38 %) against the last gas before it. Rule: up by 20 % or 20 mmHg (Ann Intensive Care 2020).',
  warnings: [
    'AaDO2 is -103.8 mmHg: PaO2 (214.0) is higher than alveolar PO2 (110.2). Check FiO2, PaO2, its unit and the barometric pressure.',
  ],
  notes: [sentence, sentence, sentence],
  course: {
    samples: [
      ...gases.map(({ id, values }, at) => ({ id, hours: at, values })),
      { id: 'scan', hours: 1.5, values: { bv5: 45.8 }, ends: { bv5: [43.6, 47.9] as const } },
    ],
    lanes: [
      { key: 'pf_mmhg', name: 'P/F', unit: 'mmHg', decimals: 0, leastSpan: 60, colour: 'grey' },
      { key: 'aado2_full_mmhg', name: 'AaDO₂', unit: 'mmHg', decimals: 0, leastSpan: 60, colour: 'grey' },
      { key: 'bv5', name: 'BV5', unit: '% of TBV', decimals: 1, leastSpan: 10, colour: 'bv5' },
    ],
  },
  profileHash: 'sha256:0123456789abcdef0123',
};
const { measurement } = exampleInput;
const repeated = <T>(list: readonly T[], count: number): T[] =>
  Array.from({ length: count }, (_, at) => list[at % list.length]);
const full = toResultJson({
  ...exampleInput,
  measurement: {
    ...measurement,
    quality: { ...measurement.quality, checks: repeated(measurement.quality.checks, 9) },
    issues: repeated(measurement.issues, 9),
  },
});
/** A picture of the shape that vessels have: higher than wide. */
const picturePng = `data:image/png;base64,${Buffer.from(
  '89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63f80f00010101001bb6ee560000000049454e44ae426082',
  'hex',
).toString('base64')}`;

describe('one sheet of A4', () => {
  it('the figures alone, with all that was noticed', async () => {
    expect(await pagesOf(reportHtml(full, { picturePng }), 'report')).toBe(1);
  });

  it('figures and gases, with course, response, notes and a warning', async () => {
    expect(await pagesOf(reportHtml(full, { picturePng, clinical }), 'report-gases')).toBe(1);
  });

  it('gases alone', async () => {
    const scan = { bv5: 45.8, ends: [43.6, 47.9] as const, tbvMl: 214, qualityVerdict: 'good', parametersHash: null };
    expect(await pagesOf(gasReportHtml(clinical, scan, '0.1.0'), 'gases')).toBe(1);
  });
});
