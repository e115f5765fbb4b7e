/** The doors between rooms are checked by a tool; here a seeded violation of each kind is caught by it. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

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

let report = '';
beforeAll(() => {
  // a copy: other tests read the sources at the same time, and some take their hash
  const copy = mkdtempSync(join(tmpdir(), 'bvx-rules-'));
  try {
    for (const part of ['src', 'workers', 'tsconfig.json', 'package.json', '.dependency-cruiser.cjs']) {
      cpSync(part, join(copy, part), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
    for (const folder of folders) mkdirSync(join(copy, folder), { recursive: true });
    for (const [file, text] of [...violations, partner]) writeFileSync(join(copy, file), `${text}\n`);
    const tool = 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs';
    const args = [tool, ...folders, '--config', '.dependency-cruiser.cjs'];
    report = spawnSync(process.execPath, args, { cwd: copy, encoding: 'utf8' }).stdout;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}, 300_000);

describe('import rules', () => {
  it.each(violations)('%s is caught by %s %s', (file, _text, rule) => {
    const line = report.split('\n').find((text) => text.includes(`${rule}: `) && text.includes(file));
    expect(line, report).toBeDefined();
  });
});
