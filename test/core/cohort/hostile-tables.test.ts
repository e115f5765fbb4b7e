/** Tables that are damaged or meant to do harm: refused with words, and nothing of them is lost without a word. */
import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { cohortCsv, importTable, readTable, type ImportedTable } from '../../../src/core/cohort';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function imported(source: Uint8Array): ImportedTable {
  const read = readTable(source);
  if (!read.ok) throw new Error(read.refusal.message);
  return importTable(read.value);
}

function refusal(source: Uint8Array): string {
  const read = readTable(source);
  return read.ok ? 'read' : read.refusal.message;
}

function workbook(sheet: string, texts = ''): Uint8Array {
  return zipSync({
    'xl/workbook.xml': strToU8('<workbook><sheets><sheet name="s" r:id="r1"/></sheets></workbook>'),
    'xl/_rels/workbook.xml.rels': strToU8(
      '<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/></Relationships>',
    ),
    'xl/sharedStrings.xml': strToU8(`<sst>${texts}</sst>`),
    'xl/worksheets/a.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
  });
}

describe('text', () => {
  it('a quote that is never closed would swallow all rows below: the file is refused', () => {
    const text = 'patient_id,note\na,fine\nb,"open\nc,lost\nd,lost\n';
    expect(refusal(bytes(text))).toBe('The table cannot be read: the quote that opens in row 3 is never closed.');
  });

  it('what lies in quotes says nothing about the delimiter', () => {
    const table = imported(bytes('patient_id;"a,b";note\nP1;"1.234,5"\n'));
    expect([table.how.delimiter, table.mapping.headers]).toEqual([';', ['patient_id', 'a,b', 'note']]);
  });

  it('the apostrophe of an export goes from headers, too, and a text of spaces is none', () => {
    const once = cohortCsv(imported(bytes('patient_id,=x,scan_id\nP1,1,"\t"\n')));
    expect(once.split('\n')[0]).toMatch(/,'=x$/);
    expect(once).not.toContain('scan_id');
    expect(cohortCsv(imported(bytes(once)))).toBe(once);
  });

  it('a second column of reasons is kept as one of the file, and stays that', () => {
    const once = cohortCsv(imported(bytes('patient_id,exclusion_code,exclusion_code\nP1,poor,late\n')));
    expect(once.split('\n')[0]).toMatch(/,file exclusion_code,file exclusion_code \(2\)$/);
    expect(cohortCsv(imported(bytes(once)))).toBe(once);
  });

  it('a header that every object knows has cells of its own only', () => {
    const once = cohortCsv(imported(bytes('patient_id,constructor,__proto__\nP1,,\nP2,a,b\n')));
    expect(once).not.toMatch(/function|object/);
    expect(once).toMatch(/,a,b\n$/);
  });

  it('a line of nothing but delimiters ends the reading at the limit of columns', () => {
    expect(refusal(bytes(`${','.repeat(5000)}\n`))).toBe('The table has more than 2000 columns.');
  });

  it.each(['patient_id,note,note,,\nA,n1,n2,e,\n', 'patient_id,PaO2 (mmHg),PaO2 (mmHg)\nA,80,81\n'])(
    'columns of one name or none stay apart: %j',
    (text) => {
      const once = cohortCsv(imported(bytes(text)));
      for (const cell of text.split('\n')[1].split(',')) expect(once).toContain(cell);
      expect(once).toMatch(/(note|PaO2 \(mmHg\)),\1 \(2\)/);
      expect(cohortCsv(imported(bytes(once)))).toBe(once);
    },
  );

  it('a column of the file under the name of a computed one stays beside it where it says something else', () => {
    const head = 'patient_id,pao2_mmhg,paco2_mmhg,fio2,bv5_percent,pf_mmhg';
    const same = cohortCsv(imported(bytes(`${head}\nA,80,38,0.4,44,200\nB,90,38,0.4,44,\n`)));
    expect(same.split('\n')[0]).not.toContain('file pf_mmhg');
    const other = cohortCsv(imported(bytes(`${head}\nA,80,38,0.4,44,190\n`)));
    expect(other.split('\n')[0]).toMatch(/,file pf_mmhg$/);
    expect(other.split('\n')[1]).toMatch(/,190$/);
    expect(cohortCsv(imported(bytes(other)))).toBe(other);
  });
});

describe('workbooks', () => {
  const head = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>';
  const texts = '<si><t>patient_id</t></si><si><t>pao2_mmhg</t></si><si><t>A</t></si>';

  it('a formula that nobody computed and a text that is not there are errors, not empty cells', () => {
    const row = (id: string, value: string): string => `<row><c t="s"><v>${id}</v></c>${value}</row>`;
    const table = imported(
      workbook(
        head + row('2', '<c><f>40*2</f></c>') + row('2', '<c t="s"><v>99</v></c>') + row('7', '<c><v>80</v></c>'),
        texts,
      ),
    );
    const codes = table.rows.map(({ notices }) => notices.map(({ code }) => code));
    expect(codes[0]).toEqual(expect.arrayContaining(['formula_cell', 'cell_error']));
    expect(codes[1]).toContain('cell_error');
    expect(codes[2]).toEqual(['id_missing']);
  });

  it('rows that name their last column alone are counted with all their gaps', () => {
    const rows = '<row><c r="BXX1"><v>1</v></c></row>'.repeat(6000);
    expect(refusal(workbook(head + rows, texts))).toBe('The table has more than 10000000 cells.');
  });

  it('one with a password, or of before 2007, is called so', () => {
    const compound = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0, 0, 0);
    expect(refusal(compound)).toContain('a workbook with a password, or of the old kind (.xls)');
  });
});
