import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Text } from '#kernel'
import type { Item, ItemType, Mask, Source } from './schema.ts'

export interface ResourceRow {
  id: string
  code: string
  slug: string
  source: Source
  origin: string | null
  class: string
  name: Text
  abstract: Text
  provider: string | null
  publisher: Text | null
  provider_code: string | null
  format: '0100' | '0200' | '0310' | '0320' | '0400' | '0500'
  sharing: number
  sharing_basis: string | null
  sharing_ways: string[]
  opening: number
  opening_basis: string | null
  cycle: number
  tags: string[]
  related: string[]
  state: 'draft' | 'published' | 'withdrawn'
  published_on: string | null
  data_at: Date | null
  open_at: Date | null
  open_why: string | null
  licence: string | null
  extras: Record<string, unknown>
  contact: Record<string, string> | null
  version: number
  created_at: Date
  updated_at: Date
  row_count: string | null
}

export const columns = sql.raw(
  `r.id, r.code, r.slug, r.source, r.origin, r.class, r.name, r.abstract, r.provider::text as provider, r.publisher, r.provider_code, r.format,
  r.sharing, r.sharing_basis, r.sharing_ways, r.opening, r.opening_basis, r.cycle, r.tags, r.related, r.state, r.published_on::text as published_on,
  r.data_at, r.open_at, r.open_why, r.licence, r.extras, r.contact, r.version, r.created_at, r.updated_at,
  (select sum(d.row_count) from catalog.distribution d where d.resource_id = r.id) as row_count`,
)

const one = async (ctx: Ctx, where: RawBuilder<unknown>, lock = false): Promise<ResourceRow | undefined> =>
  (
    await sql<ResourceRow>`select ${columns} from catalog.resource r where ${where} ${lock ? sql`for update of r` : sql``}`.execute(
      ctx.db,
    )
  ).rows[0]

export const byId = (ctx: Ctx, id: string) => one(ctx, sql`r.id::text = ${id}`)
export const lock = (ctx: Ctx, id: string) => one(ctx, sql`r.id::text = ${id}`, true)
export const bySlug = (ctx: Ctx, slug: string) => one(ctx, sql`r.slug = ${slug} or r.id::text = ${slug} or r.code = ${slug}`)
export const byOrigin = (ctx: Ctx, origin: string) => one(ctx, sql`r.origin = ${origin}`)
export const byIds = async (ctx: Ctx, ids: readonly string[]): Promise<ResourceRow[]> =>
  ids.length === 0
    ? []
    : (await sql<ResourceRow>`select ${columns} from catalog.resource r where r.id = any(${[...ids]}::uuid[])`.execute(ctx.db))
        .rows

export async function byCodes(ctx: Ctx, codes: readonly string[]): Promise<{ id: string; code: string; name: Text }[]> {
  if (codes.length === 0) return []
  return (
    await sql<{ id: string; code: string; name: Text }>`select id, code, name from catalog.resource
      where code = any(${[...codes]}::text[])`.execute(ctx.db)
  ).rows
}

export type NewRow = Omit<
  ResourceRow,
  'version' | 'created_at' | 'updated_at' | 'row_count' | 'open_at' | 'open_why' | 'licence' | 'data_at'
> & { words: string; data_at?: Date | null }

const json = (value: unknown) => sql`${value === null || value === undefined ? null : JSON.stringify(value)}::jsonb`

