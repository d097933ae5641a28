import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import type { Database } from './database.ts'

const INT8 = 20
/** Both databases must answer alike: int8 as number (our sequences stay below 2^53). */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format: never) => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format))) as never,
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

export async function openPostgres(url: string, poolSize: number): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types,
    connectionTimeoutMillis: 5000,
    statement_timeout: 60_000,
    application_name: 'district',
  })
  pool.on('error', () => {})
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
    script: async (text) => void (await pool.query(text)),
    listen: (channel, hear) => openListener(url, channel, hear),
    close: () => pool.end(),
  }
}
