import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  csvLine,
  failuresCsv,
  flattenResult,
  measurementsCsv,
  measurementsHeader,
  measurementsRow,
  parseCsv,
  parseMeasurementsCsv,
  resultColumns,
  textOfCell,
  toResultJson,
  type Cell,
  type ResultColumn,
} from '../../../src/core/result';
import { exampleInput, exampleMeasurement } from './example';

const example = toResultJson(exampleInput);
const rowOf = (cells: readonly Cell[]): Record<string, Cell> =>
  Object.fromEntries(resultColumns.map(({ name }, i) => [name, cells[i] ?? null]));

function column(name: string): Pick<ResultColumn, 'kind' | 'unit' | 'description'> | null {
  const found = resultColumns.find((candidate) => candidate.name === name);
  return found ? { kind: found.kind, unit: found.unit, description: found.description } : null;
}

/** Every text and number outside lists and parameters, by its path joined with `_`. */
function scalarsOf(value: unknown, path: readonly string[]): Record<string, unknown> {
  const name = path.join('_');
  if (['program_parameters', 'timing'].includes(name) || value === null || Array.isArray(value)) return {};
  if (typeof value !== 'object') return { [name]: value };
  return Object.assign({}, ...Object.entries(value).map(([key, inner]) => scalarsOf(inner, [...path, key])));
}

describe('CSV', () => {
  test('quotes what RFC 4180 wants quoted, and nothing else', () => {
    expect(csvLine(['a', 'b c', 'd,e', 'say "x"', 'two\nlines', null, 1.5])).toBe(
      'a,b c,"d,e","say ""x""","two\nlines",,1.5\n',
    );
  });

  test('numbers in their shortest text, minus included; what is no number is empty', () => {
    expect(csvLine([-12.5, 0.1, 1e21, 1 / 3, Number.NaN])).toBe('-12.5,0.1,1e+21,0.3333333333333333,\n');
  });

  test('a text that a spreadsheet would run gets an apostrophe', () => {
    expect(csvLine(['=1+1', '+a', '-b', '@c', '\td', "it's", '-5'])).toBe("'=1+1,'+a,'-b,'@c,'\td,it's,'-5\n");
    expect(csvLine(['\rx'])).toBe('"\'\rx"\n');
  });

  test('any texts read back as they were', () => {
    const texts = array(oneof(string(), constantFrom("'=x", '=x', "''@", 'a"b', '\r\n', ',', '')), {
      minLength: 2,
      maxLength: 6,
    });
    assert(
      property(texts, (cells) => {
        expect(parseCsv(csvLine(cells)).map((row) => row.map(textOfCell))).toEqual([cells]);
      }),
    );
  });

  test('reads foreign line ends, a mark at the front, a missing last line end, empty lines', () => {
    expect(parseCsv('\uFEFFa,b\r\n1,2\r\r\n\n"x\r\ny",')).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['x\r\ny', ''],
    ]);
    expect(parseCsv('a"b,"c"d\n"open,\n')).toEqual([['a"b', 'cd'], ['open,\n']]);
    expect(parseCsv('')).toEqual([]);
    expect(parseCsv('a,\n,b\n')).toEqual([
      ['a', ''],
      ['', 'b'],
    ]);
  });
});