export async function insert(ctx: Ctx, row: NewRow): Promise<void> {
  await sql`insert into catalog.resource (id, code, slug, source, origin, class, name, abstract, provider, publisher, provider_code, format, sharing,
      sharing_basis, sharing_ways, opening, opening_basis, cycle, tags, related, state, published_on, data_at, extras, contact, words,
      created_by, created_at, updated_by, updated_at)
    values (${row.id}, ${row.code}, ${row.slug}, ${row.source}, ${row.origin}, ${row.class}, ${json(row.name)}, ${json(row.abstract)},
      ${row.provider}::text::ltree, ${json(row.publisher)}, ${row.provider_code}, ${row.format}, ${row.sharing}, ${row.sharing_basis},
      ${row.sharing_ways}::text[], ${row.opening}, ${row.opening_basis}, ${row.cycle}, ${row.tags}::text[], ${row.related}::text[], ${row.state},
      ${row.published_on}::date, ${row.data_at ?? null}, ${json(row.extras)}, ${json(row.contact)}, ${row.words}::text::tsvector,
      ${ctx.user.id}, ${ctx.now}, ${ctx.user.id}, ${ctx.now})`.execute(ctx.db)
}

/** Writes what may change, and counts the version up. */
export async function update(ctx: Ctx, row: ResourceRow & { words: string }): Promise<void> {
  await sql`update catalog.resource set class = ${row.class}, name = ${json(row.name)}, abstract = ${json(row.abstract)}, sharing = ${row.sharing},
      sharing_basis = ${row.sharing_basis}, sharing_ways = ${row.sharing_ways}::text[], opening = ${row.opening}, opening_basis = ${row.opening_basis},
      cycle = ${row.cycle}, tags = ${row.tags}::text[], related = ${row.related}::text[], state = ${row.state}, published_on = ${row.published_on}::date,
      data_at = ${row.data_at}, open_at = ${row.open_at}, open_why = ${row.open_why}, licence = ${row.licence}, extras = ${json(row.extras)},
      contact = ${json(row.contact)}, words = ${row.words}::text::tsvector, version = version + 1, updated_by = ${ctx.user.id}, updated_at = ${ctx.now}
    where id = ${row.id}`.execute(ctx.db)
}

export interface DistributionRow {
  id: string
  resource_id: string
  kind: 'table' | 'file' | 'link'
  title: Text
  format: string
  relation: string | null
  key: string | null
  key_type: string
  words_column: string | null
  removed_column: string | null
  row_count: string | null
  url: string | null
  file_id: string | null
  digest: string | null
  bytes: string | null
  data_at: Date | null
  created_at: Date
  items: Item[]
}

const distributionColumns =
  sql.raw(`d.id, d.resource_id, d.kind, d.title, d.format, d.relation, d.key, d.key_type, d.words_column, d.removed_column, d.row_count, d.url, d.file_id,
  d.digest, d.bytes, d.data_at, d.created_at,
  coalesce((select json_agg(json_build_object('name', i.name, 'title', i.title, 'type', i.type, 'unit', i.unit, 'about', i.about,
    'standard', i.standard, 'mask', i.mask, 'personal', i.personal) order by i.position) from catalog.item i where i.distribution_id = d.id), '[]'::json) as items`)

export const distributionsOf = async (ctx: Ctx, resourceIds: readonly string[]): Promise<DistributionRow[]> =>
  resourceIds.length === 0
    ? []
    : (
        await sql<DistributionRow>`select ${distributionColumns} from catalog.distribution d
          where d.resource_id = any(${[...resourceIds]}::uuid[]) order by d.resource_id, d.position`.execute(ctx.db)
      ).rows

export const distribution = async (ctx: Ctx, id: string): Promise<DistributionRow | undefined> =>
  (await sql<DistributionRow>`select ${distributionColumns} from catalog.distribution d where d.id::text = ${id}`.execute(ctx.db))
    .rows[0]

export type NewDistribution = Partial<Omit<DistributionRow, 'items' | 'created_at' | 'row_count' | 'bytes'>> &
  Pick<DistributionRow, 'id' | 'resource_id' | 'kind' | 'title' | 'format'> & { row_count?: number | null; bytes?: number | null }

