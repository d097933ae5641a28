import { type RawBuilder, sql } from 'kysely'
import { queryOf } from '#engines/search'
import { answers, type Ctx, type House } from '#kernel'
import type { Field } from './schema.ts'

/** The open tables themselves: names are ours, columns are declared, values are parameters. */
const SCHEMA = 'open_data_store'
const tableOf = (name: string) => sql.id(SCHEMA, name)
export const newTableName = (resource: string, now: Date): string =>
  `t_${resource.replaceAll('-', '')}_${now.getTime().toString(36)}`

export async function createTable(ctx: Ctx, name: string, fields: readonly Field[]): Promise<void> {
  const columns = fields.map(({ id, type }) => sql`${sql.id(id)} ${sql.raw(type)}`)
  await sql`create table ${tableOf(name)} (_id bigint not null, ${sql.join(columns)}, _words tsvector)`.execute(ctx.db)
  await sql`comment on table ${tableOf(name)} is 'One open resource. retention: as long as it is open; legal basis: none needed, no personal data passes the gate'`.execute(
    ctx.db,
  )
}

/** Rows as text, column by column; the database reads them in the columns' types. */
export async function fill(
  ctx: Ctx,
  name: string,
  fields: readonly Field[],
  batch: { firstId: number; columns: (string | null)[][]; words: string[] },
): Promise<void> {
  const arrays = batch.columns.map((values, at) => sql`${values}::text[]::${sql.raw(fields[at]?.type ?? 'text')}[]`)
  const ids = batch.words.map((_, at) => batch.firstId + at)
  await sql`insert into ${tableOf(name)} select * from unnest(${ids}::bigint[], ${sql.join(arrays)}, ${batch.words}::text[]::tsvector[])`.execute(
    ctx.db,
  )
}

const MOST_INDEXES = 12
/** Sorting and filtering stay quick at any size; long texts are found by their words. */
export async function indexTable(ctx: Ctx, name: string, fields: readonly Field[]): Promise<void> {
  await sql`alter table ${tableOf(name)} add primary key (_id)`.execute(ctx.db)
  let made = 0
  for (const { id, type } of fields) {
    if (made >= MOST_INDEXES || type === 'json') continue
    const { rows } = await sql<{
      most: number | null
    }>`select max(octet_length(${sql.id(id)}::text)) as most from ${tableOf(name)}`.execute(ctx.db)
    if ((rows[0]?.most ?? 0) > 300) continue
    await sql`create index on ${tableOf(name)} (${sql.id(id)}, _id)`.execute(ctx.db)
    made += 1
  }
  await sql`create index on ${tableOf(name)} using gin (_words)`.execute(ctx.db)
  await sql`analyze ${tableOf(name)}`.execute(ctx.db)
}

export const dropTable = async (ctx: Ctx, name: string): Promise<void> =>
  void (await sql`drop table if exists ${tableOf(name)}`.execute(ctx.db))

export interface Condition {
  column: string
  op: 'in' | 'eq' | 'ne' | 'lt' | 'lte' | 'gt' | 'gte' | 'null'
  values: readonly string[]
}
export interface TableQuery {
  table: string
  fields: readonly Field[]
  /** Fields to answer with; `_id` may be among them. */
  columns: readonly string[]
  conditions: readonly Condition[]
  words?: string | undefined
  fieldWords?: Readonly<Record<string, string>>
  sort: readonly { column: string; isDown: boolean; nulls?: 'first' | 'last' | undefined }[]
  distinct: boolean
  limit: number
  offset: number
  /** Few rows hold the words: the planner, who cannot know, must not walk the whole table in order of `_id` to find them. */
  isRare?: boolean
  /** Continue after this `_id`. */
  after?: number
}

const operators = { eq: '=', ne: '<>', lt: '<', lte: '<=', gt: '>', gte: '>=' } as const
const typeOf = (fields: readonly Field[], column: string) =>
  column === '_id' ? 'int8' : (fields.find(({ id }) => id === column)?.type ?? 'text')

function condition(fields: readonly Field[], { column, op, values }: Condition): RawBuilder<boolean> {
  const type = sql.raw(typeOf(fields, column))
  if (op === 'null') return sql<boolean>`${sql.id(column)} is null`
  if (op === 'in') return sql<boolean>`${sql.id(column)} = any(${[...values]}::text[]::${type}[])`
  return sql<boolean>`${sql.id(column)} ${sql.raw(operators[op])} ${values[0] ?? ''}::text::${type}`
}

