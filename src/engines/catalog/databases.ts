import { lookup } from 'node:dns/promises'
import { record } from '#engines/audit'
import { organisationByPath } from '#engines/identity'
import { type Ctx, demand, districtOf, newId, notFound, staleVersion } from '#kernel'
import { providerNames } from './directory.ts'
import { databaseInUse, ownDatabase, passwordNeeded, tableUnknown } from './errors.ts'
import { detailIn, keptDetail, PartnerFault } from './partner.ts'
import type { Database, DatabasePatch, NewDatabase, SourceTable, SourceTables, Tried, TryDatabase, TryTable } from './schema.ts'
import { addressOf } from './source-address.ts'
import * as store from './store-databases.ts'
import { type Access, type ForeignColumn, type ForeignSession, withForeign } from './store-foreign.ts'
import { asTried, told } from './tried.ts'
import { columnNames } from './typing.ts'

const EXCHANGE = 'catalog.exchange'
const databaseRef = (id: string) => `catalog.database:${id}`
const noDatabase = (ctx: Ctx) => notFound({ what: ctx.locale === 'en' ? 'This database' : '这个部门数据库' })
const TRY_MS = 10_000
const FIRST = 10

type Login = Omit<TryDatabase, 'password'> & { password: string }

/** The address is looked up and allowed anew for every connection. */
async function accessOf(ctx: Ctx, { host, port, database, login, password, tls }: Login, timeoutMs: number): Promise<Access> {
  const address = await addressOf(ctx, host)
  if (await isOwnAddress(ctx, address, port, database)) throw ownDatabase()
  return { address, host, port, database, login, password, tls, timeoutMs, zone: districtOf(ctx.house).timeZone }
}

async function isOwnAddress(ctx: Ctx, address: string, port: number, database: string): Promise<boolean> {
  if (!ctx.config.databaseUrl?.startsWith('postgres')) return false
  const own = new URL(ctx.config.databaseUrl)
  if (Number(own.port || 5432) !== port || decodeURIComponent(own.pathname.slice(1)) !== database) return false
  const found = await lookup(own.hostname.replaceAll(/[[\]]/g, ''), { all: true }).catch(() => [])
  return found.some((entry) => entry.address === address)
}

/** For callers without a transaction: nothing waits for a foreign server inside one of ours. */
export async function readForeign<T>(
  ctx: Ctx,
  login: Login,
  timeoutMs: number,
  run: (session: ForeignSession) => Promise<T>,
): Promise<T> {
  const access = await accessOf(ctx, login, timeoutMs)
  const own = await ctx.transact('read', store.ownIdentity).catch(() => null)
  return withForeign(access, (session) => {
    if (own !== null && session.identity === own) throw ownDatabase()
    return run(session)
  })
}

export const loginOf = (ctx: Ctx, row: store.DatabaseRow): Login => ({
  ...row,
  password: ctx.secrets.decrypt(row.password_sealed),
})

/** Connects and lists what the login may read; keeps nothing. */
export async function tryDatabase(ctx: Ctx, asked: TryDatabase): Promise<SourceTables> {
  return told(
    ctx,
    readForeign(ctx, asked, TRY_MS, async (session) => ({ server: session.server, ...(await session.tables()), next: null })),
  )
}

const one = async (ctx: Ctx, id: string): Promise<store.DatabaseRow> => {
  const row = await store.one(ctx, id)
  if (!row) throw noDatabase(ctx)
  return row
}

export const listDatabases = async (ctx: Ctx): Promise<Database[]> => shown(ctx, await store.list(ctx))

export const databaseById = async (ctx: Ctx, id: string): Promise<Database> =>
  (await shown(ctx, [await one(ctx, id)]))[0] as Database

async function shown(ctx: Ctx, rows: readonly store.DatabaseRow[]): Promise<Database[]> {
  const readers = await store.readers(
    ctx,
    rows.map(({ id }) => id),
  )
  const names = await providerNames(ctx)
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    kind: row.kind,
    owner: row.owner,
    ownerName: names.get(row.owner) ?? { zh: row.owner, en: row.owner },
    host: row.host,
    port: row.port,
    database: row.database,
    login: row.login,
    tls: row.tls,
    checkedAt: row.checked_at?.toISOString() ?? null,
    server: row.server,
    canWrite: row.can_write,
    fault: row.fault,
    detail: detailIn(ctx.locale, row.detail),
    exchanges: readers.filter((reader) => reader.database_id === row.id).map(({ database_id: _, ...reader }) => reader),
    version: row.version,
  }))
}

/** What is written down of a database for the audit; never the password. */
const said = ({
  title,
  host,
  port,
  database,
  login,
  tls,
}: Pick<store.DatabaseRow, 'title' | 'host' | 'port' | 'database' | 'login' | 'tls'>) => ({
  title,
  host,
  port,
  database,
  login,
  tls,
})