export async function insertDistribution(ctx: Ctx, row: NewDistribution): Promise<void> {
  await sql`insert into catalog.distribution (id, resource_id, position, kind, title, format, relation, key, key_type, words_column, removed_column, row_count, url,
      file_id, digest, bytes, data_at, created_at)
    values (${row.id}, ${row.resource_id}, (select coalesce(max(position), 0) + 1 from catalog.distribution where resource_id = ${row.resource_id}),
      ${row.kind}, ${json(row.title)}, ${row.format}, ${row.relation ?? null}, ${row.key ?? null}, ${row.key_type ?? 'text'}, ${row.words_column ?? null},
      ${row.removed_column ?? null}, ${row.row_count ?? null}, ${row.url ?? null}, ${row.file_id ?? null}, ${row.digest ?? null}, ${row.bytes ?? null},
      ${row.data_at ?? null}, ${ctx.now})`.execute(ctx.db)
}

export interface NewItem {
  name: string
  title: Text
  type: ItemType
  unit?: string | null
  about?: Text | null
  standard?: string | null
  mask?: Mask | null
  personal?: boolean
}

/** Adds items and renews those that are there; what a steward said about them (mask, standard) stays unless given. */
export async function putItems(ctx: Ctx, distributionId: string, items: readonly NewItem[]): Promise<void> {
  const rows = items.map((item, position) => ({
    position,
    unit: null,
    about: null,
    standard: null,
    mask: null,
    personal: false,
    ...item,
  }))
  await sql`insert into catalog.item (distribution_id, position, name, title, type, unit, about, standard, mask, personal)
    select ${distributionId}::uuid, i.position, i.name, i.title, i.type, i.unit, i.about, i.standard, i.mask, i.personal
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as i(position int, name text, title jsonb, type text, unit text, about jsonb, standard text, mask text, personal boolean)
    on conflict (distribution_id, name) do update set position = excluded.position, title = excluded.title, type = excluded.type,
      unit = coalesce(excluded.unit, item.unit), about = coalesce(excluded.about, item.about), standard = coalesce(excluded.standard, item.standard),
      mask = coalesce(excluded.mask, item.mask), personal = excluded.personal or item.personal`.execute(ctx.db)
  await sql`delete from catalog.item where distribution_id = ${distributionId} and name <> all(${items.map(({ name }) => name)}::text[])`.execute(
    ctx.db,
  )
}

export async function patchItem(ctx: Ctx, distributionId: string, item: Item): Promise<void> {
  await sql`update catalog.item set title = ${json(item.title)}, unit = ${item.unit}, about = ${json(item.about)}, standard = ${item.standard},
    mask = ${item.mask}, personal = ${item.personal} where distribution_id = ${distributionId} and name = ${item.name}`.execute(
    ctx.db,
  )
}

export const setCount = async (ctx: Ctx, distributionId: string, rowCount: number, dataAt: Date | null): Promise<void> =>
  void (await sql`update catalog.distribution set row_count = ${rowCount}, data_at = coalesce(${dataAt}, data_at) where id = ${distributionId}`.execute(
    ctx.db,
  ))

export const touchData = async (ctx: Ctx, resourceId: string, at: Date): Promise<void> =>
  void (await sql`update catalog.resource set data_at = greatest(coalesce(data_at, ${at}), ${at}) where id = ${resourceId}`.execute(
    ctx.db,
  ))

/** The next serial number within a class. */
export async function countInClass(ctx: Ctx, code: string): Promise<number> {
  const { rows } = await sql<{
    last: number | null
  }>`select max(substring(code from '[0-9]+$')::bigint)::int as last from catalog.resource
    where class = ${code}`.execute(ctx.db)
  return rows[0]?.last ?? 0
}

export async function classCounts(ctx: Ctx): Promise<{ class: string; count: number }[]> {
  const { rows } = await sql<{ class: string; count: number }>`select class, count(*)::int as count from catalog.resource
    where state = 'published' group by class`.execute(ctx.db)
  return rows
}

export const setRelated = async (ctx: Ctx, id: string, related: readonly string[]): Promise<void> =>
  void (await sql`update catalog.resource set related = ${[...related]}::text[] where id = ${id}`.execute(ctx.db))
