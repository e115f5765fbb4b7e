/** What package files promise: pinned versions, no addresses in the lock file, one version number. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { version } from '../../src/core/version';

const manifest: { version: string; dependencies: Record<string, string>; devDependencies: Record<string, string> } =
  JSON.parse(readFileSync('package.json', 'utf8'));

it('the program writes the version of package.json', () => {
  expect(version).toBe(manifest.version);
});

it('every dependency is pinned to one version', () => {
  const all = { ...manifest.dependencies, ...manifest.devDependencies };
  const loose = Object.entries(all).filter(([, wanted]) => !/^(npm:@?[\w/.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(wanted));
  expect(loose).toEqual([]);
});

it('the lock file holds no addresses', () => {
  expect(readFileSync('package-lock.json', 'utf8')).not.toMatch(/"resolved"|https?:\/\/registry/);
});
