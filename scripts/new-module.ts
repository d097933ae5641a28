// npm run new-module <id>: a module of seven small files that passes the walls, answers at /api/<id> and shows a page.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

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
  'module.ts': `import { defineModule, migrations, permissions, protectedType } from '#kernel'
import { routes } from './routes.ts'
import { note } from './service.ts'

export const ${camel} = defineModule({
  id: '${id}',
  title: { zh: '${id}', en: '${id}' },
  contributes: [
    permissions({
      '${id}.read': { zh: '查看', en: 'See notes' },
      '${id}.write': { zh: '登记', en: 'Write notes' },
    }),
    migrations(new URL('./migrations/', import.meta.url)),
    protectedType(note),
    routes,
  ],
})
`,
  'schema.ts': `import { z } from 'zod'

export const NewNote = z.strictObject({ text: z.string().min(1).max(500) })
export type NewNote = z.infer<typeof NewNote>

export const Note = z.object({ id: z.uuid(), text: z.string(), writtenAt: z.iso.datetime() })
export type Note = z.infer<typeof Note>

export const NotePage = z.object({ items: z.array(Note), next: z.string().nullable() })
export const NoteQuery = z.object({ cursor: z.uuid().optional(), limit: z.int().min(1).max(200).default(50) })
export type NoteQuery = z.infer<typeof NoteQuery>
`,
  'routes.ts': `import { route } from '#kernel'
import { NewNote, Note, NotePage, NoteQuery } from './schema.ts'
import { listNotes, writeNote } from './service.ts'

export const routes = [
  route({ method: 'POST', path: '/notes', may: '${id}.write', summary: 'Writes a note', body: NewNote, reply: Note, run: (ctx, { body }) => writeNote(ctx, body) }),
  route({ method: 'GET', path: '/notes', may: '${id}.read', summary: 'Notes, newest first', query: NoteQuery, reply: NotePage, run: (ctx, { query }) => listNotes(ctx, query) }),
]
`,
  'service.ts': `import { byCapability, type Ctx, newId, type ProtectedType } from '#kernel'
import type { NewNote, Note, NoteQuery } from './schema.ts'
import * as store from './store.ts'

/** Who sees a note: whoever may read notes. One predicate for list, search, export and stream. */
export const note: ProtectedType = {
  type: '${id}.note',
  table: '${schema}.note',
  key: 'id',
  visible: [byCapability('${id}.read')],
}

export const writeNote = (ctx: Ctx, { text }: NewNote): Promise<Note> => store.insert(ctx, { id: newId(), text })

export async function listNotes(ctx: Ctx, { cursor, limit }: NoteQuery): Promise<{ items: Note[]; next: string | null }> {
  const items = await store.page(ctx, note, cursor, limit)
  return { items, next: items.length === limit ? (items.at(-1)?.id ?? null) : null }
}
`,
  'store.ts': `import type { Selectable } from 'kysely'
import { type Ctx, type ProtectedType, visible } from '#kernel'
import type { Note } from './schema.ts'

type Tables = {
  '${schema}.note': { id: string; text: string; written_at: Date; written_by: string }
}
const db = (ctx: Ctx) => ctx.db.withTables<Tables>()

export async function insert(ctx: Ctx, { id, text }: { id: string; text: string }): Promise<Note> {
  const row = { id, text, written_at: ctx.now, written_by: ctx.user.id }
  return toNote(await db(ctx).insertInto('${schema}.note').values(row).returningAll().executeTakeFirstOrThrow())
}

/** Newest first, paged by key: ids are made in order of time. */
export async function page(ctx: Ctx, type: ProtectedType, cursor: string | undefined, limit: number): Promise<Note[]> {
  const rows = await db(ctx)
    .selectFrom('${schema}.note as n')
    .selectAll()
    .where(visible(ctx, type, 'n'))
    .$if(cursor !== undefined, (query) => query.where('n.id', '<', cursor as string))
    .orderBy('n.id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toNote)
}

const toNote = ({ id, text, written_at }: Selectable<Tables['${schema}.note']>): Note => ({ id, text, writtenAt: written_at.toISOString() })
`,
  'migrations/0001_notes.sql': `create schema ${schema};

create table ${schema}.note (
  id uuid primary key,
  text text not null check (length(text) between 1 and 500),
  written_at timestamptz not null,
  written_by text not null
);
comment on table ${schema}.note is 'Notes. retention: 2 years';
`,
  [`${id}.test.ts`]: `import { expect, test } from 'vitest'
import { district } from '../../app/testing.ts'

test('the administrator writes a note and finds it in the list; an empty one is refused, and nobody else sees it', async () => {
  const { as } = await district()
  const admin = await as('admin')
  expect(await admin.post('/api/${id}/notes', { text: '第一条' })).toMatchObject({ status: 200, body: { text: '第一条' } })
  expect(await admin.post('/api/${id}/notes', { text: '' })).toMatchObject({ status: 400, body: { code: 'invalid' } })
  expect((await admin.get('/api/${id}/notes')).body.items[0]).toMatchObject({ text: '第一条' })
  expect(await (await as('')).get('/api/${id}/notes')).toMatchObject({ status: 401 })
  expect(await (await as('resident')).get('/api/${id}/notes')).toMatchObject({ status: 403 })
})
`,
  'web/pages.tsx': `import { type Page, page } from '#kit/page.ts'

export const pages: Page[] = [
  {
    front: 'work',
    path: '/work/${id}',
    title: { zh: '${id}', en: '${id}' },
    may: '${id}.read',
    menu: { group: 'matters', order: 50, icon: 'list' },
    component: page(() => import('./notes-page.tsx'), 'NotesPage'),
  },
]
`,
  'web/notes-page.tsx': `import { App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api } from '#kit/api.ts'
import { type Column, DataList } from '#kit/data-list.tsx'
import { usePages, useSend } from '#kit/query.ts'
import { useMay } from '#kit/session.ts'
import { Empty } from '#kit/states.tsx'
import { Time } from '#kit/time.tsx'
import type { NewNote, Note } from '../schema.ts'

const path = '/api/${id}/notes'
const columns: Column<Note>[] = [
  { id: 'text', title: { zh: '内容', en: 'Text' }, width: 'minmax(16rem, 3fr)', card: 'title', cell: (note) => note.text },
  { id: 'writtenAt', title: { zh: '登记时间', en: 'Written' }, width: '9rem', card: 'meta', cell: (note) => <Time at={note.writtenAt} /> },
]

export function NotesPage() {
  const { t } = useTranslation('${id}')
  const query = usePages<Note>(path)
  return <DataList id="${id}" title={t('title')} columns={columns} query={query} keyOf={(note) => note.id} actions={<WriteNote />} empty={<Empty title={t('empty')} />} />
}

function WriteNote() {
  const { t } = useTranslation('${id}')
  const { message } = App.useApp()
  const [text, setText] = useState('')
  const write = useSend((note: NewNote) => api.post(path, note), { refresh: [path], then: () => setText('') })
  if (!useMay('${id}.write')) return null
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault()
        write.mutate({ text }, { onError: (error) => void message.error(error.detail) })
      }}
    >
      <Input aria-label={t('text')} placeholder={t('text')} value={text} maxLength={500} onChange={(event) => setText(event.target.value)} />
      <Button type="primary" htmlType="submit" disabled={text.trim() === ''} loading={write.isPending}>
        {t('save')}
      </Button>
    </form>
  )
}
`,
  'web/texts.ts': `export const zh = { title: '${id}', empty: '还没有记录', text: '内容', save: '保存' }
export const en: typeof zh = { title: '${id}', empty: 'Nothing here yet', text: 'Text', save: 'Save' }
`,
}
for (const [name, text] of Object.entries(files)) {
  mkdirSync(dirname(join(folder, name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
const list = join(root, 'src/app/modules.ts')
const before = readFileSync(list, 'utf8')
const after = before
  .replace(/\n\/\*\* The whole platform/, `import { ${camel} } from '../modules/${id}/module.ts'\n\n/** The whole platform`)
  .replace(/\]\s*$/, `  ${camel},\n]\n`)
writeFileSync(list, after)
console.log(`src/modules/${id} is there. Next: npm run check, then npm start and sign in as admin.`)
