/** The walls of the house (docs/ARCHITECTURE.md). src/app/walls.test.ts runs them and plants one violation per rule. */
const severity = 'error'

/** Floors of the engines: imports go down, or to the left on the same floor. */
const floors = [
  ['audit', 'identity', 'calendar', 'files', 'geo'],
  ['documents', 'registers', 'process', 'notify', 'search', 'forms'],
  ['registry', 'catalog', 'observations', 'booking', 'trace'],
  ['cases'],
  ['indicators'],
]
const engines = floors.flat()
const anyOf = (names) => `^src/engines/(${names.join('|')})/`

/** Each engine may reach those before it; a rule for each says what stands above or to its right. */
const floorRules = engines
  .map((engine, at) => ({ engine, above: engines.slice(at + 1) }))
  .filter(({ above }) => above.length > 0)
  .map(({ engine, above }) => ({ name: `floor-${engine}`, severity, from: { path: `^src/engines/${engine}/`, pathNot: '\\.test\\.ts$' }, to: { path: anyOf(above) } }))

export default {
  forbidden: [
    { name: 'kernel-knows-no-domain', severity, from: { path: '^src/kernel/' }, to: { path: '^src/(protocols|engines|modules|districts|app|web)/' } },
    { name: 'protocols-are-pure', severity, from: { path: '^src/protocols/', pathNot: '\\.(test|testing)\\.ts$' }, to: { pathNot: '^src/protocols/' } },
    { name: 'engine-knows-no-module', severity, from: { path: '^src/engines/', pathNot: '\\.test\\.ts$' }, to: { path: '^src/(modules|districts|app)/' } },
    { name: 'engine-is-on-a-floor', severity, from: {}, to: { path: '^src/engines/', pathNot: anyOf(engines) } },
    ...floorRules,
    {
      name: 'engine-by-its-face',
      severity,
      from: { path: '^src/engines/([^/]+)/', pathNot: '/web/|/schema[a-z-]*\\.ts$|\\.test\\.ts$' },
      to: { path: '^src/engines/([^/]+)/', pathNot: ['^src/engines/$1/', '^src/engines/[^/]+/index\\.ts$'] },
    },
    {
      name: 'engine-by-its-face-from-above',
      severity,
      from: { path: '^src/(modules|app)/', pathNot: '/web/|/schema[a-z-]*\\.ts$|\\.test\\.ts$' },
      to: { path: '^src/engines/', pathNot: '^src/engines/[^/]+/index\\.ts$' },
    },
    { name: 'modules-are-strangers', severity, from: { path: '^src/modules/([^/]+)/' }, to: { path: '^src/modules/([^/]+)/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/events\\.ts$'] } },
    { name: 'only-app-sees-module-ts', severity, from: { pathNot: '^src/app/' }, to: { path: '^src/modules/[^/]+/module\\.ts$' } },
    { name: 'only-app-sees-districts', severity, from: { pathNot: '^src/(app|districts)/|^scripts/|\\.test\\.ts$' }, to: { path: '^src/districts/' } },
    { name: 'nobody-imports-app', severity, from: { pathNot: '^src/app/|\\.test\\.ts$|^(bench|e2e|scripts)/' }, to: { path: '^src/app/' } },
    { name: 'kernel-by-its-face', severity, from: { pathNot: '^src/(kernel|app)/|\\.test\\.ts$|/schema[a-z-]*\\.ts$|^(bench|e2e|scripts)/' }, to: { path: '^src/kernel/', pathNot: '^src/kernel/index\\.ts$' } },
    // Shapes, and the words of a room where they stand in a file of their own: the same thing has the same name on every page.
    {
      name: 'pages-see-only-shapes',
      severity,
      from: { path: '^src/(modules|engines)/([^/]+)/web/' },
      to: { path: '^src/', pathNot: ['^src/$1/$2/web/', '^src/$1/$2/(schema|words)\\.ts$', '^src/engines/[^/]+/((schema|words)\\.ts$|web/)', '^src/web/kit/'] },
    },
    { name: 'kit-knows-no-room', severity, from: { path: '^src/web/kit/' }, to: { path: '^src/', pathNot: ['^src/web/', '^src/engines/[^/]+/schema\\.ts$'] } },
    { name: 'schema-is-leaf', severity, from: { path: '/schema[a-z-]*\\.ts$' }, to: { path: '^src/', pathNot: '/schema[a-z-]*\\.ts$|^src/kernel/(shapes|text|refs)\\.ts$' } },
    {
      name: 'sql-only-in-store',
      severity,
      from: { path: '^src/(modules|engines)/', pathNot: '/store[a-z-]*\\.ts$|\\.test\\.ts$' },
      to: { path: '^kysely$|node_modules/kysely/', dependencyTypesNot: ['type-only'] },
    },
    { name: 'routes-do-not-reach-store', severity, from: { path: '/routes[a-z-]*\\.ts$' }, to: { path: '/store[a-z-]*\\.ts$' } },
    { name: 'simulator-is-outside', severity, from: { path: '^simulator/' }, to: { path: '^src/', pathNot: '^src/protocols/' } },
    { name: 'no-circle', severity, from: {}, to: { circular: true } },
    { name: 'no-folder-circle', severity, scope: 'folder', from: { path: '^src/engines' }, to: { circular: true } },
    { name: 'no-unresolvable', severity, from: {}, to: { couldNotResolve: true, pathNot: '\\?(url|worker|raw)|^virtual:' } },
    { name: 'no-orphan', severity, from: { orphan: true, path: '^src/', pathNot: ['\\.test\\.ts$', '\\.testing\\.ts$', '\\.d\\.ts$', '^src/app/', '^src/web/', '/web/(pages|panels|texts)\\.tsx?$', '^src/kernel/embedded-worker\\.ts$', '^src/protocols/'] }, to: {} },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Other parsers throw on .tsx or see nothing at all with TypeScript 7; @swc/core must stay installed.
    parser: 'acorn',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    // Stories go through the whole house, so they would draw every room into one circle.
    exclude: { path: '\\.test\\.ts$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'], extensions: ['.ts', '.tsx', '.js'] },
  },
}
