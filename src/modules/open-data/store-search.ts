import { type RawBuilder, sql } from 'kysely'
import { queryOf } from '#engines/search'
import { answers, type Ctx, visible } from '#kernel'
import { instantOf, type Query, QueryFault } from './ckan/solr.ts'
import { datasetType } from './protected.ts'
import { datasetColumns, type DatasetRow } from './store.ts'

/** How a field of a query is compared; what is not here is no field. */
type Compare = (value: string, how: 'equals' | 'begins') => RawBuilder<boolean>

const likeOf = (value: string) => value.replaceAll(/[\\%_]/g, '\\$&')
const plain =
  (expression: RawBuilder<unknown>): Compare =>
  (value, how) =>
    how === 'equals' ? sql<boolean>`${expression} = ${value}` : sql<boolean>`${expression} like ${`${likeOf(value)}%`}`
const among =
  (column: 'tags' | 'formats', change: (value: string) => string = (value) => value): Compare =>
  (value, how) =>
    how === 'equals'
      ? column === 'tags'
        ? sql<boolean>`d.tags @> array[${value}]::text[]`
        : sql<boolean>`exists (select from unnest(d.formats) f where lower(f) = ${change(value)})`
      : sql<boolean>`exists (select from unnest(d.${sql.id(column)}) f where f like ${`${likeOf(value)}%`})`
const words: Compare = (value) => {
  const query = queryOf(value)
  return query === '' ? sql<boolean>`true` : answers(sql`d.words`, query)
}
const always =
  (...right: string[]): Compare =>
  (value) =>
    right.includes(value) ? sql<boolean>`true` : sql<boolean>`false`

const fields: Record<string, Compare> = {
  id: plain(sql`d.id::text`),
  name: plain(sql`d.name`),
  title: words,
  notes: words,
  text: words,
  organization: plain(sql`d.publisher`),
  owner_org: plain(sql`d.publisher`),
  groups: plain(sql`d.theme`),
  tags: among('tags'),
  res_format: among('formats', (value) => value.toLowerCase()),
  license_id: plain(sql`d.licence`),
  license: plain(sql`d.licence`),
  author: words,
  type: always('dataset'),
  dataset_type: always('dataset'),
  state: always('active'),
  capacity: always('public'),
  private: always('false'),
  isopen: always('true'),
  update_cycle: plain(sql`d.cycle::text`),
  publisher_kind: plain(sql`d.publisher_kind`),
}
const dates: Record<string, string> = {
  metadata_modified: 'modified_at',
  metadata_created: 'created_at',
  data_updated: 'data_at',
}
const EXTRA = /^extras?_([\w\u0080-\uffff-]{1,100})$/

function compareOf(field: string): Compare {
  const known = fields[field]
  if (known) return known
  const extra = EXTRA.exec(field)?.[1]
  if (!extra) throw new QueryFault(`undefined field ${field.slice(0, 60)}`)
  return plain(sql`d.extras ->> ${extra}::text`)
}

function range(ctx: Ctx, query: Extract<Query, { is: 'range' }>): RawBuilder<boolean> {
  const column = dates[query.field]
  if (!column) throw new QueryFault(`No range over ${query.field.slice(0, 60)}`)
  const parts: RawBuilder<boolean>[] = [sql<boolean>`true`]
  const at = sql.ref(`d.${column}`)
  if (query.from !== null) parts.push(sql`${at} ${sql.raw(query.withFrom ? '>=' : '>')} ${instantOf(query.from, ctx.now)}`)
  if (query.to !== null) parts.push(sql`${at} ${sql.raw(query.withTo ? '<=' : '<')} ${instantOf(query.to, ctx.now)}`)
  return sql<boolean>`(${sql.join(parts, sql` and `)})`
}

/** The tree as a condition over alias `d`; names come from the lists above, values are parameters. */
export function conditionOf(ctx: Ctx, query: Query): RawBuilder<boolean> {
  switch (query.is) {
    case 'all':
      return sql<boolean>`true`
    case 'none':
      return sql<boolean>`false`
    case 'not':
      return sql<boolean>`not coalesce(${conditionOf(ctx, query.of)}, false)`
    case 'and':
    case 'or':
      return sql<boolean>`(${sql.join(
        query.of.map((part) => conditionOf(ctx, part)),
        query.is === 'and' ? sql` and ` : sql` or `,
      )})`
    case 'words':
      return words(query.text, 'equals')
    case 'equals':
    case 'begins':
      if (dates[query.field])
        return range(ctx, { ...query, is: 'range', from: query.value, to: query.value, withFrom: true, withTo: true })
      return compareOf(query.field)(query.value, query.is)
    case 'exists':
      if (dates[query.field] || fields[query.field]) return sql<boolean>`true`
      return sql<boolean>`d.extras ? ${EXTRA.exec(query.field)?.[1] ?? ''}::text`
    case 'range':
      return range(ctx, query)
  }
}

