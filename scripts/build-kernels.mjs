/**
 * Compiles the WebAssembly kernels and writes their bytes as a module, so that page, worker, Node and
 * tests load them alike without a fetch. Does nothing when the result is newer than all that it is made of.
 */
import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const assembly = join(root, 'src/kernels/assembly');
const build = join(root, 'src/kernels/build');
const target = join(build, 'kernels-wasm.ts');

function modified(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? -1;
}

function isUpToDate() {
  const sources = readdirSync(assembly).map((name) => join(assembly, name));
  const compiler = join(root, 'node_modules/assemblyscript/package.json');
  const newest = Math.max(...[...sources, compiler, fileURLToPath(import.meta.url)].map(modified));
  return modified(target) > newest;
}

/** Builds when needed; true where it built. */
export function buildKernels() {
  if (isUpToDate()) return false;
  mkdirSync(build, { recursive: true });
  // a folder of its own for each run: two runs at the same time do not meet
  const scratch = mkdtempSync(join(build, 'asc-'));
  try {
    const wasm = join(scratch, 'kernels.wasm');
    const asc = join(root, 'node_modules/assemblyscript/bin/asc.js');
    const flags = [
      '-O3',
      '--noAssert',
      '--runtime',
      'stub',
      '--enable',
      'simd',
      '--use',
      'abort=',
      '--disableWarning',
      '112',
    ];
    execFileSync(process.execPath, [asc, join(assembly, 'index.ts'), ...flags, '-o', wasm], { stdio: 'inherit' });
    const bytes = readFileSync(wasm);
    const text =
      '// Made by scripts/build-kernels.mjs from src/kernels/assembly: do not edit.\n' +
      `export const kernelBytes = (): Uint8Array<ArrayBuffer> => Uint8Array.of(${[...bytes].join(',')});\n`;
    const part = join(scratch, 'kernels-wasm.ts');
    writeFileSync(part, text);
    renameSync(part, target);
    return true;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(buildKernels() ? 'Kernels built.' : 'Kernels are up to date.');
}
