// `npm run --silent bvx -- …`: builds what is missing, quietly, then runs the command line in this process.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { buildKernels, bundleCommandLine, installPackages, root } from './prepare.mjs';

installPackages((text) => process.stderr.write(`${text}\n`));
buildKernels();
bundleCommandLine();
await import(pathToFileURL(join(root, 'dist-cli', 'bvx.mjs')).href);
