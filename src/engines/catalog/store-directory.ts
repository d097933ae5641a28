import { type RawBuilder, sql } from 'kysely'
import { answers, type Ctx } from '#kernel'
import { columns, type ResourceRow } from './store.ts'

export interface DirectoryFilter {
  /** Text of a tsquery; empty: everything. */
  query: string
  classPrefix?: string | undefined
  providers?: readonly string[] | undefined
  sharing?: readonly number[] | undefined
  opening?: readonly number[] | undefined
  cycles?: readonly number[] | undefined
  formats?: readonly string[] | undefined
  sources?: readonly string[] | undefined
  tags?: readonly string[] | undefined
  licences?: readonly string[] | undefined
  ids?: readonly string[] | undefined
  /** Views and registers as they are declared. */
  origins?: readonly string[] | undefined
  states: readonly string[]
  /** Only what is published as open data. */
  isOpen?: boolean | undefined
  /** Providers whose drafts are shown too (ltree paths); absent: all. */
  draftsOf?: readonly string[] | undefined
}

const anyOf = (column: string, values: readonly (string | number)[] | undefined, type: string) =>
  values && values.length > 0 ? [sql`r.${sql.ref(column)} = any(${[...values]}::${sql.raw(type)}[])`] : []

function conditions(filter: DirectoryFilter): RawBuilder<unknown> {
  const { query, classPrefix, providers, tags, ids, states, isOpen, draftsOf } = filter
  const parts = [
    sql`r.state = any(${[...states]}::text[])`,
    ...(query ? [answers(sql`r.words`, query)] : []),
    ...(classPrefix ? [sql`r.class like ${`${classPrefix.replaceAll(/\D/g, '')}%`}`] : []),
    ...(providers && providers.length > 0 ? [sql`r.provider <@ any(${[...providers]}::text[]::ltree[])`] : []),
    ...anyOf('sharing', filter.sharing, 'smallint'),
    ...anyOf('opening', filter.opening, 'smallint'),
    ...anyOf('cycle', filter.cycles, 'smallint'),
    ...anyOf('format', filter.formats, 'text'),
    ...anyOf('source', filter.sources, 'text'),
    ...anyOf('licence', filter.licences, 'text'),
    ...anyOf('origin', filter.origins, 'text'),
    ...(tags && tags.length > 0 ? [sql`r.tags @> ${[...tags]}::text[]`] : []),
    ...(ids ? [sql`r.id = any(${[...ids]}::uuid[])`] : []),
    ...(isOpen ? [sql`r.open_at is not null`] : []),
    ...(draftsOf ? [sql`(r.state <> 'draft' or r.provider <@ any(${[...draftsOf]}::text[]::ltree[]))`] : []),
  ]
  return sql.join(parts, sql` and `)
}

const orders = {
  newest: sql`r.updated_at desc, r.id desc`,
  opened: sql`r.open_at desc, r.id desc`,
  name: sql`r.name ->> 'zh', r.id`,
  code: sql`r.code`,
  rank: sql`rank desc, r.id desc`,
}
export type Order = keyof typeof orders

export async function page(
  ctx: Ctx,
  filter: DirectoryFilter,
  { order, limit, offset }: { order: Order; limit: number; offset: number },
): Promise<ResourceRow[]> {
  const rank = filter.query ? sql`ts_rank('{0.05, 0.3, 0.6, 1.0}', r.words, ${filter.query}::text::tsquery)` : sql`0`
  const { rows } = await sql<ResourceRow>`select ${columns}, ${rank} as rank from catalog.resource r where ${conditions(filter)}
    order by ${orders[order]} limit ${limit} offset ${offset}`.execute(ctx.db)
  return rows
}

export const facetNames = ['class', 'provider', 'sharing', 'opening', 'cycle', 'format', 'source', 'licence'] as const
export type FacetName = (typeof facetNames)[number] | 'tag'

/** How many there are, and how many under each value, in one pass over what matches. */
export async function facets(ctx: Ctx, filter: DirectoryFilter, wanted: readonly FacetName[]): Promise<FacetCounts> {
  const plain = wanted.filter((name) => name !== 'tag')
  const expression = (name: string) => (name === 'provider' ? sql`provider::text` : sql`${sql.ref(name)}::text`)
  const parts = [
    sql`select '' as facet, null as value, count(*)::int as count from hit`,
    ...plain.map(
      (name) =>
        sql`select ${sql.lit(name)}, ${expression(name)}, count(*)::int from hit where ${sql.ref(name)} is not null group by 2`,
    ),
    // Few combinations of tags stand for many resources: they are told apart before they are taken apart.
    ...(wanted.includes('tag')
      ? [
          sql`select 'tag', tag, sum(n)::int from (select tags, count(*) as n from hit group by tags) g, unnest(g.tags) as tag group by 2`,
        ]
      : []),
  ]
  const { rows } = await sql<{ facet: string; value: string | null; count: number }>`with hit as materialized (
      select r.class, r.provider, r.sharing, r.opening, r.cycle, r.format, r.source, r.licence, r.tags from catalog.resource r where ${conditions(filter)})
    ${sql.join(parts, sql` union all `)}`.execute(ctx.db)
  const found: FacetCounts = { total: 0, facets: Object.fromEntries(wanted.map((name) => [name, []])) }
  for (const { facet, value, count } of rows) {
    if (facet === '') found.total = count
    else if (value !== null) found.facets[facet]?.push({ value, count })
  }
  for (const list of Object.values(found.facets)) list.sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
  return found
}
export interface FacetCounts {
  total: number
  facets: Record<string, { value: string; count: number }[]>
}
