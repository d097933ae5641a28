import { type Ctx, settingsOf } from '#kernel'
import { conditionsOf, openTable, sortOf } from './ckan/datastore.ts'
import { object } from './ckan/parameters.ts'
import { seenDataset } from './ckan/read.ts'
import type { Query } from './ckan/solr.ts'
import { schemaOrg } from './dcat/for-search-engines.ts'
import { isLate, qualityOf } from './quality.ts'
import type { Dataset, DatasetLine, DatasetPage, DatasetQuery, Home, Resource, Rows } from './schema.ts'
import { openDataSettings } from './settings.ts'
import * as store from './store.ts'
import * as search from './store-search.ts'
import * as tables from './store-table.ts'
import * as talk from './store-talk.ts'
import { questionOf, reuseOf } from './talk.ts'
import { note } from './usage.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null

export const lineOf = (ctx: Ctx, row: store.DatasetRow): DatasetLine => ({
  id: row.id,
  name: row.name,
  title: row.title,
  notes: row.notes,
  theme: row.theme,
  publisher: { code: row.publisher, title: row.publisher_title, kind: row.publisher_kind },
  licence: row.licence,
  cycle: row.cycle,
  tags: row.tags,
  formats: row.formats,
  quality: row.quality,
  modifiedAt: row.modified_at.toISOString(),
  dataAt: iso(row.data_at),
  isLate: isLate(row, ctx.now),
  views: Number(row.views),
  downloads: Number(row.downloads),
  calls: Number(row.calls),
})

const resourceOf = (row: store.ResourceRow): Resource => ({
  id: row.id,
  name: row.name,
  description: row.description,
  kind: row.kind,
  format: row.format,
  url: row.url,
  fields: row.fields,
  rowCount: Number(row.row_count),
  bytes: row.bytes === null ? null : Number(row.bytes),
  hasPlaces: row.geometry !== null,
  modifiedAt: row.modified_at.toISOString(),
})

const equals = (field: string, value: string | undefined): Query => (value ? { is: 'equals', field, value } : { is: 'all' })
const sorts = {
  relevance: 'score desc, metadata_modified desc',
  newest: 'metadata_modified desc',
  used: 'downloads desc',
  quality: 'quality desc',
  title: 'title asc',
}
const FACETS = ['groups', 'organization', 'res_format', 'tags', 'publisher_kind', 'license_id']

/** The portal's own search: the same index, the same counts as CKAN's. */
export async function findDatasets(ctx: Ctx, query: DatasetQuery): Promise<DatasetPage> {
  const parts: Query[] = [
    query.q ? { is: 'words', text: query.q, phrase: false } : { is: 'all' },
    equals('groups', query.theme),
    equals('organization', query.publisher),
    equals('tags', query.tag),
    equals('res_format', query.format),
    equals('license_id', query.licence),
    equals('publisher_kind', query.kind),
  ]
  const where = search.both(search.shown(ctx, false), search.conditionOf(ctx, { is: 'and', of: parts }))
  const offset = Math.min(Number(query.cursor ?? 0) || 0, 1_000_000)
  const order = search.orderOf(sorts[query.sort ?? (query.q ? 'relevance' : 'newest')], query.q ?? '')
  const counted = await search.facets(ctx, where, FACETS)
  const rows = await search.find(ctx, { where, order, limit: query.limit, offset })
  const end = offset + rows.length
  return {
    items: rows.map((row) => lineOf(ctx, row)),
    total: counted.total,
    next: end < counted.total && rows.length > 0 ? String(end) : null,
    facets: Object.fromEntries(
      FACETS.map((field) => [
        field,
        counted.rows
          .filter((row) => row.field === field)
          .sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1))
          .slice(0, 30)
          .map(({ value, title, n }) => ({ value, title, count: n })),
      ]),
    ),
  }
}

