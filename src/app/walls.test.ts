import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { expect, test } from 'vitest'
import config from '../../.dependency-cruiser.mjs'

const root = fileURLToPath(new URL('../../', import.meta.url))
const roots = ['src', 'simulator', 'bench', 'e2e', 'scripts']

async function cruiseIn(folder: string): Promise<ICruiseResult> {
  const options = {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir: folder,
  } as unknown as ICruiseOptions
  const { output } = await cruise(
    roots.filter((name) => existsSync(join(folder, name))),
    options,
    undefined,
    { tsConfig: extractTSConfig(join(folder, 'tsconfig.json')) },
  )
  return output as ICruiseResult
}

const broken = (result: ICruiseResult) => result.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`)

test('the walls stand', async () => {
  const result = await cruiseIn(root)
  expect(result.summary.totalCruised).toBeGreaterThan(20)
  expect(broken(result)).toEqual([])
})

/** One planted violation per rule: [rule, file, its text, more files that it needs]. */
const face = 'export const face = 1\n'
const plants: [string, string, string, Record<string, string>?][] = [
  ['kernel-knows-no-domain', 'src/kernel/planted.ts', `import '../app/modules.ts'\n`],
  ['protocols-are-pure', 'src/protocols/planted.ts', `import 'node:fs'\n`],
  [
    'engine-knows-no-module',
    'src/engines/audit/planted.ts',
    `import '../../modules/x/events.ts'\n`,
    { 'src/modules/x/events.ts': face },
  ],
  [
    'engine-is-on-a-floor',
    'src/modules/x/planted.ts',
    `import '../../engines/attic/index.ts'\n`,
    { 'src/engines/attic/index.ts': face },
  ],
  ['floor-audit', 'src/engines/audit/planted.ts', `import '../cases/index.ts'\n`, { 'src/engines/cases/index.ts': face }],
  ['floor-notify', 'src/engines/notify/planted.ts', `import '../search/index.ts'\n`, { 'src/engines/search/index.ts': face }],
  [
    'engine-by-its-face',
    'src/engines/cases/planted.ts',
    `import '../audit/inside.ts'\n`,
    { 'src/engines/audit/inside.ts': face },
  ],
  [
    'engine-by-its-face-from-above',
    'src/modules/x/planted.ts',
    `import '../../engines/audit/inside.ts'\n`,
    { 'src/engines/audit/inside.ts': face },
  ],
  ['modules-are-strangers', 'src/modules/x/planted.ts', `import '../y/service.ts'\n`, { 'src/modules/y/service.ts': face }],
  ['only-app-sees-module-ts', 'src/modules/x/planted.ts', `import './module.ts'\n`, { 'src/modules/x/module.ts': face }],
  [
    'only-app-sees-districts',
    'src/modules/x/planted.ts',
    `import '../../districts/d/data.ts'\n`,
    { 'src/districts/d/data.ts': face },
  ],
  ['nobody-imports-app', 'src/modules/x/planted.ts', `import '../../app/modules.ts'\n`],
  ['kernel-by-its-face', 'src/modules/x/planted.ts', `import '../../kernel/ids.ts'\n`],
  ['pages-see-only-shapes', 'src/modules/x/web/planted.tsx', `import '../service.ts'\n`, { 'src/modules/x/service.ts': face }],
  ['kit-knows-no-room', 'src/web/kit/planted.tsx', `import '../../modules/x/schema.ts'\n`, { 'src/modules/x/schema.ts': face }],
  ['schema-is-leaf', 'src/modules/x/schema.ts', `import './service.ts'\n`, { 'src/modules/x/service.ts': face }],
  ['sql-only-in-store', 'src/modules/x/planted.ts', `import { sql } from 'kysely'\nexport const x = sql\n`],
  ['routes-do-not-reach-store', 'src/modules/x/routes.ts', `import './store.ts'\n`, { 'src/modules/x/store.ts': face }],
  ['simulator-is-outside', 'simulator/planted.ts', `import '../src/kernel/ids.ts'\n`],
  ['no-circle', 'src/modules/x/planted.ts', `import './other.ts'\n`, { 'src/modules/x/other.ts': `import './planted.ts'\n` }],
  [
    'no-folder-circle',
    'src/engines/files/planted.ts',
    `import '../audit/index.ts'\n`,
    { 'src/engines/audit/index.ts': `import '../files/index.ts'\n`, 'src/engines/files/index.ts': face },
  ],
  ['no-unresolvable', 'src/modules/x/planted.ts', `import './nowhere.ts'\n`],
  ['no-orphan', 'src/modules/x/planted.ts', `export const alone = 1\n`],
]

test('every wall catches the violation planted against it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'walls-'))
  try {
    for (const name of ['package.json', 'tsconfig.json']) cpSync(join(root, name), join(folder, name))
    for (const name of ['src/kernel/index.ts', 'src/kernel/ids.ts', 'src/app/modules.ts']) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), face)
    }
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
    const uncaught: string[] = []
    for (const [rule, file, text, more = {}] of plants) {
      const files = { ...more, [file]: text }
      for (const [name, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true })
        writeFileSync(join(folder, name), content)
      }
      const { summary } = await cruiseIn(folder)
      if (!summary.violations.some((violation) => violation.rule.name === rule)) uncaught.push(rule)
      for (const name of Object.keys(files)) rmSync(join(folder, name))
    }
    expect(uncaught).toEqual([])
    const planted = new Set(plants.map(([rule]) => rule))
    const rules = config.forbidden.map(({ name }) => name)
    expect(rules.filter((name) => !planted.has(name) && !name.startsWith('floor-'))).toEqual([])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
