import type { Ctx } from '#kernel'
import * as search from '../store-search.ts'
import { note } from '../usage.ts'
import { ActionError, searchQueryError, validation } from './envelope.ts'
import { licenceOf, themeTitle } from './package.ts'
import { flag, jsonList, list, type Parameters, text, whole } from './parameters.ts'
import { packagesOf } from './read.ts'
import { QueryFault, readFilter, readQuery } from './solr.ts'

const MOST_ROWS = 1000
const DEFAULT_SORT = 'score desc, metadata_modified desc'
const facetNames: Record<string, string> = { license: 'license_id', organizations: 'organization', group: 'groups' }

interface FacetWish {
  fields: string[]
  least: number
  /** Negative: all. */
  most: number
}

function facetWish(parameters: Parameters): FacetWish {
  const fields = flag(parameters, 'facet', true) ? (jsonList(parameters, 'facet.field') ?? []) : []
  const limit = text(parameters, 'facet.limit')
  if (limit !== undefined && !/^-?\d{1,6}$/.test(limit)) throw validation({ 'facet.limit': ['Invalid integer'] })
  return { fields, least: whole(parameters, 'facet.mincount') ?? 1, most: limit === undefined ? 50 : Number(limit) }
}

function facetsOf(ctx: Ctx, { fields, least, most }: FacetWish, rows: readonly search.FacetRow[]) {
  const facets: Record<string, Record<string, number>> = {}
  const searchFacets: Record<string, { title: string; items: { name: string; display_name: string; count: number }[] }> = {}
  for (const field of fields) {
    const source = facetNames[field] ?? field
    const items = rows
      .filter((row) => row.field === source && row.n >= least)
      .sort((a, b) => b.n - a.n || (a.value < b.value ? -1 : 1))
      .slice(0, most < 0 ? undefined : most)
      .map(({ value, title, n }) => ({ name: value, display_name: title ?? nameOf(ctx, source, value), count: n }))
    facets[field] = Object.fromEntries(items.map(({ name, count }) => [name, count]))
    searchFacets[field] = { title: field, items }
  }
  return { facets, searchFacets }
}

function nameOf(ctx: Ctx, field: string, value: string): string {
  if (field === 'groups') return themeTitle(ctx, value)
  return field === 'license_id' ? licenceOf(ctx, value).title[ctx.locale] : value
}

/** `package_search`: the words of a person, the filters of a harvester, one total order, counts that agree. */
export async function packageSearch(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  const rows = whole(parameters, 'rows', { most: MOST_ROWS }) ?? 10
  const start = whole(parameters, 'start', { most: 10_000_000 }) ?? 0
  const sort = text(parameters, 'sort') ?? DEFAULT_SORT
  const wish = facetWish(parameters)
  try {
    const query = readQuery(text(parameters, 'q') ?? '')
    const filters = [...filterTexts(parameters, 'fq'), ...(list(parameters, 'fq_list') ?? [])].map((filter) =>
      search.conditionOf(ctx, readFilter(filter)),
    )
    const mine = flag(parameters, 'include_private') || flag(parameters, 'include_drafts')
    const where = search.both(search.shown(ctx, mine), conditionOfWords(ctx, query), ...filters)
    const order = search.orderOf(sort, search.rankWords(query))
    const fields = wish.fields.map((field) => facetNames[field] ?? field).filter(search.isFacet)
    const found =
      fields.length > 0 ? await search.facets(ctx, where, fields) : { total: await search.count(ctx, where), rows: [] }
    const results = await packagesOf(ctx, await search.find(ctx, { where, order, limit: rows, offset: start }))
    note(ctx, 'search', null, results.length)
    const { facets, searchFacets } = facetsOf(ctx, wish, found.rows)
    return { count: found.total, sort, facets, results: chosen(parameters, results), search_facets: searchFacets }
  } catch (error) {
    if (error instanceof QueryFault) throw searchQueryError(error.message)
    throw error
  }
}

/** `fl`: only these of each dataset's parts. */
function chosen(parameters: Parameters, results: Record<string, unknown>[]): Record<string, unknown>[] {
  const wanted = list(parameters, 'fl')
  if (!wanted || wanted.includes('*')) return results
  return results.map((result) => Object.fromEntries(wanted.filter((name) => name in result).map((name) => [name, result[name]])))
}

/** In a person's words a field that does not exist is just a word with a colon. */
function conditionOfWords(ctx: Ctx, query: ReturnType<typeof readQuery>) {
  try {
    return search.conditionOf(ctx, query)
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error
    return search.conditionOf(ctx, { is: 'words', text: search.rankWords(query), phrase: false })
  }
}

function filterTexts(parameters: Parameters, name: string): string[] {
  const value = parameters[name]
  if (value === undefined || value === null || value === '') return []
  if (typeof value === 'string') return [value]
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value as string[]
  throw new ActionError(400, 'Search Query Error', `${name} must be a string`)
}

/** Titles that begin like what is typed. */
export async function packageAutocomplete(ctx: Ctx, parameters: Parameters): Promise<unknown> {
  const words = text(parameters, 'q') ?? ''
  const where = search.both(search.shown(ctx, false), search.conditionOf(ctx, { is: 'words', text: words, phrase: false }))
  const rows = await search.find(ctx, {
    where,
    order: search.orderOf('score desc', words),
    limit: whole(parameters, 'limit', { most: 100 }) ?? 10,
    offset: 0,
  })
  return rows.map(({ name, title }) => ({
    name,
    title: title[ctx.locale],
    match_field: 'title',
    match_displayed: title[ctx.locale],
  }))
}
