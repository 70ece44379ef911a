// The import law (see README, "Architecture"): what may import what. Checked by `npm run law`.
const adapters = '^libs/adapters/([^/]+)/';
const apps = '^src/([^/]+)/';
const sdk = (name, folder) => ({
  name: `only-${folder}-imports-${name.replace(/[@/]/g, '')}`,
  comment: `${name} is imported only by libs/adapters/${folder}`,
  severity: 'error',
  from: { pathNot: `^libs/adapters/${folder}/` },
  to: { path: `^node_modules/${name}/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-is-pure',
      comment:
        'domain imports nothing but domain: no Nest, no I/O, no npm package (specs may use the test runner)',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/domain/' },
    },
    {
      name: 'domain-specs',
      severity: 'error',
      from: { path: '^libs/domain/.*\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^libs/domain/',
          '^node:',
          '^(test|assert)',
          '^node_modules/(fast-check|@types)',
          '^test/factories/',
        ],
      },
    },
    {
      name: 'ports-import-domain',
      severity: 'error',
      from: { path: '^libs/ports/' },
      to: { pathNot: ['^libs/(ports|domain)/', '^(node:)?stream'] },
    },
    {
      name: 'contracts-import-domain-and-zod',
      severity: 'error',
      from: { path: '^libs/contracts/' },
      to: { pathNot: ['^libs/(contracts|domain)/', '^node_modules/zod/', '^node:', '^(test|assert)'] },
    },
    {
      name: 'pipeline-knows-no-sdk',
      severity: 'error',
      from: { path: '^libs/pipeline/', pathNot: '\\.spec\\.ts$' },
      to: {
        pathNot: [
          '^libs/(pipeline|domain|ports|contracts)/',
          '^(node:)?(path|crypto|fs|stream|events|timers|url|os)',
        ],
      },
    },
    {
      name: 'an-adapter-imports-no-other-adapter',
      severity: 'error',
      from: { path: adapters },
      to: { path: adapters, pathNot: '^libs/adapters/$1/' },
    },
    {
      name: 'adapters-import-ports-and-domain',
      severity: 'error',
      from: { path: adapters },
      to: {
        path: '^(src|libs/pipeline|libs/platform|config|test|bench|demo)/',
        pathNot: '^test/(fixtures|factories)/',
      },
    },
    {
      name: 'an-app-imports-no-other-app',
      comment:
        "standalone is by definition all roles in one process, so it alone may import the other apps' modules",
      severity: 'error',
      from: { path: apps, pathNot: '^src/standalone/' },
      to: { path: apps, pathNot: '^src/$1/' },
    },
    {
      name: 'standalone-imports-modules-only',
      severity: 'error',
      from: { path: '^src/standalone/' },
      to: { path: apps, pathNot: ['^src/standalone/', '\\.module\\.ts$'] },
    },
    {
      name: 'libs-import-no-app',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^src/' },
    },
    sdk('onnxruntime-node', 'onnx'),
    sdk('fluent-ffmpeg', 'ffmpeg'),
    sdk('libsql', 'sqlite'),
    {
      ...sdk('kafkajs', '(kafka)'),
      comment:
        'kafkajs is imported only by libs/adapters/kafka, by the examples and by tests, which play the other side',
      from: { pathNot: '^(libs/adapters/kafka/|examples/|test/services/)' },
    },
    sdk('bull', 'bull'),
    {
      ...sdk('sharp', '(sharp)'),
      comment:
        'sharp is imported only by libs/adapters/sharp, by the pilot, which draws its own film without the product, and by tests that look at what was made',
      from: {
        pathNot:
          '^(libs/adapters/sharp/|demo/pilot/raster\\.ts$|test/(e2e/works|contract/sharp/.*)\\.spec\\.ts$)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['castline-source', 'import', 'require', 'node', 'default', 'types'],
      exportsFields: ['exports'],
    },
  },
};
