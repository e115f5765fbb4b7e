import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { issues } from '../../../src/core/issue-catalogue';
import { defaultParameters, withParameters } from '../../../src/core/parameters';
import { parametersHash, pixelsSha256, scanId, snakeCase, toJsonText, toResultJson } from '../../../src/core/result';
import schema from '../../../src/core/result/result.schema.json';
import { exampleInput, exampleMeasurement } from './example';

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const validate = ajv.compile(schema);
const errorsOf = (value: unknown): string[] => {
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
};
const example = toResultJson(exampleInput);

describe('result.json', () => {
  test('follows its schema', () => {
    expect(errorsOf(example)).toEqual([]);
    expect(errorsOf(JSON.parse(toJsonText(example)))).toEqual([]);
  });

  test('follows it too where nothing is known', () => {
    const nothing = { bv5Ml: null, bv5To10Ml: null, bv10Ml: null, tbvMl: null, belowMl: null };
    const none = { bv5: null, bv5To10: null, bv10: null };
    const noRange = { volumes: nothing, percent: none };
    const bare = toResultJson({
      ...exampleInput,
      caseLabel: null,
      edits: [],
      facts: {
        modality: null,
        manufacturer: null,
        model: null,
        kernel: null,
        contrastAgent: null,
        kvp: null,
        seriesDescription: null,
        sliceThicknessMm: null,
        acquiredAt: null,
        patientId: null,
        files: 1,
      },
      measurement: {
        ...exampleMeasurement,
        lungs: { ...exampleMeasurement.lungs, leftMl: null, rightMl: null, cutOff: ['inferior', 'left'] },
        volumes: { ...nothing, tbvWithoutHilumMl: null, tbvMlPerL: null },
        percent: none,
        intervals: { level: 0.9, ...noRange, sides: { left: noRange, right: noRange }, sources: [] },
        histogram: { edgesMm2: [], ml: [] },
        vessels: { ...exampleMeasurement.vessels, rejected: [] },
        quality: { verdict: 'poor', checks: [] },
        issues: [],
      },
      timing: { ...exampleInput.timing, peakMemoryMb: null, stages: [] },
    });
    expect(errorsOf(bare)).toEqual([]);
  });

  test('has the fields, the nesting and the order of the contract', () => {
    expect(Object.keys(example)).toEqual(
      'format format_version program case scan estimates lungs volumes percent intervals sides zones histogram vessels quality issues edits as_measured timing'.split(
        ' ',
      ),
    );
    expect(Object.keys(example.scan)).toEqual(
      'id modality manufacturer model kernel contrast_agent kvp series_description slice_thickness_mm spacing_mm size origin_mm direction acquired_at patient_id files pixels_sha256'.split(
        ' ',
      ),
    );
    expect(Object.keys(example.volumes)).toEqual(
      'tbv_ml bv5_ml bv5_10_ml bv10_ml below_ml tbv_without_hilum_ml tbv_ml_per_l'.split(' '),
    );
    expect(Object.keys(example.intervals)).toEqual(['level', 'volumes', 'percent', 'sides', 'sources']);
    expect(Object.keys(example.lungs)).toEqual(
      'total_ml left_ml right_ml mean_hu uncertain_percent cut_off'.split(' '),
    );
    expect(example.volumes.bv5_10_ml).toBe(34.1);
    expect(example.intervals.percent.bv5_10).toEqual([15, 16.8]);
    expect(example.sides.left.volumes.bv10_ml).toBe(exampleMeasurement.sides.left.volumes.bv10Ml);
    expect(example.sides.right.volumes.bv10_ml).toBe(exampleMeasurement.sides.right.volumes.bv10Ml);
  });

  test('the schema names every field of a full result, and no other', () => {
    // additionalProperties is false everywhere, so a field too many fails above; this finds a field too few: only what
    // files of 1.0 got later may be missing
    const notHeld = schemaPaths(schema, '').filter((path) => {
      const broken: unknown = JSON.parse(JSON.stringify(example));
      return !(removeAt(broken, path) && errorsOf(broken).join().includes('must have required property'));
    });
    expect(notHeld).toEqual(['intervals.sides', 'as_measured', 'timing.stages.0.peak_memory_mb']);
    const stray = { ...example, scan: { ...example.scan, patient_name: 'x' } };
    expect(errorsOf(stray)).toEqual(['/scan must NOT have additional properties']);
  });

  test('identifies nobody unless asked to', () => {
    const text = toJsonText(example);
    expect(example.scan.acquired_at).toBeNull();
    expect(example.scan.patient_id).toBeNull();
    expect(text).not.toContain('P-0042');
    expect(text).not.toContain('Doe');
    expect(example.issues[0]?.message).toBe('A file could not be read: it is cut short.');
    expect(text).not.toContain('2026-03-12T08:10');
    const named = toResultJson({ ...exampleInput, identify: true });
    expect(named.scan).toMatchObject({ acquired_at: '2026-03-12T08:10:00', patient_id: 'P-0042' });
    expect(named.issues[0]?.message).toBe('Doe_John/a.dcm could not be read: it is cut short.');
    expect(errorsOf(named)).toEqual([]);
  });

  test('names of files, which often are names of patients, stay out of the messages', () => {
    const named = [
      issues.file_unreadable('DOE', 'it is cut short'),
      issues.duplicates_dropped(['DOE']),
      issues.localizer_set_aside(['DOE']),
      issues.derived_set_aside(['DOE']),
      issues.slices_set_aside(['DOE'], 'their size'),
      issues.frame_repaired('DOE', 'its end is missing', 1),
    ];
    const measurement = { ...exampleMeasurement, issues: named };
    expect(toJsonText(toResultJson({ ...exampleInput, measurement }))).not.toContain('DOE');
    expect(toJsonText(toResultJson({ ...exampleInput, measurement, identify: true })).split('DOE')).toHaveLength(7);
  });

  test('numbers keep every bit, and the text is the same each time', () => {
    const third = 100 / 3;
    const measurement = { ...exampleMeasurement, lungs: { ...exampleMeasurement.lungs, totalMl: third } };
    const text = toJsonText(toResultJson({ ...exampleInput, measurement }));
    const read: unknown = JSON.parse(text);
    expect(read).toMatchObject({ lungs: { total_ml: third } });
    expect(text).toBe(toJsonText(toResultJson({ ...exampleInput, measurement })));
    expect(text.endsWith('}\n')).toBe(true);
  });

  test('a header that says NaN says nothing; a measurement that does is a bug', () => {
    const facts = { ...exampleInput.facts, kvp: Number.NaN, sliceThicknessMm: Infinity };
    expect(toResultJson({ ...exampleInput, facts }).scan).toMatchObject({ kvp: null, slice_thickness_mm: null });
    const lungs = { ...exampleMeasurement.lungs, meanHu: Number.NaN };
    expect(() => toResultJson({ ...exampleInput, measurement: { ...exampleMeasurement, lungs } })).toThrow(
      'result.lungs.mean_hu is NaN',
    );
  });
});

