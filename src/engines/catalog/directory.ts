import { listOrganisations } from '#engines/identity'
import { queryOf } from '#engines/search'
import { type Ctx, grantsOf, settingsOf, type Text } from '#kernel'
import type { ClassNode, Directory, DirectoryQuery, ResourceLine } from './schema.ts'
import { catalogSettings } from './settings.ts'
import * as store from './store.ts'
import * as search from './store-directory.ts'
import * as usage from './store-usage.ts'

const iso = (at: Date | null) => at?.toISOString() ?? null
const nobody: Text = { zh: '未知单位', en: 'Unknown unit' }

export type Names = ReadonlyMap<string, Text>
export const providerNames = async (ctx: Ctx): Promise<Names> =>
  new Map((await listOrganisations(ctx)).map(({ path, name }) => [path, name]))

export const lineOf = (row: store.ResourceRow, names: Names): ResourceLine => ({
  id: row.id,
  code: row.code,
  slug: row.slug,
  source: row.source,
  class: row.class,
  name: row.name,
  abstract: row.abstract,
  provider: row.provider,
  providerName: row.publisher ?? names.get(row.provider ?? '') ?? nobody,
  providerCode: row.provider_code,
  format: row.format,
  sharing: row.sharing,
  sharingBasis: row.sharing_basis,
  opening: row.opening,
  cycle: row.cycle,
  tags: row.tags,
  state: row.state,
  publishedOn: row.published_on,
  dataAt: iso(row.data_at),
  openAt: iso(row.open_at),
  licence: row.licence,
  rowCount: row.row_count === null ? null : Number(row.row_count),
  updatedAt: row.updated_at.toISOString(),
})

export const STEWARD = 'catalog.steward'

/** Providers whose drafts this person works on; undefined: all of them. */
export function stewardsOver(ctx: Ctx): string[] | undefined {
  const grants = grantsOf(ctx.user, STEWARD)
  if (grants.some(({ tree }) => tree === 'all')) return undefined
  return grants.filter(({ tree, path }) => tree === 'organisation' && path).map(({ path }) => path as string)
}

const list = (text: string | undefined) => text?.split(',').filter((part) => part !== '')
const numbers = (text: string | undefined) =>
  list(text)
    ?.map(Number)
    .filter((value) => Number.isInteger(value) && value >= 0 && value <= 9)

export function filterOf(ctx: Ctx, query: Partial<DirectoryQuery>): search.DirectoryFilter {
  const draftsOf = stewardsOver(ctx)
  return {
    query: query.q ? queryOf(query.q) : '',
    classPrefix: query.class,
    providers: list(query.provider)?.filter((path) => /^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*$/.test(path)),
    sharing: numbers(query.sharing),
    opening: numbers(query.opening),
    cycles: numbers(query.cycle),
    formats: list(query.format),
    sources: list(query.source),
    tags: list(query.tag),
    states: [query.state ?? 'published'],
    ...(draftsOf && { draftsOf }),
  }
}

/** The directory 目录: what matches, with how many there are under each value of each facet. */
export async function directory(ctx: Ctx, query: DirectoryQuery): Promise<Directory> {
  const filter = filterOf(ctx, query)
  const offset = Math.min(Number(query.cursor ?? 0) || 0, 100_000)
  const order = filter.query ? 'rank' : 'newest'
  const rows = await search.page(ctx, filter, { order, limit: query.limit, offset })
  const counted = await search.facets(ctx, filter, [...search.facetNames, 'tag'])
  const names = await providerNames(ctx)
  const next = offset + rows.length < counted.total && rows.length > 0 ? String(offset + rows.length) : null
  return { items: rows.map((row) => lineOf(row, names)), next, ...counted }
}

/** 类, 项, 目 and 细目 with how many resources stand in and below each. */
export async function classTree(ctx: Ctx): Promise<ClassNode[]> {
  const counts = await store.classCounts(ctx)
  const { classes } = settingsOf(ctx.house, catalogSettings)
  return classes.map(({ code, title }) => ({
    code,
    title,
    level: code.length === 1 ? 1 : code.length === 3 ? 2 : code.length === 6 ? 3 : 4,
    count: counts.filter((entry) => entry.class.startsWith(code)).reduce((sum, { count }) => sum + count, 0),
  }))
}

/** The titles on the way down to a class. */
export const classTitles = (ctx: Ctx, code: string): Text[] =>
  settingsOf(ctx.house, catalogSettings)
    .classes.filter((entry) => code.startsWith(entry.code))
    .sort((a, b) => a.code.length - b.code.length)
    .map(({ title }) => title)

export interface ResourceFilter {
  q?: string | undefined
  ids?: readonly string[] | undefined
  origins?: readonly string[] | undefined
  tags?: readonly string[] | undefined
  classPrefix?: string | undefined
  providers?: readonly string[] | undefined
  formats?: readonly string[] | undefined
  licences?: readonly string[] | undefined
  cycles?: readonly number[] | undefined
  isOpen?: boolean | undefined
  order?: search.Order | undefined
  limit?: number | undefined
  offset?: number | undefined
  facets?: readonly search.FacetName[] | undefined
}

/** For other rooms: published resources with totals and facets. Asks no rights. */
export async function resources(
  ctx: Ctx,
  { q, order, limit = 50, offset = 0, facets = [], ...more }: ResourceFilter,
): Promise<{ items: ResourceLine[]; total: number; facets: Directory['facets'] }> {
  const filter: search.DirectoryFilter = { ...more, query: q ? queryOf(q) : '', states: ['published'] }
  if (q && !filter.query) return { items: [], total: 0, facets: Object.fromEntries(facets.map((name) => [name, []])) }
  const chosen = order ?? (filter.query ? 'rank' : filter.isOpen ? 'opened' : 'newest')
  const rows = limit === 0 ? [] : await search.page(ctx, filter, { order: chosen, limit, offset })
  const counted = await search.facets(ctx, filter, facets)
  const names = await providerNames(ctx)
  return { items: rows.map((row) => lineOf(row, names)), ...counted }
}

/** What the public may see: published as open data. */
export const openResources = (ctx: Ctx, filter: Omit<ResourceFilter, 'isOpen'> = {}) =>
  resources(ctx, { ...filter, isOpen: true })

/** What nobody has used for a year: to be asked whether it is still worth keeping. */
export async function unusedResources(ctx: Ctx): Promise<(ResourceLine & { lastUsed: string | null })[]> {
  const unused = await usage.unused(ctx, 200)
  const rows = await store.byIds(
    ctx,
    unused.map(({ id }) => id),
  )
  const names = await providerNames(ctx)
  return unused.flatMap(({ id, last }) => {
    const row = rows.find((candidate) => candidate.id === id)
    return row ? [{ ...lineOf(row, names), lastUsed: last }] : []
  })
}
