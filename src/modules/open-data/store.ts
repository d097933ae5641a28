import { type RawBuilder, sql } from 'kysely'
import type { Ctx, Text } from '#kernel'
import type { Plan } from './privacy/plan.ts'
import type { DatasetState, Field, GateReport } from './schema.ts'

export interface DatasetRow {
  id: string
  name: string
  title: Text
  notes: Text
  theme: string
  publisher: string
  publisher_title: Text
  publisher_kind: 'organisation' | 'enterprise'
  publisher_path: string | null
  provider_account: string
  licence: string
  cycle: number
  tags: string[]
  formats: string[]
  spatial: string | null
  temporal_from: string | null
  temporal_to: string | null
  contact: { name: string; email?: string; phone?: string } | null
  extras: Record<string, string>
  catalogue_resource: string | null
  state: DatasetState
  state_why: string | null
  submitted_at: Date | null
  review_due_at: Date | null
  published_at: Date | null
  created_at: Date
  modified_at: Date
  data_at: Date | null
  refresh_at: Date | null
  quality: number
  views: number
  downloads: number
  calls: number
  version: number
}

export interface ResourceRow {
  id: string
  dataset_id: string
  position: number
  name: Text
  description: Text
  kind: 'table' | 'link'
  format: string
  mimetype: string
  url: string | null
  source:
    | { from: 'catalogue'; distribution: string }
    | { from: 'held'; columns: { id: string; title: string; type: string }[] }
    | { from: 'link' }
  fields: Field[]
  table_name: string | null
  row_count: number
  is_dense: boolean
  bytes: number | null
  digest: string | null
  geometry: { lon: string; lat: string } | null
  plan: Plan | null
  report: GateReport | null
  created_at: Date
  modified_at: Date
}

/** Everything but the search vector, which only the database reads. */
export const datasetColumns = sql.raw(
  `d.id, d.name, d.title, d.notes, d.theme, d.publisher, d.publisher_title, d.publisher_kind, d.publisher_path::text as publisher_path, d.provider_account,
   d.licence, d.cycle, d.tags, d.formats, d.spatial, d.temporal_from::text as temporal_from, d.temporal_to::text as temporal_to, d.contact, d.extras,
   d.catalogue_resource, d.state, d.state_why, d.submitted_at, d.review_due_at, d.published_at, d.created_at, d.modified_at, d.data_at, d.refresh_at,
   d.quality, d.views, d.downloads, d.calls, d.version`,
)
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
export const isUuid = (text: string): boolean => UUID.test(text)

export async function datasetWhere(ctx: Ctx, where: RawBuilder<unknown>): Promise<DatasetRow | undefined> {
  const { rows } = await sql<DatasetRow>`select ${datasetColumns} from open_data.dataset d where ${where}`.execute(ctx.db)
  return rows[0]
}

/** By id or by name, whatever its state; the caller asks whether it may be seen. */
export const datasetNamed = (ctx: Ctx, idOrName: string): Promise<DatasetRow | undefined> =>
  datasetWhere(ctx, isUuid(idOrName) ? sql`d.id = ${idOrName}::uuid` : sql`d.name = ${idOrName}`)

export const lockDataset = (ctx: Ctx, id: string): Promise<DatasetRow | undefined> =>
  datasetWhere(ctx, sql`d.id = ${id}::uuid for update`)

export const datasetOfCatalogue = (ctx: Ctx, resource: string): Promise<DatasetRow | undefined> =>
  datasetWhere(ctx, sql`d.catalogue_resource = ${resource}::uuid`)

export async function datasetsWhere(
  ctx: Ctx,
  where: RawBuilder<unknown>,
  order: RawBuilder<unknown>,
  limit: number,
  offset = 0,
): Promise<DatasetRow[]> {
  const { rows } =
    await sql<DatasetRow>`select ${datasetColumns} from open_data.dataset d where ${where} order by ${order} limit ${limit} offset ${offset}`.execute(
      ctx.db,
    )
  return rows
}

