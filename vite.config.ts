import { createHash } from 'node:crypto';
import {
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join, relative, sep } from 'node:path';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';
import { reportStyle } from './src/core/result/report/style';

/** The sample case that `npm run sample` made, at /sample/ in dev and in the build. */
function sampleCase(): Plugin {
  const files = ['bvx-sample.zip', 'truth.json'];
  return {
    name: 'bvx-sample-case',
    configureServer(server) {
      server.middlewares.use('/sample', (request, response, next) => {
        const file = files.find((name) => request.url === `/${name}`);
        if (file === undefined || !existsSync(`sample-data/${file}`)) return next();
        response.setHeader('Cross-Origin-Resource-Policy', 'same-origin');
        createReadStream(`sample-data/${file}`).pipe(response);
      });
    },
    writeBundle({ dir }) {
      mkdirSync(`${dir}/sample`, { recursive: true });
      for (const file of files.filter((name) => existsSync(`sample-data/${name}`))) {
        copyFileSync(`sample-data/${file}`, `${dir}/sample/${file}`);
      }
    },
  };
}

/** The list of everything that the page may ask for, for the worker that keeps it all; maps and the worker stay out. */
function offlineFiles(): Plugin {
  return {
    name: 'bvx-offline-files',
    apply: 'build',
    writeBundle: {
      order: 'post',
      sequential: true,
      handler({ dir = 'dist' }) {
        const out = new Set(['offline.js', 'offline-files.json']);
        const found = readdirSync(dir, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => relative(dir, join(parentPath, name)).split(sep).join('/'));
        const files = found.filter((name) => !name.endsWith('.map') && !out.has(name)).toSorted();
        const hash = createHash('sha256');
        for (const name of files) hash.update(name).update(readFileSync(join(dir, name)));
        const list = { version: hash.digest('hex').slice(0, 16), files: ['./', ...files] };
        writeFileSync(join(dir, 'offline-files.json'), `${JSON.stringify(list)}\n`);
      },
    },
  };
}

/** The one style that is no file: that of the report, whose preview is the report itself. */
const reportHash = `'sha256-${createHash('sha256').update(reportStyle).digest('base64')}'`;

/** Origin isolation (shared memory) and a policy that lets nothing leave the page; the same in dev and preview. */
const policy = (dev: boolean): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    // Vite's dev server injects <style> elements; the build links a .css file
    dev ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' ${reportHash}`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    // data: is needed by itk-wasm's zstd decoder, which fetches a data: address
    "connect-src 'self' data:",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

const headers = (dev: boolean): Record<string, string> => ({
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': policy(dev),
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
});

export default defineConfig({
  plugins: [vue(), sampleCase(), offlineFiles()],
  server: { host: '127.0.0.1', port: 5173, headers: headers(true) },
  preview: { host: '127.0.0.1', port: 4173, headers: headers(false) },
  worker: { format: 'es' },
  resolve: { dedupe: ['@kitware/vtk.js', 'gl-matrix', '@cornerstonejs/core', 'comlink'] },
  optimizeDeps: {
    // listed so that dev does not reload the page on the first dynamic import
    include: [
      '@cornerstonejs/codec-charls/decodewasmjs',
      '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs',
      '@cornerstonejs/codec-openjpeg/decodewasmjs',
      '@cornerstonejs/codec-openjph/wasmjs',
      '@cornerstonejs/core',
      '@cornerstonejs/jpeg-lossless-decoder-js',
      '@itk-wasm/dicom',
      '@itk-wasm/image-io',
      'comlink',
      'dicom-parser',
      'events',
      'fflate',
      'itk-wasm',
      '@kitware/vtk.js/Common/Core/DataArray',
      '@kitware/vtk.js/Common/DataModel/PolyData',
      '@kitware/vtk.js/Rendering/Core/Actor',
      '@kitware/vtk.js/Rendering/Core/Mapper',
      '@kitware/vtk.js/Rendering/Core/Renderer',
      '@kitware/vtk.js/Rendering/Core/RenderWindow',
      '@kitware/vtk.js/Rendering/OpenGL/Profiles/Geometry',
      '@kitware/vtk.js/Rendering/OpenGL/RenderWindow',
    ],
  },
  build: {
    target: 'es2022',
    sourcemap: true,
    chunkSizeWarningLimit: 4000,
    rollupOptions: {
      input: { index: 'index.html', offline: 'workers/offline.browser.ts' },
      // at the root, for a worker reaches no further up than where it lies
      output: { entryFileNames: ({ name }) => (name === 'offline' ? 'offline.js' : 'assets/[name]-[hash].js') },
    },
  },
});