const orders: Record<string, RawBuilder<unknown>> = {
  metadata_modified: sql`d.modified_at`,
  metadata_created: sql`d.created_at`,
  title_string: sql`d.title ->> 'zh' collate "C"`,
  title: sql`d.title ->> 'zh' collate "C"`,
  name: sql`d.name collate "C"`,
  id: sql`d.id`,
  views_recent: sql`d.views`,
  views_total: sql`d.views`,
  downloads: sql`d.downloads + d.calls`,
  quality: sql`d.quality`,
  data_updated: sql`d.data_at`,
}

const mayMiss = new Set(['title_string', 'title', 'data_updated'])

/** Words whose rank orders the hits; positive ones only. */
export function rankWords(query: Query): string {
  if (query.is === 'words') return query.text
  return query.is === 'and' || query.is === 'or' ? query.of.map(rankWords).filter(Boolean).join(' ') : ''
}

/** `f1 asc, f2 desc`, always ended by the id, so that the order is total and pages neither repeat nor miss. */
export function orderOf(text: string, ranked: string): RawBuilder<unknown> {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
    .map((part) => {
      const [, field = '', direction = 'asc'] = /^(\w+)(?:\s+(asc|desc))?$/i.exec(part) ?? []
      if (field === 'score' || field === 'relevance') {
        const query = queryOf(ranked)
        return query === '' ? undefined : sql`ts_rank(d.words, ${query}::tsquery) ${sql.raw(direction)}`
      }
      const order = orders[field]
      if (!order) throw new QueryFault(`Cannot sort by ${part.slice(0, 60)}`)
      // Where nothing is missing, nothing is said of it: only so does an index give the order.
      const down = mayMiss.has(field) ? 'desc nulls last' : 'desc'
      return sql`${order} ${sql.raw(direction.toLowerCase() === 'desc' ? down : 'asc')}`
    })
  return sql.join([...parts.filter((part) => part !== undefined), sql`d.id`])
}

export interface Search {
  where: RawBuilder<boolean>
  order: RawBuilder<unknown>
  limit: number
  offset: number
}

/** Published ones; with `mine` also those the asker may see on their way. */
export const shown = (ctx: Ctx, mine: boolean): RawBuilder<boolean> =>
  mine ? sql<boolean>`(${visible(ctx, datasetType, 'd')} and d.state <> 'withdrawn')` : sql<boolean>`d.state = 'published'`

export async function find(ctx: Ctx, { where, order, limit, offset }: Search): Promise<DatasetRow[]> {
  if (limit === 0) return []
  const { rows } =
    await sql<DatasetRow>`select ${datasetColumns} from open_data.dataset d where ${where} order by ${order} limit ${limit} offset ${offset}`.execute(
      ctx.db,
    )
  return rows
}

export async function count(ctx: Ctx, where: RawBuilder<boolean>): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from open_data.dataset d where ${where}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

/** Of these a dataset has one value, of the others several. */
const single: Record<string, string> = {
  organization: 'publisher',
  groups: 'theme',
  license_id: 'licence',
  update_cycle: 'cycle',
  publisher_kind: 'publisher_kind',
}
const several: Record<string, string> = { tags: 'tags', res_format: 'formats' }
export const isFacet = (field: string): boolean => Object.hasOwn(single, field) || Object.hasOwn(several, field)

export interface FacetRow {
  field: string
  value: string
  title: string | null
  n: number
}

/**
 * The matches counted, and by each facet, in one statement. What is alike in all but its tags is counted first: there are a few hundred kinds
 * of datasets, however many there are.
 */
