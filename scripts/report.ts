// Writes docs/reports from the running code: what is reachable, by whom, over which tables. With --check: fails on a difference.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { permissionKind, readConfig, routeKind } from '#kernel'
import { modules } from '../src/app/modules.ts'
import { assemble } from '../src/app/platform.ts'
import { qingpu } from '../src/districts/qingpu/district.ts'
import { openDatabase } from '../src/kernel/db.ts'
import { migrate } from '../src/kernel/migrate.ts'

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), 'docs', 'reports')
const house = assemble(modules, qingpu)
const header = (title: string, why: string) =>
  `# ${title}\n\n${why}\nMade by \`npm run report\`; CI fails when it differs from the code.\n\n`
const table = (head: string[], rows: string[][]) =>
  [head, head.map(() => '---'), ...rows]
    .map((row) => `| ${row.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`)
    .join('\n')
const mayOf = (may: string | readonly string[]) => (typeof may === 'string' ? may : may.join(' or '))

function routes() {
  return house
    .entries(routeKind)
    .map(({ key, value, owner }) => ({ method: value.method, path: key.slice(key.indexOf(' ') + 1), owner, route: value }))
    .sort((a, b) => a.path.localeCompare(b.path) || a.method.localeCompare(b.method))
}

function apiReport(): string {
  const rows = routes().map(({ method, path, owner, route }) => [
    method,
    `\`${path}\``,
    owner,
    mayOf(route.may),
    route.tx,
    route.summary,
  ])
  return (
    header('API', 'Every address, who may call it, and what transaction it opens. The shapes are at `/api/openapi.json`.') +
    table(['method', 'address', 'room', 'may', 'transaction', 'what'], rows) +
    '\n'
  )
}

function modulesReport(): string {
  const rows = house.modules.map((module) => {
    const kinds = Map.groupBy(module.contributes.flat(), ({ kind }) => kind.name)
    return [module.id, module.title.zh, module.title.en, [...kinds].map(([name, all]) => `${all.length} ${name}`).join(', ')]
  })
  return header('Modules', 'What each room contributes.') + table(['id', '名称', 'name', 'contributes'], rows) + '\n'
}

interface Role {
  id: string
  title: { zh: string; en: string }
  may: string[]
}
const roles: Role[] = Object.entries(
  (qingpu.settings['identity.roles'] as { roles: Record<string, Omit<Role, 'id'>> }).roles,
).map(([id, role]) => ({ id, ...role }))
const covers = (pattern: string, capability: string) =>
  pattern === capability || pattern === '*' || (pattern.endsWith('.*') && capability.startsWith(pattern.slice(0, -1)))

function accessReport(): string {
  const can = (role: Role, may: string | readonly string[]) => {
    if (may === 'public' || may === 'signed-in') return true
    return (typeof may === 'string' ? [may] : may).some((name) => role.may.some((pattern) => covers(pattern, name)))
  }
  const rows = routes()
    .filter(({ route }) => route.may !== 'public')
    .map(({ method, path, route }) => [
      `${method} \`${path}\``,
      mayOf(route.may),
      ...roles.map((role) => (can(role, route.may) ? '●' : '')),
    ])
  const open = routes()
    .filter(({ route }) => route.may === 'public')
    .map(({ method, path }) => `- ${method} \`${path}\``)
  const unused = house
    .all(permissionKind)
    .filter(({ id }) => !roles.some((role) => role.may.some((pattern) => covers(pattern, id))))
  return `${header('Access', 'Which role may call which route. Which rows it then sees is narrowed by the subtree it was granted over.')}${table(['route', 'needs', ...roles.map((role) => `${role.title.zh}<br>${role.id}`)], rows)}\n\n## Open to everyone\n${open.join('\n')}\n\n## Capabilities that no role has\n${unused.map(({ id, title }) => `- \`${id}\` ${title.zh}`).join('\n') || 'None.'}\n`
}

interface Column {
  schema: string
  name: string
  view: boolean
  comment: string | null
  columns: string
  indexes: string | null
}

async function sqlReport(): Promise<string> {
  const database = await openDatabase({ ...readConfig({}), databaseUrl: 'memory:' })
  await migrate(database, house)
  const { rows } =
    await sql<Column>`select n.nspname as schema, c.relname as name, c.relkind = 'v' as view, obj_description(c.oid) as comment,
      (select string_agg(a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then '' else '?' end, ', ' order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select string_agg(i.relname, ', ' order by i.relname) from pg_index x join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid) as indexes
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v') and not c.relispartition and n.nspname not in ('pg_catalog', 'information_schema', 'public', 'tiger', 'topology')
    order by 1, 2`.execute(database.kysely)
  await database.close()
  const silent = rows.filter((row) => !row.comment && !row.view && row.name !== 'migration')
  if (silent.length > 0)
    throw new Error(
      `These tables do not say how long they are kept: ${silent.map((row) => `${row.schema}.${row.name}`).join(', ')}`,
    )
  return (
    header('SQL', 'Every table with its columns, indexes and retention.') +
    table(
      ['table', 'columns', 'indexes', 'what, retention, legal basis'],
      rows.map((row) => [`${row.schema}.${row.name}`, row.columns, row.indexes ?? '', row.comment ?? '']),
    ) +
    '\n'
  )
}

const reports: Record<string, string> = {
  'api.md': apiReport(),
  'modules.md': modulesReport(),
  'access.md': accessReport(),
  'sql.md': await sqlReport(),
}
const check = process.argv.includes('--check')
mkdirSync(folder, { recursive: true })
const different = Object.entries(reports).filter(
  ([name, text]) => !existsSync(join(folder, name)) || readFileSync(join(folder, name), 'utf8') !== text,
)
if (check && different.length > 0) {
  console.error(
    `docs/reports is not what the code says: ${different.map(([name]) => name).join(', ')}. Run "npm run report", look at the difference, and commit it.`,
  )
  process.exit(1)
}
if (!check) for (const [name, text] of different) writeFileSync(join(folder, name), text)
console.log(check ? 'docs/reports agrees with the code' : `docs/reports: ${different.length} changed`)
