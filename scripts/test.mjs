// `npm test`: everything, in Node and in Chromium. Last line: `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepare, root } from './prepare.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
let passed = 0;
let failed = 0;

function check(name, command, args) {
  const started = Date.now();
  const result = spawnSync(command, args, { cwd: root, stdio: 'pipe', encoding: 'utf8', maxBuffer: 1e8 });
  const good = result.status === 0;
  say(`${good ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
  if (!good) say(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  if (good) passed += 1;
  else failed += 1;
}

/** Chromium from Debian where it is missing and may be installed; else how to get one. */
function findChromium() {
  const known = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const found = known.find((path) => path && existsSync(path));
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('Installing Chromium …');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const packages = ['chromium', 'libegl-mesa0', 'libgl1-mesa-dri'];
    let result = spawnSync('apt-get', ['install', '-y', '-q', ...packages], { env, stdio: 'ignore' });
    if (result.status !== 0) {
      spawnSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
      result = spawnSync('apt-get', ['install', '-y', '-q', ...packages], { env, stdio: 'ignore' });
    }
    if (existsSync('/usr/bin/chromium')) return '/usr/bin/chromium';
  }
  return null;
}

prepare(say);
const node = process.execPath;
check('format', node, ['node_modules/prettier/bin/prettier.cjs', '--check', '.']);
check('lint', node, ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']);
check('types', node, ['node_modules/typescript-7/bin/tsc', '-p', 'tsconfig.json']);
check('types of the page', node, ['node_modules/vue-tsc/bin/vue-tsc.js', '-p', 'tsconfig.json']);
check('import rules', node, [
  'node_modules/dependency-cruiser/bin/dependency-cruise.mjs',
  'src',
  'workers',
  '--config',
  '.dependency-cruiser.cjs',
]);
check('page builds', node, ['node_modules/vite/bin/vite.js', 'build', '--logLevel', 'error']);

const chromium = findChromium();
if (chromium === null) {
  say('✗ Chromium is missing: install it (Debian: apt-get install chromium) or name one in the variable CHROMIUM.');
  failed += 1;
}
const folder = mkdtempSync(join(tmpdir(), 'bvx-test-'));
const report = join(folder, 'report.json');
const projects = chromium === null ? ['--project', 'node', '--project', 'app'] : [];
spawnSync(
  node,
  [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...projects,
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, ...(chromium === null ? {} : { CHROMIUM: chromium }) } },
);
if (existsSync(report)) {
  const result = JSON.parse(readFileSync(report, 'utf8'));
  passed += result.numPassedTests;
  // a file that cannot even start has no tests of its own
  const broken = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.length === 0,
  ).length;
  failed += result.numFailedTests + broken;
} else {
  say('✗ the tests ended without a report');
  failed += 1;
}
rmSync(folder, { recursive: true, force: true });
say(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
