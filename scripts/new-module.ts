// npm run new-module <id>: a module of five small files around a register, that passes the walls, answers at /api/<id> and shows a page.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type AnyRegister, tableSql } from '#engines/registers'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const id = process.argv[2] ?? ''
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  console.error('Usage: npm run new-module <id>     id in kebab-case, plural or a mass noun: noise, street-lamps')
  process.exit(2)
}
const folder = join(root, 'src/modules', id)
if (existsSync(folder)) {
  console.error(`src/modules/${id} exists already`)
  process.exit(2)
}
const schema = id.replaceAll('-', '_')
const camel = id.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())

const files: Record<string, string> = {
  'module.ts': `import { register } from '#engines/registers'
import { defineModule, migrations } from '#kernel'
import { notes } from './notes.ts'

export const ${camel} = defineModule({
  id: '${id}',
  title: { zh: '${id}', en: '${id}' },
  contributes: [migrations(new URL('./migrations/', import.meta.url)), register(notes)],
})
`,
  'notes.ts': `import { date, defineRegister, text } from '#engines/registers'

/** A register: list, search, detail, history, editing, import, export and audit come with it (docs/REGISTERS.md). */
export const notes = defineRegister({
  id: '${id}.notes',
  title: { zh: '${id}', en: '${id}' },
  about: { zh: '登记什么、由谁登记', en: 'What stands here, and who keeps it' },
  table: '${schema}.note',
  label: 'text',
  columns: {
    text: text({ title: { zh: '内容', en: 'Text' }, required: true, maxLength: 500, search: true }),
    noted_on: date({ title: { zh: '日期', en: 'Day' }, filter: true, sort: true }),
  },
  may: { read: '${id}.read', edit: '${id}.write' },
  permissions: {
    '${id}.read': { zh: '查看', en: 'See notes' },
    '${id}.write': { zh: '登记', en: 'Write notes' },
  },
  retention: { zh: '2 年', en: '2 years' },
  legalBasis: { zh: '无个人信息', en: 'none needed, no personal data' },
})
`,
  [`${id}.test.ts`]: `import { expect, test } from 'vitest'
import { district } from '../../app/testing.ts'

test('the administrator writes a note and finds it by a word; an empty one is refused, and nobody else sees it', async () => {
  const { as } = await district()
  const admin = await as('admin')
  const path = '/api/${id}/notes'
  expect(await admin.post(path, { values: { text: '第一条记录' } })).toMatchObject({ status: 200, body: { version: 1 } })
  expect(await admin.post(path, { values: { text: '' } })).toMatchObject({ status: 400, body: { code: 'invalid' } })
  expect((await admin.get(path + '?q=记录')).body.items).toMatchObject([{ values: { text: '第一条记录' } }])
  expect(await (await as('')).get(path)).toMatchObject({ status: 401 })
  expect(await (await as('resident')).get(path)).toMatchObject({ status: 403 })
})
`,
  'web/pages.tsx': `import type { Page } from '#kit/page.ts'
import { registerPage } from '../../../engines/registers/web/mounts.tsx'

export const pages: Page[] = [
  ...registerPage({
    register: '${id}.notes',
    path: '/work/${id}',
    title: { zh: '${id}', en: '${id}' },
    may: '${id}.read',
    menu: { group: 'records', order: 50, icon: 'list' },
  }),
]
`,
}
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
// The table is what the declaration says.
const { notes } = (await import(pathToFileURL(join(folder, 'notes.ts')).href)) as { notes: AnyRegister }
mkdirSync(join(folder, 'migrations'))
writeFileSync(join(folder, 'migrations/0001_notes.sql'), `create schema ${schema};\n\n${tableSql(notes)}`)
const list = join(root, 'src/app/modules.ts')
const before = readFileSync(list, 'utf8')
const after = before
  .replace(/\n\/\*\* The whole platform/, `import { ${camel} } from '../modules/${id}/module.ts'\n\n/** The whole platform`)
  .replace(/\]\s*$/, `  ${camel},\n]\n`)
writeFileSync(list, after)
console.log(
  `src/modules/${id} is there. Next: a row of it in src/app/things.testing.ts (ledgers), npm run check, then npm start and sign in as admin.`,
)
