import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import * as copy from 'pg-copy-streams'
import { CopyRows } from './copying.ts'
import type { Database } from './database.ts'
import { KEPT } from './kept.ts'

const INT8 = 20
const TIMESTAMPTZ = 1184
const otherInstant = pg.types.getTypeParser(TIMESTAMPTZ) as (text: string) => Date

const marks: readonly (readonly [number, string])[] = [
  [4, '-'],
  [7, '-'],
  [10, ' '],
  [13, ':'],
  [16, ':'],
]

/** `2026-03-14 10:30:00.123456+08` by position: a list reads hundreds of these. Anything else (infinity, BC) goes the long way. */
export function instant(text: string): Date {
  const zone = text.length - 3
  const sign = text[zone]
  if (zone < 19 || (sign !== '+' && sign !== '-') || marks.some(([at, mark]) => text[at] !== mark)) return otherInstant(text)
  const upTo = (from: number, to: number) => {
    let value = 0
    for (let i = from; i < to; i++) value = value * 10 + text.charCodeAt(i) - 48
    return value
  }
  let ms = 0
  if (zone > 20) for (let i = 20; i < 23; i++) ms = ms * 10 + (i < zone ? text.charCodeAt(i) - 48 : 0)
  const hour = upTo(11, 13) - (sign === '+' ? 1 : -1) * upTo(zone + 1, zone + 3)
  return new Date(Date.UTC(upTo(0, 4), upTo(5, 7) - 1, upTo(8, 10), hour, upTo(14, 16), upTo(17, 19), ms))
}

const parsers = new Map<number, (text: string) => unknown>([
  // Both databases must answer alike: int8 as number (our sequences stay below 2^53).
  [INT8, Number],
  [TIMESTAMPTZ, instant],
])
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: never) => parsers.get(oid) ?? pg.types.getTypeParser(oid, format)) as never,
}

/** A listening client that comes back after the database was away. */
async function openListener(url: string, channel: string, hear: (payload: string) => void): Promise<() => Promise<void>> {
  let stopped = false
  let client: pg.Client | undefined
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url })
    client = next
    next.on('error', () => {})
    next.on('notification', (message) => hear(message.payload ?? ''))
    next.on('end', () => {
      if (!stopped) setTimeout(() => void connect().catch(() => {}), 1000).unref()
    })
    await next.connect()
    await next.query(`listen ${pg.escapeIdentifier(channel)}`)
  }
  await connect()
  return async () => {
    stopped = true
    await client?.end().catch(() => undefined)
  }
}

const statementNames = new Map<string, string>()
function nameOf(text: string): string {
  const name = statementNames.get(text) ?? `kept_${createHash('sha1').update(text).digest('hex')}`
  statementNames.set(text, name)
  return name
}

/** Gives the statements that ask for it a name, by which each connection keeps them understood and planned. */
class KeepingClient extends pg.Client {
  // biome-ignore lint/suspicious/noExplicitAny: the driver's own overloads go through unchanged
  override query(first: any, ...rest: any[]): any {
    const isKept = typeof first === 'string' && first.startsWith(KEPT)
    return super.query(isKept ? { text: first, name: nameOf(first) } : first, ...rest)
  }
}

function openPool(url: string, max: number, options: string): pg.Pool {
  const pool = new pg.Pool({
    Client: KeepingClient,
    connectionString: url,
    max,
    types,
    options,
    connectionTimeoutMillis: 5000,
    statement_timeout: 60_000,
    application_name: 'district',
  })
  pool.on('error', () => {})
  // The pool listens to idle clients only: one that loses its connection while it works would end the process.
  // Whoever works with it hears of it by its query, which fails.
  pool.on('connect', (client) => {
    client.on('error', () => {})
    taughtToCopy(client)
  })
  return pool
}

/** A statement whose parameter is `CopyRows` has them streamed to it; every other goes its way. */
function taughtToCopy(client: pg.PoolClient): void {
  const query = client.query.bind(client) as (...args: unknown[]) => unknown
  client.query = ((...args: unknown[]) => {
    const [text, values] = args as [string, unknown[] | undefined]
    const rows = values?.[0]
    return rows instanceof CopyRows ? copied(query(copy.from(text)) as copy.CopyStreamQuery, rows) : query(...args)
  }) as typeof client.query
}

async function copied(into: copy.CopyStreamQuery, { pieces }: CopyRows) {
  await pipeline(Readable.from(pieces), into)
  return { command: 'COPY', rowCount: into.rowCount, rows: [] }
}

export async function openPostgres(url: string, poolSize: number): Promise<Database> {
  // Short statements: compiling them costs more than running them.
  const pool = openPool(url, poolSize, '-c jit=off')
  const reading = openPool(url, poolSize, '-c jit=off -c default_transaction_read_only=on')
  const version = await pool.query<{ v: number; ctype: string }>(
    `select current_setting('server_version_num')::int as v, datctype as ctype from pg_database where datname = current_database()`,
  )
  const found = version.rows[0]
  if (!found || found.v < 150000) throw new Error(`PostgreSQL 15 or newer is needed; this one is ${found?.v}`)
  if (found.ctype === 'C' || found.ctype === 'POSIX')
    throw new Error(
      `This database was made with ctype ${found.ctype}; Chinese search needs a UTF-8 one: create database … template template0 lc_ctype 'C.UTF-8'`,
    )
  return {
    kind: 'postgres',
    kysely: new Kysely<any>({ dialect: new PostgresDialect({ pool }) }),
    reader: new Kysely<any>({ dialect: new PostgresDialect({ pool: reading }) }),
    script: async (text) => void (await pool.query(text)),
    listen: (channel, hear) => openListener(url, channel, hear),
    close: async () => {
      await Promise.all([pool.end(), reading.end()])
    },
  }
}
