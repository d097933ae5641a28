import { type Ctx, settingsOf } from '#kernel'
import { conditionsOf, openTable, sortOf } from './ckan/datastore.ts'
import { object } from './ckan/parameters.ts'
import { seenDataset } from './ckan/read.ts'
import type { Query } from './ckan/solr.ts'
import { schemaOrg } from './dcat/feed.ts'
import { columnUnknown } from './errors.ts'
import { isLate, qualityOf } from './quality.ts'
import type { ChartData, Dataset, DatasetLine, DatasetPage, DatasetQuery, Field, Home, Places, Resource, Rows } from './schema.ts'
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

const isNumber = ({ type }: Field) => type === 'int8' || type === 'float8'
const isTime = ({ type }: Field) => type === 'timestamptz' || type === 'date'

/** A sensible first chart: a number over time if there is time, else the largest groups. */
export async function chart(
  ctx: Ctx,
  id: string,
  wish: { by?: string | undefined; value?: string | undefined; how?: ChartData['how'] | undefined },
): Promise<ChartData> {
  const { resource, table } = await openTable(ctx, id)
  const { fields, geometry } = resource
  const figures = await tables.figures(ctx, table, fields)
  const isPlace = (field: Field) => field.id === geometry?.lon || field.id === geometry?.lat
  const groups = fields.filter(
    (field) =>
      isTime(field) || (!isPlace(field) && (figures[field.id]?.distinct ?? 0) >= 2 && (figures[field.id]?.distinct ?? 0) <= 60),
  )
  const numbers = fields.filter((field) => isNumber(field) && !isPlace(field) && !/(^|_)id$|代码|编号|code/i.test(field.id))
  const choices = { by: groups.map((field) => field.id), value: numbers.map((field) => field.id) }
  const named = (wanted: string | undefined) => {
    const field = fields.find((one) => one.id === wanted)
    if (wanted && !field) throw columnUnknown({ column: wanted.slice(0, 60) })
    return field
  }
  const by =
    named(wish.by) ??
    groups.find((field) => isTime(field) && (figures[field.id]?.distinct ?? 0) > 3) ??
    groups.find((field) => !isNumber(field)) ??
    groups[0]
  const value = wish.by && !wish.value ? undefined : (named(wish.value) ?? numbers.find((field) => field.id !== by?.id))
  const how = wish.how ?? (value ? 'avg' : 'count')
  if (!by) return { by: null, value: null, how, isTime: false, points: [], choices }
  const found = await tables.grouped(ctx, table, {
    by,
    value: value && isNumber(value) ? value.id : null,
    how,
    part: isTime(by) ? partOf(by, figures[by.id]) : null,
  })
  const points = isTime(by) ? found.reverse().map((point) => ({ ...point, key: `${point.key}Z` })) : found
  return { by: by.id, value: value?.id ?? null, how, isTime: isTime(by), points, choices }
}

const DAY = 86_400_000
/** Steps of time that give a chart some dozens of points. */
function partOf({ type }: Field, figures: tables.ColumnFigures | undefined): 'hour' | 'day' | 'month' | 'year' {
  const days = (Date.parse(figures?.most ?? '') - Date.parse(figures?.least ?? '')) / DAY
  if (type === 'timestamptz' && days < 6) return 'hour'
  if (days < 180) return 'day'
  return days < 3650 || Number.isNaN(days) ? 'month' : 'year'
}

const MOST_PLACES = 2000
export async function places(ctx: Ctx, id: string): Promise<Places> {
  const { resource, table } = await openTable(ctx, id)
  const { geometry, fields } = resource
  if (!geometry) return { total: 0, items: [] }
  const title =
    fields.find(({ type, id: column }) => type === 'text' && /名称|name|title|站点|标题/i.test(column)) ??
    fields.find(({ type }) => type === 'text')
  const columns = ['_id', geometry.lon, geometry.lat, ...(title ? [title.id] : [])]
  const found = await tables.read(ctx, {
    table,
    fields,
    columns,
    conditions: [],
    sort: [],
    distinct: false,
    limit: MOST_PLACES,
    offset: 0,
  })
  const items = found.flatMap((row) => {
    const [lon, lat] = [row[geometry.lon], row[geometry.lat]]
    return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
      ? [{ id: String(row['_id']), lon, lat, title: String((title && row[title.id]) ?? row['_id']) }]
      : []
  })
  return { total: Number(resource.row_count), items }
}
