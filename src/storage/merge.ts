/** Two changes that began from the same state made one, so that two open pages lose nothing of each other. */

export interface Merged {
  readonly value: unknown;
  /** The same place was changed in two ways: the later change stands. */
  readonly clash: boolean;
}

type Plain = Readonly<Record<string, unknown>>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values of JSON say the same, whatever the order of their names. */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  }
  if (!isPlain(a) || !isPlain(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name], b[name]))
  );
}

/**
 * What stands after `mine` was made from `base`, while `theirs` was made from it elsewhere before. Records are merged
 * name by name; lists and single values go as a whole. A record deleted on one side and changed on the other stays.
 */
export function merged(base: unknown, mine: unknown, theirs: unknown): Merged {
  if (sameJson(theirs, base) || sameJson(mine, theirs)) return { value: mine, clash: false };
  if (sameJson(mine, base)) return { value: theirs, clash: false };
  if (mine === null) return { value: theirs, clash: true };
  if (theirs === null) return { value: mine, clash: true };
  if (!isPlain(mine) || !isPlain(theirs)) return { value: mine, clash: true };
  const from = isPlain(base) ? base : {};
  const value: Record<string, unknown> = {};
  let clash = false;
  for (const name of new Set([...Object.keys(theirs), ...Object.keys(mine)])) {
    const one = merged(from[name], mine[name], theirs[name]);
    clash ||= one.clash;
    if (one.value !== undefined) value[name] = one.value;
  }
  return { value, clash };
}
