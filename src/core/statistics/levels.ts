/** Categories in the order that every table and every reference level follows. */

/** The categories that occur, in code-point order. */
export function levelsOf(values: readonly string[]): string[] {
  return [...new Set(values)].toSorted(byCodePoint);
}

/** The same for a table of counts: numbers in their own order. */
export function countedLevels(values: readonly string[]): string[] {
  const levels = levelsOf(values);
  const areNumbers = levels.every((level) => level !== '' && Number.isFinite(Number(level)));
  return areNumbers ? levels.toSorted((a, b) => Number(a) - Number(b)) : levels;
}

/** Code-point order: JavaScript's own compares halves of surrogate pairs, which puts U+1F600 before U+FFFD. */
function byCodePoint(a: string, b: string): number {
  const left = Array.from(a, (c) => c.codePointAt(0) ?? 0);
  const right = Array.from(b, (c) => c.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    if (left[i] !== right[i]) return left[i] - right[i];
  }
  return left.length - right.length;
}
