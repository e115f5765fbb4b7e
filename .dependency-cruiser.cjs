// The doors of docs/architecture.md: who may import whom. `npm run rules` checks them.
const never = (name, from, to) => ({ name, severity: 'error', from: { path: from }, to: { path: to } });
const rooms = ['core', 'kernels', 'readers', 'engine', 'viewer', 'storage', 'app', 'cli'];
/** The room may import only these rooms; anything else under src/ or workers/ is an error. */
const only = (room, allowed) =>
  never(
    `${room}-door`,
    `^src/${room}/`,
    `^src/(${rooms.filter((r) => r !== room && !allowed.includes(r)).join('|')})/|^workers/`,
  );
const viewLibraries = 'node_modules/(vue|@cornerstonejs/(core|tools)|@kitware)';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    // Vite resolves `?url` to an asset's address
    { name: 'no-unresolved', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '\\?url$' } },
    {
      name: 'not-from-dev-deps',
      severity: 'error',
      from: { path: '^src', pathNot: '^src/env\\.d\\.ts$' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    only('core', []),
    only('kernels', []),
    only('readers', ['core']),
    only('engine', ['core', 'readers', 'kernels']),
    only('viewer', ['core']),
    only('storage', ['core']),
    only('app', ['engine', 'viewer', 'storage', 'core']),
    only('cli', ['engine', 'core']),
    never('workers-door', '^workers/', '^src/(core|kernels|readers|viewer|storage|app|cli)/'),
    {
      name: 'core-is-pure',
      severity: 'error',
      from: { path: '^src/core/' },
      to: { path: `${viewLibraries}|node_modules/(comlink|itk-wasm|@itk-wasm)` },
    },
    {
      name: 'no-node-in-core',
      severity: 'error',
      from: { path: '^src/(core|readers|viewer|storage|app)/' },
      to: { dependencyTypes: ['core'] },
    },
    never(
      'views-only-in-viewer',
      '^src/(core|kernels|readers|engine|storage|app|cli)/',
      'node_modules/(@cornerstonejs/(core|tools)|@kitware)',
    ),
    never('vue-only-in-app', '^src/(core|kernels|readers|engine|viewer|storage|cli)/', 'node_modules/vue/'),
    ...rooms
      .filter((room) => room !== 'core')
      .map((room) => ({
        name: `${room}-index-only`,
        severity: 'error',
        from: { path: '^(src|workers)/', pathNot: `^src/${room}/` },
        to: {
          path: `^src/${room}/`,
          pathNot: `^src/${room}/(index|contract|node|browser(-coordinator|-statistics|-task)?)\\.ts$`,
        },
      })),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/kernels/assembly' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'browser', 'default', 'types'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.json'],
    },
  },
};
