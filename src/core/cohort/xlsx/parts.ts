/** The parts of a workbook beside its sheets: their names and places, shared texts, formats of cells. */
import { isDateFormat } from './dates';
import { walkXml } from './xml';

export interface SheetPlace {
  readonly name: string;
  readonly relation: string;
}

export interface Workbook {
  readonly sheets: readonly SheetPlace[];
  readonly from1904: boolean;
}

const truthy = (text: string | undefined): boolean => text === '1' || text === 'true';

export function readWorkbook(source: string): Workbook | null {
  const sheets: SheetPlace[] = [];
  let from1904 = false;
  const fine = walkXml(source, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = truthy(attributes.get('date1904'));
      if (name === 'sheet') sheets.push({ name: attributes.get('name') ?? '', relation: attributes.get('id') ?? '' });
    },
    text: () => {},
    close: () => {},
  });
  return fine ? { sheets, from1904 } : null;
}

/** Relation ids to paths inside the archive. */
export function readRelations(source: string): ReadonlyMap<string, string> | null {
  const targets = new Map<string, string>();
  const fine = walkXml(source, {
    open(name, attributes) {
      const id = attributes.get('Id');
      const target = attributes.get('Target');
      if (name !== 'Relationship' || id === undefined || target === undefined) return;
      if (attributes.get('TargetMode') === 'External') return;
      targets.set(id, target.startsWith('/') ? target.slice(1) : `xl/${target}`);
    },
    text: () => {},
    close: () => {},
  });
  return fine ? targets : null;
}

/** Texts that cells refer to by number; runs of one text are joined, readings in other scripts left out. */
export function readSharedTexts(source: string): readonly string[] | null {
  const texts: string[] = [];
  let current = '';
  let inText = false;
  let reading = 0;
  const fine = walkXml(source, {
    open(name) {
      if (name === 'si') current = '';
      if (name === 'rPh') reading += 1;
      if (name === 't') inText = reading === 0;
    },
    text(text) {
      if (inText) current += text;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') reading -= 1;
      if (name === 'si') texts.push(current);
    },
  });
  return fine ? texts : null;
}

/** For each style number of a cell whether it shows dates. */
export function readDateStyles(source: string): readonly boolean[] | null {
  const codes = new Map<number, string>();
  const styles: boolean[] = [];
  let inCells = false;
  const fine = walkXml(source, {
    open(name, attributes) {
      const id = Number(attributes.get('numFmtId') ?? 0);
      if (name === 'numFmt') codes.set(id, attributes.get('formatCode') ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name === 'xf' && inCells) styles.push(isDateFormat(id, codes.get(id)));
    },
    text: () => {},
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return fine ? styles : null;
}
