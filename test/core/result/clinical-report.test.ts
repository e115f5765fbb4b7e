/** The clinical part of the report, and the picture of the vessels. */
import { unzlibSync } from 'fflate';
import { Window } from 'happy-dom';
import { describe, expect, test } from 'vitest';
import {
  courseSvg,
  gasReportHtml,
  reportHtml,
  toResultJson,
  vesselPicture,
  type ReportClinical,
  type ReportGas,
  type StationTable,
} from '../../../src/core/result';
import { exampleInput } from './example';

const gas = (at: number, over: Partial<ReportGas> = {}): ReportGas => ({
  id: `g${at}`,
  when: `${at}.0 h`,
  hoursFromCt: at - 1.5,
  condition: at < 2 ? 'Supine' : 'Prone + iNO 10 ppm',
  isBeside: at === 1,
  isBaseline: at === 0,
  fio2IsEstimated: at === 0,
  values: { fio2: 0.6, pao2_mmhg: 78 + at, paco2_mmhg: 41, aado2_full_mmhg: 304.7 - at, pf_mmhg: 130 + at, ph: 7.36 },
  changePercent: at === 0 ? null : at,
  ...over,
});
const clinical = (count: number, over: Partial<ReportClinical> = {}): ReportClinical => {
  const gases = Array.from({ length: count }, (_, at) => gas(at));
  return {
    person: 'age 62, male',
    gases,
    aado2: 'aado2_full_mmhg',
    response: 'Responder to iNO: P/F +30 mmHg (+19 %) against the last gas before it.',
    warnings: [],
    notes: [],
    course: {
      samples: gases.map(({ id, values }, at) => ({ id, hours: at, values })),
      lanes: [{ key: 'pf_mmhg', name: 'P/F', unit: 'mmHg', decimals: 0, leastSpan: 60, colour: 'grey' }],
    },
    profileHash: 'sha256:0123456789abcdef0123',
    ...over,
  };
};
function textOf(markup: string): string {
  const window = new Window();
  window.document.write(markup);
  return window.document.body.textContent.replaceAll(/[ \n]+/g, ' ');
}
const result = toResultJson({ ...exampleInput, edits: [] });

describe('gases in the report', () => {
  const markup = reportHtml(result, { clinical: clinical(3) });
  const text = textOf(markup);

  test('stand with their derived values, the hours to the CT, and the one beside the scan marked', () => {
    expect(text).toContain('Beside the scan, bold: drawn 0.5 h before it. Pressures in mmHg.');
    expect(text).toContain('Time h to CT Condition FiO₂pHPaO₂PaCO₂AaDO₂P/F P/F change');
    expect(text).toContain('1.0 h −0.5 Supine 0.607.367941304131 +1\u202f%');
    // estimated and baseline
    expect(text).toContain('Supine ≈\u202f0.607.367841305130 baseline');
    expect(markup.match(/<tr class="beside">/g)).toHaveLength(1);
  });

  test('bring the person, the response, the equation and the rules of the study', () => {
    expect(text).toContain('age 62, male');
    expect(text).toContain('Responder to iNO: P/F +30 mmHg');
    expect(text).toContain('PAO₂ = PiO₂ − PaCO₂ × (FiO₂ + (1 − FiO₂)/R). ≈: FiO₂ from device and flow.');
    expect(text).toContain('Rules of the study 0123456789abcdef.');
  });

  test('leave BV5, its interval and the research line where they are', () => {
    expect(text).toContain('43.6 to 47.9 (90 % interval)');
    expect(text.match(/Research use only. Not for diagnosis./g)).toHaveLength(2);
    expect(text).toContain('How often such intervals hold the truth');
    // the table of zones has gone for them
    expect(textOf(reportHtml(result))).toContain('Zone');
    expect(text).not.toContain('Zone');
  });

  test('of many only those that matter are printed, and how many are not is told', () => {
    const many = textOf(reportHtml(result, { clinical: clinical(12) }));
    expect(many).toContain('6 more gases are not printed.');
    for (const when of ['0.0 h', '1.0 h', '11.0 h']) expect(many).toContain(`${when} `);
  });

  test('are told as text, whatever stands in them', () => {
    const hostile = reportHtml(result, { clinical: clinical(2, { person: '<script>x</script>' }) });
    expect(hostile).not.toContain('<script');
  });
});

