/** Whether two results are the same, bit for bit, and if not where: for the promise that nothing but time may differ. */
import type { ResultJson } from './json-types';

/** One line a difference, `volumes.tbv_ml: 214.2 and 214.3`; empty where all but `timing` is equal. */
export function compareResults(a: ResultJson, b: ResultJson): string[] {
  const { timing: _timingA, ...restA } = a;
  const { timing: _timingB, ...restB } = b;
  return differences(restA, restB, '');
}

function differences(a: unknown, b: unknown, path: string): string[] {
  if (!isRecord(a) || !isRecord(b) || Array.isArray(a) !== Array.isArray(b)) {
    // Object.is: 0 and −0 are not the same bits
    return Object.is(a, b) ? [] : [`${path}: ${told(a)} and ${told(b)}`];
  }
  const keys = [...new Set([...Object.keys(a), ...Object.keys(b)])];
  return keys.flatMap((key) => {
    const inner = path === '' ? key : `${path}.${key}`;
    if (!(key in a)) return [`${inner}: absent and ${told(b[key])}`];
    if (!(key in b)) return [`${inner}: ${told(a[key])} and absent`];
    return differences(a[key], b[key], inner);
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function told(value: unknown): string {
  return Object.is(value, -0) ? '-0' : JSON.stringify(value);
}
