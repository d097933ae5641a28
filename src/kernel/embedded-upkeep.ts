import { type Kysely, sql } from 'kysely'

const EVERY_MS = 15_000
const MOST_TABLES = 8
/** Smaller than this any plan is quick. */
const LEAST_PAGES = 16

/**
 * PGlite has no autovacuum: without it a table that has grown is planned as if it were empty (seen: 2 s for a look-up of 2 ms),
 * and what was deleted is never used again. Tables are looked after once they have grown by half.
 */
export async function lookAfterTables(kysely: Kysely<any>): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and c.relpersistence = 'p' and n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'
      and pg_relation_size(c.oid) / 8192 > greatest(${LEAST_PAGES}::int, case when c.reltuples < 0 then 0 else c.relpages * 1.5 end)
    order by pg_relation_size(c.oid) limit ${MOST_TABLES}`.execute(kysely)
  for (const { name } of rows) await sql`vacuum (analyze) ${sql.raw(name)}`.execute(kysely)
  return rows.map(({ name }) => name)
}

/** Returns how to stop; the round that runs is waited for. */
export function startUpkeep(kysely: Kysely<any>): () => Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  const timer = setInterval(() => {
    // Upkeep that fails is tried again at the next round; whoever works hears of a broken database by their own queries.
    running = running.then(() => lookAfterTables(kysely)).catch(() => undefined)
  }, EVERY_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await running
  }
}
