// `npm start`: installs what is missing, makes the sample, builds, serves, prints the address.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare, root } from './prepare.mjs';

const say = (text) => process.stdout.write(`${text}\n`);
prepare(say);
process.chdir(root);
const { build, preview } = await import(
  pathToFileURL(join(root, 'node_modules', 'vite', 'dist', 'node', 'index.js')).href
);
say('Building the page …');
await build({ logLevel: 'error' });
const port = Number(process.env.PORT ?? 4173);
const server = await preview({ preview: { port, strictPort: process.env.PORT !== undefined }, logLevel: 'error' });
say(`BVX is at ${server.resolvedUrls.local[0]}`);
say('Research use only. Not for diagnosis. Ctrl-C stops it.');
