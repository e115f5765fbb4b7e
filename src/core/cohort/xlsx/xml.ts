/**
 * The little of XML that a workbook uses: elements, attributes, text. No document types and no entities of its own, so
 * a file cannot make itself larger than it is; what is not well formed ends the reading.
 */

export interface XmlVisitor {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  text(text: string): void;
  close(name: string): void;
}

/** Walks through a document; false where it is no plain XML. Names come without their prefix. */
export function walkXml(source: string, visitor: XmlVisitor): boolean {
  let at = source.startsWith('\uFEFF') ? 1 : 0;
  let depth = 0;
  while (at < source.length) {
    const tag = source.indexOf('<', at);
    if (tag < 0) break;
    if (tag > at) visitor.text(unescape(source.slice(at, tag)));
    if (source.startsWith('<!--', tag)) {
      at = after(source, '-->', tag + 4);
    } else if (source.startsWith('<![CDATA[', tag)) {
      const end = source.indexOf(']]>', tag);
      if (end < 0) return false;
      visitor.text(source.slice(tag + 9, end));
      at = end + 3;
    } else if (source.startsWith('<?', tag)) {
      at = after(source, '?>', tag);
    } else if (source.startsWith('<!', tag)) {
      return false;
    } else {
      const end = endOfTag(source, tag);
      if (end < 0) return false;
      const inner = source.slice(tag + 1, end);
      at = end + 1;
      if (inner.startsWith('/')) {
        depth -= 1;
        if (depth < 0) return false;
        visitor.close(plainName(inner.slice(1).trim()));
        continue;
      }
      const alone = inner.endsWith('/');
      const { name, attributes } = readTag(alone ? inner.slice(0, -1) : inner);
      visitor.open(name, attributes);
      if (alone) visitor.close(name);
      else depth += 1;
    }
    if (at < 0) return false;
  }
  return depth === 0;
}

function after(source: string, mark: string, from: number): number {
  const at = source.indexOf(mark, from);
  return at < 0 ? -1 : at + mark.length;
}

/** The `>` that ends a tag; one inside quotes does not. */
function endOfTag(source: string, from: number): number {
  let quote = '';
  for (let at = from; at < source.length; at += 1) {
    const c = source[at];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '>') return at;
  }
  return -1;
}

const ATTRIBUTE = /([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

function readTag(inner: string): { readonly name: string; readonly attributes: ReadonlyMap<string, string> } {
  const space = inner.search(/\s/);
  const name = plainName(space < 0 ? inner : inner.slice(0, space));
  const attributes = new Map<string, string>();
  if (space >= 0) {
    for (const match of inner.slice(space).matchAll(ATTRIBUTE)) {
      attributes.set(plainName(match[1]), unescape(match[2] ?? match[3] ?? ''));
    }
  }
  return { name, attributes };
}

const plainName = (name: string): string => name.slice(name.indexOf(':') + 1);

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function unescape(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w+));/g, (whole, hex, decimal, name) => {
    if (typeof name === 'string') return named[name] ?? whole;
    const code = typeof hex === 'string' ? parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code < 0xe000) ? String.fromCodePoint(code) : '';
  });
}
