/** Values as R writes them. */

/** A literal of R: full precision, NA for missing, vectors and named lists for arrays and records. */
export function rValue(value: unknown): string {
  if (value === null || value === undefined) return 'NA';
  if (typeof value === 'number') return rNumber(value);
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (typeof value === 'string') return rText(value);
  if (Array.isArray(value)) return rVector(value as readonly unknown[]);
  if (typeof value === 'object') return rList(Object.entries(value));
  throw new Error('a value that R has no literal for');
}

function rNumber(value: number): string {
  if (Number.isNaN(value)) return 'NA';
  if (!Number.isFinite(value)) return value > 0 ? 'Inf' : '-Inf';
  return String(value);
}

/** Text between double quotes; all but plain ASCII as escapes, so that no encoding can change it. */
export function rText(text: string): string {
  const inner = Array.from(text, (sign) => {
    const code = sign.codePointAt(0) ?? 0;
    if (sign === '"' || sign === '\\') return `\\${sign}`;
    if (code >= 32 && code < 127) return sign;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\U${code.toString(16).padStart(8, '0')}`;
  });
  return `"${inner.join('')}"`;
}

/** Scalars of one kind as `c(…)`, anything else as `list(…)`. */
function rVector(values: readonly unknown[]): string {
  const plain = values.every((value) => value === null || typeof value !== 'object');
  return `${plain ? 'c' : 'list'}(${values.map(rValue).join(', ')})`;
}

function rList(entries: readonly (readonly [name: string, value: unknown])[]): string {
  return `list(${entries.map(([name, value]) => `${rName(name)} = ${rValue(value)}`).join(', ')})`;
}

/** A name as R takes it: between backticks where it is not a plain word. */
export function rName(name: string): string {
  if (/^[A-Za-z.][A-Za-z0-9._]*$/.test(name)) return name;
  return rText(name);
}
