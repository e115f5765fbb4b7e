/** Clinical tables: encodings, marks, dates, units, hostile files, and writing them again. */
import * as fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cohortCsv, importTable, readTable, type ImportedTable } from '../../../src/core/cohort';

function imported(bytes: Uint8Array): ImportedTable {
  const read = readTable(bytes);
  if (!read.ok) throw new Error(read.refusal.message);
  return importTable(read.value);
}
const fromText = (text: string): ImportedTable => imported(new TextEncoder().encode(text));
const values = (table: ImportedTable, row = 0) => table.rows[row].values;
const codes = (table: ImportedTable, row = 0): string[] => table.rows[row].notices.map(({ code }) => code);

describe('text', () => {
  const header = 'Patient ID;PaO2;PaCO2;FiO2;BV5';

  it('reads UTF-16, and Windows-1252 where it is no UTF-8', () => {
    const text = 'Patient ID,Débit O2\nÉ-1,2\n';
    const units = Array.from(text, (c) => [c.charCodeAt(0) & 255, c.charCodeAt(0) >> 8]);
    const utf16 = Uint8Array.from([0xff, 0xfe, ...units.flat()]);
    expect(values(imported(utf16))).toMatchObject({ patient_id: 'É-1', o2_flow_l_min: 2 });
    const latin = Uint8Array.from(text, (c) => c.charCodeAt(0));
    const table = imported(latin);
    expect(table.how.encoding).toBe('windows-1252');
    expect(values(table)).toMatchObject({ patient_id: 'É-1', o2_flow_l_min: 2 });
  });

  it('takes a unit that no header states from the values, and says so', () => {
    const table = fromText(`${header}\na;10,2;4,8;0,4;45\nb;9,1;5,1;0,4;44\n`);
    expect(table.mapping.columns.find(({ header: h }) => h === 'PaO2')).toMatchObject({
      unit: 'kpa',
      unitFrom: 'values',
    });
    expect(values(table).pao2_mmhg).toBeCloseTo(76.506324, 9);
  });

  it('never takes one of two columns for a field', () => {
    const table = fromText('Patient ID,PaO2 (kPa),PaO2 (mmHg)\na,10,75\n');
    expect(table.mapping.contested).toEqual([{ field: 'pao2_mmhg', headers: ['PaO2 (kPa)', 'PaO2 (mmHg)'] }]);
    expect(table.rows[0].extra).toEqual({ 'PaO2 (kPa)': '10', 'PaO2 (mmHg)': '75' });
  });

  it('settles the order of dates only by the file', () => {
    const dates = (first: string) => fromText(`Patient ID,Gas time,CT time\na,${first},04/05/2020 10:00\n`);
    expect(codes(dates('03/05/2020 08:00'))).toContain('ambiguous_date');
    expect(values(dates('13/05/2020 08:00')).gas_at).toBe('2020-05-13T08:00');
    expect(values(dates('05/13/2020 08:00')).gas_at).toBe('2020-05-13T08:00');
  });

  it('honours sep=, keeps blank rows counted and rejects an id that stands twice with other values', () => {
    const rows = 'sep=;\nid;gas time;pO2 (mmHg)\na;2020-01-01 08:00;80\n\na;2020-01-01 08:00;81\n';
    const table = fromText(rows);
    expect(table.rows.map(({ verdict }) => verdict)).toEqual(['incomplete', 'skipped', 'rejected']);
    expect(codes(table, 2)).toEqual(['duplicate_conflict']);
  });

  it('refuses an empty file and one that is no text', () => {
    expect(readTable(new Uint8Array())).toMatchObject({ ok: false, refusal: { code: 'table_unreadable' } });
    expect(readTable(Uint8Array.of(65, 0, 66))).toMatchObject({ ok: false, refusal: { code: 'table_unreadable' } });
  });
});

describe('workbooks', () => {
  const workbook = (sheet: string, more: Readonly<Record<string, string>> = {}): Uint8Array =>
    zipSync(
      Object.fromEntries(
        Object.entries({
          'xl/workbook.xml': '<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>',
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/></Relationships>',
          'xl/worksheets/a.xml': `<worksheet><sheetData>${sheet}</sheetData></worksheet>`,
          ...more,
        }).map(([name, text]) => [name, strToU8(text)]),
      ),
    );
  const inline = (cell: string, text: string): string => `<c r="${cell}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const head = `<row r="1">${inline('A1', 'Patient ID')}${inline('B1', 'PaO2 (mmHg)')}</row>`;

  it('takes values of formulas and tells; errors and booleans are no numbers', () => {
    const table = imported(
      workbook(
        `${head}<row r="2">${inline('A2', 'a')}<c r="B2"><f>40+41</f><v>81</v></c></row>` +
          `<row r="3">${inline('A3', 'b')}<c r="B3" t="e"><v>#REF!</v></c></row>` +
          `<row r="4">${inline('A4', 'c')}<c r="B4" t="b"><v>1</v></c></row>`,
      ),
    );
    expect(values(table).pao2_mmhg).toBe(81);
    expect(codes(table)).toContain('formula_cell');
    expect(codes(table, 1)).toContain('cell_error');
    expect(codes(table, 2)).toContain('not_a_number');
  });

  it('does not expand entities, and refuses a document type', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>';
    expect(readTable(workbook(head, { 'xl/sharedStrings.xml': bomb }))).toMatchObject({
      ok: false,
      refusal: { code: 'table_unreadable' },
    });
  });

  it('refuses a row number beyond all limits before it makes rows', () => {
    expect(readTable(workbook('<row r="999999999"/>'))).toMatchObject({ refusal: { code: 'table_too_large' } });
  });

  it('refuses a damaged archive', () => {
    expect(readTable(workbook(head).subarray(0, 120))).toMatchObject({ refusal: { code: 'table_unreadable' } });
  });
});

it('written and read again the cohort is the same bytes', () => {
  const cell = fc.oneof(fc.constant(''), fc.double({ min: 0.1, max: 900, noNaN: true }).map(String));
  const text = fc.string({ maxLength: 8 }).filter((s) => !/[\p{Cc}\0]/u.test(s) && s.normalize('NFC') === s);
  const row = fc.tuple(cell, cell, cell, text);
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), (rows) => {
      const quote = (s: string): string => `"${s.replaceAll('"', '""')}"`;
      const lines = rows.map(([a, b, c, d], i) => `p${i},${a},${b},${c},${quote(`x ${d} x`)}`);
      const once = cohortCsv(fromText(['patient_id,pao2_mmhg,paco2_mmhg,fio2,note', ...lines].join('\n')));
      expect(cohortCsv(fromText(once))).toBe(once);
    }),
    { numRuns: 60, seed: 6 },
  );
});
