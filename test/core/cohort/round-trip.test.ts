/** Any table at all: reading never throws, and what is written reads back to the same bytes. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { cohortCsv, importTable, readTable, rejectedCsv } from '../../../src/core/cohort';
import { deIdentify, rowsOfImport, studyFiles, zipFiles } from '../../../src/core/export';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const known =
  'patient_id|Patient ID|PaO2 (kPa)|pao2_mmhg|PaO2|paco2_mmhg|pCO2_mmHg|fio2|FiO2 (%)|bv5_percent|O2 flow [L/min]|gas_at|' +
  'ct_at|note|note||x (2)|sex|excluded|a,b|exclusion_code|pf_mmhg|column 3|__proto__|constructor|"q"|=1|2020|o2_device|Hb';
const odd =
  "|NA|80|11,2|1.234,5|<40|-|=1+1|'x|@a|prone|venous|room_air|0.21|2020-04-03|03/04/2020|13/04/2020 08:15|2020-02-30|" +
  '1e5|1e400|NaN|Inf|−5|١٢|  7 |true|F|"|""|a"b|a\nb|a\r\nb|\t|\u0001|\uFEFF|e\u0301|50 %|S-1|s-1';
const headers = fc.constantFrom(...known.split('|'));
const cells = fc.oneof(
  fc.constantFrom(...odd.split('|')),
  fc.string({ maxLength: 6 }),
  fc.double({ noNaN: true }).map(String),
);
const quoted = (cell: string): string => (/[",;\n\r\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

it('is the same bytes when it is written, read and written again', () => {
  let read = 0;
  const property = fc.property(
    fc.array(headers, { minLength: 1, maxLength: 9 }),
    fc.array(fc.array(cells, { maxLength: 10 }), { maxLength: 8 }),
    fc.constantFrom(',', ';', '\t'),
    (header, rows, delimiter) => {
      const table = readTable(bytes([header, ...rows].map((row) => row.map(quoted).join(delimiter)).join('\n')));
      if (!table.ok) return;
      read += 1;
      const imported = importTable(table.value);
      rejectedCsv(imported);
      const once = cohortCsv(imported);
      const again = readTable(bytes(once));
      expect(again.ok ? cohortCsv(importTable(again.value)) : again.refusal.message).toBe(once);
      const study = {
        name: 'any',
        rows: rowsOfImport(imported),
        profileHash: '',
        program: { name: 'BVX', version: '9.9.9' },
      };
      const hidden = deIdentify(study, { salt: 'any', keepIds: false }).study;
      if (read % 20 === 0) zipFiles(studyFiles(hidden, [], 'research').files);
      if (read % 20 === 10) zipFiles(studyFiles(study, [], 'clinical').files);
    },
  );
  fc.assert(property, { numRuns: 800, seed: 77 });
  expect(read).toBeGreaterThan(600);
});