export async function home(ctx: Ctx): Promise<Home> {
  const all = search.shown(ctx, false)
  const [numbers, counted] = [await talk.numbers(ctx), await search.themes(ctx)]
  const newest = await search.find(ctx, { where: all, order: search.orderOf('data_updated desc', ''), limit: 6, offset: 0 })
  const used = await search.find(ctx, { where: all, order: search.orderOf('downloads desc', ''), limit: 6, offset: 0 })
  const promised = await search.find(ctx, { where: all, order: search.orderOf('id asc', ''), limit: 1000, offset: 0 })
  const { themes } = settingsOf(ctx.house, openDataSettings)
  return {
    numbers: {
      ...numbers,
      onTimeShare: promised.length === 0 ? null : promised.filter((row) => !isLate(row, ctx.now)).length / promised.length,
    },
    themes: themes.map(({ id, title, icon }) => ({ id, title, icon, count: counted.find(({ name }) => name === id)?.n ?? 0 })),
    newest: newest.map((row) => lineOf(ctx, row)),
    mostUsed: used.map((row) => lineOf(ctx, row)),
    reuses: (await talk.reuses(ctx, { state: 'shown', limit: 6 })).map(reuseOf),
  }
}

async function relatedTo(ctx: Ctx, row: store.DatasetRow): Promise<DatasetLine[]> {
  const near: Query = { is: 'or', of: [equals('groups', row.theme), ...row.tags.slice(0, 5).map((tag) => equals('tags', tag))] }
  const where = search.both(
    search.shown(ctx, false),
    search.conditionOf(ctx, { is: 'and', of: [near, { is: 'not', of: equals('id', row.id) }] }),
  )
  return (await search.find(ctx, { where, order: search.orderOf('downloads desc', ''), limit: 4, offset: 0 })).map((found) =>
    lineOf(ctx, found),
  )
}

export async function datasetPage(ctx: Ctx, name: string): Promise<Dataset> {
  const row = await seenDataset(ctx, name)
  const resources = await store.resourcesOf(ctx, [row.id])
  const figures = []
  for (const { table_name: table, fields } of resources) if (table) figures.push(await tables.figures(ctx, table, fields))
  note(ctx, 'view', row.id)
  const { parts } = qualityOf(row, resources, figures, ctx.now)
  return {
    ...lineOf(ctx, row),
    spatial: row.spatial,
    temporal: { from: row.temporal_from, to: row.temporal_to },
    contact: row.contact,
    state: row.state,
    publishedAt: iso(row.published_at),
    resources: resources.map(resourceOf),
    qualityParts: { score: row.quality, parts },
    questions: (await talk.questionsOf(ctx, row.id)).map(questionOf),
    reuses: (await talk.reuses(ctx, { dataset: row.id, state: 'shown', limit: 20 })).map(reuseOf),
    related: await relatedTo(ctx, row),
    subscribed: ctx.user.kind === 'anonymous' ? false : await talk.isSubscribed(ctx, row.id),
    jsonLd: schemaOrg(ctx, row, resources),
  }
}

export async function rows(
  ctx: Ctx,
  id: string,
  query: { q?: string | undefined; filters?: string | undefined; sort?: string | undefined; limit: number; offset: number },
): Promise<Rows> {
  const { resource, table } = await openTable(ctx, id)
  const { fields } = resource
  const conditions = conditionsOf(fields, object({ filters: query.filters }, 'filters'))
  const asked: tables.TableQuery = {
    table,
    fields,
    conditions,
    columns: ['_id', ...fields.map(({ id: column }) => column)],
    sort: sortOf(fields, query.sort),
    distinct: false,
    limit: query.limit,
    offset: query.offset,
    ...(query.q && { words: query.q }),
  }
  const isWhole = conditions.length === 0 && !query.q
  return {
    rows: await tables.read(ctx, asked),
    total: isWhole ? Number(resource.row_count) : await tables.count(ctx, asked),
    offset: query.offset,
    limit: query.limit,
  }
}
