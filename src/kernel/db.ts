import { CompiledQuery, type Kysely, sql } from 'kysely'
import type { Config } from './config.ts'
import type { Database } from './database.ts'
import { openEmbedded } from './embedded.ts'
import { openPostgres } from './postgres.ts'

/** `DATABASE_URL` unset: PGlite in the data folder; `memory:`: PGlite in memory, for tests; else PostgreSQL. */
export function openDatabase({
  databaseUrl,
  databasePool,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'databasePool' | 'dataDir'>): Promise<Database> {
  if (!databaseUrl) return openEmbedded(`${dataDir}/database`)
  return databaseUrl === 'memory:' ? openEmbedded('memory') : openPostgres(databaseUrl, databasePool)
}

/** Sends a hint to every process that listens; inside a transaction it leaves with the commit. */
export const notifyAll = async (db: Kysely<any>, channel: string, payload: string): Promise<void> => {
  await sql`select pg_notify(${channel}, ${payload})`.execute(db)
}

/** For callers that have text and values instead of a builder. */
export const runText = (db: Kysely<any>, text: string, values: unknown[] = []) => db.executeQuery(CompiledQuery.raw(text, values))
