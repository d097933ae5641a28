import { sql } from 'kysely'
import type { Ctx } from '#kernel'
import type { Item } from './schema.ts'
import { tableOf } from './store-relation.ts'
import { tableName } from './store-tables.ts'

const sqlTypes: Record<Item['type'], string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  json: 'text',
  point: 'text',
}

export const uniqueBy = async (ctx: Ctx, distributionId: string, keys: readonly string[]): Promise<void> =>
  void (await sql`create unique index on ${tableOf(tableName(distributionId))} (${sql.join(keys.map((key) => sql.id(key)))})`.execute(
    ctx.db,
  ))

export interface Batch {
  items: readonly Item[]
  keys: readonly string[]
  rows: readonly Record<string, unknown>[]
}

const at = (alias: string, name: string) => sql.id(alias, name)
const together = (alias: string, names: readonly string[]) => sql.join(names.map((name) => at(alias, name)))
const shapeOf = (items: readonly Item[]) => items.map(({ name, type }) => sql`${sql.id(name)} ${sql.raw(sqlTypes[type])}`)

/** Rows by their key: new ones are added, those that differ renewed, the others left as they are. */
export async function upsert(
  ctx: Ctx,
  distributionId: string,
  { items, keys, rows }: Batch,
): Promise<{ added: number; changed: number }> {
  if (rows.length === 0) return { added: 0, changed: 0 }
  const names = items.map(({ name }) => name)
  const others = names.filter((name) => !keys.includes(name))
  const set = sql.join([...others, '_words'].map((name) => sql`${sql.id(name)} = excluded.${sql.id(name)}`))
  const differs =
    others.length > 0
      ? sql`where (${together('t', others)}) is distinct from (${together('excluded', others)})`
      : sql`where false`
  const { rows: done } = await sql<{ fresh: boolean }>`insert into ${tableOf(tableName(distributionId))} as t
      (${sql.join(names.map((name) => sql.id(name)))}, _words)
    select ${sql.join(names.map((name) => sql.id(name)))}, _words::tsvector
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(${sql.join([...shapeOf(items), sql`_words text`])})
    on conflict (${sql.join(keys.map((key) => sql.id(key)))}) do update set ${set} ${differs}
    returning (xmax = 0) as fresh`.execute(ctx.db)
  const added = done.filter(({ fresh }) => fresh).length
  return { added, changed: done.length - added }
}

const keyed = (items: readonly Item[], keys: readonly string[]) => items.filter(({ name }) => keys.includes(name))

const text = ({ name, type }: Item) =>
  type === 'instant'
    ? sql`to_char(${at('t', name)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : sql`${at('t', name)}::text`

/** The rows of a batch as they stand now, as text, in the batch's order. */
export async function readBack(
  ctx: Ctx,
  distributionId: string,
  { items, keys, rows }: Batch,
): Promise<Record<string, string | null>[]> {
  const given = rows.map((row, position) => ({ _position: position, ...Object.fromEntries(keys.map((key) => [key, row[key]])) }))
  const on = sql.join(
    keys.map((key) => sql`${at('t', key)} = ${at('x', key)}`),
    sql` and `,
  )
  const { rows: found } = await sql<Record<string, string | null>>`select ${sql.join(
    items.map((item) => sql`${text(item)} as ${sql.id(item.name)}`),
  )} from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x(${sql.join([...shapeOf(keyed(items, keys)), sql`_position int`])})
    join ${tableOf(tableName(distributionId))} t on ${on} order by x._position`.execute(ctx.db)
  return found
}

const seenName = (id: string): string => `catalog_data.k_${id.replaceAll('-', '')}`

/** Keys seen while everything is read once more; what is not among them at the end is gone in the source. */
export async function beginWhole(
  ctx: Ctx,
  distributionId: string,
  items: readonly Item[],
  keys: readonly string[],
): Promise<void> {
  const table = tableOf(seenName(distributionId))
  await sql`drop table if exists ${table}`.execute(ctx.db)
  await sql`create table ${table} (${sql.join(shapeOf(keyed(items, keys)))}, primary key (${sql.join(keys.map((key) => sql.id(key)))}))`.execute(
    ctx.db,
  )
  await sql`comment on table ${table} is 'Keys seen by a comparison under way. retention: until its end; legal basis: said by its resource'`.execute(
    ctx.db,
  )
}

export async function seen(ctx: Ctx, distributionId: string, { items, keys, rows }: Batch): Promise<void> {
  if (rows.length === 0) return
  const names = sql.join(keys.map((key) => sql.id(key)))
  const given = rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key]])))
  await sql`insert into ${tableOf(seenName(distributionId))} (${names}) select ${names}
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as x(${sql.join(shapeOf(keyed(items, keys)))}) on conflict do nothing`.execute(
    ctx.db,
  )
}

/** Takes away what the source no longer has, and the list of keys with it. */
export async function endWhole(ctx: Ctx, distributionId: string, keys: readonly string[]): Promise<number> {
  const same = sql.join(
    keys.map((key) => sql`${at('k', key)} = ${at('t', key)}`),
    sql` and `,
  )
  const { numAffectedRows } = await sql`delete from ${tableOf(tableName(distributionId))} t
    where not exists (select 1 from ${tableOf(seenName(distributionId))} k where ${same})`.execute(ctx.db)
  await sql`drop table ${tableOf(seenName(distributionId))}`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}