export async function resourcesOf(ctx: Ctx, datasets: readonly string[]): Promise<ResourceRow[]> {
  if (datasets.length === 0) return []
  const { rows } =
    await sql<ResourceRow>`select r.* from open_data.resource r where r.dataset_id = any(${[...datasets]}::uuid[]) order by r.position, r.id`.execute(
      ctx.db,
    )
  return rows
}

export async function resourceById(ctx: Ctx, id: string): Promise<ResourceRow | undefined> {
  if (!isUuid(id)) return undefined
  const { rows } = await sql<ResourceRow>`select r.* from open_data.resource r where r.id = ${id}::uuid`.execute(ctx.db)
  return rows[0]
}

export type NewDatasetRow = Omit<
  DatasetRow,
  | 'views'
  | 'downloads'
  | 'calls'
  | 'version'
  | 'quality'
  | 'state_why'
  | 'submitted_at'
  | 'review_due_at'
  | 'published_at'
  | 'formats'
  | 'data_at'
  | 'refresh_at'
>

export async function insertDataset(ctx: Ctx, row: NewDatasetRow, words: string): Promise<boolean> {
  const { numAffectedRows } =
    await sql`insert into open_data.dataset (id, name, title, notes, theme, publisher, publisher_title, publisher_kind, publisher_path,
      provider_account, licence, cycle, tags, spatial, temporal_from, temporal_to, contact, extras, catalogue_resource, state, created_at, modified_at, words)
    values (${row.id}, ${row.name}, ${json(row.title)}, ${json(row.notes)}, ${row.theme}, ${row.publisher}, ${json(row.publisher_title)}, ${row.publisher_kind},
      ${row.publisher_path}::text::ltree, ${row.provider_account}, ${row.licence}, ${row.cycle}, ${row.tags}::text[], ${row.spatial}, ${row.temporal_from}::date,
      ${row.temporal_to}::date, ${json(row.contact)}, ${json(row.extras)}, ${row.catalogue_resource}::uuid, ${row.state}, ${row.created_at}, ${row.modified_at}, ${words}::tsvector)
    on conflict do nothing`.execute(ctx.db)
  return Number(numAffectedRows) === 1
}

const json = (value: unknown) => sql`${value === null ? null : JSON.stringify(value)}::jsonb`

export type DatasetChange = Partial<
  Pick<
    DatasetRow,
    | 'title'
    | 'notes'
    | 'theme'
    | 'licence'
    | 'cycle'
    | 'tags'
    | 'spatial'
    | 'temporal_from'
    | 'temporal_to'
    | 'contact'
    | 'extras'
    | 'state'
    | 'state_why'
    | 'name'
    | 'submitted_at'
    | 'review_due_at'
    | 'published_at'
    | 'data_at'
    | 'refresh_at'
    | 'quality'
    | 'formats'
    | 'catalogue_resource'
  >
> & { words?: string }

const jsonColumns = new Set(['title', 'notes', 'contact', 'extras'])
const casts: Record<string, string> = {
  words: 'tsvector',
  tags: 'text[]',
  formats: 'text[]',
  temporal_from: 'date',
  temporal_to: 'date',
  catalogue_resource: 'uuid',
}

export async function changeDataset(ctx: Ctx, id: string, change: DatasetChange): Promise<void> {
  const parts = Object.entries(change)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => {
      if (jsonColumns.has(name)) return sql`${sql.id(name)} = ${json(value)}`
      const cast = casts[name]
      return cast ? sql`${sql.id(name)} = ${value}::${sql.raw(cast)}` : sql`${sql.id(name)} = ${value}`
    })
  await sql`update open_data.dataset set ${sql.join([...parts, sql`modified_at = ${ctx.now}`, sql`version = version + 1`])} where id = ${id}::uuid`.execute(
    ctx.db,
  )
}

export const deleteDataset = async (ctx: Ctx, id: string): Promise<void> =>
  void (await sql`delete from open_data.dataset where id = ${id}::uuid`.execute(ctx.db))

export type NewResourceRow = Omit<
  ResourceRow,
  'row_count' | 'is_dense' | 'bytes' | 'digest' | 'table_name' | 'geometry' | 'modified_at' | 'created_at' | 'position'
