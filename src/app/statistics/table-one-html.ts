/** Table 1 for word processors: a page of its own, and lines of tabs. */
import { statisticsWords } from '../words-statistics';
import type { TableOne } from './table-one';

type LabelOf = (group: string) => string;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
const cell = (name: 'td' | 'th', text: string, scope = ''): string =>
  `<${name}${scope === '' ? '' : ` scope="${scope}"`}>${escaped(text)}</${name}>`;

function headOf(table: TableOne, labelOf: LabelOf): string[] {
  const { all, n, p } = statisticsWords.table1;
  const groups = table.groups.map((group) => `${labelOf(group.name)}, ${n(group.n)}`);
  return ['', `${all}, ${n(table.n)}`, ...groups, p];
}

/** A whole page, so that it opens in any program; a table of plain cells, so that it pastes into any document. */
export function tableOneHtml(table: TableOne, labelOf: LabelOf, notes: readonly string[]): string {
  const { title } = statisticsWords.table1;
  const head = headOf(table, labelOf).map((text) => cell('th', text, 'col'));
  const bodies = table.parts.map((part) => {
    const rows = part.map(({ label, all, groups, p }) =>
      [cell('th', label, 'row'), ...[all, ...groups, p].map((text) => cell('td', text))].join(''),
    );
    return `<tbody>${rows.map((row) => `<tr>${row}</tr>`).join('\n')}</tbody>`;
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<style>
body { font: 10pt/1.4 sans-serif; color: #000; background: #fff; }
table { border-collapse: collapse; border-top: 1.5px solid; border-bottom: 1.5px solid; }
th, td { padding: 2px 10px; text-align: right; font-weight: normal; white-space: nowrap; }
thead th { border-bottom: 1px solid; }
tbody + tbody { border-top: 1px solid #999; }
th[scope='row'] { text-align: left; }
</style>
</head>
<body>
<table>
<caption>${title}</caption>
<thead><tr>${head.join('')}</tr></thead>
${bodies.join('\n')}
</table>
${notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
</body>
</html>
`;
}

export function tableOneText(table: TableOne, labelOf: LabelOf): string {
  const lines = table.parts.flat().map(({ label, all, groups, p }) => [label, all, ...groups, p]);
  return [headOf(table, labelOf), ...lines].map((line) => `${line.join('\t')}\n`).join('');
}
