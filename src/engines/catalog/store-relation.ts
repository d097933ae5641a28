import { type RawBuilder, sql } from 'kysely'
import { answers, type Ctx } from '#kernel'
import { queryOf } from '#engines/search'
import type { Filter, Item, ItemType, Mask } from './schema.ts'

/** A table, view or register that rows are read from, and what of it is shown. Every name in it was declared, none is the caller's. */
export interface Relation {
  relation: string
  key: string | null
  /** As the database names it: `uuid`, `bigint`. */
  keyType: string
  wordsColumn: string | null
  removedColumn: string | null
  items: readonly Item[]
}

export interface RowView {
  relation: Relation
  columns: readonly Item[]
  /** By column; what the reader may not see in clear. */
  masks: Readonly<Record<string, Mask>>
  /** Fixed conditions of whoever granted the view. */
  where: readonly Filter[]
  filters: readonly Filter[]
  q?: string | undefined
}

const sqlTypes: Record<ItemType, string> = {
  text: 'text',
  integer: 'bigint',
  decimal: 'numeric',
  boolean: 'boolean',
  date: 'date',
  instant: 'timestamptz',
  json: 'text',
  point: 'text',
}

const at = (column: string) => sql.ref(`t.${column}`)
/** `sql.ref` splits at dots; a declared column may hold one. */
export const columnOf = (name: string) => (name.includes('.') ? sql`t.${sql.id(name)}` : at(name))
/** Identifiers, areas and organisations are text to the reader whatever the table makes of them; a cast of text to text costs nothing. */
const fieldOf = ({ name, type }: Item) => (type === 'text' || type === 'json' ? sql`${columnOf(name)}::text` : columnOf(name))
export const tableOf = (relation: string) => sql.table(relation)

/** `maskAs` of the audit engine, where the database must do it. */
const masked: Record<Mask, (text: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  name: (text) => sql`left(${text}, 1) || '**'`,
  phone: (text) =>
    sql`case when char_length(${text}) >= 8 then left(${text}, 3) || '****' || right(${text}, 4) else '****' || right(${text}, 2) end`,
  'id-number': (text) =>
    sql`case when char_length(${text}) > 6 then left(${text}, 3) || repeat('*', char_length(${text}) - 5) || right(${text}, 2) else repeat('*', greatest(1, char_length(${text}))) end`,
  address: (text) => sql`coalesce(substring(${text} from '^.{0,24}?[路街道弄巷村镇乡](?![办路街])'), left(${text}, 4)) || '****'`,
  all: () => sql`'****'`,
}

/** As JSON will carry it: days and instants as text, numbers as numbers. */
function shown(item: Item, mask: Mask | undefined): RawBuilder<unknown> {
  const column = columnOf(item.name)
  if (mask) return sql`case when ${column} is null then null else ${masked[mask](sql`${column}::text`)} end`
  if (item.type === 'date') return sql`${column}::date::text`
  if (item.type === 'instant') return sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  if (item.type === 'integer' || item.type === 'decimal') return sql`${column}::float8`
  if (item.type === 'point') return sql`st_asgeojson(${column})::json`
  return item.type === 'text' ? sql`${column}::text` : column
}

const compare = { eq: sql`=`, gt: sql`>`, gte: sql`>=`, lt: sql`<`, lte: sql`<=` }

function condition(items: readonly Item[], { column, op, value }: Filter): RawBuilder<unknown> {
  const item = items.find(({ name }) => name === column) as Item
  const field = fieldOf(item)
  if (op === 'null') return value === true || value === 'true' ? sql`${field} is null` : sql`${field} is not null`
  const type = sql.raw(sqlTypes[item.type])
  const given = [value].flat().map(String)
  if (op === 'in' || given.length > 1) return sql`${field} = any(${given}::text[]::${type}[])`
  return sql`${field} ${compare[op]} ${given[0] ?? ''}::text::${type}`
}

