/** The doors between rooms are checked by a tool; here a seeded violation of each kind is caught by it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** File that breaks a door → name of the rule that has to say so. */
const violations = [
  ['src/core/seeded-violation/to-readers.ts', "import '../../readers';", 'core-door'],
  ['src/core/seeded-violation/to-node.ts', "import 'node:fs';", 'no-node-in-core'],
  ['src/core/seeded-violation/to-vue.ts', "import 'vue';", 'core-is-pure'],
  ['src/core/seeded-violation/a.ts', "import './b';\nexport const a = 1;", 'no-cycles'],
  ['src/readers/seeded-violation/to-engine.ts', "import '../../engine';", 'readers-door'],
  ['src/viewer/seeded-violation/to-engine.ts', "import '../../engine';", 'viewer-door'],
  ['src/app/seeded-violation/to-readers.ts', "import '../../readers';", 'app-door'],
  ['src/app/seeded-violation/deep.ts', "import '../../engine/client';", 'engine-index-only'],
  ['src/app/seeded-violation/to-cornerstone.ts', "import '@cornerstonejs/core';", 'views-only-in-viewer'],
  ['src/cli/seeded-violation/to-app.ts', "import '../../app/main';", 'cli-door'],
  ['workers/seeded-violation/to-core.ts', "import '../../src/core/issues';", 'workers-door'],
] as const;
/** The other half of the cycle of a.ts; the tool reports a cycle once. */
const partner = ['src/core/seeded-violation/b.ts', "import './a';\nexport const b = 1;"] as const;
const folders = [...new Set(violations.map(([file]) => dirname(file)))];
const clean = (): void => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true }));

let report = '';
beforeAll(() => {
  clean();
  for (const folder of folders) mkdirSync(folder, { recursive: true });
  for (const [file, text] of [...violations, partner]) writeFileSync(file, `${text}\n`);
  const tool = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
  const args = [tool, ...folders, '--config', '.dependency-cruiser.cjs'];
  report = spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout;
  clean();
}, 60_000);
afterAll(clean);

describe('import rules', () => {
  it.each(violations)('%s is caught by %s %s', (file, _text, rule) => {
    const line = report.split('\n').find((text) => text.includes(`${rule}: `) && text.includes(file));
    expect(line, report).toBeDefined();
  });
});
