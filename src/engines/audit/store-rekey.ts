import { sql } from 'kysely'
import type { Ctx } from '#kernel'

export interface SealedColumn {
  /** `schema.table` */
  table: string
  column: string
  isJson: boolean
  /** Primary key: names and types, in order. */
  key: { name: string; type: string }[]
}

const tableOf = (table: string) => sql.table(table)

/** Columns called `sealed` or `…_sealed`, and those a room names because sealed texts stand inside them. */
export async function sealedColumns(ctx: Ctx, inside: readonly { table: string; column: string }[]): Promise<SealedColumn[]> {
  const named = JSON.stringify(inside)
  const { rows } = await sql<{ table: string; column: string; type: string; key: { name: string; type: string }[] }>`
    select n.nspname || '.' || c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
      (select json_agg(json_build_object('name', k.attname, 'type', format_type(k.atttypid, k.atttypmod)) order by p.at)
        from pg_index i cross join lateral unnest(i.indkey) with ordinality as p(num, at)
        join pg_attribute k on k.attrelid = i.indrelid and k.attnum = p.num where i.indrelid = c.oid and i.indisprimary) as key
    from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind = 'r' join pg_namespace n on n.oid = c.relnamespace
    where a.attnum > 0 and not a.attisdropped and n.nspname not in ('pg_catalog', 'information_schema')
      and (((a.attname = 'sealed' or a.attname like '%\\_sealed') and format_type(a.atttypid, null) = 'text')
        or exists (select from jsonb_to_recordset(${named}::jsonb) as x("table" text, "column" text)
          where x."table" = n.nspname || '.' || c.relname and x."column" = a.attname))
    order by 1, 2`.execute(ctx.db)
  const keyless = rows.find(({ key }) => !key)
  if (keyless) throw new Error(`${keyless.table} holds sealed values and has no primary key to go through it by`)
  return rows.map(({ type, ...row }) => ({ ...row, isJson: type === 'jsonb' }))
}

export interface Change {
  key: string[]
  before: string
  after: string
}

const keyOf = ({ key }: SealedColumn) => sql.join(key.map(({ name }) => sql`${sql.ref(name)}`))

/** The next rows whose value does not say that it is under this key; of JSON all that hold anything sealed. */
export async function notUnder(
  ctx: Ctx,
  column: SealedColumn,
  mark: string,
  { after, limit }: { after: string[] | undefined; limit: number },
): Promise<{ key: string[]; value: string }[]> {
  const value = sql.ref(column.column)
  const pending = column.isJson
    ? sql`${value}::text ~ '"[A-Za-z0-9_-]{1,40}\\.(sm4|aes)\\.[A-Za-z0-9_-]+"'`
    : sql`left(${value}, ${mark.length}) <> ${mark}`
  const bounds = column.key.map(({ type }, at) => sql`${after?.[at] ?? null}::text::${sql.raw(type)}`)
  const beyond = after ? sql`(${keyOf(column)}) > (${sql.join(bounds)})` : sql`true`
  const texts = column.key.map(({ name }) => sql`${sql.ref(name)}::text`)
  const { rows } = await sql<{ key: string[]; value: string }>`select array[${sql.join(texts)}] as key, ${value}::text as value
    from ${tableOf(column.table)} where ${value} is not null and ${pending} and ${beyond} order by ${keyOf(column)} limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}

/** Only where it still says what was read. */
export async function replace(ctx: Ctx, column: SealedColumn, changes: readonly Change[]): Promise<void> {
  const value = sql.ref(column.column)
  const type = sql.raw(column.isJson ? 'jsonb' : 'text')
  const rows = JSON.stringify(changes)
  const same = column.key.map(
    ({ name, type: of }, at) => sql`t.${sql.ref(name)} = (n.key ->> ${sql.lit(at)}::int)::${sql.raw(of)}`,
  )
  await sql`update ${tableOf(column.table)} t set ${value} = n.after::${type}
    from jsonb_to_recordset(${rows}::jsonb) as n(key jsonb, before text, after text)
    where ${sql.join(same, sql` and `)} and t.${value} = n.before::${type}`.execute(ctx.db)
}