/** Words are found through the table's own index of pairs; a view without one is searched through its text columns. */
function words({ wordsColumn, items }: Relation, q: string): RawBuilder<unknown> {
  if (wordsColumn) {
    const query = queryOf(q)
    return query === '' ? sql`false` : answers(columnOf(wordsColumn), query)
  }
  const texts = items.filter(({ type }) => type === 'text')
  const pattern = `%${q.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
  if (texts.length === 0) return sql`false`
  return sql`(${sql.join(
    texts.map(({ name }) => sql`${columnOf(name)}::text ilike ${pattern}`),
    sql` or `,
  )})`
}

function conditionsOf(view: RowView): RawBuilder<unknown>[] {
  const { relation, where, filters, q } = view
  return [
    ...(relation.removedColumn ? [sql`${columnOf(relation.removedColumn)} is null`] : []),
    ...[...where, ...filters].map((filter) => condition(relation.items, filter)),
    ...(q ? [words(relation, q)] : []),
  ]
}

const whereOf = (parts: readonly RawBuilder<unknown>[]) => (parts.length > 0 ? sql`where ${sql.join(parts, sql` and `)}` : sql``)

export interface Place {
  sort: { column: string; direction: 'asc' | 'desc' } | null
  limit: number
  offset: number
  /** Value of the sorted column (null: it was empty) and key of the last row seen. */
  after: { value: string | null; key: string } | null
}

/** The natural order of PostgreSQL's index: nothing last when rising, first when falling; ties by key in the same direction. */
function orderOf({ key, items }: Relation, sort: Place['sort']): RawBuilder<unknown> {
  const direction = sql.raw(sort?.direction ?? 'asc')
  const parts = [
    ...(sort && sort.column !== key
      ? [sql`${fieldOf(items.find(({ name }) => name === sort.column) as Item)} ${direction}`]
      : []),
    ...(key ? [sql`${columnOf(key)} ${direction}`] : []),
  ]
  return parts.length > 0 ? sql`order by ${sql.join(parts)}` : sql``
}

/** Where the next page begins: written so that the index on (column, key) can start right there. */
function beyond(view: RowView, { sort, after }: Place): RawBuilder<unknown>[] {
  const { key, items } = view.relation
  if (!after || !key) return []
  const keyField = columnOf(key)
  const keyValue = sql`${after.key}::text::${sql.raw(view.relation.keyType)}`
  const rising = sort?.direction !== 'desc'
  const sign = rising ? sql`>` : sql`<`
  if (!sort || sort.column === key) return [sql`${keyField} ${sign} ${keyValue}`]
  const item = items.find(({ name }) => name === sort.column) as Item
  const field = fieldOf(item)
  const type = sql.raw(sqlTypes[item.type])
  if (after.value === null)
    return [
      rising ? sql`${field} is null and ${keyField} > ${keyValue}` : sql`(${field} is not null or ${keyField} < ${keyValue})`,
    ]
  const value = sql`${after.value}::text::${type}`
  const tie = sql`(${field}, ${keyField}) ${sign} (${value}, ${keyValue})`
  return rising ? [sql`(${tie} or ${field} is null)`] : [tie]
}

export interface ReadRow extends Record<string, unknown> {
  _key: string | null
  _sort: string | null
}

const select = (view: RowView) =>
  sql.join(view.columns.map((item) => sql`${shown(item, view.masks[item.name])} as ${sql.id(item.name)}`))

export async function read(ctx: Ctx, view: RowView, place: Place): Promise<ReadRow[]> {
  const { relation } = view
  const key = relation.key ? sql`${columnOf(relation.key)}::text` : sql`null`
  const sorted = place.sort ? sql`${columnOf(place.sort.column)}::text` : sql`null`
  const { rows } =
    await sql<ReadRow>`select ${select(view)}, ${key} as _key, ${sorted} as _sort from ${tableOf(relation.relation)} t
    ${whereOf([...conditionsOf(view), ...beyond(view, place)])} ${orderOf(relation, place.sort)}
    limit ${place.limit} offset ${place.offset}`.execute(ctx.db)
  return rows
}

/** Counts exactly up to `most`; beyond it (or `most` null: exactly, whatever it takes). */
export async function count(ctx: Ctx, view: RowView, most: number | null): Promise<number> {
  const inner = sql`select 1 from ${tableOf(view.relation.relation)} t ${whereOf(conditionsOf(view))}`
  const { rows } = await (most === null
    ? sql<{ n: string }>`select count(*) as n from ${tableOf(view.relation.relation)} t ${whereOf(conditionsOf(view))}`
    : sql<{ n: string }>`select count(*) as n from (${inner} limit ${most}) x`
  ).execute(ctx.db)
  return Number(rows[0]?.n ?? 0)
}

interface Plan {
  Plan: { 'Plan Rows': number }
}
/** What the planner expects: quick, and honest only as an estimate. */
export async function estimate(ctx: Ctx, view: RowView): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': Plan[] | string }>`explain (format json)
    select 1 from ${tableOf(view.relation.relation)} t ${whereOf(conditionsOf(view))}`.execute(ctx.db)
  const plan = rows[0]?.['QUERY PLAN']
  const parsed = (typeof plan === 'string' ? JSON.parse(plan) : plan) as Plan[] | undefined
  return Math.round(parsed?.[0]?.Plan['Plan Rows'] ?? 0)
}

const literal = (value: unknown): string => {
  if (value === null || value === undefined) return 'null'
  if (Array.isArray(value)) return `array[${value.map(literal).join(', ')}]`
  return `'${String(value).replaceAll("'", "''")}'`
}

/** The very query that serves a view, with its values written in: what an owner reads. */
export function viewSql(ctx: Ctx, view: RowView): string {
  const { sql: text, parameters } =
    sql`select ${select(view)} from ${tableOf(view.relation.relation)} t ${whereOf(conditionsOf(view))}`.compile(ctx.db)
  const whole = text.replaceAll(/\$(\d+)/g, (_, place: string) => literal(parameters[Number(place) - 1]))
  return whole
    .replaceAll(/\s+/g, ' ')
    .replaceAll('"t".', '')
    .replaceAll(/('(?:[^']|'')*')::text(?:::text)?/g, '$1')
    .replace(' from ', '\nfrom ')
    .replace(' where ', '\nwhere ')
    .replaceAll(', case when', ',\n       case when')
    .trim()
}

/** Values of a column with how often they occur, most frequent first. */
export async function valueCounts(
  ctx: Ctx,
  view: RowView,
  column: string,
  limit: number,
): Promise<{ value: string | null; count: number }[]> {
  const { rows } = await sql<{
    value: string | null
    count: number
  }>`select ${columnOf(column)}::text as value, count(*)::int as count
    from ${tableOf(view.relation.relation)} t ${whereOf(conditionsOf(view))} group by 1 order by 2 desc, 1 limit ${limit}`.execute(
    ctx.db,
  )
  return rows
}
