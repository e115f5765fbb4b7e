// What has to be there before anything runs: packages, kernels, bundle, decoders for the page, sample. Plain Node,
// no dependencies, so that it works on a bare clone; each step is skipped when it is up to date.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const at = (...parts) => join(root, ...parts);

/** Runs a program to its end; its output is shown only when it fails (or when `show`). */
export function run(command, args, { show = false, env = process.env } = {}) {
  const result = spawnSync(command, args, { cwd: root, env, stdio: show ? 'inherit' : 'pipe', encoding: 'utf8' });
  if (result.status === 0) return;
  if (!show) process.stderr.write(`${result.stdout ?? ''}${result.stderr ?? ''}`);
  throw new Error(`${[command, ...args].join(' ')} ended with ${result.status ?? result.signal ?? result.error}`);
}

const node = (file, ...args) => run(process.execPath, [at(file), ...args]);

function newest(path) {
  const info = statSync(path);
  if (!info.isDirectory()) return info.mtimeMs;
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

const older = (target, sources) => !existsSync(target) || sources.some((source) => newest(source) > newest(target));

/** Installed versions against the lock file's: file times say nothing after a checkout. */
function isInstalled() {
  const installed = at('node_modules', '.package-lock.json');
  if (!existsSync(installed)) return false;
  const have = JSON.parse(readFileSync(installed, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(
    ([path, entry]) => path === '' || entry.optional || have[path]?.version === entry.version,
  );
}

export function installPackages(say) {
  if (isInstalled()) return;
  say('Installing packages …');
  run('npm', ['ci', '--no-audit', '--no-fund']);
}

export function buildKernels() {
  node('scripts/build-kernels.mjs');
}

export function bundleCommandLine() {
  const sources = [at('src'), at('workers'), at('rolldown.cli.config.mjs')];
  if (!older(at('dist-cli', 'bvx.mjs'), sources)) return;
  node('node_modules/rolldown/bin/cli.mjs', '-c', 'rolldown.cli.config.mjs');
}

/** itk-wasm's pipelines in use, served by the page itself: its default address is another origin. */
export function copyPipelines() {
  const wanted = {
    'image-io': ['nifti-read-image', 'nrrd-read-image', 'meta-read-image'],
    dicom: ['read-image-dicom-file-series'],
  };
  for (const [name, pipelines] of Object.entries(wanted)) {
    const from = at('node_modules', '@itk-wasm', name, 'dist', 'pipelines');
    const to = at('public', 'itk', name);
    mkdirSync(to, { recursive: true });
    for (const file of readdirSync(from)) {
      const mine = pipelines.some((pipeline) => file === `${pipeline}.js` || file === `${pipeline}.wasm.zst`);
      if (mine && older(join(to, file), [join(from, file)])) cpSync(join(from, file), join(to, file));
    }
  }
}

export function makeSample(say) {
  const generator = ['src/core/phantom', 'src/core/volume', 'src/core/maths', 'src/cli/commands/sample.ts'];
  if (
    !older(
      at('sample-data', 'truth.json'),
      generator.map((path) => at(path)),
    )
  )
    return;
  say('Making the sample case …');
  node('dist-cli/bvx.mjs', 'sample', '--out', resolve(root, 'sample-data'));
}

/** Everything, in order. */
export function prepare(say = (text) => process.stderr.write(`${text}\n`)) {
  installPackages(say);
  buildKernels();
  bundleCommandLine();
  copyPipelines();
  makeSample(say);
}
