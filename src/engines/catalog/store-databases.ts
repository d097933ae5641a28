import { sql } from 'kysely'
import { type Ctx, visible } from '#kernel'
import { databaseType } from './protected.ts'
import type { Tls } from './schema.ts'
import { whoAmI } from './store-foreign.ts'

export interface DatabaseRow {
  id: string
  title: string
  kind: 'postgres'
  owner: string
  host: string
  port: number
  database: string
  login: string
  password_sealed: string
  tls: Tls
  checked_at: Date | null
  server: string | null
  can_write: boolean
  fault: string | null
  detail: string | null
  version: number
}
const columns =
  sql.raw(`d.id, d.title, d.kind, d.owner::text as owner, d.host, d.port, d.database, d.login, d.password_sealed, d.tls, d.checked_at,
  d.server, d.can_write, d.fault, d.detail, d.version`)

export const list = async (ctx: Ctx): Promise<DatabaseRow[]> =>
  (
    await sql<DatabaseRow>`select ${columns} from catalog.database d where ${visible(ctx, databaseType, 'd')}
      order by d.fault is null, d.title, d.id limit 500`.execute(ctx.db)
  ).rows
export const one = async (ctx: Ctx, id: string): Promise<DatabaseRow | undefined> =>
  (
    await sql<DatabaseRow>`select ${columns} from catalog.database d where d.id = ${id} and ${visible(ctx, databaseType, 'd')}`.execute(
      ctx.db,
    )
  ).rows[0]
/** For a run of an exchange, which asks for nobody. */
export const forRun = async (ctx: Ctx, id: string): Promise<DatabaseRow | undefined> =>
  (await sql<DatabaseRow>`select ${columns} from catalog.database d where d.id = ${id}`.execute(ctx.db)).rows[0]

export type NewRow = Omit<DatabaseRow, 'kind' | 'version' | 'checked_at' | 'fault' | 'detail'>
export async function insert(ctx: Ctx, row: NewRow): Promise<void> {
  await sql`insert into catalog.database (id, title, kind, owner, host, port, database, login, password_sealed, tls, checked_at, server, can_write,
      created_by, created_at, updated_by, updated_at)
    values (${row.id}, ${row.title}, 'postgres', ${row.owner}::text::ltree, ${row.host}, ${row.port}, ${row.database}, ${row.login},
      ${row.password_sealed}, ${row.tls}, ${ctx.now}, ${row.server}, ${row.can_write}, ${ctx.user.id}, ${ctx.now}, ${ctx.user.id}, ${ctx.now})`.execute(
    ctx.db,
  )
}

/** False when somebody else was quicker. */
export async function update(ctx: Ctx, row: NewRow & { version: number }): Promise<boolean> {
  const { rows } =
    await sql`update catalog.database set title = ${row.title}, host = ${row.host}, port = ${row.port}, database = ${row.database},
      login = ${row.login}, password_sealed = ${row.password_sealed}, tls = ${row.tls}, checked_at = ${ctx.now}, server = ${row.server},
      can_write = ${row.can_write}, fault = null, detail = null, version = version + 1, updated_by = ${ctx.user.id}, updated_at = ${ctx.now}
    where id = ${row.id} and version = ${row.version} returning id`.execute(ctx.db)
  return rows.length > 0
}

export const checked = async (
  ctx: Ctx,
  id: string,
  found: { server: string | null; fault: string | null; detail: string | null },
): Promise<void> =>
  void (await sql`update catalog.database set checked_at = ${ctx.now}, server = coalesce(${found.server}, server), fault = ${found.fault},
    detail = ${found.detail} where id = ${id}`.execute(ctx.db))

export const remove = async (ctx: Ctx, id: string): Promise<void> =>
  void (await sql`delete from catalog.database where id = ${id}`.execute(ctx.db))

export interface Reader {
  id: string
  title: string
  table: string
  database_id: string
}
/** Exchanges that read these databases. */
export const readers = async (ctx: Ctx, ids: readonly string[]): Promise<Reader[]> =>
  (
    await sql<Reader>`select id, title, source_table as table, database_id from catalog.exchange
      where database_id = any(${[...ids]}::uuid[]) order by title, id`.execute(ctx.db)
  ).rows

/** Our own database by the same words as `ForeignSession.identity`; null where it has no server that could be reached. */
export async function ownIdentity(ctx: Ctx): Promise<string | null> {
  if (!ctx.config.databaseUrl?.startsWith('postgres')) return null
  const { rows } = await sql<{ who: string }>`${sql.raw(whoAmI)}`.execute(ctx.db)
  return rows[0]?.who ?? null
}