/** A department's database is registered once it answered; its password is sealed and never shown again. */
export async function registerDatabase(ctx: Ctx, asked: NewDatabase): Promise<Database> {
  demand(ctx.user, EXCHANGE, { organisation: asked.owner })
  const { server, canWrite } = await tryDatabase(ctx, asked)
  return ctx.transact('write', async (inner) => {
    const unit = await organisationByPath(inner, asked.owner)
    if (!unit) throw noDatabase(inner)
    const { password, ...given } = asked
    const rest = { ...given, owner: unit.path }
    const id = newId()
    await store.insert(inner, { id, ...rest, password_sealed: inner.secrets.encrypt(password), server, can_write: canWrite })
    record(inner, { action: 'catalog.register-database', ref: databaseRef(id), after: said(rest) })
    return databaseById(inner, id)
  })
}

/** A changed login is tried before it replaces the one that works. */
export async function changeDatabase(ctx: Ctx, id: string, { version, password, ...patch }: DatabasePatch): Promise<Database> {
  const row = await ctx.transact('read', (inner) => one(inner, id))
  demand(ctx.user, EXCHANGE, { organisation: row.owner })
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const next = { ...row, ...given } as store.DatabaseRow
  // A kept password must not be carried to a host it was not given for, nor over a line less guarded.
  const isWeaker = next.tls !== row.tls && next.tls !== 'verify'
  if (password === undefined && (next.host !== row.host || next.port !== row.port || next.login !== row.login || isWeaker))
    throw passwordNeeded()
  const { server, canWrite } = await tryDatabase(ctx, { ...loginOf(ctx, next), ...(password !== undefined && { password }) })
  return ctx.transact('write', async (inner) => {
    const sealed = password === undefined ? row.password_sealed : inner.secrets.encrypt(password)
    if (!(await store.update(inner, { ...next, version, password_sealed: sealed, server, can_write: canWrite })))
      throw staleVersion({}, { current: await databaseById(inner, id) })
    record(inner, { action: 'catalog.change-database', ref: databaseRef(id), before: said(row), after: said(next) })
    return databaseById(inner, id)
  })
}

export async function removeDatabase(ctx: Ctx, id: string): Promise<void> {
  const row = await one(ctx, id)
  demand(ctx.user, EXCHANGE, { organisation: row.owner })
  const readers = await store.readers(ctx, [id])
  if (readers.length > 0) throw databaseInUse({ count: readers.length })
  await store.remove(ctx, id)
  record(ctx, { action: 'catalog.remove-database', ref: databaseRef(id), before: said(row) })
}

/** Faults of the way to a database, not of what stands in it. */
const awayFaults = new Set<string>(['unreachable', 'slow', 'status', 'half'])

/** Opens a registered database and remembers whether it answered. */
export async function openDatabase<T>(
  ctx: Ctx,
  row: store.DatabaseRow,
  timeoutMs: number,
  run: (session: ForeignSession) => Promise<T>,
): Promise<T> {
  let server: string | null = null
  const keep = (fault: PartnerFault | null) =>
    ctx.transact('write', (inner) =>
      store.checked(inner, row.id, { server, fault: fault?.fault ?? null, detail: fault ? keptDetail(fault.said) : null }),
    )
  try {
    const result = await readForeign(ctx, loginOf(ctx, row), timeoutMs, (session) => {
      server = session.server
      return run(session)
    })
    await keep(null)
    return result
  } catch (error) {
    if (error instanceof PartnerFault && awayFaults.has(error.fault)) await keep(error)
    throw error
  }
}

/** The tables and views of a registered database. */
export async function tablesOf(ctx: Ctx, id: string): Promise<SourceTables> {
  const row = await ctx.transact('read', (inner) => one(inner, id))
  return told(
    ctx,
    openDatabase(ctx, row, TRY_MS, async (session) => ({ server: session.server, ...(await session.tables()), next: null })),
  )
}

export async function tableIn(session: ForeignSession, name: string): Promise<SourceTable> {
  const found = (await session.tables()).items.find((table) => table.name === name)
  if (!found) throw tableUnknown({ table: name.slice(0, 80) })
  return found
}

/** The first rows of a table of a registered database, as they would stand here; personal values masked. */
export async function tryTable(ctx: Ctx, id: string, { table, columns }: TryTable): Promise<Tried> {
  const row = await ctx.transact('read', (inner) => one(inner, id))
  const started = Date.now()
  return told(
    ctx,
    openDatabase(ctx, row, TRY_MS, async (session) => {
      const found = await tableIn(session, table)
      const wanted = found.columns.filter(({ name, as }) => as && (columns.length === 0 || columns.includes(name)))
      const names = columnNames(wanted.map(({ name }) => name))
      const taken = wanted.map(
        (column, at): ForeignColumn => ({
          from: column.name,
          fromType: column.type,
          name: names[at] as string,
          type: column.as as ForeignColumn['type'],
        }),
      )
      const rows = taken.length > 0 ? await session.first(table, taken, FIRST) : []
      return asTried({
        columns: taken.map(({ from, name, type }, at) => ({
          from,
          name,
          type,
          title: wanted[at]?.about?.trim() || (wanted[at]?.name ?? name),
        })),
        keys: taken.filter(({ from }) => found.key.includes(from)).map(({ name }) => name),
        rows,
        total: found.rows,
        ms: Date.now() - started,
      })
    }),
  )
}