test('a patient without an open scan: the gases with BV5 as it was measured', () => {
  const scan = { bv5: 45.82, ends: [43.61, 47.94] as const, tbvMl: 214, qualityVerdict: 'good', parametersHash: null };
  const text = textOf(gasReportHtml(clinical(2), scan, '9.9.9'));
  expect(text).toContain('45.8\u202f% 43.6 to 47.9 (90 % interval)');
  expect(text).toContain('Arterial blood and its course');
  expect(text).toContain('BVX 9.9.9');
  expect(textOf(gasReportHtml(clinical(2), null, '9.9.9'))).toContain('No scan is measured for this patient.');
});

test('the course is a picture by itself, and none with one gas', () => {
  const svg = courseSvg(clinical(3)) ?? '';
  expect(svg).toMatch(/^<svg\s[^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
  expect(svg.match(/<circle/g)).toHaveLength(3);
  expect(courseSvg(clinical(1))).toBeNull();
});

/** The pixels of a data URL, as numbers of the palette, with it. */
function pixelsOf(url: string): { width: number; height: number; rgb: (x: number, y: number) => number[] } {
  const bytes = Buffer.from(url.slice('data:image/png;base64,'.length), 'base64');
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    const size = bytes.readUInt32BE(at);
    chunks.set(bytes.toString('latin1', at + 4, at + 8), bytes.subarray(at + 8, at + 8 + size));
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const rows = unzlibSync(new Uint8Array(chunks.get('IDAT') ?? Buffer.alloc(0)));
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const rgb = (x: number, y: number): number[] => {
    const index = rows[y * (width + 1) + 1 + x];
    return [...palette.subarray(3 * index, 3 * index + 3)];
  };
  return { width, height, rgb };
}

describe('the picture of the vessels', () => {
  /** A thin vessel at the patient's right, a wide one at the left, lower, before a thin one behind it. */
  const places = [
    [-100, 0, 100, 2],
    [100, -20, -100, 400],
    [100, 60, -100, 6],
  ];
  const column = (at: number): Float32Array => Float32Array.from(places, (place) => place[at]);
  const rows = places.length;
  const stations: StationTable = {
    vessel: new Int32Array(rows),
    branch: new Int32Array(rows),
    x: column(0),
    y: column(1),
    z: column(2),
    csaMm2: column(3),
    csaLowMm2: column(3),
    csaHighMm2: column(3),
    lengthMm: new Float32Array(rows),
    ml: new Float32Array(rows),
    side: new Uint8Array(rows),
  };

  test('is seen from the front: the patient’s right at the left, head up, near before far, in the colour of its bin', () => {
    const { width, height, rgb } = pixelsOf(vesselPicture(stations) ?? '');
    const found: { x: number; y: number; hue: string }[] = [];
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1) {
        const [r, g, b] = rgb(x, y);
        if (r === 255 && g === 255 && b === 255) continue;
        found.push({ x, y, hue: b > r ? 'blue' : g > 0.6 * r ? 'yellow' : 'red' });
      }
    }
    const of = (hue: string) => found.filter((one) => one.hue === hue);
    expect(of('blue').length).toBeGreaterThan(0);
    expect(of('red').length).toBeGreaterThan(100);
    // hidden behind the wide one
    expect(of('yellow')).toEqual([]);
    expect(of('blue')[0].x).toBeLessThan(width / 4);
    expect(of('blue')[0].y).toBeLessThan(height / 4);
    expect(of('red')[0].x).toBeGreaterThan(width / 2);
    expect(of('red')[0].y).toBeGreaterThan(height / 2);
  });

  test('is the same bytes each time, and none without vessels of a bin', () => {
    expect(vesselPicture(stations)).toBe(vesselPicture(stations));
    expect(vesselPicture({ ...stations, csaMm2: new Float32Array([1, 1, 1]) })).toBeNull();
  });
});
