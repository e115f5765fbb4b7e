// Bundles the command line and its worker threads for Node; packages stay external.
import { defineConfig } from 'rolldown';

export default defineConfig({
  input: { bvx: 'src/cli/main.ts', coordinator: 'workers/coordinator.node.ts', task: 'workers/task.node.ts' },
  platform: 'node',
  external: (id) => !id.startsWith('.') && !id.startsWith('/'),
  output: {
    dir: 'dist-cli',
    format: 'esm',
    entryFileNames: '[name].mjs',
    chunkFileNames: '[name]-[hash].mjs',
    sourcemap: true,
    cleanDir: true,
  },
});