>

export async function insertResource(ctx: Ctx, row: NewResourceRow): Promise<void> {
  await sql`insert into open_data.resource (id, dataset_id, position, name, description, kind, format, mimetype, url, source, fields, plan, report, created_at, modified_at)
    values (${row.id}, ${row.dataset_id}, (select coalesce(max(position) + 1, 0) from open_data.resource where dataset_id = ${row.dataset_id}::uuid), ${json(row.name)},
      ${json(row.description)}, ${row.kind}, ${row.format}, ${row.mimetype}, ${row.url}, ${json(row.source)}, ${json(row.fields)}, ${json(row.plan)}, ${json(row.report)},
      ${ctx.now}, ${ctx.now})`.execute(ctx.db)
}

export type ResourceChange = Partial<
  Pick<
    ResourceRow,
    | 'name'
    | 'description'
    | 'url'
    | 'source'
    | 'fields'
    | 'table_name'
    | 'row_count'
    | 'is_dense'
    | 'bytes'
    | 'digest'
    | 'geometry'
    | 'plan'
    | 'report'
  >
>
const resourceJson = new Set(['name', 'description', 'source', 'fields', 'geometry', 'plan', 'report'])

export async function changeResource(ctx: Ctx, id: string, change: ResourceChange): Promise<void> {
  const parts = Object.entries(change).map(
    ([name, value]) => sql`${sql.id(name)} = ${resourceJson.has(name) ? json(value) : value}`,
  )
  await sql`update open_data.resource set ${sql.join([...parts, sql`modified_at = ${ctx.now}`])} where id = ${id}::uuid`.execute(
    ctx.db,
  )
}

export const deleteResource = async (ctx: Ctx, id: string): Promise<void> =>
  void (await sql`delete from open_data.resource where id = ${id}::uuid`.execute(ctx.db))

/** Formats of a dataset as they are searched for: what its tables can be had in, and its links' own. */
export async function settleFormats(ctx: Ctx, id: string): Promise<void> {
  await sql`update open_data.dataset d set formats = coalesce((select array_agg(distinct f order by f) from open_data.resource r
      cross join lateral unnest(case when r.kind = 'link' then array[r.format] when r.geometry is null then array['CSV', 'JSON', 'XLSX']
        else array['CSV', 'GeoJSON', 'JSON', 'XLSX'] end) f where r.dataset_id = d.id), '{}') where d.id = ${id}::uuid`.execute(
    ctx.db,
  )
}

export async function hold(ctx: Ctx, resource: string, part: number, sealed: string, rows: number): Promise<void> {
  await sql`insert into open_data.held (resource_id, part, sealed, rows) values (${resource}, ${part}, ${sealed}, ${rows})`.execute(
    ctx.db,
  )
}

export async function heldPart(ctx: Ctx, resource: string, part: number): Promise<string | undefined> {
  const { rows } = await sql<{
    sealed: string
  }>`select sealed from open_data.held where resource_id = ${resource}::uuid and part = ${part}`.execute(ctx.db)
  return rows[0]?.sealed
}

export const letGo = async (ctx: Ctx, resource: string): Promise<void> =>
  void (await sql`delete from open_data.held where resource_id = ${resource}::uuid`.execute(ctx.db))

export async function dueForRefresh(ctx: Ctx): Promise<DatasetRow[]> {
  return datasetsWhere(ctx, sql`d.state = 'published' and d.refresh_at <= ${ctx.now}`, sql`d.refresh_at`, 10)
}

export const countUse = async (ctx: Ctx, id: string, what: 'views' | 'downloads' | 'calls', by = 1): Promise<void> =>
  void (await sql`update open_data.dataset set ${sql.id(what)} = ${sql.id(what)} + ${by} where id = ${id}::uuid`.execute(ctx.db))

export async function subscribers(ctx: Ctx, dataset: string): Promise<string[]> {
  const { rows } = await sql<{
    account: string
  }>`select account from open_data.subscription where dataset_id = ${dataset}::uuid`.execute(ctx.db)
  return rows.map(({ account }) => account)
}
