/** The oracle from R, where it is there: `BVX_SHARED`, else beside the project. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(process.env.BVX_SHARED ?? '../shared', 'reference', 'statistics');

export const hasReferences = existsSync(join(folder, 'references.json'));
export const referencePath = (name: string): string => join(folder, name);
export const referenceText = (name: string): string => readFileSync(referencePath(name), 'utf8');
export const referenceBytes = (name: string): Uint8Array => new Uint8Array(readFileSync(referencePath(name)));

export type Plain = number | string | boolean | null | readonly Plain[] | { readonly [key: string]: Plain };

export interface Tolerance {
  readonly abs: number;
  readonly rel: number;
  readonly keys?: Readonly<Record<string, { readonly abs: number; readonly rel: number }>>;
}

const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where `actual` misses `expected`: numbers within the tolerance of their key, everything else exactly. */
export function misses(actual: unknown, expected: unknown, tolerance: Tolerance, path = ''): string[] {
  if (typeof expected === 'number') {
    const key = path.split('.').findLast((part) => !/^\d+$/.test(part)) ?? '';
    const { abs, rel } = tolerance.keys?.[key] ?? tolerance;
    const fine = typeof actual === 'number' && Math.abs(actual - expected) <= abs + rel * Math.abs(expected);
    return fine ? [] : [`${path}: ${JSON.stringify(actual)} instead of ${expected}`];
  }
  if (isList(expected)) {
    if (!isList(actual) || actual.length !== expected.length) return [`${path}: another length`];
    return expected.flatMap((item, i) => misses(actual[i], item, tolerance, `${path}.${i}`));
  }
  if (isRecord(expected)) {
    if (!isRecord(actual)) return [`${path}: no record`];
    return Object.entries(expected).flatMap(([key, item]) => misses(actual[key], item, tolerance, `${path}.${key}`));
  }
  return actual === expected ? [] : [`${path}: ${JSON.stringify(actual)} instead of ${JSON.stringify(expected)}`];
}