describe('measurements.csv', () => {
  test('names are the paths of result.json, each once', () => {
    const names = resultColumns.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [
      'case',
      'scan_id',
      'scan_spacing_mm_x',
      'scan_direction_8',
      'volumes_tbv_ml',
      'percent_bv5',
      'percent_bv5_10',
      'intervals_percent_bv5_low',
      'intervals_volumes_tbv_ml_high',
      'sides_left_percent_bv10',
      'zones_core_volumes_bv5_ml',
      'estimates_noise_hu_value',
      'lungs_cut_off',
      'quality_verdict',
      'quality_checks_id',
      'issues_code',
      'histogram_ml',
      'program_parameters_hash',
    ]) {
      expect(names).toContain(name);
    }
    expect(names.filter((name) => name.startsWith('timing'))).toEqual([]);
    for (const name of names) expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
  });

  test('every value of result.json outside lists stands in its column', () => {
    const row = rowOf(flattenResult(example));
    expect(row).toMatchObject(scalarsOf(example, []));
    expect(row).toMatchObject({
      scan_size_z: 312,
      scan_origin_mm_z: -310.25,
      intervals_percent_bv5_low: 43.6,
      intervals_percent_bv5_high: 47.9,
      vessels_rejected_reason: 'sheet;speck',
      vessels_rejected_count: '12;140',
      quality_checks_value: '24.3;B40f;-832.1',
      quality_checks_limit: '30;;-780',
      issues_code: 'file_unreadable',
      scan_kernel: 'B40f',
      lungs_cut_off: null,
      scan_contrast_agent: null,
    });
    expect(row['histogram_ml']).toBe(example.histogram.ml.join(';'));
  });

  test('the columns carry their unit and meaning', () => {
    expect(column('volumes_tbv_ml')).toEqual({
      kind: 'number',
      unit: 'mL',
      description: 'Total blood volume: BV5 + BV5–10 + BV10',
    });
    expect(column('estimates_noise_hu_low')).toEqual({
      kind: 'number',
      unit: 'HU',
      description: 'Standard deviation of the noise in soft tissue: 5th percentile',
    });
    expect(column('sides_left_percent_bv5')).toMatchObject({ unit: '%' });
    expect(column('intervals_volumes_tbv_ml_low')).toMatchObject({ unit: 'mL' });
    expect(resultColumns.filter(({ description }) => description === '')).toEqual([]);
  });

  test('the header does not depend on the scan, so that rows of a cohort fit under each other', () => {
    const nothing = { bv5Ml: null, bv5To10Ml: null, bv10Ml: null, tbvMl: null, belowMl: null };
    const none = { bv5: null, bv5To10: null, bv10: null };
    const noRange = { volumes: nothing, percent: none };
    const bare = toResultJson({
      ...exampleInput,
      measurement: {
        ...exampleMeasurement,
        histogram: { edgesMm2: [], ml: [] },
        intervals: { level: 0.9, ...noRange, sides: { left: noRange, right: noRange }, sources: [] },
        issues: [],
      },
    });
    const text = measurementsCsv([example, bare]);
    expect(text).toBe(measurementsHeader() + measurementsRow(example) + measurementsRow(bare));
    const rows = parseCsv(text);
    expect(rows).toHaveLength(3);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([resultColumns.length]));
  });

  test('reads back to the same bits', () => {
    const odd = toResultJson({
      ...exampleInput,
      caseLabel: '=HYPERLINK("x"),\n-1',
      facts: { ...exampleInput.facts, kernel: '-007' },
    });
    const read = parseMeasurementsCsv(measurementsCsv([example, odd]));
    expect(read).toEqual({ ok: true, issues: [], value: [rowOf(flattenResult(example)), rowOf(flattenResult(odd))] });
  });

  test('columns may be added, left out or moved', () => {
    const read = parseMeasurementsCsv(
      'later,percent_bv5,format,format_version,scan_id\n007,45.8,bvx-result,1.3,bvx-0\n',
    );
    expect(read).toMatchObject({ ok: true, value: [{ later: '007', percent_bv5: 45.8, scan_id: 'bvx-0' }] });
  });

  test.each([
    ['case,path\na,b\n', 'no columns format and scan_id'],
    ['format,format_version,scan_id\nbvx-result,2.0,x\n', 'row 1 is not of format'],
    ['format,format_version,scan_id,percent_bv5\nbvx-result,1.0,x,"45,8"\n', 'percent_bv5 in row 1 is no number'],
    ['format,format_version,scan_id\nbvx-result,1.0,x,4\n', 'row 1 has 4 cells under 3 columns'],
  ])('refuses %j', (text, why) => {
    const read = parseMeasurementsCsv(text);
    const refusal = read.ok ? null : read.refusal;
    expect(refusal?.code).toBe('not_measurements');
    expect(refusal?.message).toContain(why);
  });
});

test('failures.csv names each failed case with what to do', () => {
  const refusal = {
    exit: 3,
    code: 'not_ct',
    message: 'This is not a chest CT, "MR".',
    action: 'Choose another.',
  } as const;
  expect(failuresCsv([])).toBe('case,path,exit,code,message,action\n');
  expect(failuresCsv([{ case: '-7', path: 'a/b,c', ...refusal }])).toBe(
    'case,path,exit,code,message,action\n\'-7,"a/b,c",3,not_ct,"This is not a chest CT, ""MR"".",Choose another.\n',
  );
});