export async function facets(
  ctx: Ctx,
  where: RawBuilder<boolean>,
  wanted: readonly string[],
): Promise<{ total: number; rows: FacetRow[] }> {
  const ones = wanted.filter((field) => Object.hasOwn(single, field))
  const many = wanted.filter((field) => Object.hasOwn(several, field))
  const columnOf = (field: string) => sql.id((single[field] ?? several[field]) as string)
  const columns = [...ones, ...many.filter((name) => name !== 'tags')].map(columnOf)
  const field = ones.map((name) => sql`when grouping(${columnOf(name)}) = 0 then ${sql.lit(name)}`)
  const grouped =
    ones.length === 0
      ? sql`select '' as field, null as value, coalesce(sum(k), 0)::int as n from alike`
      : sql`select case ${sql.join(field, sql` `)} else '' end as field, coalesce(${sql.join(ones.map((name) => sql`${columnOf(name)}::text`))}) as value,
          coalesce(sum(k), 0)::int as n from alike group by grouping sets (${sql.join(ones.map((name) => sql`(${columnOf(name)})`))}, ())`
  const lists = many.map((name) =>
    name === 'tags'
      ? sql`select 'tags', t, count(*)::int from (select unnest(tags) as t from hit) u group by t`
      : sql`select ${sql.lit(name)}, t, sum(k)::int from alike cross join lateral unnest(${columnOf(name)}) t group by t`,
  )
  const needed = [...columns, ...(many.includes('tags') ? [sql.id('tags')] : [])]
  const { rows } = await sql<
    Omit<FacetRow, 'title'>
  >`with hit as materialized (select ${needed.length > 0 ? sql.join(needed) : sql`1 as one`} from open_data.dataset d where ${where}),
      alike as materialized (select ${sql.join([...columns, sql`count(*) as k`])} from hit ${columns.length > 0 ? sql`group by ${sql.join(columns)}` : sql``})
    ${sql.join([grouped, ...lists], sql` union all `)}`.execute(ctx.db)
  const titles = ones.includes('organization') ? await publisherTitles(ctx) : new Map<string, string>()
  return {
    total: rows.find((row) => row.field === '')?.n ?? 0,
    rows: rows
      .filter((row) => row.field !== '')
      .map((row) => ({ ...row, title: row.field === 'organization' ? (titles.get(row.value) ?? null) : null })),
  }
}

/** One title for each publisher, by a loose scan of its index: as many steps as there are publishers. */
async function publisherTitles(ctx: Ctx): Promise<Map<string, string>> {
  const { rows } = await sql<{ publisher: string; title: string }>`with recursive p as (
      (select publisher, publisher_title from open_data.dataset order by publisher limit 1)
      union all select n.publisher, n.publisher_title from p cross join lateral (select publisher, publisher_title from open_data.dataset where publisher > p.publisher order by publisher limit 1) n)
    select publisher, publisher_title ->> ${ctx.locale}::text as title from p`.execute(ctx.db)
  return new Map(rows.map(({ publisher, title }) => [publisher, title]))
}

export async function names(ctx: Ctx, limit: number | null, offset: number): Promise<string[]> {
  const { rows } = await sql<{
    name: string
  }>`select name from open_data.dataset d where d.state = 'published' order by name collate "C" limit ${limit} offset ${offset}`.execute(
    ctx.db,
  )
  return rows.map(({ name }) => name)
}

export interface GroupRow {
  name: string
  title: { zh: string; en: string } | null
  kind: string | null
  n: number
  since: Date
}

export async function publishers(ctx: Ctx): Promise<GroupRow[]> {
  const { rows } =
    await sql<GroupRow>`select d.publisher as name, (array_agg(d.publisher_title order by d.modified_at desc))[1] as title, min(d.publisher_kind) as kind,
      count(*)::int as n, min(d.created_at) as since from open_data.dataset d where d.state = 'published' group by d.publisher order by 1`.execute(
      ctx.db,
    )
  return rows
}

export async function themes(ctx: Ctx): Promise<GroupRow[]> {
  const { rows } =
    await sql<GroupRow>`select d.theme as name, null as title, null as kind, count(*)::int as n, min(d.created_at) as since
    from open_data.dataset d where d.state = 'published' group by d.theme order by 1`.execute(ctx.db)
  return rows
}

export async function tags(ctx: Ctx, words: string | undefined): Promise<string[]> {
  const { rows } = await sql<{
    tag: string
  }>`select distinct t as tag from open_data.dataset d cross join lateral unnest(d.tags) t
    where d.state = 'published' and (${words ?? null}::text is null or t ilike ${`%${likeOf(words ?? '')}%`}) order by t limit 5000`.execute(
    ctx.db,
  )
  return rows.map(({ tag }) => tag)
}

export const both = (...conditions: RawBuilder<boolean>[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(conditions, sql` and `)})`

/** One dataset of each publisher: enough to ask whether somebody may change it. */
export async function publishersOf(ctx: Ctx): Promise<DatasetRow[]> {
  const { rows } =
    await sql<DatasetRow>`select distinct on (d.publisher, d.provider_account) ${datasetColumns} from open_data.dataset d order by d.publisher, d.provider_account`.execute(
      ctx.db,
    )
  return rows
}
