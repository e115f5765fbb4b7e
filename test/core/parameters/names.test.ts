import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parameterTable } from '../../../src/core/parameters';

const folder = new URL('../../../src/core/parameters/', import.meta.url);

/** Names as written in the files of the stages, one entry a definition. */
function definedNames(): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ {2}(\w+): parameter\(/gm)])
    .map((match) => match[1] ?? '');
}

describe('parameters', () => {
  it('have names of their own over all stages: a second one would silently replace the first', () => {
    const names = definedNames();
    const twice = names.filter((name, at) => names.indexOf(name) !== at);
    expect(names.length).toBeGreaterThan(50);
    expect(twice).toEqual([]);
  });

  it('lie within their own range', () => {
    for (const [name, { value, range }] of Object.entries(parameterTable)) {
      expect(value, name).toBeGreaterThanOrEqual(range[0]);
      expect(value, name).toBeLessThanOrEqual(range[1]);
    }
  });
});
