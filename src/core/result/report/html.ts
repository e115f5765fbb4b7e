/** HTML and SVG as text with every value escaped: what is put into a template is text unless it came from one. */

/** Markup that may stand as it is. */
export interface Html {
  readonly markup: string;
}
type Part = string | number | Html | readonly Html[] | null;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `html` before a template: values are escaped, nothing is put for null, lists stand one after another. */
export function html(texts: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return { markup: texts.map((text, i) => text + (i < parts.length ? markupOf(parts[i] ?? null) : '')).join('') };
}

function markupOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'number') return String(part);
  if (typeof part === 'string') return part.replaceAll(/[&<>"']/g, (mark) => ESCAPES[mark] ?? '');
  if ('markup' in part) return part.markup;
  return part.map(({ markup }) => markup).join('');
}