function whereOf({ fields, conditions, words, fieldWords = {}, after }: TableQuery): RawBuilder<boolean> {
  const parts = conditions.map((one) => condition(fields, one))
  if (after !== undefined) parts.push(sql<boolean>`_id > ${after}`)
  const query = words === undefined ? undefined : queryOf(words)
  if (query) parts.push(answers(sql`_words`, query))
  else if (words !== undefined && words.trim() !== '') parts.push(sql<boolean>`false`)
  for (const [column, text] of Object.entries(fieldWords))
    parts.push(sql<boolean>`${sql.id(column)}::text ilike ${`%${text.replaceAll(/[\\%_]/g, '\\$&')}%`}`)
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`
}

/** Days without a clock read as they are written; the driver would make moments of them. */
const shown = (fields: readonly Field[]) => (column: string) =>
  typeOf(fields, column) === 'date' ? sql`${sql.id(column)}::text as ${sql.id(column)}` : sql`${sql.id(column)}`

/** Rows that compare alike stand in the order of the last column's direction, so that one index gives the whole order. */
function orderOf({ sort, distinct, columns, isRare }: TableQuery, isBackward: boolean): RawBuilder<unknown> {
  const turned = (isDown: boolean) => sql.raw(isDown !== isBackward ? 'desc' : 'asc')
  const gaps = (nulls: 'first' | 'last' | undefined) =>
    sql.raw(nulls ? `nulls ${(nulls === 'first') === isBackward ? 'last' : 'first'}` : '')
  const order = sort.map(({ column, isDown, nulls }) => sql`${sql.id(column)} ${turned(isDown)} ${gaps(nulls)}`)
  const last = turned(sort.at(-1)?.isDown ?? false)
  const ends = distinct
    ? columns.map((column) => sql`${sql.id(column)} ${last}`)
    : [sql`${isRare ? sql`_id + 0` : sql`_id`} ${last}`]
  return sql.join([...order, ...ends])
}

/** From here on a page is found by the index alone, its rows fetched afterwards; from the nearer end, when it is known where the end is. */
const DEEP = 1000

function pageOf(query: TableQuery, total: number | undefined): RawBuilder<unknown> {
  const { table, offset, limit } = query
  const isBackward = total !== undefined && offset > total / 2
  const rows = isBackward ? Math.max(0, Math.min(limit, total - offset)) : limit
  const skipped = isBackward ? Math.max(0, total - offset - rows) : offset
  return sql`select _id, (row_number() over ()) * ${sql.lit(isBackward ? -1 : 1)} as _n from (select _id from ${tableOf(table)}
    where ${whereOf(query)} order by ${orderOf(query, isBackward)} limit ${rows} offset ${skipped}) k`
}

/** `total`: how many rows there are exactly, if it is known. */
export async function read(ctx: Ctx, query: TableQuery, total?: number): Promise<Record<string, unknown>[]> {
  const { columns, distinct, limit, offset, fields, table } = query
  if (limit === 0) return []
  const wanted = sql.join(columns.map(shown(fields)))
  const whole =
    offset >= DEEP && !distinct
      ? sql`select ${wanted} from (${pageOf(query, total)}) p join ${tableOf(table)} using (_id) order by p._n`
      : sql`select ${sql.raw(distinct ? 'distinct' : '')} ${wanted} from ${tableOf(table)}
        where ${whereOf(query)} order by ${orderOf(query, false)} limit ${limit} offset ${offset}`
  return (await sql<Record<string, unknown>>`${whole}`.execute(ctx.db)).rows
}

const MOST_TOTALS = 5000
const totals = new WeakMap<House, Map<string, number>>()

/** Counted once: the rows of an open table never change, a refresh makes a new table under a new name. */
export async function count(ctx: Ctx, query: TableQuery): Promise<number> {
  const inner = query.distinct ? sql`select distinct ${sql.join(query.columns.map((column) => sql.id(column)))}` : sql`select 1`
  const statement = sql<{
    n: number
  }>`select count(*)::int as n from (${inner} from ${tableOf(query.table)} where ${whereOf(query)}) x`
  const { sql: text, parameters } = statement.compile(ctx.db)
  // A digest: what visitors ask for may be long, and thousands of totals are kept.
  const key = ctx.secrets.digest(JSON.stringify([text, parameters]))
  const known = totals.get(ctx.house) ?? new Map<string, number>()
  totals.set(ctx.house, known)
  const before = known.get(key)
  if (before !== undefined) return before
  const n = (await statement.execute(ctx.db)).rows[0]?.n ?? 0
  const oldest = known.size >= MOST_TOTALS ? known.keys().next().value : undefined
  if (oldest !== undefined) known.delete(oldest)
  known.set(key, n)
  return n
}

/** As the planner guesses: for callers who say that a guess is enough. */
export async function estimate(ctx: Ctx, query: TableQuery): Promise<number> {
  const { rows } = await sql<{
    'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }]
  }>`explain (format json) select 1 from ${tableOf(query.table)} where ${whereOf(query)}`.execute(ctx.db)
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

const STATEMENT_MS = 5000

/** A checked SELECT of a caller: read-only, and on PostgreSQL stopped after five seconds. */
export async function runAllowed(ctx: Ctx, statement: string, most: number): Promise<Record<string, unknown>[]> {
  const limited = sql<Record<string, unknown>>`select * from (${sql.raw(statement)}) allowed limit ${most + 1}`
  if (ctx.db.isTransaction) return (await limited.execute(ctx.db)).rows
  return ctx.db
    .transaction()
    .setAccessMode('read only')
    .execute(async (tx) => {
      await sql`set local statement_timeout = ${sql.lit(STATEMENT_MS)}`.execute(tx)
      return (await limited.execute(tx)).rows
    })
}

export interface ColumnFigures {
  filled: number
  distinct: number
  least: string | null
  most: string | null
}
/** How full and how varied each column is: for quality, and for choosing a sensible chart. */
export async function figures(ctx: Ctx, table: string, fields: readonly Field[]): Promise<Record<string, ColumnFigures>> {
  const parts = fields.map(
    ({ id, type }) =>
      sql`jsonb_build_object('filled', count(${sql.id(id)}), 'distinct', count(distinct ${sql.id(id)}::text), 'least', ${type === 'bool' || type === 'json' ? sql`null` : sql`min(${sql.id(id)})::text`}, 'most', ${type === 'bool' || type === 'json' ? sql`null` : sql`max(${sql.id(id)})::text`})`,
  )
  if (parts.length === 0) return {}
  const { rows } = await sql<{
    all: ColumnFigures[]
  }>`select jsonb_build_array(${sql.join(parts)}) as all from (select * from ${tableOf(table)} limit 100000) t`.execute(ctx.db)
  return Object.fromEntries(fields.map(({ id }, at) => [id, rows[0]?.all[at] as ColumnFigures]))
}

/** One value for each group: what a chart of a large table is drawn from. */
export async function grouped(
  ctx: Ctx,
  table: string,
  {
    by,
    value,
    how,
    part,
    only = null,
  }: {
    by: Field
    value: string | null
    how: 'count' | 'sum' | 'avg' | 'max'
    part: 'hour' | 'day' | 'month' | 'year' | null
    only?: { column: string; value: string } | null
  },
): Promise<{ key: string; value: number | null }[]> {
  const key = part
    ? sql`to_char(date_trunc(${sql.lit(part)}, ${sql.id(by.id)}), 'YYYY-MM-DD"T"HH24:MI:SS')`
    : sql`${sql.id(by.id)}::text`
  const figure = how === 'count' || value === null ? sql`count(*)` : sql`${sql.raw(how)}(${sql.id(value)})`
  const { rows } = await sql<{
    key: string | null
    value: number | null
  }>`select ${key} as key, ${figure}::float8 as value from ${tableOf(table)}
    where ${sql.id(by.id)} is not null and ${only ? sql`${sql.id(only.column)} = ${only.value}` : sql`true`} group by 1 order by ${part ? sql`1 desc` : sql`2 desc nulls last`} limit ${part ? 200 : 30}`.execute(
    ctx.db,
  )
  return rows.flatMap(({ key, value }) => (key === null ? [] : [{ key, value }]))
}
