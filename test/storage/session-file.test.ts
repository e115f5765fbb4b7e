/** The session file: what is kept comes back as it was; anything else is refused whole. */
import { describe, expect, it } from 'vitest';
import { joined, nothing, readSession, reversed, sessionText, type Everything, type Part } from '../../src/storage';

const gas = {
  id: 'g1',
  patientId: 'S-1',
  number: 1,
  gasAt: '2026-03-12T08:10',
  typed: { pao2_mmhg: { text: '7,42', unit: 'kpa' } },
  chosen: { position: 'prone' },
  confirmed: [],
  baseline: false,
};
const all: Everything = {
  ...nothing,
  gases: [gas],
  scans: [
    {
      id: 'bvx-1',
      patientId: null,
      label: 'ct',
      ctAt: null,
      origin: 'measured',
      row: { percent_bv5: 45.8, case: null },
    },
  ],
  tables: [
    {
      id: 't1',
      name: 'gases.csv',
      table: {
        header: ['id'],
        rows: [[{ kind: 'text', text: '=1', formula: false }]],
        how: { format: 'csv', encoding: 'utf-8', delimiter: ',', sheet: null, sheets: [] },
      },
      decimalMark: ',',
      dateOrder: null,
      columns: { id: 'patient_id' },
      units: {},
      order: 1,
    },
  ],
};

describe('a session file', () => {
  it('gives back what it was made from', () => {
    const read = readSession(sessionText(all));
    expect(read.ok && read.value).toEqual(all);
  });

  it.each([
    ['no JSON', '{'],
    ['another format', '{"format":"bvx-result"}'],
    ['a newer version', sessionText(all).replace('"1.0"', '"2.0"')],
    ['a record that is none', sessionText(all).replace('"number":1', '"number":"1"')],
    ['a list that is missing', sessionText(all).replace('"gases"', '"gas"')],
  ])('is refused: %s', (_, text) => {
    const read = readSession(text);
    expect(!read.ok && read.refusal.code).toBe('not_session');
  });
});

describe('parts of a change', () => {
  const first: Part = { store: 'gases', before: null, after: gas };
  const second: Part = { store: 'gases', before: gas, after: { ...gas, baseline: true } };

  it('two as one keep what was before the first and what is after the last', () => {
    expect(joined([first], [second])).toEqual([{ store: 'gases', before: null, after: { ...gas, baseline: true } }]);
  });

  it('turned round bring back what was before', () => {
    expect(reversed(second)).toEqual({ store: 'gases', before: { ...gas, baseline: true }, after: gas });
  });
});