describe('fingerprints', () => {
  test('pixels: the bytes of the samples in memory order', () => {
    const hu = Int16Array.of(-1000, 40, 0);
    // printf '\x18\xfc\x28\x00\x00\x00' | sha256sum
    expect(pixelsSha256(hu)).toBe('19def8619cfe72e6d842d0e9f66074fd3df6e208b48ad0e567bb41ce69330d95');
    expect(pixelsSha256(new Int16Array([9, -1000, 40, 0]).subarray(1))).toBe(pixelsSha256(hu));
    expect(pixelsSha256(Float32Array.from(hu))).not.toBe(pixelsSha256(hu));
  });

  test('scan: pixels and geometry, not the last bits of a file format', () => {
    const { geometry } = exampleMeasurement;
    const id = scanId('ab', geometry);
    expect(id).toMatch(/^bvx-[0-9a-f]{16}$/);
    expect(scanId('ac', geometry)).not.toBe(id);
    expect(scanId('ab', { ...geometry, originMm: [-179.2, -165.5, -310] })).not.toBe(id);
    expect(scanId('ab', { ...geometry, spacingMm: [0.7, 0.7, 1.25] })).not.toBe(id);
    const single = { ...geometry, originMm: [Math.fround(-179.2), -165.5, -310.25] as const };
    expect(single.originMm[0]).not.toBe(-179.2);
    expect(scanId('ab', single)).toBe(id);
    expect(scanId('ab', { ...geometry, direction: [1, -0, 0, 0, 1, 0, 0, 0, 1] })).toBe(id);
  });

  test('parameters: names sorted, one changed value changes the hash', () => {
    expect(snakeCase('bv5FromMm2')).toBe('bv5_from_mm2');
    const hash = parametersHash(defaultParameters);
    expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    const reversed = Object.fromEntries(Object.entries(defaultParameters).toReversed());
    expect(parametersHash({ ...defaultParameters, ...reversed })).toBe(hash);
    expect(parametersHash(withParameters({ bv5ToMm2: 5.5 }))).not.toBe(hash);
    const names = Object.keys(example.program.parameters);
    expect(names).toEqual(names.toSorted());
    expect(example.program.parameters['bv5_from_mm2']).toBe(1.25);
  });
});

/** Every named field of the schema as `a.b.0.c`; lists by their first item. */
function schemaPaths(node: unknown, path: string): string[] {
  const inner = referenced(node);
  const properties = field(inner, 'properties');
  if (isRecord(properties)) {
    return Object.entries(properties).flatMap(([key, child]) => {
      const here = path === '' ? key : `${path}.${key}`;
      return [here, ...schemaPaths(child, here)];
    });
  }
  const items = field(inner, 'items');
  return isRecord(field(items, 'properties')) ? schemaPaths(items, `${path}.0`) : [];
}

function referenced(node: unknown): unknown {
  const reference = field(node, '$ref');
  return typeof reference === 'string' ? field(schema.$defs, reference.replace('#/$defs/', '')) : node;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function field(value: unknown, key: string): unknown {
  return isRecord(value) ? value[key] : undefined;
}

/** Takes the field at `path` away; false where there is none. */
function removeAt(value: unknown, path: string): boolean {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const holder = keys.reduce<unknown>((inner, key) => field(inner, key), value);
  return isRecord(holder) && last in holder && delete holder[last];
}
