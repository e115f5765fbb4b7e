import { Window } from 'happy-dom';
import { describe, expect, test } from 'vitest';
import { defaultParameters } from '../../../src/core/parameters';
import { withholdFineCalibres } from '../../../src/core/quality';
import { reportHtml, toResultJson } from '../../../src/core/result';
import { exampleInput, exampleMeasurement } from './example';

const result = toResultJson({ ...exampleInput, edits: [] });
const page = reportHtml(result);

/** Text of the page as a reader sees it, white space made single. */
function textOf(markup: string): string {
  const window = new Window();
  window.document.write(markup);
  return window.document.body.textContent.replaceAll(/[ \n]+/g, ' ');
}

describe('report.html', () => {
  test('says the figures with their intervals, in the digits these allow', () => {
    const text = textOf(page);
    expect(text).toContain('45.8\u202f%');
    expect(text).toContain('43.6 to 47.9 (90 % interval)');
    expect(text).toContain('BV5–10 5–10 mm² 3432–36 15.915.0–16.8');
    expect(text).toContain('TBV 214206–223 100');
    expect(text).toContain('Both 45.8 214 6.29 34');
    expect(text).toContain('border at the hilum ±1.4\u202fpoints, blur of the scanner ±0.8\u202fpoints.');
    expect(text).toContain('blood 38\u202fHU (35–41)');
    expect(text).toContain(result.scan.id);
    expect(text.match(/Research use only. Not for diagnosis./g)).toHaveLength(2);
  });

  test('draws one bar an entry of the histogram and the three shares', () => {
    const bars = page.match(/<rect/g) ?? [];
    expect(bars).toHaveLength(result.histogram.ml.length + 3);
    // five bars lie below 1.25 mm², ten from there to 5, five to 10
    const inHistogram = page.slice(page.indexOf('class="histogram"'));
    const count = (colour: string): number => inHistogram.split(`fill="${colour}"`).length - 1;
    expect(['#666E78', '#0072B2', '#A98000', '#A3300B'].map(count)).toEqual([5, 10, 5, 16]);
  });

  test('asks nothing of any other place and runs nothing', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`);
    expect(page).not.toMatch(/<script|<link|\bon\w+=|url\(|https?:/);
  });

  test('takes every text for text', () => {
    const hostile = toResultJson({
      ...exampleInput,
      caseLabel: '<img src=x onerror=alert(1)>',
      facts: { ...exampleInput.facts, model: `"><script>'` },
    });
    const markup = reportHtml(hostile);
    expect(markup).not.toMatch(/<img|<script/);
    expect(textOf(markup)).toContain('Case <img src=x onerror=alert(1)>');
  });

  test('shows a picture only where it is a PNG in base64', () => {
    expect(reportHtml(result, { picturePng: 'data:image/png;base64,iVBORw0KGgo=' })).toContain('<img class="picture"');
    for (const other of ['data:image/svg+xml;base64,PHN2Zz4=', 'file:///etc/passwd', 'data:image/png;base64,a"b', '']) {
      expect(reportHtml(result, { picturePng: other })).not.toContain('<img');
    }
  });

  test('says what is partial, changed by hand, identified or not known', () => {
    expect(page).not.toMatch(/imaged part only|by hand|patient P-0042/);
    const marked = toResultJson({
      ...exampleInput,
      identify: true,
      measurement: {
        ...exampleMeasurement,
        lungs: { ...exampleMeasurement.lungs, cutOff: ['inferior'] },
        intervals: {
          ...exampleMeasurement.intervals,
          percent: { bv5: null, bv5To10: null, bv10: null },
        },
      },
    });
    const text = textOf(reportHtml(marked));
    expect(text).toMatch(/imaged part only · ?1 change by hand/);
    expect(text).toContain('patient P-0042 · chest CT · 12 Mar 2026 08:10');
    expect(text).toContain('interval not known');
  });

  test('without BV5 it says so in words and draws no share', () => {
    const measurement = withholdFineCalibres(exampleMeasurement, defaultParameters.bv10FromMm2);
    const markup = reportHtml(toResultJson({ ...exampleInput, measurement }));
    expect(textOf(markup)).toContain('Not given');
    expect(textOf(markup)).toContain('TBV 214206–223 not given');
    expect(markup).not.toContain('class="bar"');
  });

  test('keeps to one page: the gravest issues stay, the rest is counted', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({
      code: `code_${i}`,
      severity: i === 11 ? ('error' as const) : ('warning' as const),
      message: 'A sentence with a number in it, long enough for a line of the page.',
      action: 'What to do about it.',
    }));
    const text = textOf(
      reportHtml(toResultJson({ ...exampleInput, measurement: { ...exampleMeasurement, issues: many } })),
    );
    expect(text).toContain('code_11');
    expect(text).toContain('5 more in result.json.');
    expect(text).not.toContain('code_9');
  });
});
