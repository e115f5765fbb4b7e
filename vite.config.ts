import { copyFileSync, createReadStream, existsSync, mkdirSync } from 'node:fs';
import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

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

/** Origin isolation (shared memory) and a policy that lets nothing leave the page; the same in dev and preview. */
const policy = (dev: boolean): string =>
  [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    // Vite's dev server injects <style> elements; the build links a .css file
    dev ? "style-src 'self' 'unsafe-inline'" : "style-src 'self'",
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
  plugins: [vue(), sampleCase()],
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
  build: { target: 'es2022', sourcemap: true, chunkSizeWarningLimit: 4000 },
});
